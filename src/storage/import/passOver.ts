import { AuditError } from '../../core/errors.ts';
import type { ImportedSource, ImportProblem } from '../../core/imported.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import type { PreparedTranscript } from './preparedTranscript.ts';
import { StoredSequence } from './storedSequence.ts';

/** What is to be done with something that was read of a file that is stored in part. */
export type Decision =
  | { readonly kind: 'take' }
  | { readonly kind: 'drop' }
  /** Everything stored was passed over: problems of rows after these, and of no row, are counted anew, then this is taken. */
  | {
      readonly kind: 'go-on';
      readonly wholeRows: number;
      readonly keptUpTo: number | undefined;
      readonly held: readonly ImportProblem[];
    };

const TAKE: Decision = { kind: 'take' };
const DROP: Decision = { kind: 'drop' };

interface KnownFile {
  readonly id: number;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly isWhole: number | null;
}

/**
 * Decides, for an import that goes on where it was, what is new: files are read from their beginning, and what is stored
 * of them is passed over.
 */
export class PassOver {
  readonly #db: SqliteConnection;
  readonly #runId: number;
  readonly #find;
  readonly #hasTranscripts;
  #path: string;
  #isOneOfSeveral = false;
  #stored: StoredSequence | undefined;
  #held: ImportProblem[] = [];
  #differs = false;

  /** @param isCut whether the file ended within a row when it was read: that row is stored anew */
  constructor(
    db: SqliteConnection,
    run: { readonly runId: number; readonly sourceFileId: number },
    path: string,
    isCut = false,
  ) {
    this.#db = db;
    this.#runId = run.runId;
    this.#path = path;
    this.#find = db.prepare<[number, string], KnownFile>(
      `SELECT id, sha256, size_bytes AS sizeBytes, bytes_read = size_bytes AS isWhole FROM source_file
         WHERE run_id = ? AND path = ? ORDER BY id LIMIT 1`,
    );
    this.#hasTranscripts = db
      .prepare<[number], number>('SELECT 1 FROM transcript WHERE run_id = ? LIMIT 1')
      .pluck();
    this.#stored = new StoredSequence(db, this.#runId, run.sourceFileId, isCut);
  }

  /** True when the file at hand isn't what it was; the rest of it is left out. */
  get differs(): boolean {
    return this.#differs;
  }

  /** @throws AuditError `file-changed` when the file is about transcripts that are stored, and wasn't known to them */
  source({ path, sha256, sizeBytes, ofOthers }: ImportedSource): void {
    this.#path = path;
    this.#isOneOfSeveral = true;
    this.#held = [];
    const known = this.#find.get(this.#runId, path);
    const isOther = known !== undefined && known.sha256 !== '' && sha256 !== '' && known.sha256 !== sha256;
    if (
      ofOthers === true &&
      (known === undefined || isOther) &&
      this.#hasTranscripts.get(this.#runId) === 1
    ) {
      throw new OutdatedRunError(`${path} says something new of transcripts that are in already.`);
    }
    // The same texts may be judged otherwise; a file that grew is told by its texts.
    this.#differs = isOther && known.isWhole === 1 && sizeBytes <= known.sizeBytes;
    this.#stored = known === undefined ? undefined : new StoredSequence(this.#db, this.#runId, known.id);
  }

  /** @throws AuditError `file-changed` when the run's only file isn't what it was */
  transcript({ contentHash, source }: Pick<PreparedTranscript, 'contentHash' | 'source'>): Decision {
    if (this.#differs) return DROP;
    if (this.#stored === undefined) return TAKE;
    switch (this.#stored.pass(contentHash, source.probe)) {
      case 'stored':
        return DROP;
      case 'differs':
        this.#changed();
        return DROP;
      case 'new':
        return this.#goOn(this.#stored);
    }
  }

  problem(problem: ImportProblem): Decision {
    // What is said of no row in particular is said anew of the whole.
    if (problem.row === 0 && this.#isOneOfSeveral) return TAKE;
    if (this.#differs) return DROP;
    if (this.#stored === undefined) return TAKE;
    if (problem.row !== 0 && problem.row <= this.#stored.wholeRows) return DROP;
    if (this.#stored.isOver) return this.#goOn(this.#stored);
    this.#held.push(problem);
    return DROP;
  }

  /**
   * The file at hand was read to its end.
   *
   * @throws AuditError `file-changed`
   */
  end(): Decision {
    if (this.#stored === undefined || this.#differs) return DROP;
    if (this.#stored.isOver) return this.#goOn(this.#stored);
    this.#changed();
    return DROP;
  }

  #goOn({ wholeRows, keptUpTo }: StoredSequence): Decision {
    const held = this.#held;
    this.#held = [];
    this.#stored = undefined;
    return { kind: 'go-on', wholeRows, keptUpTo, held };
  }

  /** One file of a folder that changed doesn't keep the others from being read. */
  #changed(): void {
    if (!this.#isOneOfSeveral) throw fileChanged(this.#path);
    this.#differs = true;
  }
}

/** A run can't be gone on with, since its file would now be read otherwise; of kind `file-changed`. */
export class OutdatedRunError extends AuditError {
  constructor(message: string) {
    super(
      'file-changed',
      message,
      'What is stored stays as it is. Import the file as a new version instead.',
    );
  }
}

export function fileChanged(path: string): AuditError {
  return new OutdatedRunError(
    `${path} isn’t what it was: what was imported from it doesn’t stand there any more.`,
  );
}

/** What is noted of a folder's file that isn't what it was. */
export const FILE_DIFFERS: ImportProblem = {
  row: 0,
  line: 0,
  severity: 'warning',
  reason:
    'The file isn’t what it was when it was imported. What is stored of it stays; import the folder as a new version to have it as it is now.',
  excerpt: '',
};
