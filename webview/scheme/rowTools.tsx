/** What every row of answers and scores has: up, down, remove; and where the keyboard goes afterwards. */
import type { SchemeFields } from '../../src/protocol/schemePage.ts';
import { visible } from '../shared/name.tsx';
import { moveRow, removeAt, type ListName } from './fieldEdits.ts';
import type { SchemePageModel } from './schemePageModel.ts';

interface RowProps {
  readonly page: SchemePageModel;
  readonly fields: SchemeFields;
  readonly list: ListName;
  readonly at: number;
}

export function RowTools({ page, fields, list, at }: RowProps) {
  const row = fields[list][at];
  const called = visible(row?.name === '' ? `row ${at + 1}` : (row?.name ?? ''));
  return (
    <span class="acts row-tools">
      <button
        type="button"
        class="tool"
        data-mark={`${list}-${at}-up`}
        disabled={at === 0}
        title="Alt+Up"
        onClick={() => move(page, fields, list, at, -1, 'up')}
      >
        Up<span class="visually-hidden"> {called}</span>
      </button>
      <button
        type="button"
        class="tool"
        data-mark={`${list}-${at}-down`}
        disabled={at === fields[list].length - 1}
        title="Alt+Down"
        onClick={() => move(page, fields, list, at, 1, 'down')}
      >
        Down<span class="visually-hidden"> {called}</span>
      </button>
      <button
        type="button"
        class="tool"
        data-mark={`${list}-${at}-remove`}
        onClick={() => {
          page.remove(called, removeAt(fields, list, at));
          focusMark('put-back');
        }}
      >
        Remove<span class="visually-hidden"> {called}</span>
      </button>
    </span>
  );
}

/** Alt with an arrow moves the row that the keyboard is in, which stays in its field. */
export function moveByKey(event: KeyboardEvent, { page, fields, list, at }: RowProps): void {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
  if (by === 0) return;
  event.preventDefault();
  const { activeElement } = document;
  const mark = activeElement instanceof HTMLElement ? (activeElement.dataset['mark'] ?? '') : '';
  const next = moveRow(fields, list, at, by);
  if (next === fields) return;
  page.change(next);
  focusMark(mark.replace(/-\d+-/, `-${at + by}-`));
}

/** Brings the keyboard to what has that mark once it is drawn. */
export function focusMark(mark: string): void {
  setTimeout(() => {
    document.querySelector<HTMLElement>(`[data-mark="${CSS.escape(mark)}"]`)?.focus();
  }, 0);
}

function move(
  page: SchemePageModel,
  fields: SchemeFields,
  list: ListName,
  at: number,
  by: -1 | 1,
  which: 'up' | 'down',
): void {
  const to = at + by;
  page.change(moveRow(fields, list, at, by));
  const isLast = which === 'up' ? to === 0 : to === fields[list].length - 1;
  focusMark(`${list}-${to}-${isLast ? (which === 'up' ? 'down' : 'up') : which}`);
}
