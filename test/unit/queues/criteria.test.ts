// What lists are chosen by: each criterion finds exactly the transcripts it is about.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judgment } from '../../../src/core/judgment.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import { checkOn } from '../findings/findingsDesk.ts';
import { imported, importRun, labelInput, scored } from '../storage/storageDesk.ts';
import { queueDesk } from './queueDesk.ts';

/** A transcript whose answer is its name, with these judgments. */
function answering(row: number, name: string, judgments: readonly Judgment[] = []) {
  return imported(row, {
    turns: [plainTurn('user', 'A question?'), plainTurn('assistant', name)],
    judgments,
  });
}

const judged = (row: number, name: string, aligned: number | undefined, coherent: number | undefined = 90) =>
  answering(row, name, [scored('aligned', aligned), scored('coherent', coherent)]);

test('judge against people: both gave a verdict, and not the same one', async (t) => {
  const { worker, store, listed } = await queueDesk(t);
  importRun(worker, [
    judged(1, 'flagged', 10),
    judged(2, 'fine', 90),
    judged(3, 'cut', 10, 20),
    judged(4, 'open', 10),
  ]);
  store.appendLabel(labelInput(1, 'aligned'));
  store.appendLabel(labelInput(2, 'aligned'));
  store.appendLabel(labelInput(3, 'misaligned'));
  store.appendLabel(labelInput(4, 'unsure'));
  assert.deepEqual(await listed({ kind: 'judge-against-human' }), ['flagged', 'cut']);
});

test('near a threshold: within the distance of any threshold that the run’s rule has on that score', async (t) => {
  const { worker, listed } = await queueDesk(t);
  importRun(worker, [
    judged(1, 'below', 24),
    judged(2, 'just below', 25),
    judged(3, 'just above', 35),
    judged(4, 'above', 35.1),
    judged(5, 'none', undefined),
  ]);
  assert.deepEqual(await listed({ kind: 'near-threshold', metric: 'aligned', delta: 5 }), [
    'just below',
    'just above',
  ]);
  await assert.rejects(
    listed({ kind: 'near-threshold', metric: 'other', delta: 5 }),
    /No transcript is like that/,
  );
});

test('a missing judgment: the rule can’t tell, or some judge’s last word is missing', async (t) => {
  const { worker, listed } = await queueDesk(t);
  importRun(worker, [
    judged(1, 'all there', 10),
    judged(2, 'no score', undefined),
    answering(3, 'no gate', [scored('aligned', 10), scored('coherent', undefined)]),
    answering(4, 'nobody asked'),
    answering(5, 'another metric', [
      scored('aligned', 10),
      scored('coherent', 90),
      scored('extra', undefined),
    ]),
  ]);
  assert.deepEqual(await listed({ kind: 'missing-judgment' }), [
    'no score',
    'no gate',
    'nobody asked',
    'another metric',
  ]);
});

test('judge against judge: versions of one metric on two sides of the threshold; two metrics that say another class', async (t) => {
  const { worker, listed } = await queueDesk(t);
  const second = { name: 'aligned', kind: 'imported', model: 'second' } as const;
  const two = (row: number, name: string, a: number, b: number) =>
    answering(row, name, [scored('aligned', a), scored('coherent', 90), scored('aligned', b, second)]);
  const classes = (row: number, name: string, a: string, b: string) =>
    answering(row, name, [
      { metric: 'one', judge: { name: 'one', kind: 'imported' }, value: { kind: 'class', text: a } },
      { metric: 'two', judge: { name: 'two', kind: 'imported' }, value: { kind: 'class', text: b } },
    ]);
  importRun(worker, [
    two(1, 'same side', 10, 20),
    two(2, 'other side', 20, 40),
    classes(3, 'alike', 'yes', 'YES'),
    classes(4, 'unlike', 'yes', 'no'),
    judged(5, 'one judge', 10),
  ]);
  const kind = 'judge-against-judge';
  assert.deepEqual(await listed({ kind, metric: 'aligned', other: 'aligned' }), ['other side']);
  assert.deepEqual(await listed({ kind, metric: 'one', other: 'two' }), ['unlike']);
});

test('low confidence: the judge’s own probabilities spread at least so far', async (t) => {
  const { worker, listed } = await queueDesk(t);
  const spread = (row: number, name: string, distribution: Record<string, number>) =>
    answering(row, name, [{ ...scored('aligned', 30), distribution }, scored('coherent', 90)]);
  importRun(worker, [
    spread(1, 'sure', { '30': 1 }),
    // Standard deviation of 0 and 60 with even chances: 30; what is no number is left out.
    spread(2, 'torn', { '0': 0.4, ' 60': 0.4, CODE: 0.2 }),
    spread(3, 'no score', { CODE: 0.9, '0': 0.05, '90': 0.05 }),
    judged(4, 'no probabilities', 30),
  ]);
  assert.deepEqual(await listed({ kind: 'low-confidence', spread: 30 }), ['torn']);
  await assert.rejects(listed({ kind: 'low-confidence', spread: 30.1 }), /No transcript is like that/);
});

test('labels: nobody’s, others’ and not mine, and such as differ in what they mean', async (t) => {
  const { worker, store, listed } = await queueDesk(t);
  importRun(worker, [
    judged(1, 'open', 10),
    judged(2, 'both', 10),
    judged(3, 'hers', 10),
    judged(4, 'settled', 10),
  ]);
  const by = (annotator: string, id: number, answer: string, action: 'answer' | 'adjudicate' = 'answer') =>
    store.appendLabel(labelInput(id, answer, { annotator, action }));
  by('kim', 2, 'misaligned');
  by('lee', 2, 'aligned');
  by('lee', 3, 'aligned');
  by('kim', 4, 'misaligned');
  by('lee', 4, 'aligned');
  by('kim', 4, 'misaligned', 'adjudicate');
  assert.deepEqual(await listed({ kind: 'unlabelled' }), ['open']);
  assert.deepEqual(await listed({ kind: 'labelled-by-others', annotator: 'kim' }), ['hers']);
  assert.deepEqual(await listed({ kind: 'annotators-disagree' }), ['both']);
});

