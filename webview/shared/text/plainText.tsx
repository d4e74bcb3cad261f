import { useMemo, useState } from 'preact/hooks';
import { chunksOf } from './chunks.ts';
import { Revealed } from './revealed.tsx';
import { kilobytesText } from './textSize.ts';
import { withMarks } from './whitespace.ts';

/** Characters drawn at a time; a button draws as many more. */
const PAGE = 1_000_000;

interface PlainTextProps {
  readonly text: string;
  /** Editor font, as recorded. */
  readonly raw?: boolean;
  readonly whitespace?: boolean;
  /** Where the text scrolls in a box of its own: what it is, for whoever comes there with the keyboard. */
  readonly label?: string;
}

/** Text as it is, in pieces that the browser lays out as they come into view. */
export function PlainText({ text, raw = false, whitespace = false, label }: PlainTextProps) {
  const [shown, setShown] = useState(PAGE);
  const chunks = useMemo(() => chunksOf(text.length > shown ? text.slice(0, shown) : text), [text, shown]);
  return (
    <div
      class={raw ? 'plain raw' : 'plain'}
      dir="auto"
      {...(label === undefined ? {} : { tabIndex: 0, role: 'group', 'aria-label': label })}
    >
      {chunks.map((chunk, index) => (
        <div key={index} class={chunks.length > 2 ? 'chunk lazy' : 'chunk'}>
          <Revealed text={whitespace ? withMarks(chunk) : chunk} />
        </div>
      ))}
      {text.length > shown ? (
        <p class="aside">
          {kilobytesText(shown)} of {kilobytesText(text.length)} drawn.{' '}
          <button type="button" class="link" onClick={() => setShown(shown + PAGE)}>
            draw the next {kilobytesText(Math.min(PAGE, text.length - shown))}
          </button>
        </p>
      ) : null}
    </div>
  );
}
