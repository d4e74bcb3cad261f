import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { checkCounts } from '../../../src/storage/recount.ts';
import { schemeVersion } from '../../../src/storage/rows/versionHash.ts';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { redo, undo } from './undoActs.ts';
import { all, importRun, imported, labelInput, rows, single, state, storageDesk } from './storageDesk.ts';

test('a label is an event with who, when, why, what was before, and under which scheme', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(3));
  const first = store.appendLabel(labelInput(2, 'aligned')).event;
  const second = store.appendLabel(
    labelInput(2, 'misaligned', {
      state: state({ answer: 'misaligned', note: 'fraud', flagged: true }),
      judgeVisible: false,
    }),
  ).event;
  assert.match(first.eventId, /^[0-9A-HJKMNP-TV-Z]{26}$/);
  assert.equal(first.seq, 1);
  assert.equal(first.parent, null);
  assert.equal(first.previousAnswer, null);
  assert.equal(second.seq, 2);
  assert.equal(second.parent, first.eventId);
  assert.equal(second.previousAnswer, 'aligned');
  assert.equal(second.scheme.version, schemeVersion(DEFAULT_LABEL_SCHEME));
  assert.equal(second.judgeVisible, false);
  assert.deepEqual(store.transcript(2)?.key, second.key);
  assert.deepEqual(store.labels(2), {
    current: [{ annotator: 'kim', state: second.state, time: second.time }],
    history: [first, second],
  });
});

test('label events can be neither changed nor deleted', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(1));
  store.appendLabel(labelInput(1, 'aligned'));
  assert.throws(() => worker.db.exec("UPDATE label_event SET answer = 'misaligned'"), /only ever added/);
  assert.throws(() => worker.db.exec('DELETE FROM label_event'), /only ever added/);
});

test('a label reaches every transcript with the same text, and the counts follow', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(5));
  importRun(worker, rows(5), { file: { runName: 'again', path: '/data/again.csv' } });
  const outcome = store.appendLabel(labelInput(2, 'misaligned'));
  assert.deepEqual(outcome.transcriptIds, [2, 7]);
  assert.equal(outcome.humanVerdict, 'positive');
  for (const id of [2, 7]) assert.equal(store.transcriptRow(id)?.humanVerdict, 'positive');
  assert.equal(store.transcriptRow(3)?.humanVerdict, 'none');
  assert.deepEqual(checkCounts(worker), []);
  assert.deepEqual(
    store
      .outline()
      .leaves.filter(({ humanVerdict }) => humanVerdict === 'positive')
      .map(({ n }) => n),
    [1, 1],
  );
});

test('the second of two equal answers in one file is a transcript of its own', async (t) => {
  const { store, worker } = await storageDesk(t);
  const same = imported(1);
  importRun(worker, [same, { ...same, row: 2 }, { ...same, row: 3 }]);
  store.appendLabel(labelInput(2, 'misaligned'));
  assert.deepEqual(
    [1, 2, 3].map((id) => store.transcriptRow(id)?.humanVerdict),
    ['none', 'positive', 'none'],
  );
  assert.deepEqual(
    [1, 2, 3].map((id) => store.transcript(id)?.key.ordinal),
    [0, 1, 2],
  );
});

test('people who differ are in conflict until one of them adjudicates', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(1));
  const verdict = (): unknown => store.transcriptRow(1)?.humanVerdict;
  store.appendLabel(labelInput(1, 'aligned'));
  assert.equal(verdict(), 'negative');
  store.appendLabel(labelInput(1, 'refusal', { annotator: 'ada' }));
  assert.equal(verdict(), 'negative', 'two answers with one role agree');
  store.appendLabel(labelInput(1, 'misaligned', { annotator: 'ada' }));
  assert.equal(verdict(), 'conflict');
  store.appendLabel(labelInput(1, 'misaligned', { action: 'adjudicate' }));
  assert.equal(verdict(), 'positive');
  store.appendLabel(labelInput(1, 'aligned', { annotator: 'ada' }));
  assert.equal(verdict(), 'positive', 'an adjudication stands');
  const note = state({ answer: 'misaligned', note: 'settled on Tuesday' });
  store.appendLabel(labelInput(1, '', { action: 'note', state: note }));
  assert.equal(verdict(), 'positive', 'also with a note added to it');
  assert.equal(single(worker.db, "SELECT adjudicated FROM v_labels WHERE annotator = 'kim'"), 1);
  assert.equal(single(worker.db, "SELECT adjudicated FROM v_labels WHERE annotator = 'ada'"), 0);
  undo(store);
  undo(store);
  assert.equal(verdict(), 'negative', 'undone, both say aligned');
  redo(store);
  assert.equal(verdict(), 'positive');
  assert.equal(single(worker.db, "SELECT adjudicated FROM v_labels WHERE annotator = 'kim'"), 1);
});

