import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HUMAN_VERDICTS } from '../../../src/core/effectiveLabel.ts';
import type { LeafQuery, TranscriptRow } from '../../../src/core/ports.ts';
import { JUDGE_VERDICTS } from '../../../src/core/verdictRule.ts';
import { createStudy } from '../../../src/storage/importWriter.ts';
import { leafRanges } from '../../../src/storage/leafRanges.ts';
import { all, importRun, imported, labelInput, rows, single, storageDesk, begin } from './storageDesk.ts';

test('an empty database has an empty outline', async (t) => {
  const { store } = await storageDesk(t);
  assert.deepEqual(store.outline(), { arms: [], leaves: [], probes: [], rules: new Map() });
  assert.deepEqual(store.adoptInterruptedImports(), []);
  assert.equal(store.transcript(1), undefined);
  assert.equal(store.run(1), undefined);
  assert.equal(store.nextUndo('kim'), undefined);
  assert.deepEqual(store.labelsSince(0), { rowid: 0, transcriptIds: [] });
});

test('the outline holds arms, counts by verdict, probes and rules of the runs that show', async (t) => {
  const { store, worker } = await storageDesk(t);
  const studyId = createStudy(worker, { name: 'seeds' });
  const runId = importRun(
    worker,
    rows(40, (row) => ({ probe: `p${row % 2}`, model: `m${row % 3}` })),
    { studyId },
  );
  const gone = importRun(
    worker,
    rows(3, () => ({ probe: 'only there' })),
  );
  store.deleteRuns([gone]);
  const { arms, leaves, probes, rules } = store.outline();
  assert.equal(arms.length, 3);
  assert.ok(arms.every((arm) => arm.runId === runId && arm.studyName === 'seeds' && arm.studyId === studyId));
  assert.deepEqual(
    probes.map(({ name, suite }) => [name, suite]),
    [
      ['p1', 'first plot'],
      ['p0', 'first plot'],
    ],
  );
  assert.equal(
    leaves.reduce((sum, leaf) => sum + leaf.n, 0),
    40,
  );
  assert.equal(rules.get(arms[0]?.ruleId ?? 0)?.name, 'misaligned among coherent');
});

test('a page of a leaf is what filtering all of its transcripts would give', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(
    worker,
    rows(300, (row) => ({ probe: row % 3 === 0 ? 'other' : 'quick_buck' })),
  );
  for (let id = 1; id <= 300; id += 4)
    store.appendLabel(labelInput(id, id % 8 === 1 ? 'aligned' : 'misaligned'));
  const leaf = store.outline().probes.find(({ name }) => name === 'quick_buck');
  const armId = store.outline().arms[0]?.armId;
  assert.ok(leaf && armId !== undefined);
  const whole = { armId, probeId: leaf.probeId, limit: 1000 };
  const everything = store.leafPage(whole);
  assert.deepEqual(
    everything.map(({ leafSeq }) => leafSeq),
    Array.from({ length: 200 }, (_, i) => i + 1),
  );
  assert.deepEqual(everything[7], store.transcriptRow(everything[7]?.id ?? 0));

  const expected = (query: LeafQuery): TranscriptRow[] => {
    const found = everything.filter(
      (row) =>
        row.leafSeq >= (query.from ?? 1) &&
        row.leafSeq <= (query.to ?? Infinity) &&
        (query.judgeVerdicts?.includes(row.judgeVerdict) ?? true) &&
        (query.humanVerdicts?.includes(row.humanVerdict) ?? true),
    );
    return (query.descending === true ? found.reverse() : found).slice(0, query.limit);
  };
  const queries: Partial<LeafQuery>[] = [
    {},
    { limit: 10 },
    { from: 50, to: 59 },
    { from: 190, limit: 30, descending: true },
    { judgeVerdicts: ['positive'] },
    { judgeVerdicts: ['positive', 'excluded'], humanVerdicts: ['none'], limit: 7 },
    { humanVerdicts: ['positive', 'negative', 'conflict'], from: 20, to: 150 },
    { humanVerdicts: ['none'], to: 100, descending: true, limit: 5 },
    { judgeVerdicts: [], limit: 5 },
    { judgeVerdicts: [...JUDGE_VERDICTS], humanVerdicts: [...HUMAN_VERDICTS], limit: 1000 },
  ];
  for (const query of queries) {
    const asked = { ...whole, ...query };
    assert.deepEqual(store.leafPage(asked), expected(asked), JSON.stringify(query));
  }
  const { judgeVerdicts = ['positive'] } = queries[4] ?? {};
  const positives = expected({ ...whole, judgeVerdicts });
  const ranges = leafRanges(worker, { ...whole, judgeVerdicts, size: 7 });
  assert.equal(
    ranges.reduce((sum, range) => sum + range.n, 0),
    positives.length,
  );
  for (const { from, to, n } of ranges) {
    const inside = positives.filter(({ leafSeq }) => leafSeq >= from && leafSeq <= to);
    assert.equal(inside.length, n);
    assert.deepEqual([inside[0]?.leafSeq, inside.at(-1)?.leafSeq], [from, to]);
  }
});

