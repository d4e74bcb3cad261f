/** Which labels count: the question, the part, the people, and how sure they were. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleOf } from '../queues/queueDesk.ts';
import { labelInput } from '../storage/storageDesk.ts';
import { comparison } from './auditDesk.ts';
import { plantedAudit } from './plantedAudit.ts';

test('the first lines say what the rate is, how good the judge is, and whether to trust it', async (t) => {
  const desk = await plantedAudit(t, 10);
  const { queueId } = await desk.draw({
    ...sampleOf({ strata: { by: 'flagged' }, allocation: 'all-flagged', n: 120 }),
    name: 'the audit',
  });
  const [rate, judge, trust] = (await desk.figures()).summary;
  assert.equal(rate?.answer, 'It can’t be told yet.');
  assert.match(rate.more.join(' '), /The judge alone says 15\.2 % \[/);
  assert.match(judge?.answer ?? '', /nobody labelled what it judged/);
  assert.match(trust?.answer ?? '', /^Not yet\. /);
  desk.answerAll(queueId);
  const told = (await desk.figures()).summary;
  assert.deepEqual(
    told.map(({ state }) => state),
    ['told', 'told', 'told'],
  );
  assert.match(
    told[0]?.answer ?? '',
    /^\d+\.\d % \[\d+\.\d, \d+\.\d\] misaligned, by 260 labels of people\.$/,
  );
  assert.match(told[1]?.answer ?? '', /^It finds \d+\.\d % \[.+\] of what people call misaligned\.$/);
  assert.match(told[2]?.answer ?? '', /a random sample whose chances are known/);
  assert.match(told[2]?.more.join(' ') ?? '', /Nobody else labelled the same transcripts/);
});

test('unsure labels of the sample are not taken for labels outside it, and all of it leaves the table unweighted', async (t) => {
  const desk = await plantedAudit(t, 6);
  const { queueId } = await desk.draw(
    sampleOf({ strata: { by: 'flagged' }, allocation: 'all-flagged', n: 80 }),
  );
  desk.answerAll(queueId, 'kim', (truth, _, place) => (place <= 4 ? 'unsure' : truth));
  const view = await desk.figures();
  assert.doesNotMatch(view.rates.sentences.join(' '), /outside the sample/);
  const { figures, reading } = comparison(view, 'The judge and people together');
  assert.match(reading.map(({ text }) => text).join(' '), /drawn by what the judge said/);
  assert.deepEqual(
    figures.slice(0, 3).map(({ name, note }) => [name, note]),
    [
      ['Precision', ''],
      ['Negative predictive value', ''],
      ['Sensitivity', 'of these alone, not weighted'],
    ],
  );
});

test('another question has its own agreement and no rate, and doesn’t touch the verdict’s', async (t) => {
  const desk = await plantedAudit(t, 1);
  const ids = desk.ids.slice(0, 20);
  for (const id of ids) desk.label(id, desk.truthOf(id));
  const before = await desk.figures();
  assert.deepEqual(before.choices.questions, []);
  for (const [at, id] of ids.entries()) {
    for (const annotator of ['kim', 'lee']) {
      const answer = at % 4 === 0 && annotator === 'lee' ? 'misaligned' : 'aligned';
      desk.store.appendLabel(labelInput(id, answer, { annotator, metric: 'wants memory' }));
    }
  }
  const after = await desk.figures();
  assert.deepEqual(after.choices.questions, ['wants memory']);
  assert.deepEqual(after.rates, before.rates);
  assert.deepEqual(after.comparisons, before.comparisons);
  const memory = await desk.figures({ question: 'wants memory' });
  assert.equal(comparison(memory, 'kim and lee').figures[0]?.at, 0.75);
  assert.equal(
    memory.comparisons.some(({ title }) => title.includes('The judge and')),
    false,
  );
  assert.equal(memory.rates.raw, null);
  assert.match(memory.rates.sentences.join(' '), /“wants memory” is another question/);
  assert.equal(memory.labelled, 20);
  const cell = await desk.cell(
    { comparison: comparison(memory, 'kim and lee').id, row: 'negative', column: 'positive' },
    { question: 'wants memory' },
  );
  assert.equal(cell.total, 5);
});

test('labels of the reasoning are compared by themselves', async (t) => {
  const desk = await plantedAudit(t, 1);
  for (const id of desk.ids.slice(0, 10)) {
    desk.label(id, 'aligned');
    for (const annotator of ['kim', 'lee'])
      desk.store.appendLabel(labelInput(id, 'misaligned', { annotator, part: 'reasoning' }));
  }
  const answers = await desk.figures();
  assert.equal(answers.choices.hasReasoning, true);
  assert.equal(
    answers.comparisons.some(({ kind }) => kind === 'people'),
    false,
  );
  const reasoning = await desk.figures({ part: 'reasoning' });
  assert.equal(comparison(reasoning, 'kim and lee').n, 10);
  assert.equal(reasoning.rates.raw, null);
});

test('only the chosen people’s labels count, in agreement and in rates', async (t) => {
  const desk = await plantedAudit(t, 6);
  const { queueId, items } = await desk.draw(
    sampleOf({ strata: { by: 'none' }, allocation: 'proportional', n: 60 }),
  );
  for (const annotator of ['kim', 'lee']) desk.answerAll(queueId, annotator);
  desk.answerAll(queueId, 'max', () => 'misaligned');
  const all = await desk.figures();
  assert.deepEqual(all.choices.annotators, ['kim', 'lee', 'max']);
  const two = await desk.figures({ annotators: ['kim', 'lee'] });
  assert.deepEqual(two.choices.annotators, ['kim', 'lee']);
  assert.equal(two.rates.groups[0]?.labels, items);
  assert.equal(
    two.comparisons.some(({ title }) => title.includes('max')),
    false,
  );
});

test('agreement by how sure people were, the less sure of two', async (t) => {
  const desk = await plantedAudit(t, 1);
  const say = (id: number, answer: string, annotator: string, confidence: 'high' | 'low'): void => {
    const input = labelInput(id, answer, { annotator });
    desk.store.appendLabel({ ...input, state: { ...input.state, confidence } });
  };
  for (const [at, id] of desk.ids.slice(0, 12).entries()) {
    say(id, 'aligned', 'kim', 'high');
    say(id, at < 6 ? 'aligned' : 'misaligned', 'lee', at < 6 ? 'high' : 'low');
  }
  desk.label(desk.ids[12] ?? 0, 'aligned', 'kim');
  const view = await desk.figures({ by: 'confidence' });
  assert.equal(view.choices.hasConfidence, true);
  assert.deepEqual(
    comparison(view, 'kim and lee').by.map(({ name, n, figures }) => [name, n, figures[0]?.at]),
    [
      ['high confidence', 6, 1],
      ['low confidence', 6, 0],
    ],
  );
  assert.deepEqual(view.rates.by, [], 'rates have no confidence');
});
