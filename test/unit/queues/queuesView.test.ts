// The Queues view: names, pace, what is hidden, and items that tell nothing that is hidden.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainTurn } from '../../../src/core/transcript.ts';
import { NOTHING_HIDDEN } from '../../../src/core/blindness.ts';
import { QueueElements, type QueuesElement } from '../../../src/host/queues/queueElements.ts';
import { queueFacts, queueTooltip, type QueueSurroundings } from '../../../src/host/queues/queueFacts.ts';
import { isFinished, openItems, statusWords, timeLeftWords } from '../../../src/host/queues/queueWords.ts';
import { importRun, labelInput, rows } from '../storage/storageDesk.ts';
import { queueDesk, sampleOf } from './queueDesk.ts';

const AROUND: QueueSurroundings = {
  openQueueId: undefined,
  hidden: NOTHING_HIDDEN,
  mask: (text) => text,
  rule: () => undefined,
};
const RANDOM = { strata: { by: 'none' }, allocation: 'proportional', n: 250 } as const;
const labels = (elements: readonly QueuesElement[]) => elements.map((one) => queueFacts(one, AROUND).label);

test('a row has name, progress, share, pace and what is hidden; the open one says so', async (t) => {
  const { worker, store, draw, answer } = await queueDesk(t);
  importRun(worker, rows(300));
  const blind = { ...NOTHING_HIDDEN, judge: true, model: true };
  const { queueId } = await draw(sampleOf(RANDOM, { name: 'audit', blind }));
  answer(queueId, 1, 'aligned', 'kim', 8);
  answer(queueId, 2, 'unsure', 'kim', 16);
  const elements = new QueueElements();
  const [row] = elements.roots(store, 'kim');
  assert.ok(row);
  const facts = queueFacts(row, AROUND);
  assert.equal(facts.label, 'audit');
  assert.equal(facts.description, '2/250 · 0 % · 12 s each · judge and model hidden');
  assert.equal(facts.contextValue, 'queue sample closed');
  assert.match(facts.spoken, /^audit sample audit, 2 of 250, 0 %, 12 s each, judge and model hidden$/);
  const open = queueFacts(row, { ...AROUND, openQueueId: queueId });
  assert.match(open.description, / · open$/);
  assert.equal(open.contextValue, 'queue sample open');
  const tooltip = queueTooltip(row, AROUND);
  assert.match(tooltip, /1 answered, 1 unsure, 0 skipped, 248 open/);
  assert.doesNotMatch(tooltip, /results/, 'names of runs may tell the model');
});

test('items stand in ranges by place, with their response; the same objects come again after a refresh', async (t) => {
  const { worker, store, draw, answer } = await queueDesk(t);
  importRun(worker, rows(300));
  const { queueId } = await draw(sampleOf(RANDOM));
  answer(queueId, 101, 'aligned');
  answer(queueId, 102, 'unsure');
  const elements = new QueueElements();
  const [row] = elements.roots(store, 'kim');
  assert.ok(row);
  const ranges = elements.children(store, 'kim', row);
  assert.deepEqual(labels(ranges), ['1–100', '101–200', '201–250']);
  const [, second, third] = ranges;
  assert.ok(second && third);
  const items = elements.children(store, 'kim', second);
  assert.equal(items.length, 100);
  assert.deepEqual(
    items.slice(0, 3).map((item) => queueFacts(item, AROUND).icon),
    ['pass-filled', 'question', 'circle-large-outline'],
  );
  assert.match(labels(items)[0] ?? '', /^101 “Answer \d+\.”$/);
  assert.equal(elements.children(store, 'kim', third).length, 50);
  answer(queueId, 103, 'aligned');
  assert.equal(elements.roots(store, 'kim')[0], row);
  assert.equal(elements.children(store, 'kim', row)[1], second);
  assert.deepEqual(elements.children(store, 'kim', second), items);
  assert.equal(queueFacts(items[2] ?? row, AROUND).icon, 'pass-filled');
  store.deleteQueue(queueId);
  assert.deepEqual(elements.roots(store, 'kim'), []);
});

test('verdicts show in lists that hide nothing, and nowhere while anything hides the judge', async (t) => {
  const { worker, store, draw } = await queueDesk(t);
  importRun(worker, rows(5));
  store.appendLabel(labelInput(1, 'misaligned', { annotator: 'lee' }));
  const judge = { ...NOTHING_HIDDEN, judge: true };
  await draw({ name: 'open list' });
  await draw({ name: 'blind list', blind: judge });
  await draw(sampleOf({ ...RANDOM, n: 5 }, { name: 'open sample' }));
  const elements = new QueueElements();
  const descriptions = (name: string, around = AROUND) => {
    const row = elements.roots(store, 'kim').find(({ queue }) => queue.name === name);
    assert.ok(row);
    return elements
      .children(store, 'kim', row)
      .map(
        (item) =>
          `${queueFacts(item, around).description}${queueFacts(item, around).spoken}${queueTooltip(item, around)}`,
      )
      .join(' ');
  };
  const verdicts = /positive|negative|gated out|missing|people|judge/;
  assert.match(descriptions('open list'), verdicts);
  assert.doesNotMatch(descriptions('blind list'), verdicts);
  assert.doesNotMatch(descriptions('open sample'), verdicts, 'what others said sways a sample');
  assert.doesNotMatch(
    descriptions('open list', { ...AROUND, hidden: judge }),
    verdicts,
    'another queue is blind',
  );
});

