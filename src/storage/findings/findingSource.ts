import type { CheckedRun, FindingSource, OtherRun } from '../../core/findingSource.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { checkedRows } from './checkedRows.ts';

/** Equal texts looked at for one transcript, at most: a “Yes” may be there a million times. */
const MOST_EQUALS = 1_000;

/**
 * What rules may ask of a run. Equal texts are found by their stored hash, over an index, so that nothing is remembered.
 *
 * @param shown the runs that are shown; others count as not there
 */
export function createFindingSource(
  db: SqliteConnection,
  run: CheckedRun,
  shown: ReadonlyMap<number, OtherRun>,
): FindingSource {
  const equals = (within: 'run_id' | 'arm_id') =>
    db
      .prepare<[number], number>(
        `SELECT b.id FROM transcript a JOIN transcript b ON b.content_hash = a.content_hash
         WHERE a.id = ? AND b.${within} = a.${within} ORDER BY b.ordinal, b.id LIMIT 2`,
      )
      .pluck();
  const equalsWithin = { run: equals('run_id'), arm: equals('arm_id') };
  const elsewhere = db
    .prepare<[number], number>(
      `SELECT DISTINCT run_id FROM (
         SELECT b.run_id FROM transcript a JOIN transcript b ON b.content_hash = a.content_hash
         WHERE a.id = ? AND b.run_id <> a.run_id LIMIT ${MOST_EQUALS})`,
    )
    .pluck();
  const trained = db.prepare<[number], { readonly runId: number; readonly judge: string | null }>(
    `SELECT DISTINCT b.run_id AS runId,
       CASE WHEN b.metadata LIKE '%"judgeTrainedOn"%' THEN json_extract(b.metadata, '$.judgeTrainedOn') END AS judge
     FROM (SELECT c.id, c.run_id, c.metadata, a.run_id AS own FROM transcript a
         JOIN transcript c ON c.content_hash = a.content_hash WHERE a.id = ? LIMIT ${MOST_EQUALS}) b
     JOIN run r ON r.id = b.run_id
     WHERE (b.metadata LIKE '%"judgeTrainedOn"%' OR (r.content = 'training' AND b.run_id <> b.own))`,
  );
  const leaf = db
    .prepare<[number, number], number | null>(
      'SELECT sum(n) FROM leaf_summary WHERE arm_id = ? AND probe_id = ?',
    )
    .pluck();
  return {
    run,
    rows: () => checkedRows(db, run.runId),
    equals: (id, within) => {
      const [first = id, second] = equalsWithin[within].all(id);
      return { first, several: second !== undefined };
    },
    alsoIn: (id) =>
      elsewhere
        .all(id)
        .map((runId) => shown.get(runId))
        .filter((other) => other !== undefined),
    trainedOn: (id) =>
      trained.all(id).flatMap(({ runId, judge }) => {
        const other = shown.get(runId);
        return other === undefined ? [] : [{ judge: typeof judge === 'string' ? judge : null, run: other }];
      }),
    leafSize: (armId, probeId) => leaf.get(armId, probeId) ?? 0,
  };
}
