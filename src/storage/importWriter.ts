import { AuditError } from '../core/errors.ts';
import type { ImportedTranscript, ImportProblem } from '../core/imported.ts';
import type { VerdictRule } from '../core/verdictRule.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import { claimRun } from './import/continuedRun.ts';
import { FactInserter } from './import/factInserter.ts';
import { storeFileFacts, type FileFacts } from './import/fileFacts.ts';
import { ImportIds } from './import/importIds.ts';
import { ImportQueue, type QueuedItem, type WrittenItem } from './import/importQueue.ts';
import { FILE_DIFFERS, PassOver } from './import/passOver.ts';
import { RunProblems } from './import/runProblems.ts';
import { insertRun, type RunRequest } from './import/runRequest.ts';
import { removeLastTranscripts } from './import/removeLast.ts';
import { RunSources } from './import/runSources.ts';
import { TranscriptInserter } from './import/transcriptInserter.ts';
import { purgeRuns } from './purgeRuns.ts';
import { ShortWrites } from './shortWrites.ts';

export type { WrittenItem } from './import/importQueue.ts';
export type { ReadPosition, RunRequest } from './import/runRequest.ts';

/** Adds a study for the runs of one import; returns its id. */
export function createStudy(
  database: AuditDatabase,
  study: { readonly name: string; readonly namePattern?: string },
): number {
  const insert = database.db.prepare<[string, string | null, string]>(
    'INSERT INTO study (name, name_pattern, created_at) VALUES (?, ?, ?)',
  );
  let id = 0;
  new ShortWrites(database, undefined).once(0, 1, () => {
    id = Number(insert.run(study.name, study.namePattern ?? null, new Date().toISOString()).lastInsertRowid);
  });
  return id;
}

/** Begins a run, marked as being imported until `finish`; killed before that, it is found and marked partial. */
export function beginRun(database: AuditDatabase, request: RunRequest): RunWriter {
  return new RunWriter(database, request);
}

/**
 * Writes one file's or folder's transcripts as a run, or goes on with one (`file.continues`). At any moment the database
 * holds only whole transcripts of it, and counts that agree with them. After something was thrown, only `discard` and
 * `keepPartial` make sense.
 */
export class RunWriter {
  readonly runId: number;
  /** Whether the run was there before. */
  readonly isContinued: boolean;
  readonly #database: AuditDatabase;
  readonly #request: RunRequest;
  readonly #writes: ShortWrites;
  readonly #statusBefore: 'complete' | 'partial';
  readonly #mainId: number;
  readonly #sources: RunSources;
  readonly #ids: ImportIds;
  readonly #inserter: TranscriptInserter;
  readonly #problems: RunProblems;
  readonly #facts: FactInserter;
  readonly #queue: ImportQueue;
  readonly #renew;
  readonly #setPosition;
  #kept = 0;
  #rejected = 0;
  #over = false;

