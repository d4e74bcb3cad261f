import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ImportPage } from '../page/importPage.ts';
import { copyCells } from '../sheet/sheetEdits.ts';
import { COLUMN_NAMES, columnsOf, isField } from './columns.ts';
import { goTo, keepSelected, paste, performGridAct, targetRows, toggleSelected } from './gridActs.ts';
import { gridAct } from './gridKeys.ts';
import { GridRow } from './gridRow.tsx';
import { IncludeAll } from './includeAll.tsx';
import { ROW_HEIGHT, visibleRows } from './visibleRows.ts';

/** The table: an ARIA grid with a roving focus, of which only the rows in sight are drawn. */
export function Grid({ page }: { page: ImportPage }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [{ top, height }, setView] = useState({ top: 0, height: 600 });
  const { state, sheet } = page;
  const columns = columnsOf(sheet);
  const { active, focusRequest, editing } = state;
  const bodyHeight = Math.max(ROW_HEIGHT, height - HEADER_HEIGHT);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // The active cell is brought into sight first, then focused: it is drawn even when it is not in sight. All before the
  // next key arrives, however fast one types.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || focusRequest === 0) return;
    const rowTop = active.row * ROW_HEIGHT;
    const body = element.clientHeight - HEADER_HEIGHT;
    if (rowTop < element.scrollTop) element.scrollTop = rowTop;
    else if (rowTop + ROW_HEIGHT > element.scrollTop + body) element.scrollTop = rowTop + ROW_HEIGHT - body;
    const cell = element.querySelector<HTMLElement>('[data-active]');
    // An editor in the cell has taken the focus itself.
    if (editing === null) cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [focusRequest]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.closest('[role=row]') === null) return;
    if (isOwnField(event.target)) return;
    const act = gridAct(event);
    if (act === undefined) return;
    event.stopPropagation();
    if (act.kind === 'clipboard') return;
    event.preventDefault();
    performGridAct(page, act, Math.max(1, Math.floor(bodyHeight / ROW_HEIGHT) - 1));
  };
  const onPaste = (event: ClipboardEvent) => {
    if (editing !== null || isOwnField(event.target)) return;
    event.preventDefault();
    paste(page, event.clipboardData?.getData('text/plain') ?? '');
  };
  const onCopy = (event: ClipboardEvent) => {
    if (editing !== null || isOwnField(event.target) || !isField(active.column)) return;
    event.preventDefault();
    event.clipboardData?.setData('text/plain', copyCells(sheet, active.column, targetRows(page)));
    page.announce('Copied.');
  };

  return (
    <div
      class={`grid grid-${sheet.mode}${columns.includes('choice') ? ' grid-choices' : ''}`}
      ref={scroller}
      role="grid"
      aria-label={sheet.mode === 'edit' ? 'Runs' : 'Files to import'}
      aria-rowcount={sheet.rows.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      onScroll={(event) => {
        const { scrollTop, clientHeight } = event.currentTarget;
        setView({ top: scrollTop, height: clientHeight });
      }}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onCopy={onCopy}
      onMouseDown={(event) => {
        const cell = cellAt(event.target);
        if (cell === undefined || isOwnField(event.target) || event.button !== 0) return;
        // Focus follows the state; the browser's own choice would be the wrong element.
        event.preventDefault();
        if (event.ctrlKey || event.metaKey) toggleSelected(page, cell.row);
        else if (cell.column === 'included' && state.selected.has(cell.row)) keepSelected(page, cell.row);
        else goTo(page, cell.row, cell.column, event.shiftKey);
      }}
    >
      <div class="grid-row grid-header" role="row" aria-rowindex={1}>
        {columns.map((column, index) => (
          <div class={`cell cell-${column}`} role="columnheader" aria-colindex={index + 1} key={column}>
            {column === 'included' ? <IncludeAll page={page} /> : COLUMN_NAMES[column]}
          </div>
        ))}
      </div>
      <div class="grid-body" role="rowgroup" style={{ height: `${sheet.rows.length * ROW_HEIGHT}px` }}>
        {visibleRows(sheet.rows.length, top, bodyHeight, active.row).map((index) => (
          <GridRow page={page} index={index} columns={columns} key={sheet.rows[index]?.file.path} />
        ))}
      </div>
    </div>
  );
}

export const HEADER_HEIGHT = 30;

/** Fields and buttons inside cells see to their own keys and clicks. */
function isOwnField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input[type=text], select, button') !== null;
}

function cellAt(target: EventTarget | null) {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-row][data-column]') : null;
  const { row, column } = element?.dataset ?? {};
  if (row === undefined || column === undefined) return undefined;
  return { row: Number(row), column: column as ReturnType<typeof columnsOf>[number] };
}
