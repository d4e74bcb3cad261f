import type { FinishedItem } from '../../core/eval/evalStore.ts';
import type { ImportedTranscript } from '../../core/imported.ts';
import { AuditError } from '../../core/errors.ts';
import { ImportIds } from '../import/importIds.ts';
import { prepareTranscript, verdictOf, type PreparedTranscript } from '../import/preparedTranscript.ts';
import { TranscriptInserter } from '../import/transcriptInserter.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import type { RuleCache } from '../rows/ruleRows.ts';

/** What is remembered of a run that is being filled. Dropped whole when a transaction was undone. */
interface OpenRun {
  readonly sourceFileId: number;
  readonly ids: ImportIds;
  readonly inserter: TranscriptInserter;
  /** Probes whose dimension and tags are as the suite says. */
  readonly described: Map<number, string>;
  rows: number;
}

interface SourceRow {
  readonly id: number;
  readonly rows: number;
}

/** Stores finished items as transcripts of their run. Methods are to be called in a transaction. */
export class RunItems {
  readonly #db: SqliteConnection;
  readonly #rules: RuleCache;
  readonly #open = new Map<number, OpenRun>();
  readonly #stored;
  readonly #source;
  readonly #ruleOf;
  readonly #count;
  readonly #describe;

  constructor(db: SqliteConnection, rules: RuleCache) {
    this.#db = db;
    this.#rules = rules;
    this.#stored = db
      .prepare<[number, string], number>('SELECT id FROM transcript WHERE run_id = ? AND item_key = ?')
      .pluck();
    this.#source = db.prepare<[number], SourceRow>(
      'SELECT id, rows_kept AS rows FROM source_file WHERE run_id = ? ORDER BY id LIMIT 1',
    );
    this.#ruleOf = db
      .prepare<[number], number | null>('SELECT verdict_rule_id FROM run WHERE id = ?')
      .pluck();
    this.#count = db.prepare<[number, number]>('UPDATE source_file SET rows_kept = ? WHERE id = ?');
    this.#describe = db.prepare<[string | null, string | null, number]>(
      'UPDATE probe SET dimension = coalesce(?, dimension), tags = coalesce(?, tags) WHERE id = ?',
    );
  }

  /** Forgets what it knows of rows, after a transaction was undone. */
  forget(): void {
    this.#open.clear();
  }

  /** @returns the transcript's id; of the one that is there, when the item is stored already */
  store(runId: number, item: FinishedItem, prepared: PreparedTranscript): number {
    const known = this.#stored.get(runId, item.itemKey);
    if (known !== undefined) return known;
    const run = this.#openRun(runId);
    run.rows += 1;
    const rule = this.#rules.get(this.#ruleOf.get(runId) ?? null);
    run.inserter.startTransaction();
    const id = run.inserter.insert({
      ...prepared,
      source: { ...prepared.source, row: run.rows },
      verdict: verdictOf(prepared.source.judgments, rule),
    });
    // The counts follow in the very operation, so that undoing it undoes them.
    run.inserter.endTransaction();
    this.#describeProbe(run, item);
    this.#count.run(run.rows, run.sourceFileId);
    return id;
  }

  #openRun(runId: number): OpenRun {
    const known = this.#open.get(runId);
    if (known !== undefined) return known;
    const source = this.#source.get(runId);
    if (source === undefined) throw new AuditError('not-found', 'That run is gone.', 'Nothing was stored.');
    const ids = new ImportIds(this.#db, runId, { isResumed: true });
    const inserter = new TranscriptInserter(this.#db, ids, { runId, isResumed: true });
    inserter.startSource(source.id, true);
    const opened = { sourceFileId: source.id, ids, inserter, described: new Map(), rows: source.rows };
    this.#open.set(runId, opened);
    return opened;
  }

  #describeProbe({ ids, described }: OpenRun, { suite, probe, dimension, tags }: FinishedItem): void {
    const probeId = ids.probe(suite, probe);
    const list = tags.length === 0 ? null : JSON.stringify(tags);
    const said = JSON.stringify([dimension ?? null, list]);
    if (described.get(probeId) === said) return;
    this.#describe.run(dimension ?? null, list, probeId);
    described.set(probeId, said);
  }
}

/** What can be worked out of an item before the lock is taken. */
export function prepareItem(item: FinishedItem): PreparedTranscript {
  const { suite, probe, prompt, model, group, condition, sample, turns, judgments, metadata } = item;
  const source: ImportedTranscript = {
    row: 0,
    line: 0,
    suite,
    probe,
    prompt,
    model,
    ...(group === undefined || group === '' ? {} : { group }),
    ...(condition === '' ? {} : { condition }),
    sample,
    turns,
    judgments,
    metadata,
  };
  return {
    ...prepareTranscript(source, undefined),
    itemKey: item.itemKey,
    provenance: turns.map((_, index) => {
      const made = item.provenance[index];
      return made === undefined ? null : JSON.stringify(made);
    }),
  };
}
