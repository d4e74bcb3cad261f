import type { AuditDatabase } from './auditDatabase.ts';

/** Two runs that hold (nearly) the same texts, though their files differ in bytes. */
export interface SharedAnswers {
  readonly runId: number;
  readonly name: string;
  readonly otherRunId: number;
  readonly otherName: string;
  /** Of the `looked` transcripts looked at, how many have their text in the other run. */
  readonly shared: number;
  readonly looked: number;
}

/** From this share of common texts on, one run is taken for a copy of the other. */
const MOSTLY = 0.9;
/** A run is looked at in so many places, evenly spread: enough to tell, and quick for a million transcripts. */
const LOOKED_AT = 1_000;
/** Fewer common texts than this can be chance: short answers are often alike. */
const LEAST_SHARED = 20;

/** For each of these runs, the run (shown, older or of the same import) with most of the same texts, if there is one. */
export function sharedAnswers({ db }: AuditDatabase, runIds: readonly number[]): SharedAnswers[] {
  const size = db.prepare<[number], number>('SELECT count(*) FROM transcript WHERE run_id = ?').pluck();
  const likest = db.prepare<[number, number, number], Omit<SharedAnswers, 'looked'>>(
    `SELECT a.run_id AS runId, here.name, o.id AS otherRunId, o.name AS otherName, count(DISTINCT a.id) AS shared
     FROM transcript a JOIN transcript b ON b.content_hash = a.content_hash AND b.ordinal = a.ordinal AND b.run_id < a.run_id
     JOIN visible_run o ON o.id = b.run_id JOIN run here ON here.id = a.run_id
     WHERE a.run_id = ? AND (a.source_row - 1) % ? = 0 AND here.superseded_by IS NULL
     GROUP BY o.id HAVING shared >= ? ORDER BY shared DESC, o.id LIMIT 1`,
  );
  return runIds.flatMap((runId) => {
    const total = size.get(runId) ?? 0;
    const step = Math.max(1, Math.ceil(total / LOOKED_AT));
    const looked = Math.ceil(total / step);
    const found = likest.get(runId, step, Math.max(LEAST_SHARED, Math.ceil(looked * MOSTLY)));
    return found === undefined ? [] : [{ ...found, looked }];
  });
}