test('correcting names changes one row each, and no label is orphaned', async (t) => {
  const { store, worker } = await storageDesk(t);
  const runId = importRun(
    worker,
    rows(20, (row) => ({ model: `m${row % 2}` })),
    { file: { group: 'g' } },
  );
  store.appendLabel(labelInput(5, 'misaligned'));
  const [first, second] = store.outline().arms;
  assert.ok(first && second);
  store.editRun({ runId, armId: first.armId, model: 'corrected', condition: 'trigger' });
  store.editRun({ runId, name: 'renamed', group: '', seed: '3' });
  const arms = store.outline().arms;
  assert.deepEqual(
    arms.map(({ runName, model, group, condition, seed }) => [runName, model, group, condition, seed]),
    [
      ['renamed', 'corrected', null, 'trigger', '3'],
      ['renamed', second.model, null, null, '3'],
    ],
  );
  assert.equal(store.labels(5).current[0]?.state.answer, 'misaligned');
  assert.equal(single(worker.db, 'SELECT count(*) FROM v_labels'), 1);
  assert.equal(single(worker.db, 'SELECT group_concat(DISTINCT recorded_model) FROM arm'), 'm1,m0');
  assert.throws(() => store.editRun({ runId: 99, name: 'x' }), { kind: 'not-found' });
});

test('runs join and leave studies, and studies are renamed', async (t) => {
  const { store, worker } = await storageDesk(t);
  const runId = importRun(worker, rows(2));
  const studyId = createStudy(worker, { name: 'a' });
  store.editRun({ runId, studyId });
  store.renameStudy(studyId, 'b');
  assert.equal(store.outline().arms[0]?.studyName, 'b');
  store.editRun({ runId, studyId: null });
  assert.equal(store.run(runId)?.studyId, null);
  assert.throws(() => store.renameStudy(77, 'x'), { kind: 'not-found' });
});

test('deleted runs are hidden everywhere and come back with their labels', async (t) => {
  const { store, worker } = await storageDesk(t);
  const runId = importRun(worker, rows(6));
  store.appendLabel(labelInput(2, 'misaligned'));
  const key = store.transcript(2)?.key;
  assert.ok(key);
  const views = ['v_runs', 'v_probes', 'v_transcripts', 'v_turns', 'v_judgments', 'v_labels', 'v_verdicts'];
  const counts = () => views.map((view) => single(worker.db, `SELECT count(*) FROM ${view}`));
  const before = counts();
  store.deleteRuns([runId]);
  assert.deepEqual(
    counts(),
    views.map(() => 0),
  );
  assert.equal(single(worker.db, 'SELECT count(*) FROM v_label_events'), 1, 'label events are always there');
  assert.equal(store.transcriptIdByKey(key), undefined);
  assert.equal(store.transcript(2), undefined);
  assert.equal(store.run(runId), undefined);
  assert.deepEqual(store.filesLike('/data/results.csv', 'x'), []);
  store.restoreRuns([runId]);
  assert.deepEqual(counts(), before);
  assert.equal(store.transcriptIdByKey(key), 2);
});

