// Queues by command: asked step by step or given whole, worked on, extended, assigned, put away and brought back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOTHING_HIDDEN } from '../../../src/core/blindness.ts';
import { AuditError } from '../../../src/core/errors.ts';
import { BACK } from '../../../src/host/evals/steps.ts';
import type { DrawnQueue } from '../../../src/worker/tasks/drawQueue.ts';
import { importRun, labelInput, rows, scored } from '../storage/storageDesk.ts';
import { scriptedQueues } from './scriptedQueues.ts';

const HUNDRED = rows(100, (row) => ({
  judgments: [scored('aligned', row % 10 === 0 ? 10 : 80), scored('coherent', 90)],
}));

test('an audit sample takes three answers as it is usual, which are told beforehand', async (t) => {
  const desk = await scriptedQueues(t);
  importRun(desk.worker, HUNDRED);
  desk.answers = ['At random', '50', 'Draw It'];
  const made = (await desk.run('newAuditSample')) as DrawnQueue;
  assert.deepEqual([made.items, made.repeats], [50, 0]);
  const [wish] = desk.wishes;
  assert.deepEqual(wish?.blind, { judge: true, model: true, group: true, condition: true });
  assert.deepEqual(
    [wish?.masks, wish?.assignment, wish?.seed, wish?.name],
    [[], null, 'a new seed', 'audit of 50'],
  );
});

test('an audit sample can be settled part by part, with the width to expect beside each number', async (t) => {
  const desk = await scriptedQueues(t);
  importRun(desk.worker, HUNDRED);
  desk.answers = [
    'At random',
    '50',
    'Change Something First…',
    'picked',
    'the trigger; another',
    'Whoever opens it',
    '10 %',
    'picked',
    'picked',
  ];
  const made = (await desk.run('newAuditSample')) as DrawnQueue;
  assert.equal(made.items, 50);
  assert.equal(made.repeats, 5);
  const [wish] = desk.wishes;
  assert.ok(wish);
  assert.deepEqual(wish.design, { strata: { by: 'none' }, allocation: 'proportional', n: 50 });
  assert.deepEqual(wish.blind, { judge: true, model: true, group: true, condition: true });
  assert.deepEqual(
    [wish.masks, wish.seed, wish.name],
    [['the trigger', 'another'], 'a new seed', 'audit of 50'],
  );
  const number = desk.said.find((words) => words.startsWith('How many of 100'));
  assert.match(number ?? '', /\[50 about ±\d+\.\d points\]/);
  assert.match(number ?? '', /stopping when it looks good enough spoils the interval/);
});

test('any number can be typed; going back asks the step before again', async (t) => {
  const desk = await scriptedQueues(t);
  importRun(desk.worker, HUNDRED);
  desk.answers = [
    'All flagged and some others',
    BACK,
    'By bands of a score…',
    'aligned: 30, 60',
    '33',
    'Change Something First…',
    ['judge'],
    'Named annotators…',
    'kim, lee, kim',
    '2',
    'None',
    'my audit',
    'my seed',
  ];
  const made = (await desk.run('newAuditSample')) as DrawnQueue;
  assert.equal(made.items, 33);
  const [wish] = desk.wishes;
  assert.deepEqual(wish?.design?.strata, { by: 'score', metric: 'aligned', bounds: [30, 60] });
  assert.deepEqual(wish?.assignment, { annotators: ['kim', 'lee'], overlap: 2 });
  assert.deepEqual(wish?.blind, { ...NOTHING_HIDDEN, judge: true });
  assert.deepEqual([wish?.name, wish?.seed], ['my audit', 'my seed']);
});

test('dismissing any step makes nothing', async (t) => {
  const desk = await scriptedQueues(t);
  importRun(desk.worker, HUNDRED);
  desk.answers = ['At random', '50', undefined];
  assert.equal(await desk.run('newAuditSample'), undefined);
  desk.answers = [['Unlabelled'], 'Shuffled', undefined];
  assert.equal(await desk.run('newQueue'), undefined);
  assert.deepEqual(desk.store.queues(), []);
});

