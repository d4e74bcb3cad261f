/** Bringing the database and a folder of label files in step, both ways. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditError } from '../../core/errors.ts';
import type { LabelMergeTarget } from '../../exporters/labels/mergeLabelFile.ts';
import type { AuditDatabase } from '../../storage/auditDatabase.ts';
import { appendLines, type FileEnd } from './appendLines.ts';
import { memoryOf, type FolderMemory, type KnownHash } from './folderMemory.ts';
import { lookAtFolder, type FolderLook } from './lookAtFolder.ts';
import { makeFolder } from './makeFolder.ts';
import { measureFile } from './measureFile.ts';
import { mergeShared, type MergedFile, type Seen } from './mergeShared.ts';
import { ownFileName } from './ownFileName.ts';
import { eventsBetween, lastEvent, OwnLines } from './ownLines.ts';
import { sharingFailure, type SharingFailure } from './sharingFailure.ts';
import type { KnownFile, OwnLabels } from './sharingState.ts';

export interface SyncParams {
  readonly folder: string;
  /** Who labels here now; those of earlier times are remembered. */
  readonly annotators: readonly string[];
  /** Names this editor on this machine. */
  readonly installation: string;
  /** True for the first time in a session: what is remembered is read anew, and every problem told again. */
  readonly isFirst: boolean;
}

export interface SyncResult {
  /** Another window is at it; nothing was done. */
  readonly isBusy: boolean;
  /** Label events that were written to files of this installation. */
  readonly written: number;
  /** Queues of people who label here, or extensions of them, that were written. */
  readonly writtenQueues: number;
  /** Files that something was read of. */
  readonly merged: readonly MergedFile[];
  /** Files that are there no more. */
  readonly gone: readonly string[];
  /** What could not be read or written now; it is tried again the next time. */
  readonly failures: readonly SharingFailure[];
}

export const NOTHING_DONE: SyncResult = {
  isBusy: false,
  written: 0,
  writtenQueues: 0,
  merged: [],
  gone: [],
  failures: [],
};

/** How far labels are written is not known: all files must be read. */
const UNKNOWN = -1;
const FROM_THE_START: OwnLabels = { lastEvent: UNKNOWN, schemes: [], waves: [] };
/** Own labels are remembered in the database only so often, milliseconds. */
const STORED_EVERY_MS = 5 * 60_000;
let storedAt = 0;

/** One pass over a folder. To be made by one window of a database at a time. */
export class FolderSync {
  readonly #database: AuditDatabase;
  readonly #params: SyncParams;
  readonly #target: LabelMergeTarget;
  readonly #signal: AbortSignal;
  readonly #memory: FolderMemory;
  readonly #seen: Seen = { eventIds: new Set(), schemes: new Map(), waves: new Map() };
  readonly #merged: MergedFile[] = [];
  readonly #failures: SharingFailure[] = [];
  #files: Record<string, KnownFile>;
  #own: Record<string, OwnLabels>;
  #written = 0;
  #writtenQueues = 0;

  constructor(database: AuditDatabase, params: SyncParams, target: LabelMergeTarget, signal: AbortSignal) {
    this.#database = database;
    this.#params = params;
    this.#target = target;
    this.#signal = signal;
    this.#memory = memoryOf(database, params.folder, params.isFirst);
    this.#files = { ...this.#memory.state.files };
    this.#own = { ...this.#memory.state.own };
  }

