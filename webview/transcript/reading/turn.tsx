import type { TurnView } from '../../../src/protocol/transcriptParts.ts';
import { usePage } from '../page/pageContext.ts';
import { PlainText } from '../../shared/text/plainText.tsx';
import { Revealed } from '../../shared/text/revealed.tsx';
import { charactersText, grouped } from '../../shared/text/textSize.ts';
import { authorTag } from './authorTag.ts';
import { MadeButton, MadeFacts } from './made.tsx';
import { Part } from './part.tsx';
import type { ReadingState } from './readingState.ts';

interface TurnProps {
  readonly turn: TurnView;
  readonly reading: ReadingState;
  readonly isAnswer: boolean;
  readonly numbered: boolean;
  /** The transcript's, as the header names it. */
  readonly model: string | undefined;
}

/** One turn: who speaks, and its parts or its recorded text. */
export function Turn({ turn, reading, isAnswer, numbered, model }: TurnProps) {
  const tag = authorTag(turn, model);
  return (
    <>
      <header class="turn-head">
        <h2>{turn.role}</h2>
        {tag === null ? null : (
          <span class="tag tag-author" title={tag.title}>
            <bdi>
              <Revealed text={tag.words} />
            </bdi>
          </span>
        )}
        {isAnswer && turn.role === 'assistant' ? <span class="tag">answer</span> : null}
        <MadeButton turn={turn} reading={reading} />
        {numbered ? <span class="turn-number figures">{grouped(turn.index + 1)}</span> : null}
      </header>
      <MadeFacts turn={turn} reading={reading} />
      {reading.raw ? (
        <RawTurn turn={turn} whitespace={reading.whitespace} />
      ) : (
        turn.parts.map((part, index) => (
          <Part key={index} turn={turn} index={index} part={part} reading={reading} />
        ))
      )}
      {!reading.raw && turn.parts.length === 0 ? <p class="aside">empty</p> : null}
    </>
  );
}

function RawTurn({ turn, whitespace }: { turn: TurnView; whitespace: boolean }) {
  const raw = usePage().turns?.raw(turn.index);
  if (raw === undefined || raw.status === 'loading') return <p class="aside">loading the recorded text…</p>;
  if (raw.status === 'failed') return <p class="aside">{raw.problem}</p>;
  return (
    <>
      <p class="aside">as recorded, {charactersText(raw.text.length)}</p>
      <PlainText text={raw.text} raw whitespace={whitespace} />
    </>
  );
}
