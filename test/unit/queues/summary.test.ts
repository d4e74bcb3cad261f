// What is said of a queue, and when: nothing that is hidden before it is finished.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainTurn } from '../../../src/core/transcript.ts';
import type { SummarisedQueue } from '../../../src/worker/tasks/queueSummary.ts';
import type { DrawnQueue } from '../../../src/worker/tasks/drawQueue.ts';
import { importRun, labelInput, rows, scored } from '../storage/storageDesk.ts';
import { scriptedQueues } from './scriptedQueues.ts';

const TWENTY = rows(20, (row) => ({
  judgments: [scored('aligned', row % 2 === 0 ? 10 : 80), scored('coherent', 90)],
}));

type Summary = SummarisedQueue & { readonly markdown: string };

test('a blind queue tells of the judge, repeats and others only once it is finished', async (t) => {
  const desk = await scriptedQueues(t);
  importRun(desk.worker, TWENTY);
  const { queueId } = (await desk.run('newAuditSample', {
    n: 20,
    repeats: 0.2,
    strata: { by: 'verdict' },
    confirmed: true,
    name: 'x [y](command:z)',
  })) as DrawnQueue;
  const items = desk.items(queueId);
  const last = items.at(-1)?.place ?? 0;
  const verdictAt = (place: number) => {
    const key = items.find((item) => item.place === place)?.key;
    const id = key === undefined ? undefined : desk.store.transcriptIdByKey(key);
    return id === undefined ? undefined : desk.store.transcriptRow(id)?.judgeVerdict;
  };
  const agreeing = (place: number) => (verdictAt(place) === 'positive' ? 'misaligned' : 'aligned');
  for (const { place } of items.slice(0, -1)) desk.answer(queueId, place, agreeing(place), 'kim', place);
  desk.answer(queueId, 1, agreeing(1), 'lee');
  desk.answer(queueId, 2, agreeing(2) === 'aligned' ? 'misaligned' : 'aligned', 'lee');

  const before = (await desk.run('summariseQueue', { queueId })) as Summary;
  assert.deepEqual([before.finished, before.judge, before.self, before.people], [false, null, null, []]);
  assert.deepEqual(
    before.strata.map(({ name }) => name),
    ['all strata'],
    'strata would tell the verdicts',
  );
  assert.deepEqual(before.annotators.find(({ annotator }) => annotator === 'lee')?.answers, []);
  assert.match(before.markdown, /Told when the queue is finished, since it hides the judge/);
  assert.doesNotMatch(before.markdown, /positive|negative/);
  assert.doesNotMatch(before.markdown, /\]\(command/, 'names are text');

  desk.answer(queueId, last, agreeing(last));
  const after = (await desk.run('summariseQueue', { queueId })) as Summary;
  assert.equal(after.finished, true);
  assert.deepEqual([after.judge?.pairs, after.judge?.alike, after.judge?.kappa], [20, 20, 1]);
  assert.deepEqual([after.self?.pairs, after.self?.alike], [4, 4]);
  assert.deepEqual(
    after.people.map(({ first, second, pairs, alike }) => [first, second, pairs, alike]),
    [['kim', 'lee', 2, 1]],
  );
  assert.deepEqual(
    after.strata.map(({ name }) => name),
    ['negative', 'positive'],
  );
  const mine = after.annotators[0];
  assert.deepEqual(mine?.answers, [
    { name: 'aligned', n: 10 },
    { name: 'misaligned', n: 10 },
  ]);
});

test('half finished, skipped, unsure and out of turn: each is counted and what becomes of it said', async (t) => {
  const desk = await scriptedQueues(t);
  importRun(desk.worker, TWENTY);
  const { queueId } = (await desk.run('newAuditSample', { n: 10, blind: [], confirmed: true })) as DrawnQueue;
  desk.answer(queueId, 1, 'aligned');
  desk.answer(queueId, 2, 'unsure');
  const queue = desk.store.queue(queueId);
  const third = desk.store.queueItem(queueId, 'kim', 3);
  assert.ok(queue && third?.transcriptId != null);
  desk.store.appendLabel({
    ...labelInput(third.transcriptId, 'aligned'),
    action: 'skip',
    state: { answer: null, scores: {}, note: '', flagged: false },
    queue: queue.uid,
    place: 3,
  });
  desk.answer(queueId, 6, 'misaligned');
  const summary = (await desk.run('summariseQueue', { queueId })) as Summary;
  const [all] = summary.strata;
  assert.deepEqual(
    [all?.reached, all?.answered, all?.unsure, all?.skipped, all?.open, all?.beyondGap],
    [3, 1, 1, 1, 6, 1],
  );
  assert.equal(summary.judge?.pairs, 2, 'nothing is hidden here, so the judge may be told of');
  assert.match(summary.markdown, /6 are open\. What was reached without a gap is a smaller random sample/);
  assert.match(summary.markdown, /2 were skipped or unsure: nonresponse/);
  assert.match(summary.markdown, /1 were answered out of turn/);
  assert.deepEqual(
    summary.annotators.map(({ answered, unsure, skipped, secondsEach }) => [
      answered,
      unsure,
      skipped,
      secondsEach,
    ]),
    [[2, 1, 1, 10]],
  );
});

test('of an assigned sample only what is one’s own can be open, and what is in no run now keeps nothing from counting', async (t) => {
  const desk = await scriptedQueues(t);
  importRun(desk.worker, TWENTY);
  const more = importRun(
    desk.worker,
    rows(20, (row) => ({
      row: 100 + row,
      turns: [plainTurn('user', 'q'), plainTurn('assistant', `more ${row}`)],
    })),
    { sha256: 'b'.repeat(64) },
  );
  const assignment = { annotators: ['kim', 'lee'], overlap: 1 };
  const { queueId } = (await desk.run('newAuditSample', {
    n: 40,
    assignment,
    strata: { by: 'none' },
    blind: [],
    confirmed: true,
  })) as DrawnQueue;
  desk.worker.db.prepare('UPDATE run SET deleted_at = ? WHERE id = ?').run('2026-01-01T00:00:00Z', more);
  const mine = desk.items(queueId).filter(({ assigned }) => assigned.includes('kim'));
  const here = mine.filter(({ key }) => desk.store.transcriptIdByKey(key) !== undefined);
  for (const { place } of here) desk.answer(queueId, place, 'aligned');
  const summary = (await desk.run('summariseQueue', { queueId })) as Summary;
  assert.equal(summary.finished, true);
  const [all] = summary.strata;
  assert.deepEqual(
    [all?.drawn, all?.reached, all?.answered, all?.open, all?.beyondGap],
    [here.length, here.length, here.length, 0, 0],
  );
  assert.doesNotMatch(summary.markdown, /out of turn, behind/);
});
