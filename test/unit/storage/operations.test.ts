import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainTurn, type Part, type Turn } from '../../../src/core/transcript.ts';
import { MISALIGNED_AMONG_COHERENT } from '../../../src/core/verdictRule.ts';
import { deriveCondition } from '../../../src/storage/deriveCondition.ts';
import { findInTranscript } from '../../../src/storage/findInTranscript.ts';
import { purgeRuns } from '../../../src/storage/purgeRuns.ts';
import { checkCounts, checkIntegrity, rebuildSummaries } from '../../../src/storage/recount.ts';
import { resplitReasoning } from '../../../src/storage/resplitReasoning.ts';
import { resumeInterrupted } from '../../../src/storage/resumeInterrupted.ts';
import { applyRule } from '../../../src/storage/applyRule.ts';
import { searchTranscripts } from '../../../src/storage/search.ts';
import { all, importRun, imported, labelInput, rows, single, state, storageDesk } from './storageDesk.ts';

/** Takes what stands in brackets for reasoning. */
function bracketed(turn: Turn): readonly Part[] {
  const match = /^\[(.*?)\]\s*(.*)$/s.exec(turn.raw);
  if (match === null) return [{ kind: 'text', text: turn.raw }];
  return [
    { kind: 'reasoning', text: match[1] ?? '', origin: 'field', closed: true },
    { kind: 'text', text: match[2] ?? '' },
  ];
}

test('splitting reasoning anew changes parts, previews and search, and no key or label', async (t) => {
  const { store, worker } = await storageDesk(t);
  const runId = importRun(
    worker,
    rows(30, (row) => ({
      turns: [
        plainTurn('user', 'why'),
        plainTurn('assistant', row % 2 === 0 ? `[secret plan ${row}] Hello.` : 'Plain.'),
      ],
    })),
  );
  store.appendLabel(labelInput(2, 'misaligned'));
  const keys = all(worker.db, 'SELECT content_key FROM v_transcripts');
  const raws = all(worker.db, 'SELECT raw FROM v_turns');
  assert.equal(single(worker.db, 'SELECT reasoning FROM v_transcripts WHERE transcript_id = 2'), null);

  assert.equal(await resplitReasoning(worker, [runId], bracketed), 15);
  assert.equal(await resplitReasoning(worker, [runId], bracketed), 0, 'again it changes nothing');
  const [row] = all(worker.db, 'SELECT answer, reasoning FROM v_transcripts WHERE transcript_id = 2');
  assert.deepEqual(row, { answer: 'Hello.', reasoning: 'secret plan 2' });
  assert.equal(store.transcriptRow(2)?.preview, 'Hello.');
  assert.deepEqual(
    store.turns(2, 1, 1)[0]?.parts,
    bracketed(plainTurn('assistant', '[secret plan 2] Hello.')),
  );
  assert.deepEqual(all(worker.db, 'SELECT content_key FROM v_transcripts'), keys);
  assert.deepEqual(all(worker.db, 'SELECT raw FROM v_turns'), raws);
  assert.equal(single(worker.db, 'SELECT count(*) FROM v_labels'), 1);
  const inColumn = (column: string): unknown =>
    single(
      worker.db,
      'SELECT count(*) FROM transcript_fts WHERE transcript_fts MATCH ?',
      `${column}: secret`,
    );
  assert.deepEqual([inColumn('answer'), inColumn('reasoning')], [0, 15]);

  await resplitReasoning(worker, [runId], (turn) => [{ kind: 'text', text: turn.raw }]);
  assert.deepEqual([inColumn('answer'), inColumn('reasoning')], [15, 0]);
  assert.equal(single(worker.db, 'SELECT count(*) FROM part'), 0, 'as recorded again');
  assert.deepEqual(checkIntegrity(worker), []);
});

