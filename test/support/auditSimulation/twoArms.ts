import { differenceBounds } from '../../../src/analysis/corrected/differenceBounds.ts';
import { estimatorOf } from '../../../src/analysis/corrected/estimates.ts';
import { drawAudit } from './auditDraw.ts';
import { seededDraws } from './draws.ts';
import { type CoverageCell, drawPopulation } from './population.ts';
import type { Target } from './simulate.ts';

/** How often the interval of the difference of two arms (`ppi`) held it, and its mean width. */
export interface TwoArms {
  readonly covered: Readonly<Partial<Record<Target, number>>>;
  readonly width: Readonly<Partial<Record<Target, number>>>;
}

/** Audits two arms that have the same prompts, whose effects go together with a correlation of `alike`. */
export function auditTwoArms(
  one: CoverageCell,
  other: CoverageCell,
  alike: number,
  audits: number,
  seed: number,
): TwoArms {
  const draws = seededDraws(seed);
  const covered = { run: 0, same: 0, like: 0 };
  const width = { run: 0, same: 0, like: 0 };
  for (let audit = 0; audit < audits; audit++) {
    const effects = Array.from({ length: one.prompts }, () => draws.normal());
    const apart = Math.sqrt(1 - alike * alike);
    const populations = [
      drawPopulation(one, draws, (prompt) => effects[prompt] ?? 0),
      drawPopulation(other, draws, (prompt) => alike * (effects[prompt] ?? 0) + apart * draws.normal()),
    ] as const;
    const estimators = [
      estimatorOf('ppi', drawAudit(one, populations[0], draws), 'drop'),
      estimatorOf('ppi', drawAudit(other, populations[1], draws), 'drop'),
    ] as const;
    if (estimators[0] === undefined || estimators[1] === undefined) continue;
    const truth = {
      run: populations[0].run - populations[1].run,
      same: populations[0].samePrompts - populations[1].samePrompts,
      like: one.prevalence - other.prevalence,
    };
    for (const target of ['run', 'same', 'like'] as const) {
      const estimand = target === 'run' ? 'run' : 'model';
      const bounds = differenceBounds(estimators[0], estimators[1], estimand, target === 'like');
      if (bounds === undefined) continue;
      if (truth[target] >= bounds.low - 1e-12 && truth[target] <= bounds.high + 1e-12) covered[target]++;
      width[target] += (bounds.high - bounds.low) / audits;
    }
  }
  return { covered, width };
}
