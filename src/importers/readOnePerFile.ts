/** Reads a folder (or several chosen files) of an importer that takes one transcript a file, as one run. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AuditError } from '../core/errors.ts';
import { candidateKind } from './candidateNames.ts';
import { readFileHead } from './fileHead.ts';
import { listFolder, type ListedFile } from './folderListing.ts';
import type { Importer, ImportItem, ReadOptions } from './importer.ts';

/**
 * Each file in natural order: first where it comes from (`source`), then what it holds. Files that the importer doesn't
 * know, and those that are stored already, are passed over; a file that can't be read is a problem of its own and stops
 * nothing.
 *
 * @param options `path` is a folder, or a file whose `members` of the role `transcript` follow it
 * @throws AuditError `cancelled`, and for a folder that can't be read at all
 */
export async function* readOnePerFile(
  importer: Importer,
  options: ReadOptions,
): AsyncGenerator<readonly ImportItem[]> {
  const { signal, isStored = () => false, onBytes, onRaw } = options;
  let bytesDone = 0;
  let row = 0;
  for await (const files of filesOf(options)) {
    for (const file of files) {
      const before = bytesDone;
      bytesDone += file.sizeBytes;
      row++;
      if (isStored(file)) {
        onBytes(bytesDone);
        continue;
      }
      const reading = await readFileHead(file.path);
      if (reading.kind === 'refused') {
        yield [sourceOf(file), problem(file, row, `${reading.reason} ${reading.hint}`.trim())];
        continue;
      }
      const recognition = importer.recognise(reading.head);
      if (recognition === undefined) continue;
      if (recognition.kind !== 'transcripts') {
        const reason = recognition.kind === 'refused' ? recognition.reason : 'It is a table.';
        yield [sourceOf(file), problem(file, row, reason)];
        continue;
      }
      const hash = createHash('sha256');
      const items: ImportItem[] = [];
      const { members: _, ...rest } = options;
      try {
        const batches = importer.read({
          ...rest,
          path: file.path,
          onBytes: (bytes) => onBytes(before + Math.min(bytes, file.sizeBytes)),
          onRaw: (bytes) => {
            hash.update(bytes);
            onRaw?.(bytes);
          },
        });
        for await (const batch of batches) for (const item of batch) items.push(item);
      } catch (error) {
        if (!(error instanceof AuditError) || error.kind === 'cancelled' || signal.aborted) throw error;
        items.push(problem(file, row, `${error.message} ${error.hint}`.trim()));
      }
      const source = { path: file.path, sizeBytes: file.sizeBytes, sha256: hash.digest('hex') };
      yield [{ kind: 'source', source }, ...items];
    }
  }
}

async function* filesOf({ path, members, signal }: ReadOptions): AsyncGenerator<readonly ListedFile[]> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory() === true) {
    yield* listFolder(path, { signal, wanted: (name) => candidateKind(name) === 'results' });
    return;
  }
  const paths = [path, ...(members ?? []).filter(({ role }) => role === 'transcript').map((one) => one.path)];
  for (const one of paths) {
    const size = await stat(one).then(
      ({ size: sizeBytes, mtimeMs }) => ({ sizeBytes, modifiedMs: mtimeMs }),
      () => ({ sizeBytes: 0, modifiedMs: 0 }),
    );
    yield [{ path: one, name: basename(one), ...size }];
  }
}

/** A file of which nothing is read: what is wrong with it must not be told of the one before. */
function sourceOf({ path, sizeBytes }: ListedFile): ImportItem {
  return { kind: 'source', source: { path, sizeBytes, sha256: '' } };
}

function problem(file: ListedFile, row: number, reason: string): ImportItem {
  return {
    kind: 'problem',
    problem: { row, line: 1, severity: 'error', reason: `${file.name}: ${reason}`, excerpt: '' },
  };
}
