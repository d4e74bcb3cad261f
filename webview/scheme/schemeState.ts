/** What the page shows. Pure. */
import type { CheckedView, EditedView, SchemeFields, SchemePageView } from '../../src/protocol/schemePage.ts';

/** Where the user wants to go although there are changes that aren't saved. */
export type Wish =
  | { readonly kind: 'edit' | 'copy'; readonly id: string; readonly name: string }
  | { readonly kind: 'create' }
  | { readonly kind: 'show'; readonly view: SchemePageView };

/** Somebody else changed what is edited. */
export interface Clash {
  readonly message: string;
  readonly theirs: SchemeFields | null;
  readonly stamp: string;
}

export interface SchemeState {
  readonly view: SchemePageView | null;
  /** As saved or begun. */
  readonly edited: EditedView | null;
  /** As typed. */
  readonly fields: SchemeFields | null;
  readonly checked: CheckedView | null;
  readonly clash: Clash | null;
  readonly wish: Wish | null;
  /** What was taken away last, and the fields of before. */
  readonly removed: { readonly words: string; readonly before: SchemeFields } | null;
  readonly saving: boolean;
  /** What was saved last; empty once something changed again. */
  readonly saved: string;
  readonly problem: string;
  /** Read by screen readers. */
  readonly announcement: string;
}

export const FIRST_STATE: SchemeState = {
  view: null,
  edited: null,
  fields: null,
  checked: null,
  clash: null,
  wish: null,
  removed: null,
  saving: false,
  saved: '',
  problem: '',
  announcement: '',
};

/** True when something was typed that isn't saved; a new scheme that was only begun is nothing to lose. */
export function isDirty({ edited, fields }: Pick<SchemeState, 'edited' | 'fields'>): boolean {
  return edited !== null && fields !== null && JSON.stringify(edited.fields) !== JSON.stringify(fields);
}

/** What the page keeps over being hidden. */
export interface Kept {
  readonly edited: EditedView;
  readonly fields: SchemeFields;
}

/** Reads what was kept; anything of another shape counts as nothing. */
export function readKept(value: unknown): Kept | null {
  if (typeof value !== 'object' || value === null) return null;
  const { edited, fields } = value as Partial<Kept>;
  return isFields(fields) && isFields(edited?.fields) && edited !== undefined ? { edited, fields } : null;
}

function isFields(value: unknown): value is SchemeFields {
  if (typeof value !== 'object' || value === null) return false;
  const { name, answers, scores } = value as Partial<SchemeFields>;
  return typeof name === 'string' && Array.isArray(answers) && Array.isArray(scores);
}
