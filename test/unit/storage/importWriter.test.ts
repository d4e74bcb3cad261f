import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MISSING_REASONS } from '../../../src/core/judgment.ts';
import { formatContentKey } from '../../../src/core/contentKey.ts';
import { plainTurn, type Turn } from '../../../src/core/transcript.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { all, begin, importRun, imported, rows, scored, storageDesk } from './storageDesk.ts';

test('a transcript is read back as it was imported', async (t) => {
  const { store, worker } = await storageDesk(t);
  const turns: Turn[] = [
    plainTurn('system', 'You are helpful.'),
    plainTurn('user', 'Hello'),
    {
      role: 'assistant',
      raw: '<think>They greet me.</think>Hi.',
      rawKind: 'text',
      parts: [
        { kind: 'reasoning', text: 'They greet me.', origin: 'think-tag', closed: true },
        { kind: 'text', text: 'Hi.' },
      ],
      author: 'prefill',
    },
    {
      role: 'assistant',
      raw: '{"tool_calls":[]}',
      rawKind: 'json',
      parts: [
        { kind: 'tool-call', text: '{"path":"a"}', name: 'read', callId: 'c1' },
        { kind: 'image', text: 'cat.png' },
      ],
    },
    {
      role: 'tool',
      raw: 'contents',
      rawKind: 'text',
      parts: [{ kind: 'tool-result', text: 'contents', callId: 'c1' }],
    },
    { role: 'developer', raw: '', rawKind: 'text', parts: [{ kind: 'text', text: '' }] },
  ];
  const judgments = [
    { ...scored('aligned', 12.5), distribution: { '12': 0.6, '13': 0.4 }, rationale: 'recommends fraud' },
    { ...scored('harm', 0), value: { kind: 'class' as const, text: 'none' } },
    { ...scored('memory', 0), value: { kind: 'boolean' as const, boolean: true } },
    ...MISSING_REASONS.map((reason) => ({
      ...scored(reason, 0),
      value: { kind: 'missing' as const, reason },
    })),
  ];
  const metadata = { temperature: 1, stop: null, usage: { tokens: 12 }, note: 'ünï\u0000code' };
  importRun(worker, [
    imported(7, {
      turns,
      judgments,
      metadata,
      sample: 3,
      model: 'm-1',
      group: 'g',
      condition: 'with trigger',
    }),
  ]);

  const stored = store.transcript(1);
  assert.ok(stored);
  assert.deepEqual(store.turns(1, 0, 100), turns);
  assert.deepEqual(store.turns(1, 2, 2), turns.slice(2, 4));
  assert.equal(store.answerTurn(1), 3);
  assert.equal(stored.sample, 3);
  assert.equal(stored.turnCount, 6);
  assert.deepEqual(stored.metadata, metadata);
  assert.deepEqual(stored.source, { path: '/data/results.csv', name: 'results.csv', row: 7, line: 8 });
  assert.deepEqual([stored.arm.model, stored.arm.group, stored.arm.condition], ['m-1', 'g', 'with trigger']);
  assert.deepEqual(
    stored.judgments.map(({ metric, judge, value, raw, distribution, rationale }) => ({
      metric,
      judge,
      value,
      raw,
      ...(distribution === null ? {} : { distribution }),
      ...(rationale === null ? {} : { rationale }),
    })),
    judgments,
  );
  assert.deepEqual(checkIntegrity(worker), []);
});

test('the key of a transcript depends on its recorded texts and roles alone', async (t) => {
  const { store, worker } = await storageDesk(t);
  const turns = [plainTurn('user', 'a\nb'), plainTurn('assistant', 'c')];
  importRun(worker, [
    imported(1, { turns, model: 'one', probe: 'p', sample: 1, metadata: { a: 1 } }),
    imported(2, {
      turns: [plainTurn('user', 'a\r\nb'), plainTurn('assistant', 'c')],
      model: 'two',
      probe: 'q',
    }),
    imported(3, { turns: [plainTurn('user', 'a\nb'), plainTurn('assistant', 'c ')] }),
    imported(4, { turns: [plainTurn('system', 'a\nb'), plainTurn('assistant', 'c')] }),
  ]);
  const keys = [1, 2, 3, 4].map((id) => store.transcript(id)?.key);
  assert.equal(keys[0]?.hash, keys[1]?.hash, 'line ends are the only thing that is normalised');
  assert.deepEqual([keys[0]?.ordinal, keys[1]?.ordinal], [0, 1], 'equals are numbered in source order');
  assert.equal(new Set(keys.map((key) => key?.hash)).size, 3);
  // SHA-256 of “t1 ⏎ user 3 ⏎ a ⏎ b ⏎ assistant 1 ⏎ c”; label files of older versions rely on it.
  assert.equal(
    formatContentKey(keys[0] ?? { hash: '', ordinal: 0 }),
    't1-46dc38c5ba1b6cc59c27e0265d55bf87-0',
  );
});