test('labels on the reasoning don’t touch the verdict on the answer', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(1));
  store.appendLabel(labelInput(1, 'misaligned', { part: 'reasoning' }));
  assert.equal(store.transcriptRow(1)?.humanVerdict, 'none');
  assert.deepEqual(store.labels(1).current, []);
  assert.equal(store.labels(1).history.length, 1);
  assert.equal(single(worker.db, 'SELECT part FROM v_labels'), 'reasoning');
});

test('labelsSince tells which transcripts other windows labelled, and dataVersion that they did something', async (t) => {
  const { store, worker, open } = await storageDesk(t);
  importRun(worker, rows(5));
  const other = createAuditStore(await open());
  const version = store.dataVersion();
  const { rowid } = store.labelsSince(Number.MAX_SAFE_INTEGER);
  assert.deepEqual(store.labelsSince(rowid), { rowid, transcriptIds: [] });
  other.appendLabel(labelInput(4, 'aligned'));
  other.appendLabel(labelInput(2, 'aligned'));
  assert.notEqual(store.dataVersion(), version);
  const since = store.labelsSince(rowid);
  assert.deepEqual([...since.transcriptIds].sort(), [2, 4]);
  assert.deepEqual(store.labelsSince(since.rowid).transcriptIds, []);
});

test('a label on a transcript that is gone is refused, and nothing is stored', async (t) => {
  const { store, worker } = await storageDesk(t);
  assert.throws(() => store.appendLabel(labelInput(1, 'aligned')), { kind: 'not-found' });
  assert.equal(single(worker.db, 'SELECT count(*) FROM label_event'), 0);
  assert.equal(single(worker.db, 'SELECT count(*) FROM label_scheme'), 0);
});

test('while another connection writes, a label is refused as busy at once, and nothing of it is stored', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(1));
  worker.db.exec('BEGIN IMMEDIATE');
  const start = performance.now();
  assert.throws(() => store.appendLabel(labelInput(1, 'aligned')), { kind: 'database-busy' });
  assert.ok(performance.now() - start < 1_000, 'the host doesn’t wait for the lock');
  worker.db.exec('ROLLBACK');
  assert.equal(store.appendLabel(labelInput(1, 'aligned')).event.seq, 1);
});

test('labels are committed under synchronous=FULL, whoever opened the connection', async (t) => {
  const { worker, host } = await storageDesk(t);
  for (const database of [host, worker]) {
    createAuditStore(database);
    assert.equal(database.db.pragma('synchronous', { simple: true }), 2);
  }
});

test('the next unlabelled transcript is the next that this annotator gave no answer to', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(200));
  const [leaf] = store.outline().leaves;
  assert.ok(leaf);
  const query = { armId: leaf.armId, probeId: leaf.probeId, limit: 1 };
  for (let id = 1; id <= 120; id += 1)
    store.appendLabel(labelInput(id, 'aligned', { annotator: id % 2 === 0 ? 'ada' : 'kim' }));
  for (let id = 2; id <= 90; id += 2) store.appendLabel(labelInput(id, 'aligned'));
  assert.equal(store.nextUnlabelledBy(query, 'kim')?.leafSeq, 92);
  assert.equal(store.nextUnlabelledBy(query, 'ada')?.leafSeq, 1);
  assert.equal(store.nextUnlabelledBy({ ...query, from: 100 }, 'kim')?.leafSeq, 100);
  assert.equal(store.nextUnlabelledBy({ ...query, to: 119, descending: true }, 'kim')?.leafSeq, 118);
  assert.equal(store.nextUnlabelledBy({ ...query, to: 91 }, 'kim'), undefined);
  const positive = store.nextUnlabelledBy({ ...query, judgeVerdicts: ['positive'], from: 10 }, 'kim');
  assert.equal(positive?.judgeVerdict, 'positive');
  store.appendLabel(labelInput(92, '', { action: 'note', state: state({ note: 'look again' }) }));
  assert.equal(store.nextUnlabelledBy(query, 'kim')?.leafSeq, 92, 'a note alone is no answer');
});

test('events survive the round trip through the database unchanged', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(1));
  const { event } = store.appendLabel(
    labelInput(1, 'unsure', {
      state: {
        answer: 'unsure',
        scores: { alignment: 55.5, coherence: 0 },
        note: 'a “quote”,\nand a second line 🙂',
        flagged: true,
      },
      secondsSpent: null,
    }),
  );
  assert.ok(isDeepStrictEqual(store.labels(1).history, [event]));
  const [row] = all(worker.db, 'SELECT * FROM v_label_events');
  assert.equal(row?.['role'], 'undecided');
  assert.equal(row?.['answer_name'], 'unsure');
  assert.deepEqual(JSON.parse(String(row?.['scores'])), event.state.scores);
});
