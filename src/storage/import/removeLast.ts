import type { AuditDatabase } from '../auditDatabase.ts';
import { createTranscriptRemover } from '../purgeRuns.ts';

interface Leaf {
  readonly id: number;
  readonly armId: number;
  readonly probeId: number;
  readonly seq: number;
}

/**
 * Removes the last transcripts of a file, which are about to be stored anew; labels on their texts stay. To be called in a
 * transaction.
 *
 * @param from the file, and the transcript after which all of it go; none when undefined
 * @returns how many they were
 */
export function removeLastTranscripts(
  database: AuditDatabase,
  from: { readonly runId: number; readonly sourceFileId: number; readonly after: number | undefined },
): number {
  const { db } = database;
  if (from.after === undefined) return 0;
  const last = db
    .prepare<[number, number, number], Leaf>(
      `SELECT id, arm_id AS armId, probe_id AS probeId, leaf_seq AS seq FROM transcript
       WHERE run_id = ? AND id > ? AND source_file_id = ? ORDER BY id DESC`,
    )
    .all(from.runId, from.after, from.sourceFileId);
  const remove = createTranscriptRemover(database, new Map());
  // A condition that was derived may have put others behind it in its leaf: the last of them takes its place.
  const fill = db.prepare<[number, number, number, number, number, number]>(
    `UPDATE transcript SET leaf_seq = ? WHERE arm_id = ? AND probe_id = ? AND leaf_seq > ?
       AND leaf_seq = (SELECT max(leaf_seq) FROM transcript WHERE arm_id = ? AND probe_id = ?)`,
  );
  for (const { id, armId, probeId, seq } of last) {
    remove(id);
    fill.run(seq, armId, probeId, seq, armId, probeId);
  }
  return last.length;
}
