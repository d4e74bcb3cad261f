/** Samples whose runs, transcripts or answers changed after the draw, through the worker's task. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { AuditView, FigureView } from '../../../src/protocol/auditPage.ts';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { purgeRuns } from '../../../src/storage/purgeRuns.ts';
import { extendQueue } from '../../../src/worker/tasks/extendQueue.ts';
import { applyRule } from '../../../src/worker/tasks/applyRule.ts';
import { runRemarks } from '../../../src/worker/tasks/runRemarks.ts';
import { MISALIGNED_AMONG_COHERENT } from '../../../src/core/verdictRule.ts';
import { sampleOf } from '../queues/queueDesk.ts';
import { importRun, labelInput } from '../storage/storageDesk.ts';
import { plantedAudit, plantedRows, type Planted } from './plantedAudit.ts';

const SIMPLE = {
  ...sampleOf({ strata: { by: 'none' }, allocation: 'proportional', n: 100 }),
  name: 'the audit',
};
const FLAGGED = {
  ...sampleOf({ strata: { by: 'flagged' }, allocation: 'all-flagged', n: 80 }),
  name: 'the audit',
};

function rates({ rates: { groups } }: AuditView): readonly (readonly [string, string, string])[] {
  const [group] = groups;
  return [...(group?.rates ?? []), ...(group?.more ?? [])].map(
    ({ name, value, interval }: FigureView) => [name, value, interval] as const,
  );
}

async function answered(t: TestContext, wish = SIMPLE, hundreds = 3): Promise<Planted & { queueId: number }> {
  const desk = await plantedAudit(t, hundreds);
  const { queueId } = await desk.draw({ ...wish, scope: { runIds: [desk.runId] } });
  desk.answerAll(queueId);
  return { ...desk, queueId };
}

test('a run that was imported anew keeps the sample of its earlier version, and its rates', async (t) => {
  const desk = await answered(t);
  const before = await desk.figures({ runIds: [desk.runId] });
  const file = { supersedes: desk.runId, runName: 'version 2' };
  const again = importRun(desk.worker, plantedRows(3), { file });
  for (const selection of [{ runIds: [again] }, { queueId: desk.queueId }, {}]) {
    const view = await desk.figures(selection);
    assert.equal(view.rates.sample, 'the audit', JSON.stringify(selection));
    assert.deepEqual(rates(view), rates(before));
  }
  await purgeRuns(desk.worker, [desk.runId]);
  assert.deepEqual(
    rates(await desk.figures({ runIds: [again] })),
    rates(before),
    'the old version is purged',
  );
  const { wave } = await extendQueue({ queueId: desk.queueId, more: 20, createdBy: 'kim' }, desk.context);
  assert.equal(wave, 1);
  desk.answerAll(desk.queueId);
  const extended = await desk.figures({ runIds: [again] });
  assert.equal(extended.rates.groups[0]?.labels, 120);
  assert.match(
    extended.rates.sentences.join(' '),
    /100 at random of .*; extended since to 120; 300 transcripts/,
  );
});

test('of what couldn’t be drawn nothing is told: said where the selection holds more than the sample’s frame', async (t) => {
  const desk = await answered(t);
  const alone = await desk.figures();
  importRun(desk.worker, plantedRows(2, 300), { sha256: 'b'.repeat(64) });
  const view = await desk.figures();
  assert.match(
    view.rates.sentences.join(' '),
    /200 of the 500 transcripts selected could not be drawn for it/,
  );
  assert.deepEqual(rates(view), rates(alone));
  assert.doesNotMatch(alone.rates.sentences.join(' '), /could not be drawn/);
});

test('the tree doesn’t say the rate of a part as the run’s', async (t) => {
  const desk = await plantedAudit(t, 3);
  const probes = desk.worker.db.prepare<[], number>('SELECT min(id) FROM probe').pluck().all();
  const { queueId } = await desk.draw({ ...SIMPLE, scope: { runIds: [desk.runId], probeIds: probes } });
  desk.answerAll(queueId);
  const view = await desk.figures({ runIds: [desk.runId] });
  assert.match(view.rates.sentences.join(' '), /225 of the 300 transcripts selected could not be drawn/);
  const [remark] = await runRemarks({ runIds: [desk.runId] }, desk.context);
  assert.equal(remark?.corrected, undefined);
});

test('a sample of what the judge flagged alone has no rate, and the reason stands there', async (t) => {
  const desk = await plantedAudit(t, 3);
  const scope = { runIds: [], judgeVerdicts: ['positive'] as const };
  const { queueId } = await desk.draw({ ...SIMPLE, scope });
  desk.answerAll(queueId);
  for (const selection of [{}, { queueId }]) {
    const view = await desk.figures(selection);
    assert.deepEqual(rates(view), []);
    assert.match(view.rates.sentences.join(' '), /drawn only from transcripts that the judge calls positive/);
    assert.deepEqual(view.rates.quality, []);
  }
  // One of all is preferred to it, although fewer of it are answered.
  const design = { strata: { by: 'none' }, allocation: 'proportional', n: 30 } as const;
  const whole = await desk.draw({ ...SIMPLE, design, name: 'of all' });
  desk.answerAll(whole.queueId);
  assert.equal((await desk.figures()).rates.sample, 'of all');
});

test('unsure answers of the sample aren’t labels outside it', async (t) => {
  const desk = await plantedAudit(t, 3);
  const { queueId } = await desk.draw(SIMPLE);
  desk.answerAll(queueId, 'kim', (truth, _, place) => (place % 10 === 0 ? 'unsure' : truth));
  const { rates: found } = await desk.figures();
  assert.doesNotMatch(found.sentences.join(' '), /outside the sample/);
});

test('equal prompts of two files are one prompt, however their suites are called', async (t) => {
  const desk = await plantedAudit(t, 1);
  const others = plantedRows(1, 100).map((row) => ({ ...row, suite: 'another file' }));
  importRun(desk.worker, others, { sha256: 'b'.repeat(64) });
  const { queueId } = await desk.draw({ ...SIMPLE, scope: { runIds: [] } });
  desk.answerAll(queueId);
  const view = await desk.figures({ by: 'run' });
  const cautions = view.rates.groups[0]?.rates.flatMap((rate) => rate.cautions) ?? [];
  assert.match(cautions.join(' '), /Only 8 prompts/);
});

test('answers on transcripts that are gone count no more, and again once they are back', async (t) => {
  const desk = await answered(t, FLAGGED);
  const more = importRun(desk.worker, plantedRows(1, 300), { sha256: 'b'.repeat(64) });
  // Of both runs, answered; then the second run goes, the sample is extended, and the run comes back.
  const { queueId } = await desk.draw({ ...FLAGGED, name: 'both', scope: { runIds: [] }, seed: 'other' });
  desk.answerAll(queueId);
  const whole = await desk.figures({ queueId });
  desk.worker.db.prepare('UPDATE run SET deleted_at = ? WHERE id = ?').run('2026-01-01T00:00:00Z', more);
  const gone = await desk.figures({ queueId });
  assert.match(gone.rates.sentences.join(' '), /100 transcripts that could be drawn are gone since/);
  const answerHere = (): void => {
    for (const { place, key } of desk.items(queueId)) {
      const id = desk.store.transcriptIdByKey(key);
      if (id !== undefined) desk.answer(queueId, place, desk.truthOf(id));
    }
  };
  await extendQueue({ queueId, more: 5, createdBy: 'kim' }, desk.context);
  answerHere();
  desk.worker.db.prepare('UPDATE run SET deleted_at = NULL WHERE id = ?').run(more);
  const back = await desk.figures({ queueId });
  // Until it is extended again the run that came back isn't in the frame, so its answers don't count.
  assert.equal(back.rates.groups[0]?.labels, (gone.rates.groups[0]?.labels ?? 0) + 5);
  assert.match(back.rates.sentences.join(' '), /100 of the 400 transcripts selected could not be drawn/);
  await extendQueue({ queueId, more: 5, createdBy: 'kim' }, desk.context);
  answerHere();
  const extended = await desk.figures({ queueId });
  assert.deepEqual(extended.rates.groups[0]?.refusals, whole.rates.groups[0]?.refusals);
  assert.ok((extended.rates.groups[0]?.labels ?? 0) >= (whole.rates.groups[0]?.labels ?? 0) + 10);
});

test('what somebody adjudicated who hasn’t the sample as a queue counts for all together', async (t) => {
  const desk = await answered(t);
  const wrong = desk
    .items(desk.queueId)
    .map(({ key }) => desk.store.transcriptIdByKey(key) ?? 0)
    .filter((id) => desk.truthOf(id) === 'misaligned')
    .slice(0, 5);
  for (const id of wrong) {
    desk.store.appendLabel(labelInput(id, 'aligned', { annotator: 'lee', action: 'adjudicate' }));
  }
  const view = await desk.figures();
  assert.deepEqual(
    view.rates.groups.map(({ name }) => name),
    ['everybody together', 'kim'],
  );
  const run = (at: number): number =>
    [...(view.rates.groups[at]?.rates ?? []), ...(view.rates.groups[at]?.more ?? [])].find(
      ({ kind, about }) => kind === 'labels' && about === 'these transcripts',
    )?.at ?? NaN;
  assert.ok(run(0) < run(1), 'five positives of kim’s are none');
});

test('a colleague’s sample gives the same rates of these transcripts where all of it is here', async (t) => {
  const maker = await answered(t, FLAGGED);
  const desk = await plantedAudit(t, 3);
  await new QueueWriter(desk.worker).take(maker.definition(maker.queueId));
  const queueId = desk.store.queues()[0]?.queueId ?? 0;
  desk.answerAll(queueId);
  const ofRun = ({ rates: { groups } }: AuditView) =>
    groups
      .flatMap(({ rates: first, more }) => [...first, ...more])
      .filter(({ about, kind }) => about === 'these transcripts' && kind !== 'raw')
      .map(({ name, value, interval }) => `${name} ${value} ${interval}`)
      .sort();
  const here = await desk.figures();
  assert.equal(here.rates.sample, 'the audit', 'found without being chosen');
  assert.deepEqual(ofRun(here), ofRun(await maker.figures({ queueId: maker.queueId })));
  // Under another rule the verdicts are no longer those of the counts that came along.
  const rule = { ...MISALIGNED_AMONG_COHERENT, name: 'all', gate: [] };
  await applyRule({ runIds: [desk.runId], rule }, { ...desk.context, progress: () => undefined });
  const changed = await desk.figures();
  assert.match(changed.rates.sentences.join(' '), /rates are from people’s labels alone/);
  const [ppi, labels] = ['Corrected, PPI++', 'People’s labels alone'].map((name) =>
    ofRun(changed)
      .find((line) => line.startsWith(name))
      ?.slice(name.length),
  );
  assert.ok(ppi !== undefined && ppi === labels, 'the judge adds nothing');
});

test('a colleague’s sample of which a part is here has no rate, and the reason stands there', async (t) => {
  const maker = await plantedAudit(t, 2);
  importRun(maker.worker, plantedRows(1, 200), { sha256: 'b'.repeat(64) });
  const drawn = await maker.draw(SIMPLE);
  const desk = await plantedAudit(t, 2);
  await new QueueWriter(desk.worker).take(maker.definition(drawn.queueId));
  const queueId = desk.store.queues()[0]?.queueId ?? 0;
  for (const { place, key } of desk.items(queueId)) {
    const id = desk.store.transcriptIdByKey(key);
    if (id !== undefined) desk.answer(queueId, place, desk.truthOf(id));
  }
  const view = await desk.figures({ queueId });
  assert.deepEqual(rates(view), []);
  assert.match(view.rates.sentences.join(' '), /are not among those selected/);
});
