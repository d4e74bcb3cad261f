import { newestVersion } from '../queues/scannedPages.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/**
 * Reads which runs that show a queue is about. Those it was drawn from, each in its newest version: after a file was
 * imported anew its transcripts are those of the new run. For queues of a colleague, and where those runs are gone, the runs
 * that hold its texts; of these only those with the name that its maker's runs had, where there are such.
 */
export function queueRunReader(db: SqliteConnection): (queueId: number) => readonly number[] {
  const drawnFrom = db.prepare<[number], number>('SELECT run_id FROM queue_run WHERE queue_id = ?').pluck();
  const shown = new Set(db.prepare<[], number>('SELECT id FROM visible_run').pluck().all());
  const holding = db.prepare<[number], { readonly runId: number; readonly isNamed: number }>(
    `SELECT r.id AS runId, r.name IN (SELECT value FROM json_each(q.run_names)) AS isNamed
     FROM queue q JOIN visible_run r WHERE q.id = ? AND r.id IN (
       SELECT t.run_id FROM queue_item i CROSS JOIN transcript t
       WHERE i.queue_id = q.id AND t.content_hash = i.content_hash AND t.ordinal = i.ordinal)
     ORDER BY r.id`,
  );
  return (queueId) => {
    const newest = drawnFrom.all(queueId).map((runId) => newestVersion(db, runId));
    const here = [...new Set(newest)].filter((runId) => shown.has(runId));
    if (here.length > 0) return here;
    const found = holding.all(queueId);
    const named = found.filter(({ isNamed }) => isNamed === 1);
    return (named.length > 0 ? named : found).map(({ runId }) => runId);
  };
}
