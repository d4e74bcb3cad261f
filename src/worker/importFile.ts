/** Reads one file into one run. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AuditError } from '../core/errors.ts';
import type { ImportProblem } from '../core/imported.ts';
import type { PlannedFile } from '../core/importPlan.ts';
import { throwIfAborted } from '../importers/byteSource.ts';
import { isAppendOnly } from '../importers/candidateNames.ts';
import { readFileHead } from '../importers/fileHead.ts';
import type { FileHead, Importer, ImportItem } from '../importers/importer.ts';
import { sha256OfFile } from '../importers/recognise.ts';
import { importerById } from '../importers/registry.ts';
import type { AuditDatabase } from '../storage/auditDatabase.ts';
import { storedFileTest } from '../storage/import/continuedRun.ts';
import { OutdatedRunError } from '../storage/import/passOver.ts';
import type { FileFacts } from '../storage/import/fileFacts.ts';
import { beginRun, type RunWriter } from '../storage/importWriter.ts';
import { checkContinuation } from './continueFile.ts';
import type { ProgressMeter } from './progressMeter.ts';
import { PositionMeter } from './readPosition.ts';
import type { TaskContext } from './task.ts';

/** One run that an import wrote. */
export interface WrittenRun {
  readonly runId: number;
  readonly name: string;
  readonly path: string;
  /** Transcripts stored by this import: of a run that is gone on with, the new ones. */
  readonly kept: number;
  /** Rows not read. */
  readonly rejected: number;
  /** Rows kept with something changed or missing. */
  readonly warnings: number;
  /** True when the import stopped within this file and what was in was kept. */
  readonly partial: boolean;
  /** Set when the run was there before, and was gone on with. */
  readonly continued?: boolean;
}

/** `reason` says why the file, or the rest of it, wasn't read; `fatal` is what ends the whole import. */
export interface FileOutcome {
  readonly run?: WrittenRun;
  readonly reason?: string;
  /** What is stored of a run to go on with isn't what stands in the file. */
  readonly changed?: true;
  readonly fatal?: unknown;
}

export interface FileImport {
  readonly file: PlannedFile;
  readonly suite: string;
  readonly database: AuditDatabase;
  readonly context: Pick<TaskContext, 'owner' | 'signal' | 'yieldFlag'>;
  readonly meter: ProgressMeter;
  /** The study the run joins, made when first asked for. */
  readonly study: () => number | undefined;
}

/** Nothing is thrown for failures of the file; those of the database are `fatal` once there is a run, else thrown. */
export async function importFile(job: FileImport): Promise<FileOutcome> {
  const { file, context, database } = job;
  const reading = await headOf(file.path);
  if (reading.kind === 'refused') return { reason: `${reading.reason} ${reading.hint}`.trim() };
  const { head, isFolder } = reading;
  const isOne = !isFolder && file.fingerprint === undefined && (file.members ?? []).length === 0;
  let importer: Importer;
  let writer: RunWriter;
  const meter = new PositionMeter(head.sizeBytes);
  try {
    importer = importerById(file.importer);
    let isCut = false;
    if (file.continues !== undefined) {
      const isCompressed = head.compression !== undefined;
      const now = { path: file.path, sizeBytes: head.sizeBytes, isOne, isCompressed };
      ({ isCut } = await checkContinuation(database, file.continues, importer, now, context.signal));
    }
    const studyId = file.continues === undefined ? job.study() : undefined;
    // What a model was trained on is judged by no rule.
    const rule = file.content === 'training' ? undefined : importer.defaultRule(head, file.mapping);
    writer = beginRun(database, {
      file,
      ...(studyId === undefined ? undefined : { studyId }),
      ...(rule === undefined ? undefined : { rule }),
      // The hash is known when the file has been read; it is taken of the very bytes that were.
      source: { sizeBytes: head.sizeBytes, sha256: '', importerVersion: importer.version },
      memberSizes: await sizesOf(file.members),
      ...(isOne ? { position: () => meter.position() } : undefined),
      isCut,
      leaseOwner: context.owner,
      yieldFlag: context.yieldFlag,
    });
  } catch (error) {
    if (!(error instanceof AuditError) || isOfDatabase(error, file)) throw error;
    return error.kind === 'cancelled' ? {} : failureOf(error);
  }
  return await readInto(writer, importer, { ...job, head, isOne, isFolder, position: meter });
}

interface OpenImport extends FileImport {
  readonly head: FileHead;
  readonly isOne: boolean;
  readonly isFolder: boolean;
  readonly position: PositionMeter;
}

async function readInto(writer: RunWriter, importer: Importer, job: OpenImport): Promise<FileOutcome> {
  const { file, suite, context, meter, database } = job;
  const notes = new Notes();
  let writing = false;
  try {
    const batches = importer.read({
      path: file.path,
      ...(file.mapping === undefined ? undefined : { mapping: file.mapping }),
      ...(file.members === undefined ? undefined : { members: file.members }),
      ...(writer.isContinued ? { isStored: storedFileTest(database, writer.runId) } : undefined),
      suite,
      signal: context.signal,
      onBytes: (bytes) => meter.fileBytes(bytes),
      ...(job.isOne ? { onRaw: (bytes: Uint8Array) => job.position.add(bytes) } : undefined),
      // A log that never rests is gone on with all the same; the rest comes the next time.
      ...(mayGrow(writer, job) ? { upTo: job.head.sizeBytes } : undefined),
    });
    for await (const batch of batches) {
      const transcripts = notes.take(batch);
      writing = true;
      writer.take(batch);
      writing = false;
      meter.rows(transcripts);
      // Searches and other tasks get their turn here.
      await setImmediate();
      throwIfAborted(context.signal);
    }
    if (!writer.isContinued && writer.kept === 0 && writer.rejected > 0) {
      return await nothingRead(writer, notes);
    }
    const facts = await factsOf(job);
    writing = true;
    writer.finish(facts);
  } catch (error) {
    const isOfFile = error instanceof AuditError && (!writing || error.kind === 'file-changed');
    if (isOfFile) return await endEarly(writer, job, notes, error);
    return { ...(await keepWhatIsIn(writer, runOf(writer, file, notes, true))), fatal: error };
  }
  return { run: runOf(writer, file, notes, false) };
}

