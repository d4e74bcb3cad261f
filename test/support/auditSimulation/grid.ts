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

/** The whole grid: 9,000 cells. */
export function* wholeGrid(): Generator<CoverageCell> {
  for (const size of SIZES)
    for (const labels of LABELS)
      for (const prevalence of PREVALENCES)
        for (const judge of JUDGES)
          for (const design of DESIGNS)
            for (const prompts of [8, 48] as const)
              for (const clustered of [false, true])
                for (const gate of [false, true])
                  yield { size, labels, prevalence, judge, design, prompts, clustered, gate };
}
