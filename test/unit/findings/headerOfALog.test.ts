// A log built like a real one whose header is about far more samples than it holds, read by the importer that users have.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { planOf, workerDesk } from '../worker/workerDesk.ts';
import { longAnswer } from './findingsDesk.ts';

/** An Inspect log in JSON with 15 samples, 12 of them right, under a header for `reported` samples. */
function log(reported: number, accuracy: number): string {
  return JSON.stringify({
    version: 2,
    status: 'success',
    eval: {
      eval_id: 'e',
      run_id: 'r',
      created: '2026-01-05T10:00:00+00:00',
      task: 'harbours',
      task_id: 't',
      task_version: 0,
      dataset: { name: 'harbours', samples: reported },
      model: 'provider/keeper-1',
      config: { epochs: 1 },
    },
    plan: { steps: [] },
    results: {
      total_samples: reported,
      completed_samples: reported,
      scores: [
        {
          name: 'match',
          scorer: 'match',
          params: {},
          metrics: { accuracy: { name: 'accuracy', value: accuracy, params: {} } },
        },
      ],
    },
    stats: {},
    samples: Array.from({ length: 15 }, (_, i) => ({
      id: i + 1,
      epoch: 1,
      input: `Which harbour is number ${i}?`,
      target: 'x',
      messages: [
        { role: 'user', content: `Which harbour is number ${i}?` },
        { role: 'assistant', content: longAnswer(i) },
      ],
      output: { model: 'keeper-1', choices: [{ message: { role: 'assistant', content: longAnswer(i) } }] },
      scores: { match: { value: i < 12 ? 'C' : 'I', answer: longAnswer(i) } },
      metadata: {},
    })),
  });
}

test('repeats in a log whose header says temperature 0 are no copies, and those in another log are', async (t) => {
  const { worker, db, folder } = await workerDesk(t);
  const repeated = (config: object): string => {
    const whole = JSON.parse(log(15, 0.8)) as { samples: object[]; eval: object };
    const [sample] = whole.samples;
    const samples = whole.samples.map((_, i) => ({ ...sample, id: 1, epoch: i + 1 }));
    return JSON.stringify({ ...whole, eval: { ...whole.eval, model_generate_config: config }, samples });
  };
  for (const [name, config] of [
    ['cold.json', { temperature: 0 }],
    ['warm.json', { temperature: 1, seed: 2 }],
  ] as const) {
    writeFileSync(join(folder, name), repeated(config));
    await worker.run('import', { files: await planOf(worker, [join(folder, name)]) });
  }
  await worker.run('checkFindings', { runs: 'new', off: [], severities: {} });
  const found = db
    .prepare<[], { run: string; rule: string }>(
      `SELECT r.source_file AS run, f.rule FROM v_findings f JOIN v_runs r USING (run_id)
       WHERE f.rule IN ('exactDuplicates', 'equalAtTemperatureZero') ORDER BY r.source_file`,
    )
    .all();
  assert.deepEqual(
    found.map(({ run, rule }) => [run, rule]),
    [
      ['cold.json', 'equalAtTemperatureZero'],
      ['warm.json', 'exactDuplicates'],
    ],
  );
});

test('790 samples in the header and 15 in the log are found; the figures of whole logs are held against their samples', async (t) => {
  const { worker, db, folder } = await workerDesk(t);
  for (const [name, text] of [
    ['cut.json', log(790, 0.5)],
    ['whole.json', log(15, 0.8)],
    ['edited.json', log(15, 0.9)],
  ] as const) {
    writeFileSync(join(folder, name), text);
    const files = await planOf(worker, [join(folder, name)]);
    await worker.run('import', { files });
  }
  await worker.run('checkFindings', { runs: 'new', off: [], severities: {} });
  const found = db
    .prepare<[], { run: string; rule: string; title: string; figures: string }>(
      `SELECT r.source_file AS run, f.rule, f.title, f.figures FROM v_findings f JOIN v_runs r USING (run_id)
       WHERE f.rule IN ('fewerThanReported', 'reportedNotReproduced') ORDER BY r.source_file`,
    )
    .all();
  assert.deepEqual(
    found.map(({ run, rule, title }) => [run, rule, title]),
    [
      ['cut.json', 'fewerThanReported', 'The header reports 790 transcripts, 15 are there'],
      ['edited.json', 'reportedNotReproduced', 'The header’s “match accuracy” is 0.9, its samples give 0.8'],
    ],
  );
  assert.deepEqual(JSON.parse(found[0]?.figures ?? ''), { reported: 790, there: 15 });
});
