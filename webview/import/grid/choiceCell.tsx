import { useEffect, useRef } from 'preact/hooks';
import type { ImportPage } from '../page/importPage.ts';
import type { SheetRow } from '../sheet/sheet.ts';
import { choiceOf, type DuplicateChoice } from '../sheet/sheetEdits.ts';
import { choose } from './gridActs.ts';

const CHOICES: Readonly<Record<DuplicateChoice, string>> = {
  continue: 'Go on in that run',
  version: 'New version, labels stay',
  separate: 'Separate run',
  skip: 'Skip',
};

export function choiceWords(row: SheetRow): string {
  return `${CHOICES[choiceOf(row)]}; ${row.file.hint}`;
}

/** What becomes of a file that was imported before. Enter or a click opens the list. */
export function ChoiceCell({ page, row, index }: { page: ImportPage; row: SheetRow; index: number }) {
  const list = useRef<HTMLSelectElement>(null);
  const hasDropped = useRef(false);
  const isOpen = page.state.choosing === index;
  useEffect(() => {
    if (!isOpen) return;
    list.current?.focus();
    try {
      list.current?.showPicker();
      hasDropped.current = true;
    } catch {
      // Without a key or click of the user the list stays closed; the arrows change it all the same.
      hasDropped.current = false;
    }
  }, [isOpen]);
  if (row.file.earlierRun === undefined) return <span class="carried">new run</span>;
  const choice = choiceOf(row);
  if (!isOpen) {
    return (
      <button
        type="button"
        class="choice"
        tabIndex={-1}
        onClick={() => page.update({ active: { row: index, column: 'choice' }, choosing: index })}
      >
        {CHOICES[choice]}
      </button>
    );
  }
  const leave = () => page.update({ choosing: null, focusRequest: page.state.focusRequest + 1 });
  return (
    <select
      ref={list}
      class="choice"
      aria-label="Import as"
      value={choice}
      onChange={(event) => {
        choose(page, index, event.currentTarget.value as DuplicateChoice);
        if (hasDropped.current) leave();
      }}
      onBlur={({ relatedTarget }) => {
        if (page.state.choosing !== index) return;
        // A list that closes may lose the focus to nothing: the keys go on in the cell then.
        if (relatedTarget === null && document.hasFocus()) leave();
        else page.update({ choosing: null });
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        leave();
      }}
    >
      {Object.entries(CHOICES).map(([value, words]) =>
        value === 'continue' && !row.file.canContinue ? null : (
          <option value={value} key={value}>
            {words}
          </option>
        ),
      )}
    </select>
  );
}
