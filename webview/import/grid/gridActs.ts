/** Carries out what keys and the mouse ask for in the grid. */
import type { ImportPage } from '../page/importPage.ts';
import type { Editing } from '../page/pageState.ts';
import { FIELD_NAMES, FIELDS, isReadOnly } from '../sheet/sheet.ts';
import {
  choiceOf,
  fillDown,
  pasteCells,
  setCells,
  setChoice,
  setIncluded,
  type DuplicateChoice,
} from '../sheet/sheetEdits.ts';
import { count } from '../sheet/sheetWords.ts';
import { columnsOf, isField, type Column } from './columns.ts';
import type { GridAct } from './gridKeys.ts';

/** The rows that an act is about: the selection when the active row is in it, else that row alone. */
export function targetRows({ state }: ImportPage): readonly number[] {
  const { selected, active } = state;
  return selected.size > 1 && selected.has(active.row) ? [...selected] : [active.row];
}

/** @param pageRows how many rows a screenful has */
export function performGridAct(page: ImportPage, act: GridAct, pageRows: number): void {
  const { active } = page.state;
  const last = page.sheet.rows.length - 1;
  switch (act.kind) {
    case 'move':
      goTo(page, active.row + act.rows, shifted(page, active.column, act.columns), act.extend);
      return;
    case 'jump': {
      const columns = columnsOf(page.sheet);
      const column = act.columns === 0 ? active.column : columns.at(act.columns < 0 ? 0 : -1);
      const row = act.rows === 0 ? active.row : act.rows < 0 ? 0 : last;
      goTo(page, row, column ?? active.column, act.extend);
      return;
    }
    case 'page':
      goTo(page, active.row + act.direction * pageRows, active.column, act.extend);
      return;
    case 'open':
      open(page);
      return;
    case 'type':
      if (isField(active.column)) startEditing(page, 'replace', act.text);
      return;
    case 'toggle':
      if (active.column === 'included') toggleIncluded(page);
      else open(page);
      return;
    case 'clear':
      if (isField(active.column)) fill(page, '');
      return;
    case 'select-all':
      page.update({ selected: new Set(page.sheet.rows.keys()) });
      page.announce(`${count(last + 1, 'row')} selected.`);
      return;
    case 'select-row':
      toggleSelected(page, active.row);
      return;
    case 'deselect':
      page.update({ selected: new Set() });
      return;
    case 'fill-down':
      fillDownHere(page);
      return;
    case 'undo':
      page.undo();
      return;
    case 'redo':
      page.redo();
      return;
    case 'clipboard':
  }
}

/** Makes a cell the active one and asks for the keyboard's focus there. */
export function goTo(page: ImportPage, row: number, column: Column, extend = false): void {
  const { anchor, focusRequest, active } = page.state;
  const to = Math.max(0, Math.min(row, page.sheet.rows.length - 1));
  const from = extend ? anchor : to;
  page.update({
    active: { row: to, column },
    anchor: from,
    selected: extend ? rangeOf(from, to) : new Set(),
    editing: null,
    choosing: null,
    focusRequest: focusRequest + 1,
  });
  if (extend && to !== active.row) page.announce(`${count(Math.abs(to - from) + 1, 'row')} selected.`);
}

/** Goes to the tick of a selected row without giving the selection up: it is about to be ticked as a whole. */
export function keepSelected(page: ImportPage, row: number): void {
  page.update({ active: { row, column: 'included' }, focusRequest: page.state.focusRequest + 1 });
}

export function toggleSelected(page: ImportPage, row: number): void {
  const { selected, active, focusRequest } = page.state;
  // The row one stood on belongs to what one then adds to.
  const next = new Set(selected.size === 0 && active.row !== row ? [active.row] : selected);
  if (!next.delete(row)) next.add(row);
  page.update({
    selected: next,
    active: { ...active, row },
    anchor: row,
    focusRequest: focusRequest + 1,
  });
  page.announce(`${count(next.size, 'row')} selected.`);
}

function open(page: ImportPage): void {
  const { active } = page.state;
  const row = page.sheet.rows[active.row];
  if (row === undefined) return;
  if (isField(active.column)) startEditing(page, 'amend');
  else if (active.column === 'included') toggleIncluded(page);
  else if (active.column === 'choice' && row.file.earlierRun !== undefined)
    page.update({ choosing: active.row });
  else if (active.column === 'file') {
    if (row.file.mapping !== undefined) page.openMapping(row.file.path);
    else void page.splitOrJoin(row);
  }
}

/** Opens the active cell's editor. With `text` it replaces what is there, and `amend` keeps it. */
export function startEditing(
  page: ImportPage,
  manner: Editing['manner'],
  text?: string,
  returnTo?: Editing['returnTo'],
): void {
  const { row: index, column } = page.state.active;
  const row = page.sheet.rows[index];
  if (row === undefined || !isField(column)) return;
  if (isReadOnly(row, column)) {
    page.announce(`${FIELD_NAMES[column]} is in the file and can’t be changed here.`);
    return;
  }
  const editing = { row: index, field: column, text: text ?? row.cells[column], manner };
  page.update({ editing: { ...editing, returnTo: returnTo ?? column } });
  if (text !== undefined) keepTyped(page, text);
}

