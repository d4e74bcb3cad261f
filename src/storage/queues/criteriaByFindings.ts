import { AuditError } from '../../core/errors.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import { createFindingStore } from '../findings/findingStore.ts';
import type { CriterionCheck } from './criteria.ts';

/** Transcripts of one finding; with null, of any that stands (findings that were dismissed don't). */
export function isFoundIn(database: AuditDatabase, findingId: number | null): CriterionCheck {
  const { db } = database;
  const findings = createFindingStore(database, (write) => write()).findings();
  const wanted =
    findingId === null
      ? findings.filter(({ dismissed }) => dismissed === null).map((finding) => finding.findingId)
      : findings.some((finding) => finding.findingId === findingId)
        ? [findingId]
        : undefined;
  if (wanted === undefined) {
    throw new AuditError('not-found', 'That finding is gone.', 'It no longer holds, or its run was deleted.');
  }
  const inRange = db
    .prepare<[string, number, number], number>(
      `SELECT x.transcript_id FROM json_each(?) f CROSS JOIN finding_transcript x ON x.finding_id = f.value
       WHERE x.transcript_id BETWEEN ? AND ?`,
    )
    .pluck();
  const list = JSON.stringify(wanted);
  return ({ transcripts }) => {
    const [first, last] = [transcripts[0], transcripts.at(-1)];
    if (first === undefined || last === undefined) return new Set();
    const found = new Set(inRange.all(list, first.id, last.id));
    const places = [...transcripts.entries()].filter(([, { id }]) => found.has(id));
    return new Set(places.map(([place]) => place));
  };
}
