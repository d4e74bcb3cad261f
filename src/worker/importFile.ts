/** Reads one file into one run. */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { AuditError } from '../core/errors.ts';
import type { ImportedTranscript, ImportProblem } from '../core/imported.ts';
import type { PlannedFile } from '../core/importPlan.ts';
import { throwIfAborted } from '../importers/byteSource.ts';
import { readFileHead } from '../importers/fileHead.ts';
import type { Importer, ImportItem } from '../importers/importer.ts';
import { importerById } from '../importers/registry.ts';
import type { AuditDatabase } from '../storage/auditDatabase.ts';
import { beginRun, type RunWriter } from '../storage/importWriter.ts';
import type { ProgressMeter } from './progressMeter.ts';
import type { TaskContext } from './task.ts';

/** One run that an import wrote. */
export interface WrittenRun {
  readonly runId: number;
  readonly name: string;
  readonly path: string;
  /** Transcripts stored. */
  readonly kept: number;
  /** Rows not read. */
  readonly rejected: number;
  /** Rows kept with something changed or missing. */
  readonly warnings: number;
  /** True when the import stopped within this file and what was in was kept. */
  readonly partial: boolean;
}

/** `reason` says why the file, or the rest of it, wasn't read; `fatal` is what ends the whole import. */
export interface FileOutcome {
  readonly run?: WrittenRun;
  readonly reason?: string;
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
  const { file } = job;
  const reading = await readFileHead(file.path);
  if (reading.kind === 'refused') return { reason: `${reading.reason} ${reading.hint}`.trim() };
  let importer: Importer;
  try {
    importer = importerById(file.importer);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { reason: wordsOf(error) };
  }
  const studyId = job.study();
  const rule = importer.defaultRule(reading.head, file.mapping);
  const writer = beginRun(job.database, {
    file,
    ...(studyId === undefined ? undefined : { studyId }),
    ...(rule === undefined ? undefined : { rule }),
    // The hash is known when the file has been read; it is taken of the very bytes that were.
    source: { sizeBytes: reading.head.sizeBytes, sha256: '', importerVersion: importer.version },
    leaseOwner: job.context.owner,
    yieldFlag: job.context.yieldFlag,
  });
  return await readInto(writer, importer, job);
}

async function readInto(writer: RunWriter, importer: Importer, job: FileImport): Promise<FileOutcome> {
  const { file, suite, context, meter } = job;
  const hash = createHash('sha256');
  const notes = new Notes();
  let writing = false;
  try {
    const batches = importer.read({
      path: file.path,
      ...(file.mapping === undefined ? undefined : { mapping: file.mapping }),
      suite,
      signal: context.signal,
      onBytes: (bytes) => meter.fileBytes(bytes),
      onRaw: (bytes) => hash.update(bytes),
    });
    for await (const batch of batches) {
      const { transcripts, problems } = notes.take(batch);
      writing = true;
      writer.write(transcripts, problems);
      writing = false;
      meter.rows(transcripts.length);
      // Searches and other tasks get their turn here.
      await setImmediate();
      throwIfAborted(context.signal);
    }
  } catch (error) {
    if (writing || !(error instanceof AuditError)) {
      return { ...(await keepWhatIsIn(writer, runOf(writer, file, notes, true))), fatal: error };
    }
    return await endEarly(writer, job, notes, error);
  }
  const { kept, rejected } = writer;
  if (kept === 0 && rejected > 0) {
    await writer.discard();
    const first = notes.firstError;
    const where = first === undefined ? '' : ` Line ${first.line}: ${first.reason}`;
    return {
      reason: `None of its ${rejected === 1 ? 'one row' : `${rejected} rows`} could be read.${where}`,
    };
  }
  writer.finish({ sha256: hash.digest('hex') });
  return { run: runOf(writer, file, notes, false) };
}

/** The file couldn't be read to its end, or the user cancelled. */
async function endEarly(
  writer: RunWriter,
  { file, context }: FileImport,
  notes: Notes,
  stopped: AuditError,
): Promise<FileOutcome> {
  const { kept } = writer;
  const cancelled = stopped.kind === 'cancelled';
  if (kept === 0 || (cancelled && context.signal.reason !== 'keep')) {
    await writer.discard();
    return cancelled ? {} : { reason: wordsOf(stopped) };
  }
  writer.keepPartial();
  const run = runOf(writer, file, notes, true);
  if (cancelled) return { run };
  return {
    run,
    reason: `${wordsOf(stopped)} The ${kept} transcripts read before that are kept as a partial run.`,
  };
}

function runOf(
  { runId, kept, rejected }: RunWriter,
  file: PlannedFile,
  notes: Notes,
  partial: boolean,
): WrittenRun {
  return { runId, name: file.runName, path: file.path, kept, rejected, warnings: notes.warnings, partial };
}

/** Counts what goes by. */
class Notes {
  warnings = 0;
  firstError: ImportProblem | undefined;

  take(batch: readonly ImportItem[]): { transcripts: ImportedTranscript[]; problems: ImportProblem[] } {
    const transcripts: ImportedTranscript[] = [];
    const problems: ImportProblem[] = [];
    for (const item of batch) {
      if (item.kind === 'transcript') {
        transcripts.push(item.transcript);
        continue;
      }
      if (item.kind !== 'problem') continue;
      problems.push(item.problem);
      if (item.problem.severity === 'warning') this.warnings++;
      else this.firstError ??= item.problem;
    }
    return { transcripts, problems };
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

function wordsOf(error: AuditError): string {
  return [error.message, error.hint].filter((text) => text !== '').join(' ');
}