/** Has VS Code keep what is in an editor that nobody has left yet: the tab may be hidden the next moment. */
export function keepTyped(page: ImportPage, text: string): void {
  const { editing } = page.state;
  if (editing === null) return;
  page.keepDraft(setCells(page.sheet, targetRows(page), editing.field, text.trim()).sheet);
}

export type EditorExit = 'stay' | 'down' | 'up' | 'right' | 'left';

/** Takes an editor's text over, into all selected rows, and moves on. */
export function commitEditing(page: ImportPage, text: string, exit: EditorExit): void {
  const { editing } = page.state;
  if (editing === null) return;
  const { row, field, returnTo } = editing;
  page.update({ editing: null });
  const several = targetRows(page);
  if (text !== page.sheet.rows[row]?.cells[field] || several.length > 1) fill(page, text);
  switch (exit) {
    case 'down':
    case 'up':
      // With several rows filled at once there is no next one to go to.
      if (several.length > 1) page.update({ focusRequest: page.state.focusRequest + 1 });
      else goTo(page, row + (exit === 'down' ? 1 : -1), returnTo);
      return;
    case 'right':
    case 'left':
      editNext(page, row, field, exit === 'right' ? 1 : -1, returnTo);
      return;
    case 'stay':
  }
}

export function abandonEditing(page: ImportPage): void {
  page.update({ editing: null, focusRequest: page.state.focusRequest + 1 });
  page.keepDraft();
  page.announce('Not changed.');
}

/** Goes to the next cell that can be typed in, on the next row after the last. */
function editNext(
  page: ImportPage,
  row: number,
  field: Editing['field'],
  step: 1 | -1,
  returnTo: Editing['field'],
): void {
  const { rows } = page.sheet;
  let at = row * FIELDS.length + FIELDS.indexOf(field) + step;
  for (; at >= 0 && at < rows.length * FIELDS.length; at += step) {
    const next = Math.floor(at / FIELDS.length);
    const column = FIELDS[at % FIELDS.length];
    const there = rows[next];
    if (column === undefined || there === undefined || isReadOnly(there, column)) continue;
    goTo(page, next, column);
    startEditing(page, 'replace', there.cells[column], next === row ? returnTo : column);
    return;
  }
  page.update({ focusRequest: page.state.focusRequest + 1 });
}

function fill(page: ImportPage, text: string): void {
  const { column } = page.state.active;
  if (!isField(column)) return;
  const rows = targetRows(page);
  const name = FIELD_NAMES[column];
  page.edit(setCells(page.sheet, rows, column, text), name, (changed) =>
    rows.length === 1 ? '' : `${name} set in ${count(changed, 'row')}.`,
  );
}

export function fillDownHere(page: ImportPage): void {
  const { row, column } = page.state.active;
  if (!isField(column)) return;
  page.edit(
    fillDown(page.sheet, column, row, targetRows(page)),
    'fill down',
    (changed) => `${FIELD_NAMES[column]} filled in ${count(changed, 'row')}.`,
  );
}

export function paste(page: ImportPage, text: string): void {
  const { row, column } = page.state.active;
  if (!isField(column)) return;
  page.edit(
    pasteCells(page.sheet, { row, field: column }, targetRows(page), text),
    'paste',
    (changed) => `${count(changed, 'cell')} pasted.`,
  );
}

/** Ticks what the active row is not, in all selected rows. */
export function toggleIncluded(page: ImportPage): void {
  const { active } = page.state;
  const included = page.sheet.rows[active.row]?.included !== true;
  includeRows(page, targetRows(page), included);
}

export function includeRows(page: ImportPage, rows: readonly number[], included: boolean): void {
  page.edit(setIncluded(page.sheet, rows, included), included ? 'tick' : 'untick', (changed) =>
    changed === 1 ? '' : `${count(changed, 'file')} ${included ? 'ticked' : 'unticked'}.`,
  );
}

export function choose(page: ImportPage, row: number, choice: DuplicateChoice): void {
  const { selected } = page.state;
  const rows = selected.size > 1 && selected.has(row) ? [...selected] : [row];
  const current = page.sheet.rows[row];
  if (current === undefined || (choiceOf(current) === choice && rows.length === 1)) return;
  page.edit(setChoice(page.sheet, rows, choice), 'import as', (changed) =>
    changed === 1 ? '' : `Changed in ${count(changed, 'row')}.`,
  );
}

function rangeOf(a: number, b: number): ReadonlySet<number> {
  const [from, to] = a < b ? [a, b] : [b, a];
  return new Set(Array.from({ length: to - from + 1 }, (_, index) => from + index));
}

function shifted(page: ImportPage, column: Column, by: number): Column {
  const columns = columnsOf(page.sheet);
  const at = Math.max(0, Math.min(columns.indexOf(column) + by, columns.length - 1));
  return columns[at] ?? column;
}