test('a file is known again by its bytes and by its path', async (t) => {
  const { store, worker } = await storageDesk(t);
  const first = importRun(worker, rows(1), { sha256: 'one' });
  const second = importRun(worker, rows(1), { sha256: 'two', file: { path: '/data/b.csv' } });
  const found = (path: string, sha256: string): unknown =>
    store.filesLike(path, sha256).map(({ runId, sameBytes }) => [runId, sameBytes]);
  assert.deepEqual(found('/elsewhere.csv', 'one'), [[first, true]]);
  assert.deepEqual(found('/data/b.csv', 'new'), [[second, false]]);
  assert.deepEqual(found('/data/b.csv', 'one'), [
    [first, true],
    [second, false],
  ]);
  assert.deepEqual(found('/data/c.csv', 'three'), []);
});

test('settings and column mappings are remembered', async (t) => {
  const { store, open } = await storageDesk(t);
  assert.equal(store.setting('a'), undefined);
  store.setSetting('a', '1');
  store.setSetting('a', '2');
  store.rememberMapping('q|a', '{"q":"question"}');
  assert.equal(store.rememberedMapping('q|a'), '{"q":"question"}');
  assert.equal(store.rememberedMapping('other'), undefined);
  assert.equal(single((await open()).db, "SELECT value FROM meta WHERE key = 'a'"), '2');
});

test('what one window writes, the other reads at once', async (t) => {
  const { store, worker } = await storageDesk(t);
  const writer = begin(worker);
  const version = store.dataVersion();
  writer.write(rows(1000), []);
  assert.notEqual(store.dataVersion(), version);
  assert.deepEqual(
    store.outline().arms.map(({ runStatus }) => runStatus),
    ['importing'],
  );
  assert.equal(
    store.outline().leaves.reduce((sum, { n }) => sum + n, 0),
    1000,
  );
  writer.finish();
  assert.equal(store.run(writer.runId)?.status, 'complete');
});

test('a transcript of many turns is read in ranges', async (t) => {
  const { store, worker } = await storageDesk(t);
  const turns = Array.from({ length: 5000 }, (_, i) => imported(i).turns[i % 2]).filter(
    (turn) => turn !== undefined,
  );
  importRun(worker, [imported(1, { turns })]);
  assert.deepEqual(store.turns(1, 4990, 100), turns.slice(4990));
  assert.deepEqual(store.turns(1, 6000, 10), []);
  assert.equal(store.answerTurn(1), 4999);
  assert.equal(store.transcript(1)?.turnCount, 5000);
});

test('reading a page and labelling take no scan: their plans use indexes only', async (t) => {
  const { worker } = await storageDesk(t);
  const plan = (sql: string): string =>
    all<{ detail: string }>(worker.db, `EXPLAIN QUERY PLAN ${sql}`)
      .map(({ detail }) => detail)
      .join('; ');
  const statements = [
    'SELECT id FROM transcript WHERE arm_id = 1 AND probe_id = 1 AND leaf_seq BETWEEN 1 AND 9 ORDER BY leaf_seq LIMIT 9',
    `SELECT id, leaf_seq FROM transcript WHERE arm_id = 1 AND probe_id = 1 AND judge_verdict = 'a'
       AND human_verdict = 'b' AND leaf_seq BETWEEN 1 AND 9 ORDER BY leaf_seq DESC LIMIT 9`,
    "SELECT id FROM transcript WHERE content_hash = x'00' AND ordinal = 0",
    "SELECT * FROM label_event WHERE content_hash = x'00' AND ordinal = 0 AND part = 'answer' AND annotator = 'kim' ORDER BY seq DESC, event_id DESC LIMIT 1",
    "SELECT max(seq) FROM label_event WHERE annotator = 'kim'",
    'SELECT * FROM v_verdicts WHERE transcript_id = 5',
    'SELECT * FROM v_transcripts WHERE transcript_id = 5',
    'SELECT * FROM v_labels WHERE transcript_id = 5',
  ];
  for (const sql of statements) {
    assert.doesNotMatch(plan(sql), /SCAN (t|transcript|e|label_event|turn|j|judgment)\b/, sql);
    assert.doesNotMatch(plan(sql), /^[^;]*TEMP B-TREE/, sql);
  }
});
