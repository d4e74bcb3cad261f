/** Files that are read along with another one: hashed on the way, so that the run says what it was made from. */
import { createHash, type Hash } from 'node:crypto';
import { AuditError } from '../core/errors.ts';
import type { ImportedSource } from '../core/imported.ts';
import { readChunks } from './byteSource.ts';

/** A document that is read as one text. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Hashes a file while it is read: give `onRaw` to the reader, ask for `source` after its end. */
export class SourceHash {
  readonly #path: string;
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  readonly onRaw = (bytes: Uint8Array): void => {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  };

  source(): ImportedSource {
    return { path: this.#path, sizeBytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}

/**
 * A whole small file as text.
 *
 * @param onRaw gets the bytes, when the caller hashes the file by itself
 * @throws AuditError `bad-input` when it is over 16 MiB, and as `readChunks` does
 */
export async function readSmallFile(
  path: string,
  signal: AbortSignal,
  onRaw?: (bytes: Uint8Array) => void,
): Promise<{ readonly text: string; readonly source: ImportedSource }> {
  const hash = new SourceHash(path);
  const chunks: Buffer[] = [];
  let size = 0;
  const both = (bytes: Uint8Array): void => {
    hash.onRaw(bytes);
    onRaw?.(bytes);
  };
  for await (const { bytes } of readChunks({ path, signal, onBytes: () => undefined, onRaw: both })) {
    size += bytes.length;
    if (size > MOST_BYTES) throw new AuditError('bad-input', `${path} is larger than 16 MiB.`);
    chunks.push(bytes);
  }
  return { text: Buffer.concat(chunks).toString('utf8'), source: hash.source() };
}
