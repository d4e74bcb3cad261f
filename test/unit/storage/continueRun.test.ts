import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import { deriveCondition } from '../../../src/storage/deriveCondition.ts';
import type { WrittenItem } from '../../../src/storage/importWriter.ts';
import { createLeaseOwner } from '../../../src/storage/queries/leases.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { all, begin, imported, rows, single, storageDesk, temporaryFolder } from './storageDesk.ts';
import { runDump } from './runDump.ts';

/** What a reader yields of a file, of few texts, so that many are equal; some rows make two transcripts or a problem. */
const anyRow = fc.record({
  text: fc.nat(6),
  probe: fc.nat(2),
  model: fc.nat(1),
  twice: fc.boolean(),
  trouble: fc.constantFrom('none', 'none', 'error', 'warning before', 'warning after'),
  label: fc.constantFrom(null, null, 'aligned', 'misaligned'),
});

type Row = typeof anyRow extends fc.Arbitrary<infer R> ? R : never;

function itemsOf(list: readonly Row[]): WrittenItem[] {
  const ofTheFile = (reason: string): WrittenItem => ({
    kind: 'problem',
    problem: { row: 0, line: 0, severity: 'warning', reason, excerpt: '' },
  });
  return [ofTheFile('at its head'), ...list.flatMap(itemsOfRow), ofTheFile('at its end')];
}

function itemsOfRow({ text, probe, model, twice, trouble, label }: Row, at: number): WrittenItem[] {
  const row = at + 1;
  const problem = (severity: 'error' | 'warning'): WrittenItem => ({
    kind: 'problem',
    problem: { row, line: row, severity, reason: `${severity} in ${row}`, excerpt: '' },
  });
  if (trouble === 'error') return [problem('error')];
  const transcript: WrittenItem = {
    kind: 'transcript',
    transcript: imported(row, {
      probe: `p${probe}`,
      model: `m${model}`,
      turns: [plainTurn('user', 'Well?'), plainTurn('assistant', `Answer ${text}`)],
      branches: [
        { view: 'target', name: 'b', parent: 0, shared: 1, turns: [plainTurn('user', `Hm ${row}`)] },
      ],
      ...(label === null
        ? {}
        : {
            labels: [
              {
                annotator: 'published',
                part: 'answer',
                scheme: DEFAULT_LABEL_SCHEME,
                answer: label,
                source: 's',
              },
            ],
          }),
    }),
  };
  return [
    ...(trouble === 'warning before' ? [problem('warning')] : []),
    transcript,
    ...(twice ? [transcript] : []),
    ...(trouble === 'warning after' ? [problem('warning')] : []),
  ];
}

test('an import that was cut off anywhere, any number of times, and gone on with is what one whole import is', async (t) => {
  const { open } = await temporaryFolder(t);
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyRow, { minLength: 1, maxLength: 25 }),
      fc.array(fc.nat(60), { maxLength: 3 }),
      async (list, cuts) => {
        number += 1;
        const items = itemsOf(list);
        const [whole, parts] = [await open(`whole-${number}.db`), await open(`parts-${number}.db`)];
        const once = begin(whole);
        once.take(items);
        once.finish();
        let continues: number | undefined;
        for (const cut of cuts.map((at) => at % (items.length + 1)).sort((a, b) => a - b)) {
          const writer = begin(parts, continues === undefined ? {} : { file: { continues } });
          writer.take(items.slice(0, cut));
          writer.keepPartial();
          continues = writer.runId;
        }
        const last = begin(parts, continues === undefined ? {} : { file: { continues } });
        last.take(items);
        last.finish();
        assert.deepEqual(runDump(parts.db), runDump(whole.db));
        assert.deepEqual(checkIntegrity(parts), []);
        whole.close();
        parts.close();
      },
    ),
    { numRuns: 40 },
  );
});

test('a last row that was cut off in the file when it was read is read again once it is whole', async (t) => {
  const { worker, store } = await storageDesk(t);
  const cutOff = {
    row: 3,
    line: 3,
    severity: 'error',
    reason: 'The line is cut off.',
    excerpt: '{"mess',
  } as const;
  const first = begin(worker);
  first.write(rows(2), [cutOff]);
  first.finish();
  assert.equal(store.problems(first.runId, 10).length, 1);
  const next = begin(worker, { file: { continues: first.runId } });
  next.write(rows(4), []);
  assert.equal(next.kept, 2, 'the two that are new');
  next.finish();
  assert.equal(next.runId, first.runId);
  assert.deepEqual(store.problems(first.runId, 10), []);
  assert.equal(store.run(first.runId)?.files[0]?.rowsRejected, 0);
  assert.equal(single(worker.db, 'SELECT count(*) FROM transcript'), 4);
});

