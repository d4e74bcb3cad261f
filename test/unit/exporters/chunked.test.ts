import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chunked } from '../../../src/exporters/chunked.ts';

describe('writing in pieces', () => {
  test('reads no further than the piece being written, so memory doesn’t grow with the export', async () => {
    let read = 0;
    function* rows(): Generator<number> {
      for (; read < 100_000; read++) yield read;
    }
    const kibibyte = 'x'.repeat(1024);
    let written = 0;
    let pieces = 0;
    for await (const { text, count } of chunked(rows(), () => kibibyte)) {
      written += count;
      pieces += 1;
      assert.ok(text.length <= 129 * 1024);
      assert.ok(read - written <= 1, `${read} read, ${written} written`);
      if (pieces === 20) break;
    }
    assert.equal(written, 20 * 128);
  });

  test('lets go of the rows when writing stops', async () => {
    let closed = false;
    function* rows(): Generator<string> {
      try {
        for (;;) yield 'x'.repeat(200_000);
      } finally {
        closed = true;
      }
    }
    for await (const _ of chunked(rows(), (row) => row)) break;
    assert.ok(closed);
  });

  test('counts every row once, and writes nothing for none', async () => {
    const counts: number[] = [];
    for await (const { count } of chunked(['a', 'b', 'c'], (row) => row)) counts.push(count);
    assert.deepEqual(counts, [3]);
    for await (const _ of chunked([], String)) assert.fail('a piece of nothing');
  });
});
