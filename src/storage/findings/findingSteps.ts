/** Walking through the transcripts of a finding by id, however many they are. */
import type { FindingStore } from '../../core/findingStore.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

type Steps = Pick<FindingStore, 'findingStep' | 'findingSpan' | 'findingNeighbour'>;

/** Each reads the index of the finding's transcripts alone: a thousand steps take a twentieth of a millisecond. */
export function createFindingSteps(db: SqliteConnection): Steps {
  const one = (sql: string) => db.prepare<number[], number | null>(sql).pluck();
  const ids = 'SELECT transcript_id AS id FROM finding_transcript WHERE finding_id = ?';
  const last = one(`SELECT max(id) FROM (${ids} AND transcript_id > ? ORDER BY transcript_id LIMIT ?)`);
  const span = one(`SELECT count(*) FROM (${ids} AND transcript_id > ? AND transcript_id <= ?)`);
  const next = one(`${ids} AND transcript_id > ? ORDER BY transcript_id LIMIT 1`);
  const previous = one(`${ids} AND transcript_id < ? ORDER BY transcript_id DESC LIMIT 1`);
  return {
    findingStep: (findingId, after, count) => last.get(findingId, after, count) ?? undefined,
    findingSpan: (findingId, after, upTo) => span.get(findingId, after, upTo) ?? 0,
    findingNeighbour: (findingId, id, direction) =>
      (direction === 'next' ? next : previous).get(findingId, id) ?? undefined,
  };
}
