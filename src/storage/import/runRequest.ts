import { basename } from 'node:path';
import { AuditError } from '../../core/errors.ts';
import type { PlannedFile } from '../../core/importPlan.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import type { YieldFlag } from '../retryWhenBusy.ts';
import { saveRule } from '../rows/ruleRows.ts';

/** How much of the main file was read, and SHA-256 (hexadecimal) of just that. */
export interface ReadPosition {
  readonly bytes: number;
  readonly sha256: string;
}

export interface RunRequest {
  readonly file: PlannedFile;
  /** The study the run joins; by default the one of the run it replaces. */
  readonly studyId?: number;
  /** Without a rule every transcript is `unjudged`. A run that is gone on with keeps its own. */
  readonly rule?: VerdictRule;
  readonly source: {
    readonly sizeBytes: number;
    readonly sha256: string;
    readonly importerVersion: number;
  };
  /** Bytes of `file.members`, by path, where known. */
  readonly memberSizes?: ReadonlyMap<string, number>;
  /** Asked at each commit, so that the import can go on there after a crash; undefined while it isn't known. */
  readonly position?: () => ReadPosition | undefined;
  /** Of a run that is gone on with: its file ended within a row when it was read, so that row is stored anew. */
  readonly isCut?: boolean;
  /** From `createLeaseOwner`. */
  readonly leaseOwner: string;
  readonly yieldFlag?: YieldFlag | undefined;
}

/** A run that is about to be filled. */
export interface BegunRun {
  readonly runId: number;
  /** The row of its main file. */
  readonly sourceFileId: number;
}

/**
 * Makes a run with the rows of its main file and its members. To be called in a transaction.
 *
 * @throws AuditError `bad-input` for a file that is imported by now, where it isn't to be imported twice
 */
export function insertRun({ db }: AuditDatabase, request: RunRequest): BegunRun {
  const { file, studyId, rule, source, leaseOwner } = request;
  if (file.unlessImported === true) refuseSecond(db, file);
  const now = new Date().toISOString();
  const run = db
    .prepare(
      `INSERT INTO run (study_id, name, kind, status, verdict_rule_id, seed, lease_owner, lease_at, created_at, content)
       VALUES (coalesce(?, (SELECT study_id FROM run WHERE id = ?)), ?, 'import', 'importing', ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      studyId ?? null,
      file.supersedes ?? null,
      file.runName,
      rule === undefined ? null : saveRule(db, rule),
      file.seed === undefined || file.seed === '' ? null : file.seed,
      leaseOwner,
      Date.now(),
      now,
      file.content ?? 'answers',
    );
  const runId = Number(run.lastInsertRowid);
  const insert = db.prepare(
    `INSERT INTO source_file (run_id, path, name, size_bytes, sha256, importer, importer_version, mapping, imported_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const { importer, mapping } = file;
  const main = insert.run(
    runId,
    file.path,
    basename(file.path),
    source.sizeBytes,
    source.sha256,
    importer,
    source.importerVersion,
    mapping === undefined ? null : JSON.stringify(mapping),
    now,
  );
  const sourceFileId = Number(main.lastInsertRowid);
  insertMembers(db, { runId, sourceFileId }, request);
  return { runId, sourceFileId };
}

/** @throws AuditError `bad-input` when another run has the file by now */
function refuseSecond(db: SqliteConnection, { path, supersedes }: PlannedFile): void {
  const other = db
    .prepare<[string, number], string>(
      `SELECT r.name FROM visible_run r CROSS JOIN source_file f ON f.run_id = r.id AND f.path = ?
       WHERE f.role IS NULL AND r.id <> ? LIMIT 1`,
    )
    .pluck()
    .get(path, supersedes ?? 0);
  if (other === undefined) return;
  throw new AuditError('bad-input', `Another import has just taken it in, as “${other}”.`);
}

/** Gives the members that have none a row. To be called in a transaction. */
export function insertMembers(
  db: SqliteConnection,
  { runId, sourceFileId }: BegunRun,
  { file, memberSizes }: RunRequest,
): void {
  const insert = db.prepare(
    `INSERT INTO source_file (run_id, path, name, size_bytes, sha256, importer, importer_version, imported_at, role)
     SELECT run_id, @path, @name, @size, '', importer, importer_version, @now, @role FROM source_file
     WHERE id = @sourceFileId
       AND NOT EXISTS (SELECT 1 FROM source_file WHERE run_id = @runId AND path = @path)`,
  );
  const now = new Date().toISOString();
  for (const { path, role } of file.members ?? []) {
    const size = memberSizes?.get(path) ?? 0;
    insert.run({ runId, sourceFileId, path, name: basename(path), size, role, now });
  }
}
