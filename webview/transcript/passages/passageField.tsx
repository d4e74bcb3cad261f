import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LabelStateView, SchemeView } from '../../../src/protocol/transcriptPanel.ts';
import { saveEntry } from '../page/acts.ts';
import { focusTurns } from '../page/focus.ts';
import { usePage } from '../page/pageContext.ts';
import type { Entry } from '../page/pageState.ts';
import { Revealed } from '../../shared/text/revealed.tsx';

interface PassageFieldProps {
  readonly entry: Extract<Entry, { kind: 'passage' }>;
  readonly saved: LabelStateView;
  /** Of the question that the passage is about. */
  readonly scheme: SchemeView;
}

/**
 * What is said of a passage: a comment, and an answer if one likes. Ctrl or Cmd with Enter saves both, leaving the field
 * too; Escape leaves it as it was.
 */
export function PassageField({ entry, saved, scheme }: PassageFieldProps) {
  const page = usePage();
  const { store, drafts } = page;
  const note = useRef<HTMLTextAreaElement>(null);
  const answer = useRef<HTMLSelectElement>(null);
  const done = useRef(false);
  const isNew = entry.about.passage === undefined;
  // Before the next key comes, or it would mean a label.
  useLayoutEffect(() => {
    note.current?.focus();
    note.current?.setSelectionRange(entry.note.length, entry.note.length);
  }, []);

  const save = () => {
    if (done.current) return;
    done.current = true;
    const text = note.current?.value ?? entry.note;
    const chosen = answer.current?.value ?? '';
    saveEntry(page, entry, { action: 'mark', note: text, answer: chosen === '' ? null : chosen });
  };
  const cancel = () => {
    done.current = true;
    const text = isNew ? 'The passage is not marked.' : 'What is said of the passage stays as it was.';
    store.update({ entry: null, notice: { text, tone: 'info' }, announcement: text });
    focusTurns();
  };
  const given = saved.answer !== null && !scheme.answers.some(({ id }) => id === saved.answer);
  return (
    <div
      class="note-field passage-field"
      data-overlay
      onFocusOut={(event) => {
        const to = event.relatedTarget;
        if (to instanceof Node && event.currentTarget.contains(to)) return;
        save();
      }}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        if (event.key === 'Escape') cancel();
        else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          // Leaving the field saves.
          focusTurns();
        } else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <p class="passage-words">
        <span class="aside">{isNew ? 'Mark' : 'Marked'}</span>{' '}
        <q>
          <Revealed text={entry.quote} />
        </q>
      </p>
      <label for="passage-note">Comment on this passage</label>
      <textarea
        id="passage-note"
        ref={note}
        rows={2}
        defaultValue={entry.note}
        onInput={(event) => drafts.keep(entry.target, event.currentTarget.value, entry.about)}
      />
      <p class="passage-row">
        <label for="passage-answer">Answer</label>
        <select id="passage-answer" ref={answer} defaultValue={entry.answer ?? ''}>
          <option value="">none</option>
          {given ? <option value={saved.answer ?? ''}>{saved.given?.name ?? saved.answer}</option> : null}
          {scheme.answers.map(({ id, name }) => (
            <option key={id} value={id} selected={id === entry.answer}>
              {name}
            </option>
          ))}
        </select>
        <span class="aside">
          Ctrl+Enter (Cmd+Enter) or leaving the field saves, Tab goes to the answer, Escape leaves without
          saving
        </span>
      </p>
    </div>
  );
}
