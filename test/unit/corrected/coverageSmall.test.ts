// A small part of the simulation of docs/statistics.md, in seconds: the whole is `npm run coverage`.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import libraryQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { seededRandom } from '../../support/seededRandom.ts';
import { fastBetaQuantile } from '../../support/auditSimulation/fastBetaQuantile.ts';
import type { CoverageCell } from '../../support/auditSimulation/population.ts';
// The estimators are loaded after this, and so with the fast quantile.
import '../../support/auditSimulation/useFastQuantile.ts';

const { seedOf, JUDGES } = await import('../../support/auditSimulation/grid.ts');
const { simulate } = await import('../../support/auditSimulation/simulate.ts');
const { auditTwoArms } = await import('../../support/auditSimulation/twoArms.ts');
const { plannedAudits } = await import('../../support/auditSimulation/plannedAudits.ts');

const AUDITS = 600;
/** Three standard errors of that many audits under 95 %. */
const LEAST = 0.95 - 3 * Math.sqrt((0.95 * 0.05) / AUDITS);

const PLAIN: CoverageCell = {
  size: 2_000,
  labels: 300,
  prevalence: 0.02,
  judge: [0.9, 0.995],
  design: 'simple',
  prompts: 48,
  clustered: false,
  gate: false,
};

const CELLS: readonly Partial<CoverageCell>[] = [
  {},
  { labels: 50, prevalence: 0.01 },
  { labels: 50, prevalence: 0.01, judge: [0.5, 0.5], size: 500 },
  { labels: 300, prevalence: 0.01, judge: [0.5, 0.9], size: 500 },
  { design: 'flagged', gate: true },
  { design: 'flagged', judge: [0.7, 0.98], prevalence: 0.2, labels: 100 },
  { design: 'stratified', judge: [0.5, 0.5], labels: 100, gate: true },
  { design: 'stratified', prevalence: 0.5, labels: 50, size: 20_000, gate: true, judge: [1, 1] },
  { prompts: 8, clustered: true, prevalence: 0.05, labels: 500, size: 20_000 },
  { prompts: 8, clustered: true, design: 'flagged', size: 20_000 },
  { prompts: 48, clustered: true, judge: [0.7, 0.98], gate: true },
  { labels: 500, size: 500, prevalence: 0.2 },
];

describe('intervals of corrected rates hold the truth', () => {
  for (const part of CELLS) {
    const cell = { ...PLAIN, ...part };
    test(JSON.stringify(cell), () => {
      for (const [key, { printed, covered }] of simulate(cell, AUDITS, seedOf(cell))) {
        if (key.startsWith('wilson') || printed < AUDITS / 4) continue;
        assert.ok(covered / printed >= LEAST, `${key}: ${covered} of ${printed}`);
      }
    });
  }
});

test('at 2 % with 300 labels there is an interval for every judge, narrower than Wilson’s for the good ones', () => {
  for (const judge of JUDGES) {
    const scores = simulate({ ...PLAIN, judge }, AUDITS, 7);
    for (const method of ['labels-only', 'difference', 'ppi']) {
      assert.equal(scores.get(`${method}/run`)?.printed, AUDITS);
      assert.equal(scores.get(`${method}/same`)?.printed, AUDITS);
    }
    if (judge[0] < 0.9) continue;
    for (const target of ['run', 'same']) {
      const width = (key: string): number => scores.get(`${key}/${target}`)?.width ?? NaN;
      assert.ok(
        width('ppi') < 0.85 * width('wilson'),
        `${target}: ${width('ppi')} against ${width('wilson')}`,
      );
    }
  }
});

test('what the planner says holds: the interval is about as wide as wished and holds the truth', () => {
  for (const design of ['simple', 'flagged', 'stratified'] as const) {
    const cell = { ...PLAIN, design, gate: design === 'stratified' };
    const { covered, nearlyHeld, meanHalfWidth, refused, audits } = plannedAudits(
      cell,
      0.015,
      'run',
      200,
      11,
    );
    assert.equal(refused, 0);
    assert.ok(covered / audits >= 0.93, `${design}: ${covered} covered`);
    assert.ok(nearlyHeld / audits >= 0.6, `${design}: ${nearlyHeld} nearly as narrow as wished`);
    assert.ok(meanHalfWidth > 0.012 && meanHalfWidth < 0.0165, `${design}: ${meanHalfWidth}`);
  }
});

test('differences of two arms hold, also where prompts differ and pull both alike', () => {
  const arm: CoverageCell = { ...PLAIN, size: 20_000, clustered: true, prevalence: 0.05 };
  for (const prompts of [8, 48] as const) {
    for (const alike of [0, 0.9]) {
      const [one, other] = [
        { ...arm, prompts },
        { ...arm, prompts, prevalence: 0.01 },
      ];
      const { covered } = auditTwoArms(one, other, alike, AUDITS, 5);
      for (const [target, held] of Object.entries(covered)) {
        assert.ok(held / AUDITS >= LEAST, `${prompts} prompts, ${alike}, ${target}: ${held}`);
      }
    }
  }
});

test('the simulation’s quantiles are the library’s', () => {
  const random = seededRandom(3);
  for (let round = 0; round < 2_000; round++) {
    const n = Math.exp(random() * 10);
    const x = random() < 0.5 ? random() * n : n * Math.exp(-random() * 10);
    const [a, b] = [x + (random() < 0.5 ? 1 : 1e-3), n - x + 1];
    for (const p of [0.025, 0.975]) {
      assert.ok(Math.abs(fastBetaQuantile(p, a, b) - libraryQuantile(p, a, b)) < 1e-9, `${p}, ${a}, ${b}`);
    }
  }
});