test('with confirmed nothing is asked, and what is wrong is refused by name', async (t) => {
  const desk = await scriptedQueues(t);
  const runId = importRun(desk.worker, HUNDRED);
  const made = (await desk.run('newAuditSample', {
    runIds: [runId],
    allocation: 'all-flagged',
    n: 20,
    blind: [],
    seed: 's',
    confirmed: true,
    open: true,
  })) as DrawnQueue;
  assert.deepEqual([made.items, desk.opened?.queue.queueId], [30, made.queueId]);
  assert.equal(desk.opened?.queue.name, 'audit of results');
  const list = (await desk.run('newQueue', {
    criteria: [{ kind: 'near-threshold', metric: 'aligned', delta: 20 }],
    confirmed: true,
  })) as DrawnQueue;
  assert.equal(list.items, 10);
  assert.equal(desk.store.queue(list.queueId)?.name, 'near the threshold');
  await assert.rejects(
    desk.run('newQueue', { criteria: [{ kind: 'nonsense' }], confirmed: true }),
    (error) =>
      error instanceof AuditError && error.kind === 'bad-input' && error.message.includes('criteria.0'),
  );
  await assert.rejects(desk.run('newAuditSample', { n: 0, confirmed: true }), /The argument “n”/);
  assert.deepEqual(
    desk.said.filter((words) => words.includes('?')),
    [],
  );
});

test('a list is asked for with what its criteria need; where nothing matches others are asked for', async (t) => {
  const desk = await scriptedQueues(t);
  importRun(desk.worker, HUNDRED);
  desk.answers = [
    ['A judgment is missing'],
    ['Near a threshold…', 'With certain words…'],
    'picked',
    'Answer',
    'As in the Runs view',
    [],
    'Whoever opens it',
    'None',
    'picked',
    'picked',
  ];
  const made = (await desk.run('newQueue')) as DrawnQueue;
  assert.deepEqual(desk.wishes[0]?.criteria, [
    { kind: 'near-threshold', metric: 'aligned', delta: 5 },
    { kind: 'text', query: 'Answer' },
  ]);
  assert.equal(made.items, 100);
  assert.ok(desk.said.some((words) => words.startsWith('No transcript is like that')));
  assert.ok(desk.said.some((words) => words.startsWith('A name for these 100 transcripts')));
});

test('a queue is opened, paused, renamed, put away and brought back', async (t) => {
  const desk = await scriptedQueues(t);
  importRun(desk.worker, HUNDRED);
  await assert.rejects(desk.run('openQueue'), /There is no queue yet/);
  const { queueId } = await desk.draw({ criteria: [{ kind: 'all' }], name: 'everything' });
  desk.answers = ['everything'];
  assert.deepEqual(await desk.run('openQueue'), { queueId, total: 100, reached: 0 });
  await desk.run('openQueue', { queueId, place: 7 });
  assert.equal(desk.said.at(-1), 'opened everything at 7');
  assert.deepEqual(await desk.run('nextInQueue'), { queueId, total: 100, reached: 0 });
  assert.equal(await desk.run('renameQueue', { queueId, name: ' all ' }), 'all');
  assert.equal(await desk.run('deleteQueue', { queueId, confirmed: true }), queueId);
  assert.equal(desk.opened, undefined, 'what is put away is not worked on');
  assert.deepEqual(await desk.run('listQueues'), []);
  assert.equal(await desk.run('restoreQueue'), queueId);
  const [listed] = (await desk.run('listQueues')) as readonly { name: string; isOpen: boolean }[];
  assert.deepEqual([listed?.name, listed?.isOpen], ['all', false]);
  assert.equal(await desk.run('pauseQueue'), false);
  await assert.rejects(desk.run('nextInQueue'), /No queue is open/);
  desk.answers = [false];
  assert.equal(await desk.run('deleteQueue', { queueId }), undefined);
  assert.equal(desk.store.queues().length, 1);
});