  constructor(database: AuditDatabase, request: RunRequest) {
    const { db } = database;
    const { file } = request;
    this.#database = database;
    this.#request = request;
    this.#writes = new ShortWrites(database, request.yieldFlag);
    this.isContinued = file.continues !== undefined;
    let begun: Begun | undefined;
    this.#writes.once(0, 1, () => (begun = beginIn(database, request)));
    if (begun === undefined) throw new AuditError('bug', 'The run was not begun.');
    const { runId, sourceFileId, rule, status } = begun;
    this.runId = runId;
    this.#statusBefore = status;
    this.#sources = new RunSources(db, runId, sourceFileId);
    this.#ids = new ImportIds(db, runId, { ...file, isResumed: this.isContinued });
    this.#inserter = new TranscriptInserter(db, this.#ids, {
      runId,
      isResumed: this.isContinued,
      isNewVersion: this.isContinued || file.supersedes !== undefined,
    });
    this.#inserter.startSource(sourceFileId, this.#sources.hasRows);
    this.#problems = new RunProblems(db);
    this.#facts = new FactInserter(db, runId);
    this.#queue = new ImportQueue(
      rule,
      this.isContinued ? new PassOver(db, begun, file.path, request.isCut) : undefined,
    );
    this.#renew = db.prepare<[number, number]>('UPDATE run SET lease_at = ? WHERE id = ?');
    this.#setPosition = db.prepare<[number, string, number, number]>(
      'UPDATE source_file SET bytes_read = ?, prefix_sha256 = ? WHERE id = ? AND coalesce(bytes_read, 0) <= ?',
    );
    this.#mainId = sourceFileId;
  }

  /** Transcripts stored so far by this import, or about to be; only stored ones after something was thrown. */
  get kept(): number {
    return this.#kept + this.#queue.transcripts;
  }

  /** Rows that were not kept, so far. */
  get rejected(): number {
    return this.#rejected + this.#queue.errors;
  }

  /**
   * Takes transcripts, then problems; see `take`.
   *
   * @throws as `take`
   */
  write(batch: readonly ImportedTranscript[], problems: readonly ImportProblem[]): void {
    this.take([
      ...batch.map((transcript) => ({ kind: 'transcript', transcript }) as const),
      ...problems.map((problem) => ({ kind: 'problem', problem }) as const),
    ]);
  }

  /**
   * Takes a batch, in source order. Small batches are held back and stored together, at the latest by `finish` and
   * `keepPartial`: a transaction costs the same for ten rows as for a thousand.
   *
   * @throws AuditError `disk-full`, `database-busy`, `read-only`: what was stored before is kept; `file-changed` when the
   *   run goes on and its file isn't what it was
   */
  take(items: readonly WrittenItem[]): void {
    if (this.#over) throw new AuditError('bug', 'This import has ended.');
    this.#unlessChanged(() => {
      for (const item of items) this.#queue.add(item);
    });
    if (this.#queue.isFull) this.#drain();
  }

  /** Nothing of a file is stored that isn't what it was. */
  #unlessChanged(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#over = true;
      this.#queue.clear();
      throw error;
    }
  }

  #drain(): void {
    const items = this.#queue.take();
    const counts = { kept: this.#kept, rejected: this.#rejected };
    try {
      for (let index = 0; index < items.length;) {
        index = this.#writes.once(index, items.length, (i) => this.#writeOne(items[i]), {
          before: () => this.#inserter.startTransaction(),
          after: () => this.#endTransaction(),
        });
        counts.kept = this.#kept;
        counts.rejected = this.#rejected;
      }
    } catch (error) {
      this.#over = true;
      this.#kept = counts.kept;
      this.#rejected = counts.rejected;
      throw error;
    }
  }

  #writeOne(item: QueuedItem | undefined): void {
    const sources = this.#sources;
    switch (item?.kind) {
      case 'transcript':
        this.#inserter.insert(item.prepared);
        sources.kept(item.prepared.source.row);
        this.#kept += 1;
        return;
      case 'problem': {
        const fileId = sources.fileOf(item.problem.row);
        if (item.problem.severity === 'error') {
          this.#rejected += 1;
          sources.rejected(fileId);
        }
        this.#problems.add(fileId, item.problem);
        return;
      }
      case 'source':
        sources.start(item.source);
        this.#inserter.startSource(sources.currentId, sources.hasRows);
        return;
      case 'fact':
        this.#facts.insert(sources.currentId, item.fact);
        return;
      case 'recount': {
        const errors = this.#problems.removeAfter(sources.currentId, item.wholeRows);
        sources.rejected(sources.currentId, -errors);
        const removed = removeLastTranscripts(this.#database, {
          runId: this.runId,
          sourceFileId: sources.currentId,
          after: item.keptUpTo,
        });
        sources.kept(null, -removed);
        this.#kept -= removed;
        return;
      }
      case 'file-differs':
        this.#problems.addOnce(sources.currentId, FILE_DIFFERS);
        return;
      case 'complete':
        sources.complete(item.source);
        return;
      case undefined:
    }
  }

  #endTransaction(): void {
    this.#inserter.endTransaction();
    this.#sources.flush();
    this.#renew.run(Date.now(), this.runId);
    this.#storePosition();
  }

  #storePosition(): void {
    const position = this.#request.position?.();
    if (position === undefined) return;
    this.#setPosition.run(position.bytes, position.sha256, this.#mainId, position.bytes);
  }

  /**
   * Completes the run; a run it replaces is hidden from then on, its labels apply here by content.
   *
   * @param facts what reading the whole file told, where it wasn't known before
   * @throws as `take`
   */
  finish(facts: FileFacts = {}): void {
    const { db } = this.#database;
    this.#unlessChanged(() => this.#queue.endSource());
    const supersede = db.prepare('UPDATE run SET superseded_by = ? WHERE id = ? AND superseded_by IS NULL');
    this.#end('complete', () => {
      storeFileFacts(db, { runId: this.runId, mainId: this.#mainId }, facts);
      this.#storePosition();
      const old = this.#request.file.supersedes;
      if (old !== undefined && old !== this.runId) supersede.run(this.runId, old);
    });
  }

  /** Keeps what was stored as a run marked partial. It replaces nothing. */
  keepPartial(): void {
    this.#end('partial');
  }

  #end(status: 'complete' | 'partial', more: () => void = () => undefined): void {
    this.#drain();
    this.#over = true;
    // A run to which nothing was added is what it was.
    const isAsBefore = status === 'partial' && this.isContinued && this.#kept === 0;
    const update = this.#database.db.prepare<[string, number]>(
      'UPDATE run SET status = ?, lease_owner = NULL, lease_at = NULL WHERE id = ?',
    );
    this.#writes.once(0, 1, () => {
      // A file with a header and nothing else is a run all the same: its names need an arm to stand on.
      const arms = this.#database.db
        .prepare<[number], number>('SELECT count(*) FROM arm WHERE run_id = ?')
        .pluck();
      if (arms.get(this.runId) === 0) this.#ids.arm({});
      more();
      update.run(isAsBefore ? this.#statusBefore : status, this.runId);
    });
  }

  /**
   * Removes everything of this run, and its study if nothing else is in it. Labels on its texts stay. A run that was there
   * before stays too, with what was stored of it.
   */
  async discard(): Promise<void> {
    this.#over = true;
    this.#queue.clear();
    if (this.isContinued) this.keepPartial();
    else await purgeRuns(this.#database, [this.runId], { yieldFlag: this.#request.yieldFlag });
  }
}

interface Begun {
  readonly runId: number;
  readonly sourceFileId: number;
  readonly rule: VerdictRule | undefined;
  readonly status: 'complete' | 'partial';
}

function beginIn(database: AuditDatabase, request: RunRequest): Begun {
  const { continues } = request.file;
  return continues === undefined
    ? { ...insertRun(database, request), rule: request.rule, status: 'partial' }
    : claimRun(database, continues, request);
}
