import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { SettledFiles, type FileState } from '../../../src/host/watch/settledFiles.ts';
import { waitUntil } from '../../support/waitUntil.ts';

function settled(
  sizes: Map<string, number>,
  {
    appendOnly = false,
    onSettled,
  }: { appendOnly?: boolean; onSettled?: (paths: readonly string[]) => Promise<void> } = {},
) {
  const batches: (readonly string[])[] = [];
  const files = new SettledFiles({
    stat: (path): Promise<FileState | undefined> => {
      const sizeBytes = sizes.get(path);
      return Promise.resolve(sizeBytes === undefined ? undefined : { sizeBytes, modifiedMs: 0 });
    },
    isAppendOnly: () => appendOnly,
    onSettled: async (paths) => {
      batches.push([...paths]);
      await onSettled?.(paths);
    },
    settleMs: 60,
    patienceMs: 200,
    everyMs: 10,
  });
  return { files, batches };
}

test('a file is handed on once, when it has stopped growing, and what vanished is forgotten', async () => {
  const sizes = new Map([
    ['a', 1],
    ['gone', 1],
  ]);
  const { files, batches } = settled(sizes);
  files.note('a');
  files.note('gone');
  sizes.delete('gone');
  for (let size = 2; size < 12; size++) {
    sizes.set('a', size);
    files.note('a');
    await delay(15);
  }
  assert.deepEqual(batches, [], 'it is still growing');
  await waitUntil('it is handed on', 2_000, () => batches.length > 0);
  await delay(100);
  assert.deepEqual(batches, [['a']]);
  assert.equal(files.waiting, 0);
  files.dispose();
});

test('a log that never rests is handed on after a while all the same', async () => {
  const sizes = new Map([['log.jsonl', 1]]);
  const { files, batches } = settled(sizes, { appendOnly: true });
  const timer = setInterval(() => {
    sizes.set('log.jsonl', (sizes.get('log.jsonl') ?? 0) + 1);
    files.note('log.jsonl');
  }, 10);
  await waitUntil('it is handed on twice', 3_000, () => batches.length >= 2);
  clearInterval(timer);
  files.dispose();
});

test('what changes while a batch is being taken in comes in the next one, never at the same time', async () => {
  const sizes = new Map([['a', 1]]);
  let running = 0;
  let most = 0;
  const { files, batches } = settled(sizes, {
    onSettled: async () => {
      most = Math.max(most, ++running);
      if (batches.length === 1) {
        sizes.set('a', 2);
        files.note('a');
      }
      await delay(150);
      running--;
    },
  });
  files.note('a');
  await waitUntil('both are in', 3_000, () => batches.length === 2 && running === 0);
  assert.equal(most, 1);
  files.dispose();
});
