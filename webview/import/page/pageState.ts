import type { ImportFieldName } from '../../../src/protocol/importPanel.ts';
import type { ProblemView } from '../../../src/protocol/channel.ts';
import type { History } from '../sheet/history.ts';
import type { Column } from '../grid/columns.ts';

/** A cell being edited. */
export interface Editing {
  readonly row: number;
  readonly field: ImportFieldName;
  /** What the field shows first. */
  readonly text: string;
  /** `replace` was begun by typing: arrows leave the cell. `amend` was begun by Enter or F2: they move the caret. */
  readonly manner: 'replace' | 'amend';
  /** The column to return to on Enter, after Tab moved to the right. */
  readonly returnTo: ImportFieldName;
}

/** What the pattern last did, or why it can't be read. */
export type PatternNote =
  | { readonly kind: 'none' }
  | { readonly kind: 'problem'; readonly text: string }
  | { readonly kind: 'done'; readonly text: string }
  /** Editing existing runs: how many cells would change if it were applied. */
  | { readonly kind: 'offer'; readonly text: string; readonly cells: number };

export interface PageState {
  readonly phase: 'loading' | 'ready' | 'sending' | 'closed';
  /** Why the page could not be loaded or confirmed. */
  readonly problem: ProblemView | null;
  readonly history: History | null;
  /** The file whose columns are asked about; null while the table shows. */
  readonly mappingPath: string | null;
  readonly active: { readonly row: number; readonly column: Column };
  readonly anchor: number;
  /** Row indexes; one row alone is not a selection. */
  readonly selected: ReadonlySet<number>;
  readonly editing: Editing | null;
  /** The row whose choice of version, separate run or skip is open. */
  readonly choosing: number | null;
  /** Counts requests to put the keyboard's focus into the active cell. */
  readonly focusRequest: number;
  readonly patternNote: PatternNote;
  readonly announcement: string;
}

export const INITIAL: PageState = {
  phase: 'loading',
  problem: null,
  history: null,
  mappingPath: null,
  active: { row: 0, column: 'file' },
  anchor: 0,
  selected: new Set(),
  editing: null,
  choosing: null,
  focusRequest: 0,
  patternNote: { kind: 'none' },
  announcement: '',
};
