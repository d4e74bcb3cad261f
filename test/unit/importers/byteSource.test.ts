import assert from 'node:assert/strict';
import { appendFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { readChunksRaw } from '../../../src/importers/byteSource.ts';
import { temporaryFile } from './readAll.ts';

const CONTENT = 'x'.repeat(1024 * 1024);

/** Reads the file, doing something to it after the first chunk. */
async function readWhile(
  path: string,
  act: () => Promise<unknown>,
  signal = new AbortController().signal,
): Promise<number> {
  let bytes = 0;
  let acted = false;
  for await (const chunk of readChunksRaw({ path, signal, onBytes: () => undefined })) {
    bytes += chunk.length;
    if (!acted) await act();
    acted = true;
  }
  return bytes;
}

test('a file that stays as it is comes whole, with the bytes counted', async (t) => {
  const path = await temporaryFile(t, 'a.csv', CONTENT);
  const counts: number[] = [];
  const signal = new AbortController().signal;
  for await (const _ of readChunksRaw({ path, signal, onBytes: (bytes) => counts.push(bytes) }));
  assert.deepEqual(counts, [262_144, 524_288, 786_432, 1_048_576]);
});

test('a file that vanishes, shrinks, grows, is rewritten or replaced midway is noticed', async (t) => {
  const attempt = async (act: (path: string) => Promise<unknown>): Promise<string> => {
    const path = await temporaryFile(t, 'a.csv', CONTENT);
    try {
      await readWhile(path, () => act(path));
    } catch (error) {
      assert.ok(error instanceof Error && 'kind' in error);
      return `${String(error.kind)}: ${error.message.replace(path, '…')}`;
    }
    return 'nothing was noticed';
  };
  assert.equal(await attempt((path) => rm(path)), 'file-missing: … isn’t there.');
  assert.equal(
    await attempt((path) => truncate(path, 1000)),
    'file-changed: … became shorter while it was being read.',
  );
  assert.equal(
    await attempt((path) => appendFile(path, 'more')),
    'file-changed: … grew while it was being read.',
  );
  assert.equal(
    await attempt(async (path) => {
      // Files written within one tick of the disk's clock have the same time.
      await delay(30);
      await writeFile(path, 'y'.repeat(CONTENT.length));
    }),
    'file-changed: … was written to while it was being read.',
  );
  assert.equal(
    await attempt(async (path) => {
      await delay(30);
      await writeFile(`${path}.new`, CONTENT);
      await rename(`${path}.new`, path);
    }),
    'file-changed: … was replaced by another while it was being read.',
  );
});

test('reading stops when it is cancelled', async (t) => {
  const path = await temporaryFile(t, 'a.csv', CONTENT);
  const controller = new AbortController();
  await assert.rejects(
    readWhile(path, () => Promise.resolve(controller.abort()), controller.signal),
    { kind: 'cancelled' },
  );
});
