// What an import remembers of its rows: little, and never wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { plainTurn } from '../../../src/core/transcript.ts';
import { CountTable } from '../../../src/storage/import/countTable.ts';
import { SeenHashes } from '../../../src/storage/import/seenHashes.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { all, begin, imported, single, storageDesk } from './storageDesk.ts';

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, 16);

test('the table counts as a map does, whatever the keys', () => {
  const keys = fc.oneof(fc.nat(50), fc.nat({ max: Number.MAX_SAFE_INTEGER - 1 }));
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 3000 }), (list) => {
      const table = new CountTable();
      const map = new Map<number, number>();
      for (const key of list) {
        table.set(key, table.get(key) + 1);
        map.set(key, (map.get(key) ?? 0) + 1);
      }
      for (const [key, count] of map) assert.equal(table.get(key), count);
      assert.equal(table.get(Number.MAX_SAFE_INTEGER - 1), map.get(Number.MAX_SAFE_INTEGER - 1) ?? 0);
    }),
    { numRuns: 50 },
  );
});

test('the table takes three million keys and then no more, in bounded memory and time', () => {
  const table = new CountTable();
  let key = 0;
  for (; !table.isFull; key += 1) table.set((key % 7) * 2 ** 32 + key, 1);
  assert.ok(key > 3_000_000 && key < 3_500_000);
  table.set(2 ** 50, 5);
  assert.equal(table.get(2 ** 50), 0);
  table.set(0, 9);
  assert.equal(table.get(0), 9, 'what is in it is counted on');
});

test('a text that was seen is never called new, and few new ones are called seen', () => {
  const seen = new SeenHashes();
  let mistaken = 0;
  for (let i = 0; i < 100_000; i += 1) if (!seen.add(hashOf(`text ${i}`), 1)) mistaken += 1;
  for (let i = 0; i < 100_000; i += 1) assert.equal(seen.add(hashOf(`text ${i}`), 1), false);
  assert.ok(mistaken <= 2, String(mistaken));
  assert.equal(seen.add(hashOf('text 1'), 2), true, 'another file begins anew');
});

test('more prompts, probes and repeated texts than are kept in memory get the same places', async (t) => {
  const { worker, host } = await storageDesk(t);
  const count = 20_400;
  const again = 300;
  const writer = begin(worker, { rule: null });
  // The first ones come again when they were forgotten.
  for (let row = 0; row < count + again; row += 1) {
    const text = `prompt ${row % count}`;
    const turns = [plainTurn('user', text)];
    const one = imported(row + 1, { probe: `p ${row % count}`, prompt: text, turns, judgments: [] });
    writer.write([one], []);
  }
  writer.finish();
  const places = `SELECT leaf_seq AS seq, sample, ordinal, count(*) AS n FROM transcript GROUP BY 1, 2, 3 ORDER BY 1`;
  assert.deepEqual(all(host.db, places), [
    { seq: 1, sample: 1, ordinal: 0, n: count },
    { seq: 2, sample: 2, ordinal: 1, n: again },
  ]);
  assert.equal(single(host.db, 'SELECT count(*) FROM prompt'), count);
  assert.equal(single(host.db, 'SELECT count(*) FROM probe'), count);
  assert.deepEqual(checkIntegrity(host), []);
});
