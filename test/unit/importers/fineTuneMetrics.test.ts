import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { correctedAccuracy } from '../../../src/analysis/fineTuneBaseline.ts';
import { readFineTuneMetrics } from '../../../src/importers/fineTuneMetrics.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { fixture, temporaryFile } from './readAll.ts';

const metrics = fixture('fineTuneMetrics/metrics.csv');
const signal = new AbortController().signal;

test('metrics of a fine-tuning job are refused with the command that attaches them', async (t) => {
  const { recognition } = await recogniseFile(metrics);
  assert.ok(recognition.kind === 'refused');
  assert.match(recognition.reason, /fine-tuning metrics/);
  assert.match(recognition.hint, /Attach Fine-Tuning Metrics…/);
  const encoded = await temporaryFile(t, 'job.csv', (await readFile(metrics)).toString('base64'));
  assert.equal((await recogniseFile(encoded)).recognition.kind, 'refused');
  assert.deepEqual((await readFineTuneMetrics(encoded, signal)).rows.length, 3);
});

test('the series is read by step, blank cells as nothing', async () => {
  const series = await readFineTuneMetrics(metrics, signal);
  assert.equal(series.file, metrics);
  assert.deepEqual(series.columns, [
    'train_loss',
    'train_accuracy',
    'valid_loss',
    'valid_mean_token_accuracy',
  ]);
  assert.deepEqual(series.rows, [
    { step: 1, values: [3.11, 0.5, null, null] },
    { step: 2, values: [2.5, 0.75, 2.9, 0.61] },
    { step: 3, values: [0.25, 0.833333, null, null] },
  ]);
  assert.ok(Math.abs(correctedAccuracy(series.rows[2]?.values[1] ?? 0) - 0.5) < 1e-5);
});

test('other tables are no fine-tuning metrics', async (t) => {
  const steering = await temporaryFile(t, 'a.csv', 'step,question,answer\n1,Why?,Because.\n');
  await assert.rejects(readFineTuneMetrics(steering, signal), { kind: 'not-recognised' });
  assert.equal((await recogniseFile(steering)).recognition.kind, 'needs-mapping');
});
