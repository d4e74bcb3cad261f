/** Stores what rules found, in short transactions; what is as it was stays untouched. */
import { setImmediate as giveWay } from 'node:timers/promises';
import type { FoundFinding } from '../../core/finding.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import type { LongOperation } from '../shortWrites.ts';
import { ShortWrites } from '../shortWrites.ts';

/** Ids compared and written at once. */
const CHUNK = 5_000;

export interface CheckedRule {
  readonly rule: string;
  readonly version: number;
  readonly state: string;
}

/** Writes for one connection; to be made once for each check. */
export class FindingWriter {
  readonly #writes: ShortWrites;
  readonly #operation: LongOperation;
  readonly #known;
  readonly #upsert;
  readonly #forget;
  readonly #ids;
  readonly #insert;
  readonly #remove;
  readonly #check;
  readonly #checks;
  readonly #uncheck;
  readonly #there;

  constructor(database: AuditDatabase, operation: LongOperation) {
    const { db } = database;
    this.#writes = new ShortWrites(database, operation.yieldFlag);
    this.#operation = operation;
    this.#known = db.prepare<[number, string], { readonly id: number; readonly key: string }>(
      'SELECT id, key FROM finding WHERE run_id = ? AND rule = ?',
    );
    // found_at says when it was first found.
    this.#upsert = db
      .prepare<unknown[], number>(
        `INSERT INTO finding (run_id, rule, rule_version, key, severity, certainty, title, detail, figures, other_runs,
           transcripts, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (run_id, rule, key) DO UPDATE SET rule_version = excluded.rule_version,
           severity = excluded.severity, certainty = excluded.certainty, title = excluded.title,
           detail = excluded.detail, figures = excluded.figures, other_runs = excluded.other_runs,
           transcripts = excluded.transcripts
         RETURNING id`,
      )
      .pluck();
    this.#forget = db.prepare<[number]>('DELETE FROM finding WHERE id = ?');
    this.#ids = db
      .prepare<[number, number], number>(
        `SELECT transcript_id FROM finding_transcript WHERE finding_id = ? AND transcript_id > ?
         ORDER BY transcript_id LIMIT ${CHUNK}`,
      )
      .pluck();
    // A transcript may have been removed meanwhile.
    this.#insert = db.prepare<[number, number]>(
      `INSERT OR IGNORE INTO finding_transcript (finding_id, transcript_id) SELECT ?, id FROM transcript WHERE id = ?`,
    );
    this.#remove = db.prepare<[number, number]>(
      'DELETE FROM finding_transcript WHERE finding_id = ? AND transcript_id = ?',
    );
    this.#check = db.prepare<[number, string, number, string, string]>(
      `INSERT INTO finding_check (run_id, rule, rule_version, state, checked_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (run_id, rule) DO UPDATE SET rule_version = excluded.rule_version, state = excluded.state,
         checked_at = excluded.checked_at`,
    );
    this.#checks = db.prepare<[number], CheckedRule>(
      'SELECT rule, rule_version AS version, state FROM finding_check WHERE run_id = ?',
    );
    this.#uncheck = db.prepare<[number, string]>('DELETE FROM finding_check WHERE run_id = ? AND rule = ?');
    this.#there = db
      .prepare<[number], number>('SELECT 1 FROM run WHERE id = ? AND deleted_at IS NULL')
      .pluck();
  }

  /** What was looked at in this run so far, by rule. */
  checks(runId: number): ReadonlyMap<string, CheckedRule> {
    return new Map(this.#checks.all(runId).map((check) => [check.rule, check]));
  }

  /**
   * Replaces what a rule found in a run. Findings that no longer hold go; dismissals stand in a table of their own and stay.
   *
   * @returns how many findings the rule has there now; 0 when the run is gone
   */
  async replace(runId: number, checked: CheckedRule, found: readonly FoundFinding[]): Promise<number> {
    if (this.#there.get(runId) === undefined) return 0;
    const keys = new Set(found.map(({ key }) => key));
    for (const { id, key } of this.#known.all(runId, checked.rule)) {
      if (!keys.has(key)) await this.#drop(id);
    }
    for (const finding of found) {
      let id = 0;
      this.#writes.once(0, 1, () => {
        if (this.#there.get(runId) === undefined) return;
        id = this.#upsert.get(...rowOf(runId, checked, finding)) ?? 0;
      });
      if (id === 0) return 0;
      await this.#writeIds(id, finding.transcriptIds);
    }
    this.#writes.once(0, 1, () => {
      if (this.#there.get(runId) === undefined) return;
      this.#check.run(runId, checked.rule, checked.version, checked.state, new Date().toISOString());
    });
    await giveWay();
    return found.length;
  }

  /** Removes what a rule found in a run and that it looked at it, as when the rule is turned off. */
  async forget(runId: number, rule: string): Promise<void> {
    for (const { id } of this.#known.all(runId, rule)) await this.#drop(id);
    this.#writes.once(0, 1, () => void this.#uncheck.run(runId, rule));
  }

  async #drop(id: number): Promise<void> {
    await this.#writeIds(id, []);
    this.#writes.once(0, 1, () => void this.#forget.run(id));
  }

  /** Goes through the stored and the wanted ids side by side, a chunk at a time, and writes what differs. */
  async #writeIds(id: number, wanted: Iterable<number>): Promise<void> {
    const iterator = wanted[Symbol.iterator]();
    let next = iterator.next();
    for (let after = 0, over = false; !over;) {
      const stored = this.#ids.all(id, after);
      const end = stored.length < CHUNK ? Infinity : (stored.at(-1) ?? Infinity);
      const gone = new Set(stored);
      const added: number[] = [];
      while (next.done !== true && next.value <= end && added.length < CHUNK) {
        if (!gone.delete(next.value)) added.push(next.value);
        next = iterator.next();
      }
      const whole = next.done === true || next.value > end;
      const upTo = whole ? end : next.value - 1;
      await this.#writes.all(added, (one) => void this.#insert.run(id, one), this.#operation);
      const remove = [...gone].filter((one) => one <= upTo);
      await this.#writes.all(remove, (one) => void this.#remove.run(id, one), this.#operation);
      after = upTo;
      over = end === Infinity && whole;
    }
  }
}

function rowOf(runId: number, { rule, version }: CheckedRule, finding: FoundFinding): unknown[] {
  const { key, severity, certainty, title, detail, transcriptIds, figures, otherRunIds } = finding;
  return [
    ...[runId, rule, version, key, severity, certainty, title, detail, JSON.stringify(figures)],
    ...[otherRunIds === undefined ? null : JSON.stringify(otherRunIds), transcriptIds.length],
    new Date().toISOString(),
  ];
}