function mayGrow({ isContinued }: RunWriter, { isOne, file }: OpenImport): boolean {
  return isContinued && isOne && isAppendOnly(file.path);
}

async function nothingRead(writer: RunWriter, { firstError }: Notes): Promise<FileOutcome> {
  const { rejected } = writer;
  await writer.discard();
  const where = firstError === undefined ? '' : ` Line ${firstError.line}: ${firstError.reason}`;
  return {
    reason: `None of its ${rejected === 1 ? 'one row' : `${rejected} rows`} could be read.${where}`,
  };
}

/**
 * Hashes of the bytes that were read; archives and tables that are read by pieces, and files that are read along with
 * others, are gone through once more. A folder has none; its files have theirs from its importer.
 */
async function factsOf({ file, head, isOne, isFolder, position, context }: OpenImport): Promise<FileFacts> {
  const { signal } = context;
  const { sizeBytes } = head;
  if (isOne) return { sizeBytes, sha256: position.sha256() ?? (await sha256OfFile(head.path, signal)) };
  const members: { path: string; sha256: string }[] = [];
  for (const { path } of file.members ?? []) {
    if (path !== file.path) members.push({ path, sha256: await sha256OfFile(path, signal) });
  }
  return {
    sizeBytes,
    sha256: isFolder ? '' : await sha256OfFile(file.path, signal),
    ...(file.fingerprint === undefined ? {} : { fingerprint: file.fingerprint }),
    members,
  };
}

/** The file couldn't be read to its end, or the user cancelled. */
async function endEarly(
  writer: RunWriter,
  job: FileImport,
  notes: Notes,
  stopped: AuditError,
): Promise<FileOutcome> {
  const { kept } = writer;
  const { file, context } = job;
  const cancelled = stopped.kind === 'cancelled';
  if (kept === 0 || (cancelled && context.signal.reason !== 'keep' && !writer.isContinued)) {
    await writer.discard();
    return cancelled ? {} : failureOf(stopped);
  }
  writer.keepPartial();
  const run = runOf(writer, file, notes, true);
  if (cancelled) return { run };
  return {
    run,
    reason: `${wordsOf(stopped)} The ${kept} transcripts read before that are kept as a partial run.`,
  };
}

function failureOf(error: AuditError): FileOutcome {
  const changed = error instanceof OutdatedRunError;
  return { reason: wordsOf(error), ...(changed ? { changed } : undefined) };
}

function runOf(
  { runId, kept, rejected, isContinued }: RunWriter,
  file: PlannedFile,
  notes: Notes,
  partial: boolean,
): WrittenRun {
  return {
    runId,
    name: file.runName,
    path: file.path,
    kept,
    rejected,
    warnings: notes.warnings,
    partial,
    ...(isContinued ? { continued: true } : undefined),
  };
}

/** Counts what goes by. */
class Notes {
  warnings = 0;
  firstError: ImportProblem | undefined;

  /** @returns how many transcripts there are in the batch */
  take(batch: readonly ImportItem[]): number {
    let transcripts = 0;
    for (const item of batch) {
      if (item.kind === 'transcript') transcripts++;
      if (item.kind !== 'problem') continue;
      if (item.problem.severity === 'warning') this.warnings++;
      else this.firstError ??= item.problem;
    }
    return transcripts;
  }
}

/** Marks the run partial, or removes an empty one. With a full disk even that may fail; the lease then tells. */
async function keepWhatIsIn(writer: RunWriter, run: WrittenRun): Promise<FileOutcome> {
  try {
    if (writer.kept > 0) writer.keepPartial();
    else await writer.discard();
  } catch {
    // The first failure is the one to report.
  }
  return writer.kept > 0 ? { run } : {};
}

/** A folder has no beginning to be looked at; its importer lists it. */
async function headOf(
  path: string,
): Promise<
  | { readonly kind: 'open'; readonly head: FileHead; readonly isFolder: boolean }
  | { readonly kind: 'refused'; readonly reason: string; readonly hint: string }
> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory() === true) {
    const head = { path, name: basename(path), sizeBytes: 0, text: '', complete: true };
    return { kind: 'open', head, isFolder: true };
  }
  const reading = await readFileHead(path);
  return reading.kind === 'refused' ? reading : { kind: 'open', head: reading.head, isFolder: false };
}

async function sizesOf(members: PlannedFile['members'] = []): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const { path } of members) sizes.set(path, (await stat(path).catch(() => undefined))?.size ?? 0);
  return sizes;
}

/** What the database can't do ends the whole import; a run that another window is importing doesn't. */
function isOfDatabase({ kind }: AuditError, { continues }: PlannedFile): boolean {
  if (kind === 'database-busy') return continues === undefined;
  return (
    kind === 'disk-full' || kind === 'read-only' || kind === 'database-newer' || kind === 'database-corrupt'
  );
}

function wordsOf(error: AuditError): string {
  return [error.message, error.hint].filter((text) => text !== '').join(' ');
}