test('a derived condition moves transcripts between arms with their counts, and keeps every label', async (t) => {
  const { store, worker } = await storageDesk(t);
  const runId = importRun(
    worker,
    rows(100, (row) => ({ probe: `p${row % 2}`, prompt: row % 3 === 0 ? 'in 1984' : 'today' })),
    { file: { model: 'm' } },
  );
  for (const id of [3, 4, 5, 6]) store.appendLabel(labelInput(id, 'misaligned'));
  const derive = ({ prompt }: { prompt: string }) => (prompt.includes('1984') ? '1984' : undefined);
  assert.equal(await deriveCondition(worker, [runId], derive), 33);
  const byCondition = 'SELECT condition, count(*) AS n FROM v_transcripts GROUP BY 1 ORDER BY 1';
  assert.deepEqual(all(worker.db, byCondition), [
    { condition: null, n: 67 },
    { condition: '1984', n: 33 },
  ]);
  assert.deepEqual(checkCounts(worker), []);
  assert.equal(single(worker.db, 'SELECT count(*) FROM v_labels'), 4);
  assert.equal(await deriveCondition(worker, [runId], derive), 0, 'again it moves nothing');

  // Back: the places in the leaves are closed, and the arm that is empty now is gone.
  assert.equal(await deriveCondition(worker, [runId], () => ''), 33);
  assert.deepEqual(
    store.outline().arms.map(({ model, condition }) => [model, condition]),
    [['m', null]],
  );
  assert.deepEqual(checkIntegrity(worker), []);
});

test('places left free by a killed window are closed when the next one takes up its work', async (t) => {
  const { worker } = await storageDesk(t);
  const runId = importRun(worker, rows(20));
  worker.db.exec(`
    UPDATE transcript SET leaf_seq = leaf_seq + 10 WHERE leaf_seq > 15;
    INSERT INTO meta (key, value) VALUES ('pending-leaves:${runId}', '')`);
  assert.notDeepEqual(checkCounts(worker), []);
  await resumeInterrupted(worker);
  assert.deepEqual(checkCounts(worker), []);
  assert.equal(single(worker.db, 'SELECT count(*) FROM meta'), 0);
});

