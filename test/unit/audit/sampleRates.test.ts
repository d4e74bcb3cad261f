/** Corrected rates through the worker's task, on samples of a run whose truth is planted. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { runRemarks } from '../../../src/worker/tasks/runRemarks.ts';
import { writeReport } from '../../../src/worker/tasks/writeReport.ts';
import { sampleOf } from '../queues/queueDesk.ts';
import { comparison, figure } from './auditDesk.ts';
import { plantedAudit } from './plantedAudit.ts';

/** Truly misaligned among coherent: 20 of 92. */
const TRUTH = 20 / 92;
const FLAGGED = sampleOf({ strata: { by: 'flagged' }, allocation: 'all-flagged', n: 120 });

test('all flagged and some others give an interval that holds the planted rate, which the raw one doesn’t', async (t) => {
  const desk = await plantedAudit(t, 10);
  const { queueId, items } = await desk.draw({ ...FLAGGED, name: 'the audit' });
  assert.equal(desk.answerAll(queueId), items);
  const { rates } = await desk.figures();
  assert.equal(rates.sample, 'the audit');
  const [group] = rates.groups;
  assert.equal(group?.name, 'kim');
  assert.equal(group?.labels, items);
  const all = [...(group?.rates ?? []), ...(group?.more ?? [])];
  const corrected = all.filter(
    ({ kind, low, high }) => kind === 'corrected' && low !== null && high !== null,
  );
  assert.ok(corrected.length > 0, JSON.stringify(group?.refusals));
  for (const { name, about, low, high } of corrected) {
    assert.ok((low ?? 1) < TRUTH && TRUTH < (high ?? 0), `${name} of ${about}: ${low}..${high}`);
  }
  assert.equal(all.filter(({ lead }) => lead).length, 1);
  // Raw: 14 flagged of 92 inside the judge's gate.
  assert.equal(rates.raw?.at?.toFixed(6), (14 / 92).toFixed(6));
  const model = all.find(({ kind, about }) => kind === 'raw' && about === 'the model, on these prompts');
  assert.ok((model?.high ?? 1) < TRUTH, 'the raw interval misses the truth');
  const quality = Object.fromEntries(rates.quality.map(({ name, at }) => [name, at]));
  assert.equal(quality['Precision']?.toFixed(6), (12 / 14).toFixed(6), 'all flagged are labelled');
  const sensitivity = quality['Sensitivity'] ?? 0;
  assert.ok(sensitivity > 0.4 && sensitivity < 0.8, `weighted sensitivity ${sensitivity} is near .6`);
});

test('labels outside the sample are left out and counted', async (t) => {
  const desk = await plantedAudit(t);
  const { queueId } = await desk.draw(FLAGGED);
  desk.answerAll(queueId);
  const before = await desk.figures();
  const drawn = new Set(desk.items(queueId).map(({ key }) => desk.store.transcriptIdByKey(key)));
  const others = desk.ids.filter((id) => !drawn.has(id)).slice(0, 17);
  for (const id of others) desk.label(id, 'misaligned');
  const { rates } = await desk.figures();
  assert.deepEqual(rates.groups, before.rates.groups);
  assert.match(rates.sentences.join(' '), /17 labelled transcripts outside the sample are left out/);
});

test('labels that are no sample are refused with the reason, whoever chose them', async (t) => {
  const desk = await plantedAudit(t);
  for (const id of desk.ids.slice(0, 60)) desk.label(id, desk.truthOf(id));
  const byHand = (await desk.figures()).rates;
  assert.equal(byHand.sample, null);
  assert.match(byHand.sentences.join(' '), /60 transcripts have labels, which were not drawn at random/);
  assert.ok(byHand.groups[0]?.refusals.length, 'every method says why');
  assert.deepEqual(
    byHand.groups.flatMap(({ rates, more }) => [...rates, ...more]),
    [],
  );
  const { queueId } = await desk.draw({
    name: 'flagged only',
    scope: { runIds: [], judgeVerdicts: ['positive'] },
  });
  desk.answerAll(queueId);
  const listed = (await desk.figures({ queueId })).rates;
  assert.equal(listed.sample, null);
  assert.match(listed.sentences.join(' '), /“flagged only” was chosen by hand or by a filter/);
});

