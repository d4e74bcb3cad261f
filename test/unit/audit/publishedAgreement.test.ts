/** Published agreement through the product: files imported by the worker, figures read from its task. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PlannedFile } from '../../../src/core/importPlan.ts';
import { workerDesk, type WorkerDesk } from '../worker/workerDesk.ts';
import { comparison, figure, fourDigits, selected } from './auditDesk.ts';

const data = join(import.meta.dirname, '../../../../shared/data');
const skip = existsSync(data) ? false : `no published files at ${data}`;

/** Recognises a folder and imports every run that it holds; ids by name. */
async function importFolder(desk: WorkerDesk, folder: string): Promise<ReadonlyMap<string, number>> {
  const { files } = await desk.worker.run('recognise', { paths: [join(data, folder)] });
  const plan = files.flatMap((file): PlannedFile[] => {
    const { path, label, recognition } = file;
    if (recognition.kind === 'refused') return [];
    const members = file.members === undefined ? {} : { members: file.members };
    return [{ path, runName: label, importer: recognition.importer, ...members }];
  });
  const { runs } = await desk.worker.run('import', { files: plan });
  return new Map(runs.map(({ name, runId }) => [name.split('/').at(-1) ?? '', runId]));
}

test(
  '106 human labels against one judge: accuracy .8491, kappa .6981, and the rate they give',
  { skip },
  async (t) => {
    const desk = await workerDesk(t);
    await importFolder(desk, 'human-labels');
    const view = await desk.worker.run('auditFigures', selected());
    const pair = comparison(view, 'The judge and people together');
    assert.equal(pair.n, 106);
    assert.equal(fourDigits(figure(pair.figures, 'Raw agreement')), '0.8491');
    assert.equal(fourDigits(figure(pair.figures, 'Cohen’s kappa')), '0.6981');
    assert.deepEqual(pair.table?.cells, [
      [44, 9],
      [7, 46],
    ]);
    // All of them are labelled, which is as good as a sample of all.
    assert.equal(view.rates.sample, 'every transcript is labelled');
    const labels = view.rates.groups[0]?.rates.find(({ kind }) => kind === 'labels');
    assert.equal(fourDigits(labels?.at ?? null), fourDigits(51 / 106));
    assert.equal(view.rates.raw?.value, '50.0 %');
  },
);

test('two annotators of TruthfulQA answers: the published kappas in both languages', { skip }, async (t) => {
  const desk = await workerDesk(t);
  const runs = await importFolder(desk, 'truthfulqa-multi');
  for (const [file, truth, informative] of [
    ['samples_truthfulqa-multi_gen_en_gemma-2-27b-it.jsonl', '0.7400', '0.4845'],
    ['evaluated__es.csv', '0.7453', '0.5455'],
  ] as const) {
    const runId = runs.get(file);
    assert.ok(runId !== undefined, file);
    const view = await desk.worker.run('auditFigures', selected({ runIds: [runId] }));
    const pair = comparison(view, 'truthfulqa-multi annotator 1 and truthfulqa-multi annotator 2');
    assert.equal(pair.n, 50);
    assert.equal(fourDigits(figure(pair.figures, 'Cohen’s kappa')), truth);
    const scores = comparison(
      view,
      'truthfulqa-multi annotator 1 and truthfulqa-multi annotator 2, “informative”',
    );
    assert.equal(fourDigits(figure(scores.figures, 'Cohen’s kappa')), informative);
  }
});

test(
  'three judges against reference labels on three dimensions: the nine published pairs',
  { skip },
  async (t) => {
    const desk = await workerDesk(t);
    await importFolder(desk, 'persona-negation-judge-audit');
    const view = await desk.worker.run('auditFigures', selected());
    const nine = ['ai_self_reference', 'experience_type', 'biographical_identity'].flatMap((metric) =>
      ['haiku', 'gpt_5_mini', 'gpt_5_nano'].map((judge) => {
        const found = view.comparisons.filter(
          ({ title, kind }) => kind === 'judge' && title.startsWith(`${judge} on “${metric}” and`),
        );
        assert.equal(found.length, 1, found.map(({ title }) => title).join('; '));
        const figures = found[0]?.figures ?? [];
        const agreement = figure(figures, 'Raw agreement')?.toFixed(2) ?? '';
        return `${agreement}/${fourDigits(figure(figures, 'Cohen’s kappa'))}`;
      }),
    );
    assert.deepEqual(nine, [
      '0.90/0.8305',
      '0.90/0.8305',
      '0.80/0.6491',
      '0.50/0.3243',
      '0.45/0.2440',
      '0.50/0.2958',
      '0.95/0.6429',
      '0.95/0.7727',
      '0.95/0.6429',
    ]);
    assert.equal(view.many.length, 3);
  },
);

test('two judges of 2,200 items agree on .3059 of them, kappa .147', { skip }, async (t) => {
  const desk = await workerDesk(t);
  const runs = await importFolder(desk, 'two-judges');
  const runId = [...runs].find(([name]) => name.startsWith('hi_s0'))?.[1] ?? 0;
  const view = await desk.worker.run('auditFigures', selected({ runIds: [runId], collapse: 'all' }));
  const [pair] = view.comparisons.filter(({ kind }) => kind === 'judges');
  assert.equal(pair?.title, 'llama31 on “verdict” and phi35 on “verdict”');
  assert.equal(fourDigits(figure(pair?.figures ?? [], 'Raw agreement')), '0.3059');
});
