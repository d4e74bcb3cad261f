// Two runs of one model and suite that differ: what is compared, and how often chance alone raises an alarm.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holm } from '../../../src/analysis/holm.ts';
import { pairedDifference } from '../../../src/analysis/findings/pairedDifference.ts';
import { tCritical95, tTwoSided } from '../../../src/analysis/studentT.ts';
import { familiesWithAlarms, paired } from '../../support/nullDifferences.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { asked, findingsDesk, longAnswer, score } from './findingsDesk.ts';

test('the two-sided probability of a t is the one in the tables', () => {
  for (const df of [1, 2, 7, 30, 101]) assert.ok(Math.abs(tTwoSided(tCritical95(df), df) - 0.05) < 1e-9);
  // The density integrated numerically.
  assert.ok(Math.abs(tTwoSided(-2.5, 9) - 0.033_861_828) < 1e-8);
  assert.equal(tTwoSided(0, 5), 1);
});

test('Holm’s correction is that of R’s p.adjust, whatever the order', () => {
  assert.deepEqual(
    holm([0.04, 0.01, 0.03]).map((p) => Number(p.toFixed(10))),
    [0.06, 0.03, 0.06],
  );
  assert.deepEqual(holm([]), []);
});

test('the paired test is a t test on the differences of prompts, and never surer than binomial chance', () => {
  const [a, b] = [
    [10, 20, 30, 40, 50, 60],
    [4, 16, 22, 35, 41, 50],
  ];
  const outcome = pairedDifference(paired(a, b, 100));
  // Differences .06 .04 .08 .05 .09 .10: mean .07, sd .023664 (R: t.test(a/100, b/100, paired = TRUE), t = 7.2457),
  // but the binomial standard error is larger here: sqrt(p(1-p)(2/100)/6) with p = 379/1202.
  assert.ok(outcome !== undefined);
  assert.ok(Math.abs(outcome.difference - 0.07) < 1e-12);
  const pooled = 379 / 1202;
  assert.ok(Math.abs(outcome.standardError - Math.sqrt((pooled * (1 - pooled) * 0.02) / 6)) < 1e-12);
  // All differences alike by chance: a plain t would be infinite.
  const alike = pairedDifference(paired([1, 1, 1, 1, 1], [0, 0, 0, 0, 0], 10));
  assert.ok(alike !== undefined && alike.p > 0.05);
  assert.equal(pairedDifference(paired([1, 1, 1, 1], [0, 0, 0, 0], 10)), undefined);
});

test('runs that differ by chance alone raise an alarm in at most 5 % of families, however many pairs there are', () => {
  const random = seededRandom(11);
  const families = 300;
  for (const runs of [2, 5]) {
    const alarms = familiesWithAlarms({ runs, prompts: 24, answers: 20, rate: 0.1 }, families, random);
    assert.ok(alarms <= 0.05 * families, `${runs} runs: ${alarms} of ${families}`);
  }
});

const PROMPTS = 12;

/** Runs whose prompts have so many positive answers of ten. */
const answers = (from: number, positive: (prompt: number) => number, model = 'm') =>
  Array.from({ length: PROMPTS * 10 }, (_, i) => {
    const prompt = Math.floor(i / 10);
    return asked(i + 1, longAnswer(from + i), {
      prompt: `Question ${prompt}?`,
      model,
      judgments: [score('aligned', i % 10 < positive(prompt) ? 10 : 90), score('coherent', 90)],
    });
  });

test('a run of the same model that differs is found once, at the younger one, and goes when the other is deleted', async (t) => {
  const { run, check, found, store } = await findingsDesk(t);
  const like = (prompt: number): number => prompt % 4;
  const older = run(answers(0, like));
  const same = run(answers(1_000, (prompt) => (prompt + 1) % 4));
  const differing = run(answers(2_000, (prompt) => like(prompt) + 6));
  const other = run(answers(3_000, (prompt) => like(prompt) + 6, 'another model'));
  const nameless = run(answers(4_000, (prompt) => like(prompt) + 6).map(({ model: _model, ...row }) => row));
  await check();
  const pairs = found('runDifference').map(({ runId, otherRunIds }) => [runId, ...otherRunIds]);
  assert.deepEqual(pairs, [
    [differing, older],
    [differing, same],
  ]);
  assert.ok(
    found('runDifference').every(({ figures }) => figures['pairs'] === 3 && figures['prompts'] === 12),
  );
  assert.deepEqual([found('runDifference', other), found('runDifference', nameless)], [[], []]);
  assert.deepEqual((await check()).looked, []);
  store.deleteRuns([older]);
  assert.deepEqual(
    found('runDifference').map(({ otherRunIds }) => otherRunIds),
    [[same]],
  );
});
