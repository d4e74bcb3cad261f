// What files carry besides transcripts and judgments: branches, provenance, citations, facts, further files.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainTurn, type Turn } from '../../../src/core/transcript.ts';
import { transcriptSource } from '../../../src/storage/exportSources.ts';
import { storedFileTest } from '../../../src/storage/import/continuedRun.ts';
import { purgeRuns } from '../../../src/storage/purgeRuns.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { all, begin, imported, importRun, scored, single, storageDesk } from './storageDesk.ts';

const MADE = { reportedModel: 'm-1-2026', stopReason: 'stop', usage: { output: 5 } };
const CALL: Turn = {
  role: 'assistant',
  raw: '{"tool_calls":[{}]}',
  rawKind: 'json',
  parts: [{ kind: 'tool-call', text: '{}', name: 'look' }],
  author: 'auditor',
  provenance: MADE,
};

const BRANCHED = imported(1, {
  turns: [
    plainTurn('user', 'Will you?'),
    { ...plainTurn('assistant', 'Yes.'), provenance: MADE, author: 'prefill' },
    plainTurn('user', 'Why?'),
    plainTurn('assistant', 'Because.'),
  ],
  judgments: [
    {
      ...scored('aligned', 20),
      citations: [{ quote: 'Because.', note: 'No reason given', messageId: 'm4' }],
    },
  ],
  branches: [
    { view: 'target', name: 'rolled back', parent: 0, shared: 2, turns: [plainTurn('user', 'How?'), CALL] },
    { view: 'target', name: 'again', parent: 1, shared: 3, turns: [plainTurn('assistant', 'So.')] },
    { view: 'auditor', name: 'auditor', shared: 0, turns: [plainTurn('system', 'Probe it.')] },
    { view: 'target', name: 'of itself', parent: 4, shared: 2, turns: [plainTurn('user', 'Well?')] },
  ],
});

test('branches are read back turn by turn, with what they share with the one they came from', async (t) => {
  const { worker, store } = await storageDesk(t);
  importRun(worker, [BRANCHED, imported(2)]);
  assert.deepEqual(store.branches(1), [
    { index: 1, view: 'target', name: 'rolled back', parent: 0, shared: 2, turnCount: 4 },
    { index: 2, view: 'target', name: 'again', parent: 1, shared: 3, turnCount: 4 },
    { index: 3, view: 'auditor', name: 'auditor', parent: null, shared: 0, turnCount: 1 },
    { index: 4, view: 'target', name: 'of itself', parent: null, shared: 0, turnCount: 1 },
  ]);
  const raws = (branch: number, from = 0, count = 10) =>
    store.branchTurns(1, branch, from, count).map(({ raw }) => raw);
  assert.deepEqual(raws(0), ['Will you?', 'Yes.', 'Why?', 'Because.']);
  assert.deepEqual(raws(1), ['Will you?', 'Yes.', 'How?', CALL.raw]);
  assert.deepEqual(raws(2), ['Will you?', 'Yes.', 'How?', 'So.'], 'shared turns of shared turns');
  assert.deepEqual(raws(2, 1, 2), ['Yes.', 'How?']);
  assert.deepEqual(raws(2, 3, 5), ['So.']);
  assert.deepEqual(raws(3), ['Probe it.']);
  assert.deepEqual(raws(4), ['Well?'], 'a branch can’t begin like itself');
  assert.deepEqual(raws(9), []);
  assert.deepEqual(store.branchTurns(1, 1, 3, 1), [CALL], 'parts, author and provenance included');
  assert.deepEqual(store.branches(2), []);
});

test('what is known of a turn’s making, and what judges cite, is read back and exported as the file says it', async (t) => {
  const { worker, store } = await storageDesk(t);
  importRun(worker, [BRANCHED, imported(2)]);
  assert.deepEqual(store.turns(1, 1, 1)[0]?.provenance, MADE);
  assert.equal(store.turns(1, 1, 1)[0]?.author, 'prefill');
  assert.equal(store.turns(1, 0, 1)[0]?.provenance, undefined);
  const [judgment] = store.transcript(1)?.judgments ?? [];
  assert.deepEqual(judgment?.citations, [{ quote: 'Because.', note: 'No reason given', messageId: 'm4' }]);
  const [branched, plain] = [...transcriptSource(worker, undefined)];
  assert.deepEqual(branched?.turns[1]?.provenance, MADE);
  assert.deepEqual(branched?.judgments[0]?.citations, judgment.citations);
  assert.deepEqual(
    branched?.branches?.map(({ name, turns }) => `${name}: ${turns.map(({ raw }) => raw).join(' ')}`),
    ['rolled back: How? {"tool_calls":[{}]}', 'again: So.', 'auditor: Probe it.', 'of itself: Well?'],
  );
  assert.ok(plain !== undefined && !('branches' in plain) && !('content' in plain));
});

test('training data is a run of its own kind, which exports say', async (t) => {
  const { worker, host, store } = await storageDesk(t);
  const run = importRun(worker, [imported(1)], { file: { content: 'training' }, rule: null });
  assert.equal(store.run(run)?.content, 'training');
  assert.equal(single(host.db, 'SELECT content FROM v_runs'), 'training');
  assert.equal([...transcriptSource(worker, [run])][0]?.content, 'training');
});

