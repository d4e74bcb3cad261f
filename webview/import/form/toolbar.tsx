import type { ImportPage } from '../page/importPage.ts';
import { fillDownHere, targetRows } from '../grid/gridActs.ts';
import { isField } from '../grid/columns.ts';
import { count } from '../sheet/sheetWords.ts';

/** What the keys do, as buttons, and what the next thing typed goes into. */
export function Toolbar({ page }: { page: ImportPage }) {
  const { state } = page;
  const { history, active, selected } = state;
  const several = targetRows(page).length;
  return (
    <div class="toolbar" role="toolbar" aria-label="Table">
      <button
        type="button"
        class="tool"
        title="Copy the topmost selected cell, or the one above, into the cells below (Ctrl+D)"
        disabled={!isField(active.column)}
        onClick={() => fillDownHere(page)}
      >
        Fill down
      </button>
      <button
        type="button"
        class="tool"
        title="Undo (Ctrl+Z)"
        disabled={history === null || history.past.length === 0}
        onClick={() => page.undo()}
      >
        Undo
      </button>
      <button
        type="button"
        class="tool"
        title="Redo (Ctrl+Y)"
        disabled={history === null || history.future.length === 0}
        onClick={() => page.redo()}
      >
        Redo
      </button>
      <p class="aside keys">
        {several > 1
          ? `${count(several, 'row')} selected: what you type or paste goes into all of them. Esc ends that.`
          : selected.size > 1
            ? `${count(selected.size, 'row')} selected elsewhere.`
            : 'Type or press Enter to edit, Tab goes on. Shift+arrows or Ctrl+A select rows; paste fills down.'}
      </p>
    </div>
  );
}
