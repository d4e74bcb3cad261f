import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { importRun, labelInput, rows, storageDesk } from './storageDesk.ts';

test('the log of labels doesn’t grow for ever: the worker moves it into the file', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { store, worker, path } = await storageDesk(t);
  importRun(worker, rows(100));
  const log = (): number => statSync(path('audit.db-wal')).size;
  const sizes: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    // Labels of a host that never makes a checkpoint, 200 between two looks of the worker.
    for (let i = 0; i < 200; i += 1)
      store.appendLabel(labelInput(1 + (i % 100), i % 2 === 0 ? 'aligned' : 'misaligned'));
    sizes.push(log());
    t.mock.timers.tick(10_000);
  }
  assert.ok((sizes[0] ?? 0) > 1 << 20);
  assert.ok((sizes.at(-1) ?? 0) < 3 * (4 << 20), `the log grew to ${sizes.join(', ')} bytes`);
  assert.ok(sizes.at(-1) === sizes.at(-2), 'the same room is used again');
});