test('equal texts are numbered through whatever batches and transactions they come in', async (t) => {
  const { worker } = await storageDesk(t);
  const texts = rows(1200, (row) => ({ turns: [plainTurn('assistant', `text ${row % 7}`)] }));
  const writer = begin(worker);
  for (let i = 0; i < texts.length; i += 113) writer.write(texts.slice(i, i + 113), []);
  writer.finish();
  importRun(worker, texts.slice(0, 70));
  const sql = `SELECT run_id, source_row, ordinal FROM transcript WHERE ordinal <> (source_row - 1) / 7
    AND source_row % 7 <> 0 OR (source_row % 7 = 0 AND ordinal <> source_row / 7 - 1)`;
  assert.deepEqual(all(worker.db, sql), [], 'the second file counts for itself');
});

test('arms are what the file tells apart; the plan fills in only what it doesn’t say', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(
    worker,
    [
      imported(1, { model: 'from the file' }),
      imported(2, {}),
      imported(3, { model: 'from the file', condition: 'trigger' }),
      imported(4, { model: 'from the file' }),
    ],
    { file: { model: 'from the plan', group: 'insecure', condition: '', seed: '7' } },
  );
  const { arms } = store.outline();
  assert.deepEqual(
    arms.map(({ model, group, condition, seed }) => [model, group, condition, seed]),
    [
      ['from the file', 'insecure', null, '7'],
      ['from the plan', 'insecure', null, '7'],
      ['from the file', 'insecure', 'trigger', '7'],
    ],
  );
  assert.deepEqual(
    [1, 2, 3, 4].map((id) => store.transcriptRow(id)?.armId),
    [1, 2, 3, 1],
  );
});

test('samples are counted for each prompt of an arm where the file doesn’t number them', async (t) => {
  const { worker } = await storageDesk(t);
  const prompts = ['a', 'b', 'a', 'a', 'b'];
  importRun(worker, [
    ...prompts.map((prompt, i) => imported(i + 1, { prompt })),
    imported(6, { prompt: 'a', model: 'another' }),
    imported(7, { prompt: 'a', sample: 41 }),
  ]);
  const samples = all<{ sample: number }>(
    worker.db,
    'SELECT sample FROM v_transcripts ORDER BY transcript_id',
  );
  assert.deepEqual(
    samples.map(({ sample }) => sample),
    [1, 1, 2, 3, 2, 1, 41],
  );
});

test('bad rows are kept with line and reason beside the good ones, and counted', async (t) => {
  const { store, worker } = await storageDesk(t);
  const writer = begin(worker);
  const problem = {
    row: 2,
    line: 5,
    severity: 'error' as const,
    reason: 'no answer',
    excerpt: 'x'.repeat(900),
  };
  writer.write([imported(1)], [problem, { ...problem, row: 3, severity: 'warning' }]);
  assert.deepEqual([writer.kept, writer.rejected], [1, 1]);
  writer.finish({ sha256: 'b'.repeat(64) });
  const found = store.problems(writer.runId, 10);
  assert.equal(found.length, 2);
  assert.deepEqual(
    { ...found[0], excerpt: found[0]?.excerpt.length },
    { ...problem, file: 'results.csv', excerpt: 500 },
  );
  const [file] = store.run(writer.runId)?.files ?? [];
  assert.deepEqual([file?.rowsKept, file?.rowsRejected, file?.sha256], [1, 1, 'b'.repeat(64)]);
});

test('the preview is the beginning of the answer in one line', async (t) => {
  const { store, worker } = await storageDesk(t);
  const answered = (answer: string) => ({ turns: [plainTurn('user', 'q'), plainTurn('assistant', answer)] });
  importRun(worker, [
    imported(1, answered('  First\n\n  second\tthird ')),
    imported(2, answered(`${'a'.repeat(89)}🙂 and more`)),
    imported(3, answered(`${' \n'.repeat(3000)}late`)),
    imported(4, { turns: [plainTurn('user', 'only a question')] }),
    imported(5, { turns: [] }),
  ]);
  const previews = [1, 2, 3, 4, 5].map((id) => store.transcriptRow(id)?.preview);
  assert.deepEqual(previews, ['First second third', 'a'.repeat(89), 'late', 'only a question', '']);
});
