import type { SqliteConnection } from '../loadSqlite.ts';

/** A transcript as a list names it. */
export interface NamedTranscript {
  readonly transcriptId: number;
  /** Its content key as written. */
  readonly key: string;
  readonly run: string;
  readonly probe: string;
  /** Its place in its leaf of the tree, from 1. */
  readonly place: number;
  readonly preview: string;
}

/** These transcripts in the order of the tree: run, arm, probe, place. */
export function cellTranscripts(db: SqliteConnection, ids: readonly number[]): readonly NamedTranscript[] {
  return db
    .prepare<[string], NamedTranscript>(
      `SELECT t.id AS transcriptId, 't1-' || lower(hex(t.content_hash)) || '-' || t.ordinal AS key, r.name AS run, p.name AS probe, t.leaf_seq AS place, t.preview
       FROM json_each(?) wanted CROSS JOIN transcript t ON t.id = wanted.value
       JOIN run r ON r.id = t.run_id JOIN probe p ON p.id = t.probe_id
       ORDER BY t.run_id, t.arm_id, t.probe_id, t.leaf_seq`,
    )
    .all(JSON.stringify(ids));
}
