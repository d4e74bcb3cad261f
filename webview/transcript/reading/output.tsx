import type { PartView } from '../../../src/protocol/transcriptParts.ts';
import { usePage } from '../page/pageContext.ts';
import { CodeBlock } from '../../shared/text/code.tsx';
import { PlainText } from '../../shared/text/plainText.tsx';
import { charactersText, kilobytesText } from '../../shared/text/textSize.ts';
import { headOf, isFoldedOutput, isJson } from './outputs.ts';
import { foldKey } from './readingState.ts';
import { readableArguments } from './toolArguments.ts';

interface OutputProps {
  readonly turn: number;
  readonly index: number;
  readonly part: PartView;
  readonly text: string;
  readonly open: boolean;
  /** What it is, for a screen reader. */
  readonly label: string;
}

/** What a tool returned or a file held: whole, or its first lines and the way to the rest. */
export function Output({ turn, index, part, text, open, label }: OutputProps) {
  const page = usePage();
  if (text === '') return <p class="aside said">empty</p>;
  const folds = isFoldedOutput(part);
  const laidOut = open && part.kind === 'data' && isJson(part) ? readableArguments(text) : null;
  const toggle = () => {
    const { reading } = page.store.state;
    page.store.update({
      reading: { ...reading, folds: { ...reading.folds, [foldKey(turn, index)]: !open } },
    });
    if (!open && part.fullLength > part.text.length) page.turns?.wantWhole(turn, index);
    page.remember();
  };
  const size = part.fullLength < 1_000 ? charactersText(part.fullLength) : kilobytesText(part.fullLength);
  return (
    <>
      {laidOut === null ? (
        <PlainText text={open ? text : headOf(text)} raw label={label} />
      ) : (
        <CodeBlock text={laidOut} info="json" />
      )}
      {folds ? (
        <p class="said">
          <button type="button" class="link" aria-expanded={open} onClick={toggle}>
            {open ? 'show the first lines only' : `show all (${size})`}
          </button>
        </p>
      ) : null}
    </>
  );
}