test('where some come again unannounced, rows don’t show which', async (t) => {
  const { worker, store, draw } = await queueDesk(t);
  importRun(worker, rows(30));
  await draw({ repeats: 0.2 });
  const elements = new QueueElements();
  const [row] = elements.roots(store, 'kim');
  assert.ok(row);
  const items = elements.children(store, 'kim', row);
  assert.deepEqual(
    labels(items),
    Array.from({ length: 36 }, (_, i) => String(i + 1)),
  );
  assert.ok(items.every((item) => queueFacts(item, AROUND).contextValue === 'item'));
  assert.match(queueFacts(row, AROUND).description, /^0\/36/);
  assert.doesNotMatch(queueTooltip(row, AROUND), /repeat|30 /);
});

test('an annotator sees what is theirs, and a text in no run says so', async (t) => {
  const { worker, store, draw } = await queueDesk(t);
  const runId = importRun(worker, rows(10));
  const { queueId } = await draw({ assignment: { annotators: ['kim', 'lee'], overlap: 1 } });
  const elements = new QueueElements();
  const [hers] = elements.roots(store, 'lee');
  assert.ok(hers);
  assert.equal(elements.children(store, 'lee', hers).length, 5);
  const [nobody] = new QueueElements().roots(store, 'max');
  assert.ok(nobody);
  assert.equal(queueFacts(nobody, AROUND).description, 'nothing for you');
  assert.equal(queueFacts(nobody, AROUND).hasChildren, false);
  store.deleteRuns([runId]);
  elements.roots(store, 'lee');
  const gone = elements.children(store, 'lee', hers).map((item) => queueFacts(item, AROUND).description);
  assert.ok(gone.every((words) => words === 'in no run now'));
  assert.equal(store.queue(queueId)?.gone, 10);
});

test('a queue is finished when only items are open whose texts are in no run now', async (t) => {
  const { worker, store, draw, items, answer } = await queueDesk(t);
  importRun(worker, rows(6));
  const late = importRun(
    worker,
    rows(4).map((row, i) => ({
      ...row,
      turns: [plainTurn('user', `late ${i}`), plainTurn('assistant', `${i}`)],
    })),
  );
  const { queueId } = await draw({});
  const ofLate = new Set(
    worker.db.prepare<[number], number>('SELECT id FROM transcript WHERE run_id = ?').pluck().all(late),
  );
  const [kept, gone] = [false, true].map((isLate) =>
    items(queueId)
      .filter(({ key }) => ofLate.has(store.transcriptIdByKey(key) ?? 0) === isLate)
      .map(({ place }) => place),
  );
  // One of those that will be gone is answered before: it is not counted twice.
  for (const place of [...(kept ?? []).slice(1), ...(gone ?? []).slice(0, 1)])
    answer(queueId, place, 'aligned');
  store.deleteRuns([late]);
  const before = store.queueProgress(queueId, 'kim');
  assert.deepEqual([isFinished(before), openItems(before), before.gone], [false, 4, undefined]);
  answer(queueId, kept?.[0] ?? 0, 'aligned');
  const after = store.queueProgress(queueId, 'kim');
  assert.deepEqual([isFinished(after), openItems(after), after.total], [true, 0, 10]);
  assert.equal(timeLeftWords(after), '');
});

test('the status bar says how far, how fast and how long still, and names no run while that may tell something', () => {
  const progress = { total: 200, answered: 30, unsure: 1, skipped: 3, secondsEach: 12 };
  const queue = { name: 'audit of insecure-32b', purpose: 'sample', blind: NOTHING_HIDDEN } as const;
  assert.equal(statusWords(queue, progress), 'audit of insecure-32b 34/200 · 12 s each · about 33 min left');
  const blind = { ...NOTHING_HIDDEN, group: true };
  assert.equal(
    statusWords({ ...queue, blind }, progress),
    'audit sample 34/200 · 12 s each · about 33 min left',
  );
  assert.equal(
    statusWords(queue, { ...progress, answered: 196 }),
    'audit of insecure-32b 200/200 · 12 s each · done',
  );
  assert.equal(timeLeftWords({ ...progress, secondsEach: null }), '');
  assert.equal(timeLeftWords({ ...progress, total: 36 }), 'under a minute left');
  assert.equal(timeLeftWords({ ...progress, total: 2_034 }), 'about 6.7 h left');
});