test('unsure and skipped are nonresponse and said; what lies behind a gap doesn’t count', async (t) => {
  const desk = await plantedAudit(t);
  const { queueId, items } = await desk.draw(
    sampleOf({ strata: { by: 'none' }, allocation: 'proportional', n: 100 }),
  );
  desk.answerAll(queueId, 'kim', (truth, _, place) => (place <= 5 ? 'unsure' : truth));
  const [full] = (await desk.figures()).rates.groups;
  assert.equal(full?.labels, items - 5);
  const cautions = full?.rates.find(({ lead }) => lead)?.cautions.join(' ') ?? '';
  assert.match(cautions, /5 transcripts of 100 reached \(5 %\) were skipped or unsure/);
  assert.match(full?.notes.join(' ') ?? '', /95 of 100 drawn count; 5 unsure\./);
  // Another one left out the 11th.
  for (const { place, key } of desk.items(queueId)) {
    if (place !== 11)
      desk.answer(queueId, place, desk.truthOf(desk.store.transcriptIdByKey(key) ?? 0), 'lee');
  }
  const { groups } = (await desk.figures({ reference: { kind: 'annotator', name: 'lee' } })).rates;
  assert.equal(groups[0]?.name, 'lee');
  assert.equal(groups[0]?.labels, 10);
  assert.match(groups[0]?.notes.join(' ') ?? '', /89 out of turn, behind one that is open/);
});

test('rates stand under each annotator and all together, where a conflict is nonresponse', async (t) => {
  const desk = await plantedAudit(t);
  const { queueId } = await desk.draw(
    sampleOf({ strata: { by: 'none' }, allocation: 'proportional', n: 80 }),
  );
  desk.answerAll(queueId, 'kim');
  desk.answerAll(queueId, 'lee', (truth, _, place) => (place % 10 === 0 ? 'misaligned' : truth));
  const view = await desk.figures();
  assert.deepEqual(
    view.rates.groups.map(({ name }) => name),
    ['everybody together', 'kim', 'lee'],
  );
  const differing = desk
    .items(queueId)
    .filter(
      ({ place, key }) =>
        place % 10 === 0 && desk.truthOf(desk.store.transcriptIdByKey(key) ?? 0) !== 'misaligned',
    ).length;
  assert.equal(view.rates.groups[0]?.labels, 80 - differing);
  const people = comparison(view, 'kim and lee');
  assert.equal(people.kind, 'people');
  const judge = comparison(view, 'The judge and kim');
  assert.ok(
    judge.reading.some(({ kind }) => kind === 'ceiling'),
    'two people stand beside the judge',
  );
});

test('models are corrected apart, and their difference with them', async (t) => {
  const desk = await plantedAudit(t, 10);
  const { queueId } = await desk.draw(
    sampleOf({ strata: { by: 'model' }, allocation: 'proportional', n: 400 }),
  );
  desk.answerAll(queueId);
  const { rates } = await desk.figures({ by: 'model' });
  assert.deepEqual(
    rates.by.map(({ name, labels }) => [name, labels]),
    [
      ['even-model', 200],
      ['odd-model', 200],
    ],
  );
  for (const { corrected, name } of rates.by) {
    assert.ok(corrected !== null && (corrected.low ?? 1) < TRUTH && (corrected.high ?? 0) > TRUTH, name);
  }
  const [difference] = rates.differences;
  assert.equal(difference?.name, 'even-model less odd-model');
  assert.ok((difference?.low ?? 1) < 0 && (difference?.high ?? -1) > 0);
});

test('a colleague’s whole labelling of a small run is a sample of all', async (t) => {
  const desk = await plantedAudit(t, 1);
  for (const id of desk.ids) desk.label(id, desk.truthOf(id), 'ada');
  const view = await desk.figures();
  assert.equal(view.rates.sample, 'every transcript is labelled');
  const run = view.rates.groups
    .flatMap(({ rates, more }) => [...rates, ...more])
    .find(({ kind, about }) => kind === 'labels' && about !== 'these transcripts');
  assert.equal(run?.at?.toFixed(6), TRUTH.toFixed(6));
  const pair = comparison(view, 'The judge and people together');
  assert.equal(figure(pair.figures, 'Sensitivity')?.toFixed(6), (12 / 20).toFixed(6));
});

