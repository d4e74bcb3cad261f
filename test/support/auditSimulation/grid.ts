import type { CoverageCell } from './population.ts';

export const SIZES = [500, 2_000, 20_000] as const;
export const LABELS = [50, 100, 200, 300, 500] as const;
export const PREVALENCES = [0.01, 0.02, 0.05, 0.2, 0.5] as const;
export const JUDGES = [
  [1, 1],
  [0.9, 0.995],
  [0.7, 0.98],
  [0.5, 0.9],
  [0.5, 0.5],
] as const;
export const DESIGNS = ['simple', 'flagged', 'stratified'] as const;

/**
 * The whole grid: 9,000 cells in 6,750 simulations, since 8 prompts that don't differ are told from the 48 of the same
 * audits (`like8`).
 */
export function* wholeGrid(): Generator<CoverageCell> {
  for (const size of SIZES)
    for (const labels of LABELS)
      for (const prevalence of PREVALENCES)
        for (const judge of JUDGES)
          for (const design of DESIGNS)
            for (const { prompts, clustered } of PROMPTS)
              for (const gate of [false, true])
                yield { size, labels, prevalence, judge, design, prompts, clustered, gate };
}

const PROMPTS = [
  { prompts: 48, clustered: false },
  { prompts: 48, clustered: true },
  { prompts: 8, clustered: true },
] as const;

/** A cell's seed: the same whatever else is run. */
export function seedOf(cell: CoverageCell): number {
  let seed = 2_166_136_261;
  for (const letter of nameOf(cell)) seed = Math.imul(seed ^ letter.charCodeAt(0), 16_777_619);
  return seed >>> 1;
}

/** The cell's columns of the table: size, labels, rate, sensitivity, specificity, design, prompts, varies, gate. */
export function nameOf(cell: CoverageCell): string {
  const { size, labels, prevalence, judge, design, prompts, clustered, gate } = cell;
  return [size, labels, prevalence, ...judge, design, prompts, clustered ? 1 : 0, gate ? 1 : 0].join(',');
}
