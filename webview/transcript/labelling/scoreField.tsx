import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SchemeView } from '../../../src/protocol/transcriptPanel.ts';
import { saveEntry } from '../page/acts.ts';
import { focusTurns } from '../page/focus.ts';
import { usePage } from '../page/pageContext.ts';
import type { Entry } from '../page/pageState.ts';
import { readScore } from './readScore.ts';

interface ScoreFieldProps {
  readonly entry: Extract<Entry, { kind: 'score' }>;
  readonly score: SchemeView['scores'][number];
  readonly value: number | null;
}

/** A small field for one score: Enter saves, Escape leaves, emptied it takes the score away. */
export function ScoreField({ entry, score, value }: ScoreFieldProps) {
  const page = usePage();
  const { store } = page;
  const field = useRef<HTMLInputElement>(null);
  // Before the next key comes, or it would mean a label.
  useLayoutEffect(() => field.current?.select(), []);

  const leave = () => {
    store.update({ entry: null });
    focusTurns();
  };
  const save = () => {
    const read = readScore(field.current?.value ?? '', score);
    if ('problem' in read) {
      store.update({ entry: { ...entry, problem: read.problem } });
      return;
    }
    saveEntry(page, entry, { action: 'score', score: score.id, value: read.value });
    focusTurns();
  };
  return (
    <span class="score-field">
      <label for="score">{score.name}</label>
      <input
        id="score"
        ref={field}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        size={5}
        placeholder={`${score.minimum}–${score.maximum}`}
        defaultValue={value === null ? '' : String(value)}
        aria-invalid={entry.problem !== ''}
        aria-describedby="score-problem"
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Enter') save();
          else if (event.key === 'Escape') leave();
          else return;
          event.preventDefault();
        }}
        onBlur={(event) => {
          // Left by Tab or mouse: what was not entered is not saved. Leaving by Enter or Escape comes here too.
          if (event.relatedTarget !== null && store.state.entry === entry) store.update({ entry: null });
        }}
      />
      <span id="score-problem" class="score-problem" role="alert">
        {entry.problem}
      </span>
    </span>
  );
}
