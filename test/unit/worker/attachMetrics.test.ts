import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { workerDesk } from './workerDesk.ts';

const SERIES = [
  'step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy',
  '1,2.5,0.70,,',
  '2,1.9,0.80,2.1,0.75',
  '3,1.2,0.90,,',
  '',
].join('\n');

test('fine-tuning metrics are kept with a run, shown with corrected accuracy and the chance line, and replaced', async (t) => {
  const desk = await workerDesk(t);
  const answers = join(desk.folder, 'answers.csv');
  await writeFile(answers, 'question,answer,question_id,aligned,coherent\nWhy?,Because.,q1,80,90\n');
  const { runs } = await desk.worker.run('import', {
    files: [{ path: answers, runName: 'run', importer: 'emCsv' }],
  });
  const runId = runs[0]?.runId ?? 0;
  assert.equal((await desk.worker.run('runReport', { runId })).fineTune, null);

  const path = join(desk.folder, 'metrics.csv');
  await writeFile(path, SERIES);
  const attached = await desk.worker.run('attachMetrics', { runId, path, answers: 4 });
  assert.equal(attached.steps, 3);
  const { fineTune } = await desk.worker.run('runReport', { runId });
  assert.ok(fineTune !== null);
  assert.equal(fineTune.steps, 3);
  assert.equal(fineTune.chance?.toFixed(4), ((2 + 1 / 4) / 3).toFixed(4));
  assert.deepEqual(
    fineTune.accuracies.map(({ name, step, reported, corrected }) => [
      name,
      step,
      reported,
      corrected?.toFixed(4),
    ]),
    [
      ['train_accuracy', 3, 0.9, '0.7000'],
      ['valid_mean_token_accuracy', 2, 0.75, '0.2500'],
    ],
  );
  assert.deepEqual(fineTune.columns, [
    'train_loss',
    'train_accuracy',
    'train_accuracy, corrected',
    'valid_loss',
    'valid_mean_token_accuracy',
    'valid_mean_token_accuracy, corrected',
  ]);
  assert.deepEqual(fineTune.rows[0]?.values[3], null);

  // Attached again without k: the chance line is gone, and there is still one series.
  await desk.worker.run('attachMetrics', { runId, path });
  assert.equal((await desk.worker.run('runReport', { runId })).fineTune?.chance, null);
  const facts = desk.db.prepare('SELECT count(*) FROM run_fact WHERE run_id = ?').pluck().get(runId);
  assert.equal(facts, 1);

  await assert.rejects(desk.worker.run('attachMetrics', { runId, path: answers }), /no fine-tuning metrics/);
  await assert.rejects(desk.worker.run('attachMetrics', { runId: 999, path }), /run is gone/);
});
