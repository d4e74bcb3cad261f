import type { TurnView } from '../../../src/protocol/transcriptParts.ts';
import { usePage } from '../page/pageContext.ts';
import { PlainText } from '../../shared/text/plainText.tsx';
import { Revealed } from '../../shared/text/revealed.tsx';
import { madeWords } from './madeWords.ts';
import type { ReadingState } from './readingState.ts';

interface MadeProps {
  readonly turn: TurnView;
  readonly reading: ReadingState;
}

/** How the turn was made, in a few quiet words; pressed, everything that is known of it. */
export function MadeButton({ turn, reading }: MadeProps) {
  const page = usePage();
  if (turn.provenance === undefined || turn.provenance.length === 0) return null;
  const open = isMadeOpen(reading, turn.index);
  return (
    <button
      type="button"
      class="made"
      aria-expanded={open}
      title="how this turn was made"
      {...(madeWords(turn.provenance) === '…' ? { 'aria-label': 'how this turn was made' } : {})}
      onClick={() => {
        const { reading: now } = page.store.state;
        page.store.update({ reading: { ...now, folds: { ...now.folds, [madeKey(turn.index)]: !open } } });
        page.remember();
      }}
    >
      <Revealed text={madeWords(turn.provenance)} />
    </button>
  );
}

export function MadeFacts({ turn, reading }: MadeProps) {
  if (turn.provenance === undefined || !isMadeOpen(reading, turn.index)) return null;
  return (
    <dl class="made-facts said">
      {turn.provenance.map(({ name, value }, index) => (
        <div key={index}>
          <dt>
            <Revealed text={name} />
          </dt>
          <dd>
            <PlainText text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function isMadeOpen({ folds }: ReadingState, turn: number): boolean {
  return folds[madeKey(turn)] === true;
}

function madeKey(turn: number): string {
  return `${turn}:made`;
}