  /** @throws AuditError of the database's or `cancelled`; what was merged and written until then stays */
  async run(): Promise<SyncResult> {
    const annotators = [...new Set([...this.#params.annotators, ...Object.keys(this.#own)])];
    const fileOf = new Map(annotators.map((name) => [name, this.#fileOf(name)]));
    const before = Object.keys(this.#files);
    let look: FolderLook;
    try {
      look = await this.#look([...fileOf.values()]);
      const isNew = annotators.some((name) => (this.#own[name]?.lastEvent ?? UNKNOWN) === UNKNOWN);
      if (look.hasLost || isNew) {
        // Whatever any file holds must be known to tell what none of them does.
        this.#files = {};
        this.#own = Object.fromEntries(annotators.map((name) => [name, FROM_THE_START]));
        look = await this.#look([...fileOf.values()]);
      }
    } catch (error) {
      return { ...NOTHING_DONE, failures: [sharingFailure(error, this.#params.folder, 'read')] };
    }
    const isElse = await this.#merge(look, annotators);
    for (const [annotator, name] of fileOf) await this.#write(annotator, name, look);
    const now = Object.keys(this.#files);
    const gone = before.filter((name) => !now.includes(name)).map((name) => join(this.#params.folder, name));
    this.#remember(isElse || gone.length > 0);
    return {
      isBusy: false,
      written: this.#written,
      writtenQueues: this.#writtenQueues,
      merged: this.#merged,
      gone,
      failures: this.#failures,
    };
  }

  async #look(ownNames: readonly string[]): Promise<FolderLook> {
    const look = await lookAtFolder(this.#params.folder, this.#files, {
      isOwn: (name) => ownNames.includes(name),
      again: this.#params.isFirst,
      signal: this.#signal,
    });
    const there = new Set([...look.same, ...look.changed.map(({ name }) => name)]);
    for (const name of Object.keys(this.#files)) if (!there.has(name)) delete this.#files[name];
    return look;
  }

  /** @returns whether anything was read that others wrote */
  async #merge(look: FolderLook, annotators: readonly string[]): Promise<boolean> {
    const own = new Set(annotators);
    const ownFiles = new Set(annotators.map((name) => this.#fileOf(name)));
    let isElse = false;
    for (const { name, error } of look.failed)
      this.#failures.push(sharingFailure(error, join(this.#params.folder, name), 'read'));
    for (const file of look.changed) {
      try {
        const merged = await mergeShared(
          file,
          this.#target,
          this.#seen,
          (name) => own.has(name),
          this.#signal,
        );
        const problems = file.now.problems + merged.problems.length;
        this.#files[file.name] = { ...file.now, problems };
        if (file.range !== undefined) this.#merged.push(merged);
        if (!ownFiles.has(file.name) || merged.added > 0) isElse = true;
        if (file.measured !== undefined) {
          const { readBytes, hash } = file.measured;
          if (ownFiles.has(file.name)) this.#memory.hashes.set(file.name, { readBytes, hash });
        }
      } catch (error) {
        if (!(error instanceof AuditError) || !['bad-input', 'file-missing'].includes(error.kind))
          throw error;
        // Read again the next time, from where it was read to.
        this.#failures.push(sharingFailure(error, file.path, 'read'));
      }
    }
    return isElse;
  }

  async #write(annotator: string, name: string, look: FolderLook): Promise<void> {
    const { db } = this.#database;
    const own = this.#own[annotator] ?? FROM_THE_START;
    const upTo = lastEvent(db);
    const lines = new OwnLines(db, {
      schemes: [...own.schemes, ...(this.#seen.schemes.get(name) ?? [])],
      waves: [...own.waves, ...(this.#seen.waves.get(annotator) ?? [])],
    });
    const text = this.#ownText(lines, annotator, own.lastEvent, upTo);
    const first = text.next();
    const path = join(this.#params.folder, name);
    if (first.done !== true) {
      try {
        await makeFolder(this.#params.folder);
        const end = await this.#endOf(name, path, look);
        const added = await appendLines(path, end, startingWith(first.value, text));
        await this.#noteAppended(name, path, end, added);
      } catch (error) {
        this.#failures.push(sharingFailure(error, path, 'write'));
        // Which of the annotator's labels came from other files just now isn't remembered.
        if (this.#seen.eventIds.size > 0) this.#own[annotator] = FROM_THE_START;
        return;
      }
    }
    this.#written += lines.events;
    this.#writtenQueues += lines.queues;
    this.#own[annotator] = { lastEvent: upTo, schemes: lines.schemes, waves: lines.waves };
  }

  *#ownText(lines: OwnLines, annotator: string, after: number, upTo: number): Generator<string> {
    const { db } = this.#database;
    yield* lines.ofQueues(annotator);
    const events = eventsBetween(db, annotator, after, upTo);
    yield* lines.of(events, (eventId) => this.#seen.eventIds.has(eventId));
  }

  /** How the file ends, from this look at it where it can be told; else it is read once more. */
  async #endOf(name: string, path: string, look: FolderLook): Promise<FileEnd & KnownHash> {
    const measured = look.changed.find((file) => file.name === name)?.measured;
    if (measured !== undefined) return measured;
    const known = this.#files[name];
    if (known === undefined) {
      // Not seen just now, so there is none; one that appeared meanwhile is noticed by its size.
      return { readBytes: 0, restBytes: 0, rest: Buffer.alloc(0), hash: createHash('sha256') };
    }
    const hash = this.#memory.hashes.get(name);
    const isWhole = known.sizeBytes === known.readBytes && hash?.readBytes === known.readBytes;
    if (isWhole && hash !== undefined) return { ...hash, restBytes: 0, rest: Buffer.alloc(0) };
    return measureFile(path, undefined, this.#signal);
  }

  async #noteAppended(
    name: string,
    path: string,
    end: FileEnd & KnownHash,
    added: readonly Buffer[],
  ): Promise<void> {
    const hash = end.hash.copy();
    let readBytes = end.readBytes;
    let readLines = this.#files[name]?.readLines ?? 0;
    for (const piece of added) {
      hash.update(piece);
      readBytes += piece.length;
      for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) readLines += 1;
    }
    const info = await stat(path);
    this.#memory.hashes.set(name, { readBytes, hash });
    this.#files[name] = {
      sizeBytes: info.size,
      modifiedMs: info.mtimeMs,
      changedMs: info.ctimeMs,
      // Somebody wrote behind it: not read yet.
      isRacy: info.size !== readBytes,
      readBytes,
      readLines,
      sha256: hash.copy().digest('hex'),
      isLabels: true,
      problems: this.#files[name]?.problems ?? 0,
    };
  }

  #remember(isElse: boolean): void {
    const { folder } = this.#params;
    this.#memory.state = { version: 1, folder, files: this.#files, own: this.#own };
    const now = performance.now();
    const isDue = this.#written > 0 && (storedAt === 0 || now - storedAt > STORED_EVERY_MS);
    if (!isElse && !isDue && !this.#params.isFirst) return;
    try {
      this.#memory.store();
      storedAt = now;
    } catch {
      // The files are as they should be; what isn't remembered is read once more by the next session.
    }
  }

  #fileOf(annotator: string): string {
    return ownFileName(annotator, `${this.#params.installation} ${this.#memory.databaseId}`);
  }
}

function* startingWith<T>(first: T, rest: Iterable<T>): Generator<T> {
  yield first;
  yield* rest;
}
