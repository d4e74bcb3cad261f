import type { CorrectionMethod } from '../../../src/analysis/corrected/auditInput.ts';
import type { AuditTable } from '../../../src/analysis/corrected/auditTable.ts';
import { boundsOf, type Estimator, estimatorOf } from '../../../src/analysis/corrected/estimates.ts';
import { wilsonInterval } from '../../../src/analysis/wilson.ts';
import { drawAudit } from './auditDraw.ts';
import { type Draws, seededDraws } from './draws.ts';
import { type CoverageCell, drawPopulation } from './population.ts';

export const METHODS: readonly CorrectionMethod[] = ['labels-only', 'rogan-gladen', 'difference', 'ppi'];
/**
 * `run`; `same`: the model over the same prompts; `like`: the model over prompts like these; `like8`: the same with six of
 * the 48 prompts taken for one, which is as good as 8 prompts where prompts don't differ.
 */
export const TARGETS = ['run', 'same', 'like', 'like8'] as const;
export type Target = (typeof TARGETS)[number];

/** How one interval did over the audits of a cell. */
export interface Score {
  printed: number;
  covered: number;
  /** Truth below the interval, above it. */
  below: number;
  above: number;
  width: number;
}

export type Scores = Map<string, Score>;

/** `ppi/run`, … and `wilson/run`, `wilson/same` for Wilson's interval on the labels of a simple sample. */
export function scoreKey(method: string, target: Target): string {
  return `${method}/${target}`;
}

/** Runs `audits` audits of a cell of the grid; the same seed gives the same scores. */
export function simulate(cell: CoverageCell, audits: number, seed: number): Scores {
  const draws = seededDraws(seed);
  const scores: Scores = new Map();
  for (let audit = 0; audit < audits; audit++) oneAudit(cell, draws, scores);
  return scores;
}

function oneAudit(cell: CoverageCell, draws: Draws, scores: Scores): void {
  const population = drawPopulation(cell, draws);
  const table = drawAudit(cell, population, draws);
  const truth = {
    run: population.run,
    same: population.samePrompts,
    like: cell.prevalence,
    like8: cell.prevalence,
  };
  const alsoEight = !cell.clustered && cell.prompts === 48;
  for (const method of METHODS) {
    // Where strata are by the judge's verdict, Rogan and Gladen's figure is that of labels alone.
    if (method === 'rogan-gladen' && !table.judgeVaries) continue;
    const estimator = estimatorOf(method, table, 'drop');
    if (estimator === undefined) continue;
    for (const target of TARGETS) {
      if (target === 'like8' && !alsoEight) continue;
      const own = target === 'like8' ? inEight(estimator) : estimator;
      const bounds = boundsOf(own, target === 'run' ? 'run' : 'model', target.startsWith('like'));
      if (bounds !== undefined) add(scores, scoreKey(method, target), truth[target], bounds.low, bounds.high);
    }
  }
  if (cell.design === 'simple') addWilson(scores, table, truth);
}

const eights = new WeakMap<AuditTable['prompts'], AuditTable['prompts']>();

function inEight(estimator: Estimator): Estimator {
  const { prompts } = estimator.table;
  let eight = eights.get(prompts);
  if (eight === undefined) {
    eight = Array.from({ length: 8 }, (_, at) => prompts.slice(at * 6, at * 6 + 6).flat());
    eights.set(prompts, eight);
  }
  return { ...estimator, table: { ...estimator.table, prompts: eight } };
}

function addWilson(scores: Scores, table: AuditTable, truth: Readonly<Record<Target, number>>): void {
  let [positive, n] = [0, 0];
  for (const own of table.cells) {
    positive += own.positive;
    n += own.positive + own.negative;
  }
  const interval = wilsonInterval(positive, n);
  if (interval === undefined) return;
  for (const target of ['run', 'same'] as const) {
    add(scores, scoreKey('wilson', target), truth[target], interval.low, interval.high);
  }
}

function add(scores: Scores, key: string, truth: number, low: number, high: number): void {
  let score = scores.get(key);
  if (score === undefined)
    scores.set(key, (score = { printed: 0, covered: 0, below: 0, above: 0, width: 0 }));
  score.printed++;
  // A bound that equals the truth but for rounding holds it.
  if (truth < low - 1e-12) score.below++;
  else if (truth > high + 1e-12) score.above++;
  else score.covered++;
  score.width += high - low;
}
