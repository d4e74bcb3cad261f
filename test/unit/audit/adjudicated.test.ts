/** What an adjudicator decided counts for all together, and never as an annotator's agreement with others. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditView } from '../../../src/protocol/auditPage.ts';
import { annotatorOverlap } from '../../../src/storage/labels/annotatorOverlap.ts';
import { sampleOf } from '../queues/queueDesk.ts';
import { labelInput } from '../storage/storageDesk.ts';
import { comparison, figure } from './auditDesk.ts';
import { plantedAudit, type Planted } from './plantedAudit.ts';

const WISH = {
  ...sampleOf({ strata: { by: 'none' }, allocation: 'proportional', n: 100 }),
  name: 'the audit',
};

/** Positive by labels alone, among these transcripts, of a voice. */
function rateOf({ rates: { groups } }: AuditView, name: string): number | null {
  const group = groups.find((one) => one.name === name);
  const found = [...(group?.rates ?? []), ...(group?.more ?? [])].find(
    ({ kind, about }) => kind === 'labels' && about === 'these transcripts',
  );
  return found?.at ?? null;
}

function settle(desk: Planted, ids: readonly number[], annotator: string): void {
  for (const id of ids)
    desk.store.appendLabel(labelInput(id, 'aligned', { annotator, action: 'adjudicate' }));
}

test('who of two annotators adjudicates leaves their agreement and their own rates as they were', async (t) => {
  const desk = await plantedAudit(t, 3);
  const { queueId } = await desk.draw(WISH);
  desk.answerAll(queueId, 'kim');
  const wrong = new Set(desk.ids.filter((id) => desk.truthOf(id) === 'misaligned'));
  desk.answerAll(queueId, 'lee', (truth) => (truth === 'misaligned' ? 'aligned' : truth));
  const positives = desk
    .items(queueId)
    .map(({ key }) => desk.store.transcriptIdByKey(key) ?? 0)
    .filter((id) => wrong.has(id));
  const raw = (view: AuditView, title: string): number | null =>
    figure(comparison(view, title).figures, 'Raw agreement');
  for (const answers of ['final', 'first'] as const) {
    const before = await desk.figures({ queueId, answers });
    if (answers === 'final') settle(desk, positives, 'kim');
    const after = await desk.figures({ queueId, answers });
    assert.ok((raw(after, 'kim and lee') ?? 1) < 1, answers);
    assert.equal(raw(after, 'kim and lee'), raw(before, 'kim and lee'), answers);
    assert.equal(rateOf(after, 'kim'), rateOf(before, 'kim'), answers);
    assert.ok((rateOf(after, 'kim') ?? 0) > 0.1);
    assert.equal(rateOf(after, 'everybody together'), 0, `${answers}: all are decided to be aligned`);
  }
  const hard = comparison(await desk.figures({ queueId }), 'The judge and the adjudicated labels');
  assert.equal(hard.n, positives.length);
  assert.match(hard.reading.map(({ text }) => text).join(' '), /about the hard ones alone/);
  assert.ok(hard.figures.every(({ note }) => note === 'of these alone, not weighted'));
  const { differing, open } = annotatorOverlap(desk.worker.db, ['kim', 'lee']);
  assert.deepEqual([differing, open], [positives.length, 0], 'they differed, and it is decided');
  // What mara had said of them before, she said of transcripts that she chose.
  for (const id of positives.slice(0, 3)) desk.label(id, 'misaligned', 'mara');
  settle(desk, positives, 'mara');
  const third = await desk.figures({ queueId });
  assert.deepEqual(
    third.comparisons.filter(({ title }) => title.includes('mara')),
    [],
    'who only adjudicated is compared with nobody',
  );
});

test('what annotators disagree about is said to be in conflict, and not that anybody was unsure', async (t) => {
  const desk = await plantedAudit(t, 3);
  const { queueId } = await desk.draw(WISH);
  desk.answerAll(queueId, 'kim');
  desk.answerAll(queueId, 'lee', (truth, _, place) => (place <= 7 ? 'refusal' : truth));
  const { rates } = await desk.figures({ queueId });
  const notes = Object.fromEntries(rates.groups.map((group) => [group.name, group.notes.join(' ')]));
  assert.match(
    notes['everybody together'] ?? '',
    /of 100 drawn count; \d unsure or in conflict until adjudicated/,
  );
  assert.equal(notes['kim'], '100 of 100 drawn count.');
});

test('what the only annotator of a sample decided, or another one of a run that is labelled whole, counts together', async (t) => {
  const desk = await plantedAudit(t, 3);
  const { queueId } = await desk.draw(WISH);
  desk.answerAll(queueId, 'kim');
  const positives = desk.ids.filter((id) => desk.truthOf(id) === 'misaligned');
  settle(desk, positives, 'kim');
  const sample = await desk.figures({ queueId });
  assert.equal(rateOf(sample, 'everybody together'), 0);
  assert.ok((rateOf(sample, 'kim') ?? 0) > 0.1, 'what kim said before the decision');

  const whole = await plantedAudit(t, 3);
  for (const id of whole.ids) whole.label(id, whole.truthOf(id));
  settle(whole, positives, 'mara');
  const { rates } = await whole.figures({ runIds: [whole.runId] });
  assert.deepEqual(
    [rates.isCensus, rates.groups.map(({ name }) => name)],
    [true, ['everybody together', 'kim']],
  );
});
