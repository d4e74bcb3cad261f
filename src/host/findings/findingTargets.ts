/** What a command of the findings is about: elements of the view, its selection, or ids given as arguments. */
import * as v from 'valibot';
import { AuditError } from '../../core/errors.ts';
import type { FindingRow } from '../../core/findingStore.ts';
import { isFindingElement, type FindingElement } from './findingElements.ts';
import type { DrawnFindings } from './findingsState.ts';

const ids = v.object({
  findingId: v.optional(v.number()),
  findingIds: v.optional(v.array(v.number())),
});

/** What was clicked with the rest of a selection that holds it; the selection for keys; or ids. */
export function findingsOf(
  drawn: DrawnFindings | undefined,
  selection: readonly FindingElement[],
  argument: unknown,
  selected: unknown,
): readonly FindingRow[] {
  const wanted = new Set(wantedIds(selection, argument, selected));
  const found = [...wanted].flatMap((id) => drawn?.byId.get(id) ?? []);
  if (wanted.size === 0) {
    throw new AuditError('not-found', 'No finding is selected.', 'Select one in the Findings view.');
  }
  if (found.length === 0) {
    throw new AuditError(
      'not-found',
      'That finding is gone.',
      'It no longer holds, its rule is turned off, or its run was deleted.',
    );
  }
  return found;
}

function wantedIds(
  selection: readonly FindingElement[],
  argument: unknown,
  selected: unknown,
): readonly number[] {
  if (isFindingElement(argument)) {
    const all = Array.isArray(selected) ? selected.filter(isFindingElement) : [];
    return (all.includes(argument) ? all : [argument]).flatMap(idOf);
  }
  const given = v.safeParse(ids, argument);
  if (given.success && argument !== undefined) {
    const { findingId, findingIds = [] } = given.output;
    return findingId === undefined ? findingIds : [findingId, ...findingIds];
  }
  // By key: while transcripts are read the selection is on one of them, and nobody means its finding then.
  const findings = selection.filter(({ kind }) => kind === 'finding');
  return argument === undefined || argument === null ? findings.flatMap(idOf) : [];
}

/** A group stands for no finding: what is done to findings is done to those that one can see. */
function idOf(element: FindingElement): readonly number[] {
  return element.kind === 'group' || element.kind === 'range' ? [] : [element.findingId];
}