test('names of an assignment are those that labels bear, blanks too many or not', async (t) => {
  const desk = await scriptedQueues(t);
  importRun(desk.worker, HUNDRED);
  const made = (await desk.run('newAuditSample', {
    n: 10,
    assignment: { annotators: [' kim', 'Lee  Ann '], overlap: 1 },
    confirmed: true,
  })) as DrawnQueue;
  assert.deepEqual(desk.definition(made.queueId).assignment?.annotators, ['kim', 'Lee Ann']);
  assert.equal(desk.store.queueProgress(made.queueId, 'kim').total, 5);
  await assert.rejects(
    async () => desk.run('assignQueue', { queueId: made.queueId, annotators: ['kim', ' kim '] }),
    /named twice/,
  );
});

test('assigning makes a queue of the same transcripts in the same places, and puts away one that nobody began', async (t) => {
  const desk = await scriptedQueues(t);
  importRun(desk.worker, HUNDRED);
  const made = (await desk.run('newAuditSample', { n: 40, repeats: 0.1, confirmed: true })) as DrawnQueue;
  const before = desk.definition(made.queueId);
  const assigned = (await desk.run('assignQueue', {
    queueId: made.queueId,
    annotators: ['kim', 'lee', 'max'],
    overlap: 2,
  })) as DrawnQueue;
  const after = desk.definition(assigned.queueId);
  assert.notEqual(after.uid, before.uid);
  const plain = (definition: typeof before) =>
    definition.waves.flatMap(({ items }) => items.map(({ assigned: _, ...item }) => item));
  assert.deepEqual(plain(after), plain(before));
  assert.deepEqual(after.waves[0]?.strata, before.waves[0]?.strata);
  assert.deepEqual(
    desk.store.queues().map(({ queueId }) => queueId),
    [assigned.queueId],
  );
  const shares = ['kim', 'lee', 'max'].map((name) => desk.store.queueProgress(assigned.queueId, name).total);
  assert.ok(Math.max(...shares) - Math.min(...shares) <= 4, String(shares));
  const more = (await desk.run('extendQueue', { queueId: assigned.queueId, more: 10 })) as { items: number };
  assert.equal(more.items, 10, 'it can be extended like the first');
  desk.answer(
    assigned.queueId,
    after.waves[0]?.items.find((item) => item.assigned.includes('lee'))?.place ?? 1,
    'aligned',
    'lee',
  );
  await desk.run('assignQueue', { queueId: assigned.queueId, annotators: ['kim'] });
  assert.equal(desk.store.queues().length, 2, 'what a colleague began stays');
});

test('disagreements in a queue make an adjudication, as blind as the queue was', async (t) => {
  const desk = await scriptedQueues(t);
  importRun(desk.worker, HUNDRED);
  const made = (await desk.run('newAuditSample', { n: 10, confirmed: true, masks: ['x'] })) as DrawnQueue;
  await assert.rejects(desk.run('adjudicate', { queueId: made.queueId }), /No transcript is like that/);
  for (const place of [1, 2, 3]) {
    desk.answer(made.queueId, place, 'aligned', 'kim');
    desk.answer(made.queueId, place, place === 2 ? 'misaligned' : 'refusal', 'lee');
  }
  const elsewhere = desk.store
    .leafPage({ armId: 1, probeId: 1, limit: 100 })
    .find(({ id }) => !desk.items(made.queueId).some(({ key }) => desk.store.transcriptIdByKey(key) === id));
  assert.ok(elsewhere);
  desk.store.appendLabel(labelInput(elsewhere.id, 'aligned', { annotator: 'kim' }));
  desk.store.appendLabel(labelInput(elsewhere.id, 'misaligned', { annotator: 'lee' }));
  const inQueue = (await desk.run('adjudicate', { queueId: made.queueId })) as DrawnQueue;
  assert.equal(inQueue.items, 1);
  const queue = desk.store.queue(inQueue.queueId);
  assert.deepEqual([queue?.purpose, queue?.blind.judge, queue?.masks], ['adjudication', true, ['x']]);
  const everywhere = (await desk.run('adjudicate')) as DrawnQueue;
  assert.equal(everywhere.items, 2);
});
