/** A file of a bundle, as an importer reads it: its bytes hashed on the way, its progress added to what was before. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { fileError, readChunksRaw } from './byteSource.ts';
import type { ImportItem, ReadOptions } from './importer.ts';

export interface MemberFile {
  /** For reading this one. */
  readonly options: ReadOptions;
  /** The `source` item that goes before its transcripts. */
  readonly source: readonly ImportItem[];
}

/**
 * Hashes the file whole before it is read, since a source is told of before its transcripts.
 *
 * @returns undefined when it is stored already, as it is now
 * @throws AuditError as `readChunksRaw` does
 */
export async function memberFile(path: string, options: ReadOptions): Promise<MemberFile | undefined> {
  let sizeBytes: number;
  let modifiedMs: number;
  try {
    ({ size: sizeBytes, mtimeMs: modifiedMs } = await stat(path));
  } catch (error) {
    throw fileError(path, error);
  }
  if (options.isStored?.({ path, sizeBytes, modifiedMs }) === true) return undefined;
  const hash = createHash('sha256');
  for await (const bytes of readChunksRaw({ path, signal: options.signal, onBytes: () => undefined }))
    hash.update(bytes);
  const { members: _, ...rest } = options;
  return {
    options: { ...rest, path },
    source: [{ kind: 'source', source: { path, sizeBytes, sha256: hash.digest('hex') } }],
  };
}
