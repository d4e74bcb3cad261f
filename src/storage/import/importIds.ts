import { hash } from 'node:crypto';
import type { Judge, Judgment } from '../../core/judgment.ts';
import type { PlannedFile, ProposedNames } from '../../core/importPlan.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { NameRows } from '../rows/nameRows.ts';
import { judgeVersion } from '../rows/versionHash.ts';
import { CorrectedNames, type RecordedNames } from './correctedNames.ts';

/** Probes, and prompts, kept in memory; an import with more of them looks the others up. */
const CACHED_ROWS = 20_000;

/** Ids by owner and name; emptied when there are too many. */
class CachedIds<Owner> {
  readonly #ids = new Map<Owner, Map<string, number>>();
  #count = 0;

  get(owner: Owner): ReadonlyMap<string, number> | undefined {
    return this.#ids.get(owner);
  }

  set(owner: Owner, name: string, id: number): void {
    if (this.#count >= CACHED_ROWS) {
      this.#ids.clear();
      this.#count = 0;
    }
    this.#count += 1;
    const ids = this.#ids.get(owner);
    if (ids === undefined) this.#ids.set(owner, new Map([[name, id]]));
    else ids.set(name, id);
  }
}

/** Finds or makes the rows that a transcript refers to, each looked up once. To be called in a transaction. */
export class ImportIds {
  readonly #db: SqliteConnection;
  readonly #runId: number;
  readonly #plan: ProposedNames;
  readonly #names: NameRows;
  readonly #corrected: CorrectedNames | undefined;
  readonly #arms = new Map<string, number>();
  readonly #probes = new CachedIds<string>();
  readonly #prompts = new CachedIds<number>();
  readonly #metrics = new Map<string, number>();
  readonly #judges = new WeakMap<Judge, number>();
  readonly #judgeVersions = new Map<string, number>();
  readonly #isResumed: boolean;
  readonly #find;
  readonly #findPrompt;
  readonly #insertPrompt;
  readonly #setScale;
  #lastArm: { readonly from: RecordedNames; readonly id: number } | undefined;

