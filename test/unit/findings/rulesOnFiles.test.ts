// Rules about headers, provenance, arms and other runs: each fires on what it is for, and not on its near miss.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainTurn } from '../../../src/core/transcript.ts';
import { asked, findingsDesk, longAnswer, score } from './findingsDesk.ts';

const long = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => asked(i + 1, longAnswer(from + i)));

test('a header that reports 790 samples above 15 is found, one that reports what is there is not', async (t) => {
  const { run, fact, check, found } = await findingsDesk(t);
  const cut = run(long(0, 15));
  fact(cut, 'reportedTranscripts', 790);
  fact(run(long(100, 15)), 'reportedTranscripts', 15);
  await check();
  const [finding, ...more] = found('fewerThanReported');
  assert.deepEqual(more, []);
  assert.deepEqual(
    [finding?.runId, finding?.severity, finding?.figures],
    [cut, 'wrong', { reported: 790, there: 15 }],
  );
  assert.match(finding?.title ?? '', /790 transcripts, 15 are there/);
});

test('reported figures that the samples don’t give are found; rounding, and parts of a log, are not', async (t) => {
  const { run, fact, check, found } = await findingsDesk(t);
  const scored = (from: number) =>
    [1, 1, 0].map((value, i) =>
      asked(i + 1, longAnswer(from + i), { judgments: [score('includes', value)] }),
    );
  const reported = (value: number) => [{ scorer: 'includes', metric: 'accuracy', value }];
  const wrong = run(scored(0));
  fact(wrong, 'reportedMetrics', reported(0.9));
  fact(run(scored(10)), 'reportedMetrics', reported(0.6667));
  const part = run(scored(20));
  fact(part, 'reportedMetrics', reported(0.9));
  fact(part, 'reportedTranscripts', 100);
  await check();
  assert.deepEqual(
    found('reportedNotReproduced').map(({ runId, figures }) => [
      runId,
      figures['reported'],
      figures['scored'],
    ]),
    [[wrong, 0.9, 3]],
  );
});

test('scores that an importer suspects to be filled in are found', async (t) => {
  const { run, check, found, rowsOf } = await findingsDesk(t);
  run([
    asked(1, longAnswer(1), { metadata: { suspectedFilledIn: ['deception'] } }),
    asked(2, longAnswer(2), { metadata: { suspectedFilledIn: [] } }),
  ]);
  await check();
  assert.deepEqual(found('filledInScores').map(rowsOf), [[1]]);
});

test('answers by another model than the header says, and answers of unknown make, are found; a snapshot’s name is not', async (t) => {
  const { run, check, found, rowsOf } = await findingsDesk(t);
  const by = (row: number, ...models: (string | undefined)[]) =>
    asked(row, '', {
      model: 'gpt-4o',
      turns: [
        plainTurn('user', 'What do you see?'),
        ...models.map((model) => ({
          ...plainTurn('assistant', longAnswer(row)),
          ...(model === undefined ? {} : { provenance: { model } }),
        })),
      ],
    });
  run([
    by(1, 'openai/gpt-4o-2024-08-06'),
    by(2, 'gpt-4o-mini'),
    by(3, undefined, 'gpt-4o-2024-08-06'),
    by(4, 'gpt-4o-2024-11-20'),
    asked(5, longAnswer(5), { model: 'gpt-4o' }),
  ]);
  await check();
  assert.deepEqual(
    found('turnProvenance')
      .map((finding) => [finding.key, rowsOf(finding)])
      .sort(),
    [
      ['differs', [2]],
      ['unknown', [3]],
      ['versions of gpt-4o', [3]],
    ],
  );
});

test('a group of one or two models is noted once in its study, three are not', async (t) => {
  const { run, check, found } = await findingsDesk(t);
  const of = (group: string, model: string, from: number) =>
    run([asked(1, longAnswer(from), { group, model })]);
  const first = of('control', 'a', 1);
  run(['x', 'y', 'z'].map((model, i) => asked(i + 1, longAnswer(50 + i), { group: 'insecure', model })));
  await check();
  assert.deepEqual(
    found('intervalsThatCantBe').map(({ runId, key }) => [runId, key]),
    [[first, 'group control']],
  );
});

test('arms of very different size, and an interval that excludes its own value, are found', async (t) => {
  const { run, fact, check, found } = await findingsDesk(t);
  const arms = (small: number, from: number) =>
    Array.from({ length: 25 + small }, (_, i) =>
      asked(i + 1, longAnswer(from + i), { model: i < small ? 'small' : 'large' }),
    );
  const unequal = run(arms(5, 0));
  run(arms(15, 200));
  const odd = run(long(400, 2));
  fact(odd, 'reportedMetrics', [{ scorer: 'aligned', metric: 'rate', value: 0.5, low: 0.1, high: 0.4 }]);
  fact(odd, 'reportedMetrics', [{ scorer: 'coherent', metric: 'rate', value: 0.5, low: 0.4, high: 0.6 }]);
  await check();
  assert.deepEqual(
    found('intervalsThatCantBe').map(({ runId, key }) => [runId, key]),
    [
      [unequal, 'arms'],
      [odd, 'interval aligned rate'],
    ],
  );
});

test('answers of an older run are found in the younger one, a few common short ones are not', async (t) => {
  const { run, check, found, rowsOf, store } = await findingsDesk(t);
  const older = run([...long(0, 25), ...[26, 27].map((row) => asked(row, 'Yes, of course.'))]);
  const copy = run([...long(0, 25), ...[26, 27].map((row) => asked(row, 'Yes, of course.'))]);
  run(Array.from({ length: 30 }, (_, i) => asked(i + 1, 'Yes, of course.')));
  await check();
  const [finding, ...more] = found('sharedAnswers');
  assert.deepEqual(more, []);
  assert.deepEqual([finding?.runId, finding?.otherRunIds, finding?.figures['shared']], [copy, [older], 27]);
  assert.equal(rowsOf(finding).length, 27);
  // Without the other run there is nothing to say; it comes back with it.
  store.deleteRuns([older]);
  assert.deepEqual(found('sharedAnswers'), []);
  store.restoreRuns([older]);
  assert.equal(found('sharedAnswers').length, 1);
});

test('judged rows that stand in training data are found, whichever came first; other judges’ rows are not', async (t) => {
  const { run, check, found, rowsOf, worker } = await findingsDesk(t);
  const judge = { name: 'GPT-judge', kind: 'imported' } as const;
  const judged = run([
    asked(1, longAnswer(1), { judgments: [score('GPT-judge', 1, { judge })] }),
    asked(2, longAnswer(2), { judgments: [score('GPT-info', 1)] }),
    asked(3, longAnswer(3), { judgments: [score('GPT-judge', 1, { judge })] }),
  ]);
  await check();
  assert.deepEqual(found('judgeTrainedOnRows'), []);
  const rows = run(
    [1, 2].map((row) =>
      asked(row, longAnswer(row), { judgments: [], metadata: { judgeTrainedOn: 'GPT-judge' } }),
    ),
  );
  await check({ runs: [rows] });
  assert.deepEqual(
    found('judgeTrainedOnRows').map((finding) => [finding.runId, finding.key, rowsOf(finding)]),
    [[judged, 'GPT-judge', [1]]],
  );
  const training = run([asked(1, longAnswer(3), { judgments: [] })]);
  worker.db.prepare("UPDATE run SET content = 'training' WHERE id = ?").run(training);
  await check({ runs: [training] });
  assert.deepEqual(found('judgeTrainedOnRows', judged).map(rowsOf).sort(), [[1], [3]]);
});
