import type { ImportPage } from '../page/importPage.ts';
import { FIELD_NAMES, isReadOnly, type SheetRow } from '../sheet/sheet.ts';
import { CellEditor } from './cellEditor.tsx';
import { ChoiceCell, choiceWords } from './choiceCell.tsx';
import { isField, type Column } from './columns.ts';
import { FileCell } from './fileCell.tsx';
import { startEditing, toggleIncluded } from './gridActs.ts';
import { ROW_HEIGHT } from './visibleRows.ts';

interface RowProps {
  readonly page: ImportPage;
  readonly index: number;
  readonly columns: readonly Column[];
}

/** One file, or one run. */
export function GridRow({ page, index, columns }: RowProps) {
  const row = page.sheet.rows[index];
  if (row === undefined) return null;
  const { active, selected } = page.state;
  const isSelected = selected.size > 1 && selected.has(index);
  const classes = ['grid-row'];
  if (isSelected) classes.push('selected');
  if (index === active.row) classes.push('current');
  if (!row.included) classes.push('left-out');
  return (
    <div
      class={classes.join(' ')}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected || (selected.size <= 1 && index === active.row)}
      style={{ transform: `translateY(${index * ROW_HEIGHT}px)` }}
    >
      {columns.map((column, at) => (
        <GridCell page={page} row={row} index={index} column={column} at={at} key={column} />
      ))}
    </div>
  );
}

interface CellProps {
  readonly page: ImportPage;
  readonly row: SheetRow;
  readonly index: number;
  readonly column: Column;
  /** 0-based position of the column. */
  readonly at: number;
}

function GridCell({ page, row, index, column, at }: CellProps) {
  const { active, editing } = page.state;
  const isActive = index === active.row && column === active.column;
  const isEdited = editing !== null && editing.row === index && editing.field === column;
  const readOnly = isField(column) && isReadOnly(row, column);
  return (
    <div
      class={`cell cell-${column}${readOnly ? ' read-only' : ''}`}
      role={column === 'file' ? 'rowheader' : 'gridcell'}
      aria-colindex={at + 1}
      aria-readonly={isField(column) ? readOnly : undefined}
      aria-label={isEdited ? undefined : labelOf(row, column, readOnly)}
      tabIndex={isActive && !isEdited ? 0 : -1}
      data-row={index}
      data-column={column}
      data-active={isActive ? '' : undefined}
      onDblClick={() => {
        if (isField(column) && !isEdited) startEditing(page, 'amend');
      }}
      onClick={(event) => {
        if (column === 'included' && !event.shiftKey && !event.ctrlKey && !event.metaKey)
          toggleIncluded(page);
      }}
    >
      {isEdited ? (
        <CellEditor page={page} editing={editing} />
      ) : (
        contentOf({ page, row, index, column, at }, readOnly)
      )}
    </div>
  );
}

function contentOf({ page, row, index, column }: CellProps, readOnly: boolean) {
  if (column === 'included')
    return <span class={`tick ${row.included ? 'ticked' : ''}`} aria-hidden="true" />;
  if (column === 'file') return <FileCell page={page} row={row} />;
  if (column === 'choice') return <ChoiceCell page={page} row={row} index={index} />;
  if (readOnly) {
    const ofRun = column === 'runName' || column === 'seed';
    return (
      <span class="carried" title={ofRun ? 'Set in the run’s first row' : 'The file’s own rows say it'}>
        {ofRun ? 'same' : 'in the file'}
      </span>
    );
  }
  const text = row.cells[column];
  return (
    <span class={`text ${row.typed.includes(column) ? 'typed' : 'proposed'}`} title={text}>
      {text}
    </span>
  );
}

/** What a screen reader says of a cell. */
function labelOf(row: SheetRow, column: Column, readOnly: boolean): string | undefined {
  if (column === 'file') return undefined;
  if (column === 'included') return row.included ? 'ticked, will be imported' : 'not ticked';
  if (column === 'choice') return row.file.earlierRun === undefined ? 'new run' : choiceWords(row);
  const name = FIELD_NAMES[column];
  if (readOnly)
    return column === 'runName' || column === 'seed'
      ? `${name}: same as in the row above`
      : `${name}: in the file`;
  return `${name}: ${row.cells[column] === '' ? 'empty' : row.cells[column]}`;
}