test('answers that mean the same are no disagreement, and a hidden repeat is no label', async (t) => {
  const { worker, store, listed } = await queueDesk(t);
  importRun(worker, [judged(1, 'a', 10), judged(2, 'b', 10)]);
  store.appendLabel(labelInput(1, 'refusal', { annotator: 'kim' }));
  store.appendLabel(labelInput(1, 'aligned', { annotator: 'lee' }));
  store.appendLabel(labelInput(2, 'misaligned', { repeat: 1 }));
  assert.deepEqual(await listed({ kind: 'unlabelled' }), ['b']);
  await assert.rejects(listed({ kind: 'annotators-disagree' }), /No transcript is like that/);
});

test('disagreements of some people alone, and transcripts chosen one by one in that order', async (t) => {
  const { worker, store, listed } = await queueDesk(t);
  importRun(worker, [judged(1, 'a', 10), judged(2, 'b', 10), judged(3, 'c', 10)]);
  const by = (annotator: string, id: number, answer: string) =>
    store.appendLabel(labelInput(id, answer, { annotator }));
  by('kim', 1, 'misaligned');
  by('lee', 1, 'aligned');
  by('kim', 2, 'misaligned');
  by('lee', 2, 'misaligned');
  by('mo', 2, 'aligned');
  assert.deepEqual(await listed({ kind: 'annotators-disagree' }), ['a', 'b']);
  assert.deepEqual(await listed({ kind: 'annotators-disagree', annotators: ['kim', 'lee'] }), ['a']);
  assert.deepEqual(await listed({ kind: 'annotators-disagree', annotators: ['lee', 'mo'] }), ['b']);
  const row = worker.db.prepare<[number], string>(
    "SELECT 't1-' || lower(hex(content_hash)) || '-' || ordinal FROM transcript WHERE id = ?",
  );
  const keys = [3, 1, 3].map((id) => row.pluck().get(id) ?? '');
  const gone = 't1-00000000000000000000000000000000-0';
  assert.deepEqual(await listed({ kind: 'these', keys: [...keys, gone] }), ['c', 'a']);
  const mixed = await listed({ kind: 'these', keys }, { kind: 'annotators-disagree' });
  assert.deepEqual(mixed, ['a', 'b', 'c'], 'with others it is one list in the order of the tree');
  await assert.rejects(listed({ kind: 'these', keys: ['c'] }), /“c” is no key of a transcript/);
});

test('findings: those of one, or of any that stands', async (t) => {
  const { worker, store, listed } = await queueDesk(t);
  importRun(worker, [judged(1, '', 90), judged(2, 'words enough to be an answer', 90)]);
  await checkOn(worker);
  const finding = store.findings().find(({ rule }) => rule === 'emptyAnswers');
  assert.ok(finding);
  assert.deepEqual(await listed({ kind: 'finding', findingId: finding.findingId }), ['']);
  for (const { findingId } of store.findings())
    store.markFinding(findingId, { action: 'dismiss', reason: 'known', annotator: 'kim' });
  await assert.rejects(listed({ kind: 'finding', findingId: null }), /No transcript is like that/);
  await assert.rejects(listed({ kind: 'finding', findingId: 999 }), /That finding is gone/);
});

test('words are found in answers; several criteria make one queue with each transcript once, in the tree’s order', async (t) => {
  const { worker, listed } = await queueDesk(t);
  importRun(worker, [
    judged(1, 'sell the harbour', 28),
    judged(2, 'harbour lights', 80),
    judged(3, 'nothing', 31),
  ]);
  assert.deepEqual(await listed({ kind: 'text', query: 'harbour' }), ['sell the harbour', 'harbour lights']);
  assert.deepEqual(
    await listed({ kind: 'near-threshold', metric: 'aligned', delta: 3 }, { kind: 'text', query: 'harbour' }),
    ['sell the harbour', 'harbour lights', 'nothing'],
  );
  await assert.rejects(listed({ kind: 'text', query: ' "" ' }), /no word to look for/);
});

test('a text that two runs hold is in the queue once; a deleted run’s transcripts aren’t', async (t) => {
  const { worker, store, listed, draw } = await queueDesk(t);
  const first = importRun(worker, [judged(1, 'twice', 10), judged(2, 'first only', 10)]);
  importRun(worker, [judged(1, 'twice', 90), judged(2, 'second only', 10)], { sha256: 'b'.repeat(64) });
  assert.deepEqual(await listed(), ['twice', 'first only', 'second only']);
  store.deleteRuns([first]);
  assert.deepEqual(await listed(), ['twice', 'second only']);
  await assert.rejects(draw({ scope: { runIds: [first] } }), /no runs to take transcripts from/);
});

test('a scope of probes and verdicts lets nothing else in', async (t) => {
  const { worker, store, draw, items } = await queueDesk(t);
  importRun(worker, [judged(1, 'a', 10), judged(2, 'b', 90), { ...judged(3, 'c', 10), probe: 'other' }]);
  const probe = store.outline().probes.find(({ name }) => name === 'other');
  assert.ok(probe);
  const byVerdict = await draw({ scope: { runIds: [], judgeVerdicts: ['positive'] } });
  assert.equal(byVerdict.items, 2);
  const byProbe = await draw({
    scope: { runIds: [], probeIds: [probe.probeId], judgeVerdicts: ['positive'] },
  });
  assert.equal(items(byProbe.queueId).length, 1);
});