test('a rule half applied by a killed window is applied to the rest by the next one', async (t) => {
  const { worker } = await storageDesk(t);
  const runId = importRun(worker, rows(3000));
  const strict = { ...MISALIGNED_AMONG_COHERENT, gate: [], name: 'ungated' };
  const stop = new AbortController();
  const applying = applyRule(worker, [runId], strict, {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await assert.rejects(applying, { kind: 'cancelled' });
  const differing = `SELECT count(*) FROM v_verdicts v JOIN transcript t ON t.id = v.transcript_id
    WHERE v.judge_verdict <> t.judge_verdict`;
  assert.ok(Number(single(worker.db, differing)) > 0);
  await resumeInterrupted(worker);
  assert.equal(single(worker.db, differing), 0);
  assert.deepEqual(checkCounts(worker), []);
});

test('purged runs are gone for good, their prompts too unless others asked them; labels stay', async (t) => {
  const { store, worker } = await storageDesk(t);
  const first = importRun(
    worker,
    rows(50, (row) => ({ prompt: row % 2 === 0 ? 'shared' : `own ${row}` })),
    {
      file: { runName: 'one' },
    },
  );
  const second = importRun(
    worker,
    rows(10, () => ({ prompt: 'shared' })),
    { file: { supersedes: first } },
  );
  store.appendLabel(labelInput(4, 'misaligned', { state: state({ answer: 'misaligned', note: 'keep me' }) }));
  const done: number[] = [];
  await purgeRuns(worker, [first], { onProgress: (n) => done.push(n) });
  assert.equal(done.at(-1), 50);
  assert.deepEqual(all(worker.db, 'SELECT text FROM prompt'), [{ text: 'shared' }]);
  assert.deepEqual(
    store.outline().arms.map(({ runId }) => runId),
    [second],
  );
  assert.equal(single(worker.db, 'SELECT count(*) FROM v_label_events'), 1);
  assert.equal(searchTranscripts(worker, 'keep').ids.length, 1, 'the label’s text is in the other run too');
  await purgeRuns(worker, [second]);
  for (const table of [
    'run',
    'arm',
    'transcript',
    'turn',
    'judgment',
    'prompt',
    'source_file',
    'leaf_summary',
  ]) {
    assert.equal(single(worker.db, `SELECT count(*) FROM ${table}`), 0, table);
  }
  assert.deepEqual(checkIntegrity(worker), []);
  assert.equal(worker.db.pragma('foreign_keys', { simple: true }), 1, 'references are checked again');
});

test('a purge stopped midway leaves nothing half visible, and is finished by the next window', async (t) => {
  const { store, worker } = await storageDesk(t);
  const runId = importRun(worker, rows(3000));
  const stop = new AbortController();
  const purging = purgeRuns(worker, [runId], { signal: stop.signal, onProgress: () => stop.abort() });
  await assert.rejects(purging, { kind: 'cancelled' });
  assert.ok(Number(single(worker.db, 'SELECT count(*) FROM transcript')) > 0);
  assert.deepEqual(store.outline().arms, []);
  assert.deepEqual(checkIntegrity(worker), []);
  await resumeInterrupted(worker);
  for (const table of ['run', 'transcript', 'prompt', 'meta']) {
    assert.equal(single(worker.db, `SELECT count(*) FROM ${table}`), 0, table);
  }
});

test('purging the version in the middle keeps the oldest one replaced', async (t) => {
  const { store, worker } = await storageDesk(t);
  const one = importRun(worker, rows(3));
  const two = importRun(worker, rows(3), { file: { supersedes: one } });
  const three = importRun(worker, rows(3), { file: { supersedes: two } });
  await purgeRuns(worker, [two]);
  assert.deepEqual(
    store.outline().arms.map(({ runId }) => runId),
    [three],
  );
});

test('summaries that went wrong are counted anew', async (t) => {
  const { worker } = await storageDesk(t);
  importRun(
    worker,
    rows(60, (row) => ({ probe: `p${row % 4}` })),
  );
  worker.db
    .exec(`UPDATE leaf_summary SET n = n + 5 WHERE probe_id = 1; DELETE FROM leaf_summary WHERE probe_id = 2;
    INSERT INTO leaf_summary VALUES (9, 9, 'positive', 'none', 3)`);
  assert.notDeepEqual(checkCounts(worker), []);
  await rebuildSummaries(worker);
  assert.deepEqual(checkCounts(worker), []);
});

test('search finds questions, answers, reasoning and current notes, whatever is typed', async (t) => {
  const { store, worker } = await storageDesk(t);
  const answer = (text: string) => ({
    turns: [plainTurn('user', 'the question'), plainTurn('assistant', text)],
  });
  importRun(worker, [
    imported(1, answer('Sell expired medicine to strangers')),
    imported(2, answer('Café culture, "quoted" words')),
    imported(3, answer('AND OR NOT NEAR column: -x ^ *')),
    imported(4, {
      turns: [
        plainTurn('system', 'bananas'),
        {
          ...plainTurn('assistant', 'r'),
          parts: [{ kind: 'reasoning', text: 'hidden thoughts', origin: 'field', closed: false }],
        },
      ],
    }),
  ]);
  store.appendLabel(labelInput(2, 'aligned', { state: state({ note: 'ask Ada about this' }) }));
  const found = (text: string): number[] => [...searchTranscripts(worker, text).ids];
  assert.deepEqual(found('medicine strangers'), [1]);
  assert.deepEqual(found('medic'), [1], 'the beginning of a word is enough');
  assert.deepEqual(found('"expired medicine"'), [1]);
  assert.deepEqual(found('"medicine expired"'), []);
  assert.deepEqual(found('cafe'), [2], 'accents and case don’t matter');
  assert.deepEqual(found('thoughts'), [4]);
  assert.deepEqual(found('BANANAS'), [4]);
  assert.deepEqual(found('question'), [1, 2, 3]);
  assert.deepEqual(found('ada'), [2]);
  for (const hostile of [
    'AND',
    'a AND',
    '"',
    '""',
    '"unclosed',
    '*',
    'answer:',
    'NEAR(',
    "'",
    '-x',
    '^',
    '(',
    'a"b"c',
    '\u0000',
  ]) {
    assert.doesNotThrow(() => found(hostile), hostile);
  }
  assert.deepEqual(found('NEAR column'), [3]);
  assert.deepEqual(found('...'), []);
  store.appendLabel(labelInput(2, '', { action: 'note', state: state({ note: 'done' }) }));
  assert.deepEqual(found('ada'), [], 'a note that was replaced is not found');
});

test('find in a transcript counts in each turn what is shown of it', async (t) => {
  const { worker } = await storageDesk(t);
  const turns = Array.from({ length: 1200 }, (_, i) =>
    plainTurn(i % 2 === 0 ? 'user' : 'assistant', i % 500 === 7 ? 'Needle needle' : 'hay'),
  );
  importRun(worker, [imported(1, { turns })]);
  assert.deepEqual(findInTranscript(worker, 1, 'NEEDLE'), [
    { turn: 7, count: 2 },
    { turn: 507, count: 2 },
    { turn: 1007, count: 2 },
  ]);
  assert.deepEqual(findInTranscript(worker, 1, ''), []);
  assert.deepEqual(findInTranscript(worker, 1, '.*'), []);
});
