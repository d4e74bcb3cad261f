import type { Part, Turn } from '../core/transcript.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import { ADD_TO_INDEX, indexedText, previewOf, REMOVE_FROM_INDEX } from './rows/transcriptText.ts';
import { createTurnReader, partToRow, storedParts } from './rows/turnRows.ts';
import { ShortWrites, type LongOperation } from './shortWrites.ts';
import { transcriptPages } from './transcriptPages.ts';

/**
 * Reads the parts of every turn anew from what was recorded, as after a better way to tell reasoning from answers.
 * Recorded texts stay as they are, and with them every label; search index and previews follow. Each transcript is
 * changed as a whole or not at all, and doing it again changes nothing more.
 *
 * @param split the parts of a turn, from its role and `raw`
 * @returns the number of transcripts that changed
 */
export async function resplitReasoning(
  database: AuditDatabase,
  runIds: readonly number[],
  split: (turn: Turn) => readonly Part[],
  operation: LongOperation = {},
): Promise<number> {
  const { db } = database;
  const writes = new ShortWrites(database, operation.yieldFlag);
  const store = createPartStore(database);
  const turnCount = db.prepare<[number], number>('SELECT turn_count FROM transcript WHERE id = ?').pluck();
  const readTurns = createTurnReader(db);
  let changed = 0;
  let done = 0;
  for (const runId of runIds) {
    for (const ids of transcriptPages(db, runId)) {
      await writes.all(
        ids,
        (id) => {
          const before = readTurns(id, 0, turnCount.get(id) ?? 0);
          const after = before.map((turn) => ({ ...turn, parts: split(turn) }));
          if (!store(id, before, after)) return;
          changed += 1;
        },
        { signal: operation.signal },
      );
      done += ids.length;
      operation.onProgress?.(done);
    }
  }
  return changed;
}

/** Replaces the parts of the turns that differ; false when none does. To be called in a transaction. */
function createPartStore({
  db,
}: AuditDatabase): (id: number, before: readonly Turn[], after: readonly Turn[]) => boolean {
  const clear = db.prepare<[number, number]>(
    'DELETE FROM part WHERE turn_id = (SELECT id FROM turn WHERE transcript_id = ? AND idx = ?)',
  );
  const insert = db.prepare<[number, string, string, string | null, number, number]>(
    `INSERT INTO part (turn_id, idx, kind, text, data)
     SELECT id, ?, ?, ?, ? FROM turn WHERE transcript_id = ? AND idx = ?`,
  );
  const unindex = db.prepare<[number, string, string, string]>(REMOVE_FROM_INDEX);
  const index = db.prepare<[number, string, string, string]>(ADD_TO_INDEX);
  const setPreview = db.prepare<[string, number]>('UPDATE transcript SET preview = ? WHERE id = ?');
  return (id, before, after) => {
    let differs = false;
    after.forEach((turn, idx) => {
      const rows = storedParts(turn).map(partToRow);
      const old = before[idx];
      if (old === undefined || JSON.stringify(rows) === JSON.stringify(storedParts(old).map(partToRow)))
        return;
      differs = true;
      clear.run(id, idx);
      rows.forEach(({ kind, text, data }, part) => insert.run(part, kind, text, data, id, idx));
    });
    if (!differs) return false;
    const was = indexedText(before);
    // What was stored, not what was given: a turn without parts is stored with one empty text.
    const is = indexedText(after);
    unindex.run(id, was.question, was.answer, was.reasoning);
    index.run(id, is.question, is.answer, is.reasoning);
    setPreview.run(previewOf(after), id);
    return true;
  };
}
