import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SchemeUses } from '../../../src/host/schemes/schemeUses.ts';

test('labels are counted once while nobody labels, and anew as soon as somebody did', async () => {
  let counts = 0;
  const uses = new SchemeUses(() => {
    counts += 1;
    return Promise.resolve([]);
  });
  await Promise.all([uses.read(), uses.read()]);
  await uses.read();
  assert.equal(counts, 1);
  uses.forget();
  await uses.read();
  assert.equal(counts, 2);
});

test('a count that failed is tried again', async () => {
  let counts = 0;
  const uses = new SchemeUses(() => {
    counts += 1;
    return counts === 1 ? Promise.reject(new Error('the worker was busy')) : Promise.resolve([]);
  });
  await assert.rejects(uses.read(), /busy/);
  assert.deepEqual(await uses.read(), []);
});