  /**
   * @param plan names that apply where the file says none, and the run whose corrected names apply where it does;
   *   `isResumed` for a run that has arms from before, which are found by what was recorded
   */
  constructor(
    db: SqliteConnection,
    runId: number,
    plan: ProposedNames & Pick<PlannedFile, 'supersedes'> & { readonly isResumed?: boolean },
  ) {
    this.#isResumed = plan.isResumed === true;
    this.#db = db;
    this.#runId = runId;
    this.#plan = plan;
    this.#names = new NameRows(db);
    this.#corrected = plan.supersedes === undefined ? undefined : new CorrectedNames(db, plan.supersedes);
    const rows = (table: 'suite' | 'metric') => ({
      find: db.prepare<[string], number>(`SELECT id FROM ${table} WHERE name = ?`).pluck(),
      insert: db.prepare<[string]>(`INSERT INTO ${table} (name) VALUES (?)`),
    });
    this.#find = {
      suite: rows('suite'),
      metric: rows('metric'),
      probe: {
        find: db
          .prepare<[number, string], number>('SELECT id FROM probe WHERE suite_id = ? AND name = ?')
          .pluck(),
        insert: db.prepare<[number, string]>('INSERT INTO probe (suite_id, name) VALUES (?, ?)'),
      },
    };
    this.#findPrompt = db
      .prepare<[number, string], number>('SELECT id FROM prompt WHERE probe_id = ? AND text_hash = ?')
      .pluck();
    this.#insertPrompt = db.prepare<[number, string, string]>(
      'INSERT INTO prompt (probe_id, text_hash, text) VALUES (?, ?, ?)',
    );
    this.#setScale = db.prepare<[number, number, number]>(
      'UPDATE metric SET minimum = coalesce(minimum, ?), maximum = coalesce(maximum, ?) WHERE id = ?',
    );
  }

  /** The arm for what the file says of model, group and condition; the plan fills in what it doesn't say. */
  arm(transcript: RecordedNames): number {
    const { model, group, condition } = transcript;
    const last = this.#lastArm;
    if (last?.from.model === model && last?.from.group === group && last?.from.condition === condition) {
      if (last !== undefined) return last.id;
    }
    const key = JSON.stringify([model, group, condition]);
    let id = this.#arms.get(key);
    if (id === undefined) {
      id = (this.#isResumed ? this.#findArm(transcript) : undefined) ?? this.#insertArm(transcript);
      this.#arms.set(key, id);
    }
    // Not the transcript itself, which would keep its texts alive.
    this.#lastArm = { from: { model, group, condition } as RecordedNames, id };
    return id;
  }

  #findArm({ model, group, condition }: RecordedNames): number | undefined {
    return this.#db
      .prepare<[number, string | null, string | null, string | null], number>(
        `SELECT id FROM arm WHERE run_id = ? AND recorded_model IS ? AND recorded_group IS ?
           AND recorded_condition IS ? ORDER BY id LIMIT 1`,
      )
      .pluck()
      .get(this.#runId, model ?? null, group ?? null, condition ?? null);
  }

  #insertArm(recorded: RecordedNames): number {
    const { model, group, condition } = recorded;
    const named = (field: keyof RecordedNames): number | null => {
      const corrected = this.#corrected?.idOf(field, recorded);
      return corrected === undefined ? this.#names[field](recorded[field] ?? this.#plan[field]) : corrected;
    };
    const { lastInsertRowid } = this.#db
      .prepare(
        `INSERT INTO arm (run_id, model_id, group_id, condition_id, recorded_model, recorded_group, recorded_condition)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        this.#runId,
        named('model'),
        named('group'),
        named('condition'),
        model ?? null,
        group ?? null,
        condition ?? null,
      );
    return Number(lastInsertRowid);
  }

  probe(suite: string, name: string): number {
    const known = this.#probes.get(suite)?.get(name);
    if (known !== undefined) return known;
    const id = found(this.#find.probe, found(this.#find.suite, suite), name);
    this.#probes.set(suite, name, id);
    return id;
  }

  prompt(probeId: number, text: string): number {
    const known = this.#prompts.get(probeId)?.get(text);
    if (known !== undefined) return known;
    const textHash = hash('sha256', text, 'hex').slice(0, 32);
    const id =
      this.#findPrompt.get(probeId, textHash) ??
      Number(this.#insertPrompt.run(probeId, textHash, text).lastInsertRowid);
    this.#prompts.set(probeId, text, id);
    return id;
  }

  /** The scale is the one of whoever names the metric first. */
  metric(name: string, scale?: Judgment['scale']): number {
    let id = this.#metrics.get(name);
    if (id === undefined) {
      id = found(this.#find.metric, name);
      if (scale !== undefined) this.#setScale.run(scale.minimum, scale.maximum, id);
      this.#metrics.set(name, id);
    }
    return id;
  }

  judge(judge: Judge): number {
    let id = this.#judges.get(judge);
    if (id === undefined) {
      const version = judgeVersion(judge);
      id =
        this.#judgeVersions.get(version) ??
        this.#db
          .prepare<[string], number>('SELECT id FROM judge WHERE version_hash = ?')
          .pluck()
          .get(version) ??
        this.#insertJudge(judge, version);
      this.#judges.set(judge, id);
      this.#judgeVersions.set(version, id);
    }
    return id;
  }

  #insertJudge(judge: Judge, version: string): number {
    const { lastInsertRowid } = this.#db
      .prepare(
        `INSERT INTO judge (name, kind, model, prompt, parameters, version_hash, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        judge.name,
        judge.kind,
        judge.model ?? null,
        judge.prompt ?? null,
        judge.parameters === undefined ? null : JSON.stringify(judge.parameters),
        version,
        new Date().toISOString(),
      );
    return Number(lastInsertRowid);
  }
}

/** The id of a row, made where it is new. */
function found<V extends readonly (string | number)[]>(
  {
    find,
    insert,
  }: {
    readonly find: { get(...values: V): number | undefined };
    readonly insert: { run(...values: V): { readonly lastInsertRowid: number | bigint } };
  },
  ...values: V
): number {
  return find.get(...values) ?? Number(insert.run(...values).lastInsertRowid);
}
