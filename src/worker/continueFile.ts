/** What an import that goes on with a run looks at before it begins. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileError, throwIfAborted } from '../importers/byteSource.ts';
import type { Importer } from '../importers/importer.ts';
import type { AuditDatabase } from '../storage/auditDatabase.ts';
import { storedImport } from '../storage/import/continuedRun.ts';
import { fileChanged, OutdatedRunError } from '../storage/import/passOver.ts';

/** The file as it is now. `isOne` when it is one file, read from its beginning to its end, and no bundle or folder. */
export interface FileNow {
  readonly path: string;
  readonly sizeBytes: number;
  readonly isOne: boolean;
  readonly isCompressed: boolean;
}

const NEWLINE = 10;
const RETURN = 13;

/**
 * Sees to it that what was read of the run's file still stands there, byte by byte, and would be read the same way.
 *
 * @returns `isCut` when the file may have ended within a row then, so that its last row is to be read again
 * @throws AuditError `file-changed` when not, with the advice to import a new version; `not-found` when the run is gone;
 *   `cancelled`
 */
export async function checkContinuation(
  database: AuditDatabase,
  runId: number,
  importer: Importer,
  { path, sizeBytes, isOne, isCompressed }: FileNow,
  signal: AbortSignal,
): Promise<{ readonly isCut: boolean }> {
  const stored = storedImport(database, runId);
  if (stored.importer !== importer.id || stored.importerVersion !== importer.version) {
    throw new OutdatedRunError(`${path} would now be read otherwise than when it was imported.`);
  }
  const { position } = stored;
  // Bundles and folders are told by their texts, one after the other.
  if (!isOne || position === undefined) return { isCut: false };
  if (sizeBytes < position.bytes) throw fileChanged(path);
  if ((await hashOfBeginning(path, position.bytes, signal)) !== position.sha256) throw fileChanged(path);
  if (sizeBytes === position.bytes || position.bytes === 0) return { isCut: false };
  return { isCut: isCompressed || !(await isLineEnd(path, position.bytes)) };
}

/** Whether a line ends at this place, or has its end there. */
async function isLineEnd(path: string, place: number): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      const bytes = Buffer.alloc(2);
      await file.read(bytes, 0, 2, place - 1);
      const [before, after] = bytes;
      return before === NEWLINE || after === NEWLINE || after === RETURN;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

async function hashOfBeginning(path: string, bytes: number, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  if (bytes > 0) {
    try {
      for await (const chunk of createReadStream(path, { end: bytes - 1, highWaterMark: 1 << 20 })) {
        throwIfAborted(signal);
        hash.update(chunk as Buffer);
      }
    } catch (error) {
      throw fileError(path, error);
    }
  }
  return hash.digest('hex');
}