test('a file that isn’t what it was is refused, and the run stays as it is', async (t) => {
  const { worker, host } = await storageDesk(t);
  const first = begin(worker);
  first.write(rows(20), []);
  first.finish();
  const before = runDump(host.db);
  const changes = {
    'a text that changed': rows(30, (row) =>
      row === 7 ? { turns: [plainTurn('user', 'q'), plainTurn('assistant', 'edited')] } : {},
    ),
    'an end that is gone': rows(10),
    'a row that is gone': rows(30).slice(1),
  };
  for (const [change, list] of Object.entries(changes)) {
    const writer = begin(worker, { file: { continues: first.runId } });
    const go = (): void => {
      writer.write(list, []);
      writer.finish();
    };
    assert.throws(go, { kind: 'file-changed', hint: /new version/ }, change);
    writer.keepPartial();
    assert.deepEqual(runDump(host.db), before, change);
  }
});

test('of a folder, only files that are new or grew are stored; one that changed is told of once and left alone', async (t) => {
  const { worker, store } = await storageDesk(t);
  const file = (name: string, sizeBytes: number, list: readonly number[]): WrittenItem[] => [
    { kind: 'source', source: { path: `/data/${name}`, sizeBytes, sha256: String(sizeBytes) } },
    ...list.map((row): WrittenItem => ({ kind: 'transcript', transcript: imported(row) })),
  ];
  const folder = { path: '/data', runName: 'data' };
  const first = begin(worker, { file: folder });
  first.take([...file('a', 1, [1, 2]), ...file('b', 2, [3, 4]), ...file('c', 3, [5])]);
  first.finish();
  for (let again = 0; again < 2; again += 1) {
    const next = begin(worker, { file: { ...folder, continues: first.runId } });
    // a is passed over by the importer, b was edited, c grew, d is new.
    next.take([...file('b', 20, [3, 9, 10]), ...file('c', 30, [5, 6]), ...file('d', 4, [7])]);
    next.finish();
    assert.equal(next.kept, again === 0 ? 2 : 0);
  }
  const stored = all<{ name: string; row: number }>(
    worker.db,
    'SELECT f.name, t.source_row AS row FROM transcript t JOIN source_file f ON f.id = t.source_file_id ORDER BY t.id',
  );
  assert.deepEqual(
    stored.map(({ name, row }) => `${name}${row}`),
    ['a1', 'a2', 'b3', 'b4', 'c5', 'c6', 'd7'],
  );
  const problems = store.problems(first.runId, 10);
  assert.deepEqual(
    problems.map(({ file: name, reason }) => [name, /isn’t what it was/.test(reason)]),
    [['b', true]],
  );
  assert.equal(store.run(first.runId)?.status, 'complete');
  assert.deepEqual(checkIntegrity(worker), []);
});

test('new rows find their places although conditions were derived and names corrected meanwhile', async (t) => {
  const { worker } = await storageDesk(t);
  const list = rows(12, (row) => ({ model: 'm', probe: `p${row % 2}` }));
  const first = begin(worker);
  first.write(list.slice(0, 6), []);
  first.finish();
  await deriveCondition(worker, [first.runId], ({ id }) => (id % 3 === 0 ? 'third' : undefined));
  const next = begin(worker, { file: { continues: first.runId } });
  next.write(list, []);
  next.finish();
  assert.deepEqual(checkIntegrity(worker), []);
  const samples = all<{ sample: number }>(
    worker.db,
    `SELECT t.sample FROM transcript t JOIN probe p ON p.id = t.probe_id WHERE p.name = 'p0' ORDER BY t.id`,
  );
  assert.deepEqual(
    samples.map(({ sample }) => sample),
    [1, 2, 3, 4, 5, 6],
  );
  assert.equal(single(worker.db, 'SELECT count(*) FROM arm'), 2);
});

test('a run that is gone, launched, or being imported elsewhere can’t be gone on with', async (t) => {
  const { worker, store } = await storageDesk(t);
  assert.throws(() => begin(worker, { file: { continues: 7 } }), { kind: 'not-found' });
  const under = begin(worker);
  under.write(rows(3), []);
  const continues = under.runId;
  assert.throws(() => begin(worker, { file: { continues }, leaseOwner: createLeaseOwner() }), {
    kind: 'database-busy',
  });
  under.keepPartial();
  const next = begin(worker, { file: { continues } });
  next.write(rows(3), []);
  next.keepPartial();
  assert.equal(store.run(continues)?.status, 'partial');
  store.deleteRuns([continues]);
  assert.throws(() => begin(worker, { file: { continues } }), { kind: 'not-found' });
});

test('giving up keeps a run that was there, with what was stored of it', async (t) => {
  const { worker, host, store } = await storageDesk(t);
  const first = begin(worker);
  first.write(rows(5), []);
  first.finish();
  const next = begin(worker, { file: { continues: first.runId } });
  next.write(rows(9), []);
  await next.discard();
  assert.equal(store.run(first.runId)?.status, 'complete');
  assert.equal(single(host.db, 'SELECT count(*) FROM transcript'), 5);
});
