import type { LabelScheme } from '../../core/labelScheme.ts';
import { draftOf } from '../../core/schemeDraft.ts';
import type { SavedView } from '../../protocol/schemePage.ts';
import type { PlacedScheme } from './placedSchemes.ts';
import type { SchemeDeskContext } from './schemeContext.ts';

export interface SaveTarget {
  readonly scheme: LabelScheme;
  /** Where it is saved now; undefined for a new one. */
  readonly placed: PlacedScheme | undefined;
  /** Of what the editor read; see `EditedView`. */
  readonly stamp: string;
  readonly context: SchemeDeskContext;
}

export type SaveOutcome =
  { readonly state: 'written'; readonly where: string } | Extract<SavedView, { readonly state: 'changed' }>;

/** Says that what is there isn't what the editor read. */
export function changedMeanwhile(
  where: string,
  stamp: string,
  theirs: LabelScheme | null,
): Extract<SavedView, { readonly state: 'changed' }> {
  return {
    state: 'changed',
    message:
      stamp === ''
        ? `${where} was removed since it was opened here. Nothing was written.`
        : `${where} was changed by somebody else since it was opened here. Nothing was written.`,
    theirs: theirs === null ? null : draftOf(theirs),
    stamp,
  };
}