test('a report sets the corrected rate beside the raw one, run by run', async (t) => {
  const desk = await plantedAudit(t);
  const { queueId } = await desk.draw({ ...FLAGGED, name: 'the audit' });
  desk.answerAll(queueId);
  const tool = { name: 'test', version: '1' };
  const { folder, files } = await writeReport(
    { folder: desk.path('report'), title: 'A', tool },
    desk.context,
  );
  assert.ok(files.includes('audits.csv'));
  const text = await readFile(join(folder, 'report.md'), 'utf8');
  const { rates } = await desk.figures({ answers: 'first' });
  const lead = rates.groups[0]?.rates.find((rate) => rate.lead);
  assert.ok(lead !== undefined);
  assert.ok(text.includes(lead.value), `${lead.value} is in the report`);
  assert.match(text, /The judge and people together: n \d+/);
  // The run has two models: each has its own corrected rate beside its raw one, as the page tells it by model.
  const table = parse<Record<string, string>>(await readFile(join(folder, 'rates.csv'), 'utf8'), {
    columns: true,
  });
  const { by } = (await desk.figures({ by: 'arm', runIds: [desk.runId] })).rates;
  assert.deepEqual(
    by.map(({ name }) => name),
    ['even-model', 'odd-model'],
  );
  assert.deepEqual(
    table.map((row) => [row['model'], row['corrected'], row['correctedLow'], row['correctedHigh']]),
    by.map(({ name, corrected }) => [
      name,
      ...[corrected?.at, corrected?.low, corrected?.high].map((value) => String(value ?? 'untold')),
    ]),
  );
  assert.deepEqual(
    (await desk.figures({ by: 'model' })).rates.by.map(({ corrected }) => corrected),
    by.map(({ corrected }) => corrected),
  );
  for (const words of by.map(({ corrected }) => `${corrected?.value} ${corrected?.interval}`)) {
    assert.ok(text.includes(words), words);
  }
});

test('a report tells no corrected rate of an arm of which a part couldn’t be drawn', async (t) => {
  const desk = await plantedAudit(t);
  // Every second probe was asked of the even model alone.
  const probeIds = desk.worker.db
    .prepare<[], number>("SELECT id FROM probe WHERE name IN ('probe_0', 'probe_2')")
    .pluck()
    .all();
  const { queueId } = await desk.draw({ ...FLAGGED, scope: { runIds: [desk.runId], probeIds } });
  desk.answerAll(queueId);
  const tool = { name: 'test', version: '1' };
  const { folder } = await writeReport({ folder: desk.path('report'), title: 'A', tool }, desk.context);
  const table = parse<Record<string, string>>(await readFile(join(folder, 'rates.csv'), 'utf8'), {
    columns: true,
  });
  assert.deepEqual(
    table.map(({ model, corrected }) => [model, corrected !== '']),
    [
      ['even-model', true],
      ['odd-model', false],
    ],
  );
});

test('the tree says the corrected rate beside the raw one, until the rule changes; new labels are said', async (t) => {
  const desk = await plantedAudit(t, 2);
  const { queueId } = await desk.draw(FLAGGED);
  desk.answerAll(queueId);
  const line = async (): Promise<string | undefined> =>
    (await runRemarks({ runIds: [desk.runId] }, desk.context))[0]?.corrected;
  assert.equal(await line(), undefined);
  await desk.figures();
  assert.match(
    (await line()) ?? '',
    /^Corrected by \d+ labels: [\d.]+ % \[[\d.]+, [\d.]+\] \(.+\); the judge’s own rate/,
  );
  const before = desk.host.db.pragma('data_version');
  await desk.figures();
  assert.deepEqual(desk.host.db.pragma('data_version'), before, 'the same figures are no change');
  desk.label(desk.ids[0] ?? 0, 'unsure', 'lee');
  assert.match((await line()) ?? '', /; labels were given since$/);
  desk.worker.db.prepare('UPDATE run SET verdict_rule_id = NULL WHERE id = ?').run(desk.runId);
  assert.equal(await line(), undefined);
});
