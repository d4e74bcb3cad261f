import { type Guess, type PlannedDesign, planSample } from '../../../src/analysis/corrected/planSample.ts';
import { boundsOf, estimatorOf } from '../../../src/analysis/corrected/estimates.ts';
import type { Estimand } from '../../../src/analysis/corrected/auditInput.ts';
import { drawAudit, judgedByStratum } from './auditDraw.ts';
import { seededDraws } from './draws.ts';
import { type CoverageCell, drawPopulation, GATE } from './population.ts';

/** A plan, and what became of it. */
export interface PlannedAudits {
  readonly audits: number;
  /** For which the planner said that not even all transcripts would do. */
  readonly refused: number;
  readonly covered: number;
  /** No wider than wished, and no more than a quarter wider. */
  readonly held: number;
  readonly nearlyHeld: number;
  readonly meanLabels: number;
  readonly meanHalfWidth: number;
}

const DESIGN: Readonly<Record<CoverageCell['design'], PlannedDesign>> = {
  simple: 'simple',
  flagged: 'flagged-plus-random',
  stratified: 'neyman',
};

/** What one would expect of the judge if one knew it. */
export function trueGuess({ prevalence, judge, gate }: CoverageCell): Guess {
  const [sensitivity, specificity] = judge;
  const outside = gate ? GATE.outside : 0;
  const seen = gate ? 1 - GATE.judgeWronglyLeavesOut : 1;
  const stray = outside * (1 - (gate ? GATE.judgeFinds : 0));
  const positive = (1 - outside) * seen * prevalence;
  const negative = (1 - outside) * seen * (1 - prevalence);
  const flagged = positive * sensitivity + negative * (1 - specificity) + stray * GATE.flaggedOutside;
  const unflagged = positive * (1 - sensitivity) + negative * specificity + stray * (1 - GATE.flaggedOutside);
  const leftOut = (1 - outside) * (1 - seen);
  return {
    precision: (positive * sensitivity) / flagged,
    missed: (positive * (1 - sensitivity)) / unflagged,
    wronglyLeftOut: gate ? leftOut / (leftOut + outside * GATE.judgeFinds) : 0,
    wronglyCountedIn: stray / (positive + negative + stray),
  };
}

/** The whole procedure, over and over: see the judge's verdicts, plan, draw, label, and look at the interval. */
export function plannedAudits(
  cell: CoverageCell,
  halfWidth: number,
  estimand: Estimand,
  audits: number,
  seed: number,
): PlannedAudits {
  const draws = seededDraws(seed);
  const guess = trueGuess(cell);
  const sums = { audits, refused: 0, covered: 0, held: 0, nearlyHeld: 0, labels: 0, half: 0 };
  for (let audit = 0; audit < audits; audit++) {
    const population = drawPopulation(cell, draws);
    const strata = judgedByStratum(cell, population);
    const plan = planSample({ strata, guess, halfWidth, estimand }).find(
      ({ design, method }) => design === DESIGN[cell.design] && method === 'ppi',
    );
    if (plan?.labels === undefined) {
      sums.refused++;
      continue;
    }
    const table = drawAudit(cell, population, draws, () => plan.strata.map(({ labels }) => labels));
    const estimator = estimatorOf('ppi', table, 'drop');
    const bounds = estimator && boundsOf(estimator, estimand, false);
    if (bounds === undefined) continue;
    const truth = estimand === 'run' ? population.run : population.samePrompts;
    const half = (bounds.high - bounds.low) / 2;
    if (truth >= bounds.low - 1e-12 && truth <= bounds.high + 1e-12) sums.covered++;
    if (half <= halfWidth) sums.held++;
    if (half <= 1.25 * halfWidth) sums.nearlyHeld++;
    sums.labels += plan.labels;
    sums.half += half;
  }
  const done = audits - sums.refused;
  return { ...sums, meanLabels: sums.labels / done, meanHalfWidth: sums.half / done };
}
