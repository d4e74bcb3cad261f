import { useState } from 'preact/hooks';
import type { PartView } from '../../../src/protocol/transcriptParts.ts';
import { usePage } from '../page/pageContext.ts';
import { revealedPlain } from '../../shared/text/hiddenCharacters.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { firstLine, kilobytesText } from '../../shared/text/textSize.ts';

interface PictureProps {
  readonly turn: number;
  readonly index: number;
  readonly part: PartView;
}

/** A picture that stands in the transcript itself, small until it is pressed; any other one by name. */
export function Picture({ turn, index, part }: PictureProps) {
  const page = usePage();
  const [large, setLarge] = useState(false);
  const [broken, setBroken] = useState(false);
  const words = firstLine(part.text, 200);
  if (part.imageSource === undefined && part.imageBytes === undefined) {
    return <Reference refusal={part.imageRefusal ?? 'not loaded'} words={words} />;
  }
  const fetched =
    part.imageSource === undefined
      ? page.turns?.image(turn, index)
      : ({ status: 'ready', text: part.imageSource } as const);
  if (fetched === undefined || fetched.status === 'loading') {
    return <p class="aside picture-wait">loading a picture of {kilobytesText(part.imageBytes ?? 0)}…</p>;
  }
  if (fetched.status === 'failed') return <Reference refusal={fetched.problem} words={words} />;
  // The host sends nothing else; the policy would draw any data.
  const isRaster = /^data:image\/(png|jpeg|gif|webp);base64,/.test(fetched.text);
  if (!isRaster || broken) return <Reference refusal="it could not be drawn" words={words} />;
  const alt = revealedPlain(words === '' ? 'no description' : words);
  return (
    <figure class="picture">
      <button
        type="button"
        class={large ? 'picture-frame is-large' : 'picture-frame'}
        aria-expanded={large}
        title={large ? 'make it smaller' : 'enlarge'}
        onClick={() => setLarge(!large)}
      >
        <img
          src={fetched.text}
          alt={alt}
          decoding="async"
          draggable={false}
          onError={() => setBroken(true)}
        />
      </button>
      <figcaption class="aside">
        picture: <Revealed text={words === '' ? 'no description' : words} />
      </figcaption>
    </figure>
  );
}

function Reference({ refusal, words }: { refusal: string; words: string }) {
  return (
    <p class="image-reference">
      [image, {refusal}: <Revealed text={words} />]
    </p>
  );
}
