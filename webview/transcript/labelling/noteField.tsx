import { useLayoutEffect, useRef } from 'preact/hooks';
import { saveEntry } from '../page/acts.ts';
import { focusTurns } from '../page/focus.ts';
import { usePage } from '../page/pageContext.ts';
import type { Entry } from '../page/pageState.ts';

interface NoteFieldProps {
  readonly entry: Extract<Entry, { kind: 'note' }>;
  readonly saved: string;
}

/** The note: Ctrl or Cmd with Enter saves it, leaving the field too; Escape leaves it unsaved but remembered. */
export function NoteField({ entry, saved }: NoteFieldProps) {
  const page = usePage();
  const { store, drafts } = page;
  const field = useRef<HTMLTextAreaElement>(null);
  const done = useRef(false);
  // Before the next key comes, or it would mean a label.
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(entry.text.length, entry.text.length);
  }, []);

  const save = () => {
    const note = field.current?.value ?? entry.text;
    if (note === saved) {
      drafts.drop(entry.target, entry.about);
      store.update({ entry: null });
    } else {
      saveEntry(page, entry, { action: 'note', note });
    }
  };
  const cancel = () => {
    done.current = true;
    const note = field.current?.value ?? '';
    const isKept = note !== saved;
    const text = 'The note is not saved; opening it again brings the text back.';
    store.update({
      entry: null,
      notice: isKept ? { text, tone: 'info' } : null,
      announcement: isKept ? text : '',
    });
    focusTurns();
  };
  return (
    <div class="note-field">
      <label for="note">
        Note
        {entry.recovered ? <span class="aside"> (your unsaved text; Escape keeps it so)</span> : null}
      </label>
      <textarea
        id="note"
        ref={field}
        rows={3}
        defaultValue={entry.text}
        onInput={(event) => drafts.keep(entry.target, event.currentTarget.value, entry.about)}
        onBlur={() => {
          if (!done.current) save();
        }}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Escape') {
            event.preventDefault();
            cancel();
          } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            // Leaving the field saves.
            focusTurns();
          }
        }}
      />
      <p class="aside">Ctrl+Enter (Cmd+Enter) or leaving the field saves, Escape leaves without saving</p>
    </div>
  );
}