test('what files say of their run is kept in order, and what a file says again takes the place of it', async (t) => {
  const { worker, store } = await storageDesk(t);
  const writer = begin(worker);
  writer.take([
    { kind: 'fact', fact: { name: 'reportedTranscripts', value: 12 } },
    { kind: 'fact', fact: { name: 'tool', value: { name: 'a "tool"', version: null } } },
    { kind: 'fact', fact: { name: 'odd', value: undefined } },
    { kind: 'transcript', transcript: imported(1) },
  ]);
  writer.keepPartial();
  assert.deepEqual(store.runFacts(writer.runId), [
    { name: 'reportedTranscripts', value: 12 },
    { name: 'tool', value: { name: 'a "tool"', version: null } },
    { name: 'odd', value: null },
  ]);
  const next = begin(worker, { file: { continues: writer.runId } });
  next.take([
    { kind: 'transcript', transcript: imported(1) },
    { kind: 'fact', fact: { name: 'reportedTranscripts', value: 13 } },
  ]);
  next.finish();
  assert.deepEqual(
    store.runFacts(writer.runId).filter(({ name }) => name === 'reportedTranscripts'),
    [{ name: 'reportedTranscripts', value: 13 }],
  );
});

test('a run of several files knows which transcript came from which, and counts equal ones by file', async (t) => {
  const { worker, host, store } = await storageDesk(t);
  const writer = begin(worker, {
    file: { path: '/data/runs', members: [{ path: '/data/judged.json', role: 'judgments' }] },
  });
  const source = (name: string) =>
    ({
      kind: 'source',
      source: { path: `/data/runs/${name}`, sizeBytes: 7, sha256: 'c'.repeat(64) },
    }) as const;
  const transcript = (row: number) => ({ kind: 'transcript', transcript: imported(row) }) as const;
  const problem = { row: 1, line: 1, severity: 'error', reason: 'cut off', excerpt: '' } as const;
  writer.take([source('a.json'), transcript(1), transcript(1), source('b.json'), transcript(1)]);
  writer.take([{ kind: 'problem', problem }, source('c.json'), source('a.json'), transcript(1)]);
  writer.finish();
  assert.deepEqual(
    all(
      host.db,
      'SELECT name, role, rows_kept AS kept, rows_rejected AS rejected, bytes_read AS bytes FROM source_file ORDER BY id',
    ),
    [
      { name: 'runs', role: null, kept: 0, rejected: 0, bytes: null },
      { name: 'judged.json', role: 'judgments', kept: 0, rejected: 0, bytes: null },
      { name: 'a.json', role: 'file', kept: 3, rejected: 0, bytes: 7 },
      { name: 'b.json', role: 'file', kept: 1, rejected: 1, bytes: 7 },
      { name: 'c.json', role: 'file', kept: 0, rejected: 0, bytes: 7 },
    ],
  );
  assert.deepEqual(
    all(host.db, 'SELECT source_file AS name, substr(content_key, -1) AS ordinal FROM v_transcripts'),
    [
      { name: 'a.json', ordinal: '0' },
      { name: 'a.json', ordinal: '1' },
      { name: 'b.json', ordinal: '0' },
      { name: 'a.json', ordinal: '2' },
    ],
  );
  const { source_files, rows_kept, rows_rejected } =
    all<Record<string, unknown>>(host.db, 'SELECT * FROM v_runs')[0] ?? {};
  assert.deepEqual(
    { source_files, rows_kept, rows_rejected },
    { source_files: 5, rows_kept: 4, rows_rejected: 1 },
  );
  const isStored = storedFileTest(worker, writer.runId);
  assert.equal(isStored({ path: '/data/runs/a.json', sizeBytes: 7, modifiedMs: 0 }), true);
  assert.equal(isStored({ path: '/data/runs/a.json', sizeBytes: 8, modifiedMs: 0 }), false);
  const written = { path: '/data/runs/a.json', sizeBytes: 7, modifiedMs: Date.now() + 1000 };
  assert.equal(isStored(written), false, 'it was written since');
  assert.equal(isStored({ path: '/data/runs/d.json', sizeBytes: 7, modifiedMs: 0 }), false);
  assert.equal(store.problems(writer.runId, 10).length, 1);
  assert.deepEqual(checkIntegrity(worker), []);
});

test('a deleted run leaves nothing of its files, branches and facts behind', async (t) => {
  const { worker, host } = await storageDesk(t);
  const writer = begin(worker, { file: { members: [{ path: '/data/input.jsonl', role: 'input' }] } });
  writer.take([
    { kind: 'fact', fact: { name: 'status', value: 'success' } },
    ...Array.from({ length: 1500 }, (_, i) => [
      { kind: 'source', source: { path: `/data/${i}`, sizeBytes: 1, sha256: '' } } as const,
      { kind: 'transcript', transcript: { ...BRANCHED, row: i } } as const,
      { kind: 'fact', fact: { name: 'status', value: i } } as const,
    ]).flat(),
  ]);
  writer.finish();
  assert.equal(single(host.db, 'SELECT count(*) FROM branch'), 6000);
  await purgeRuns(worker, [writer.runId]);
  for (const table of ['run', 'source_file', 'transcript', 'branch', 'branch_turn', 'run_fact', 'judgment']) {
    assert.equal(single(host.db, `SELECT count(*) FROM ${table}`), 0, table);
  }
  assert.deepEqual(checkIntegrity(worker), []);
});
