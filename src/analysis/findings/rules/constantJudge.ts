import type { FoundFinding } from '../../../core/finding.ts';
import type { RunRule } from '../findingRule.ts';
import { quoted, some } from '../words.ts';

/** A judge that says one number so often without exception isn't measuring. */
const LEAST_SCORES = 30;

export const constantJudge: RunRule = {
  text: {
    id: 'constantJudge',
    version: 1,
    title: 'A judge that gives one score only',
    looksFor:
      'Numeric metrics with 30 scores or more that are all the same number, and no other value. Yes and no, and classes, may well be constant.',
    whyItMatters:
      'Such a column is a default, a broken parser, or a judge that can’t tell. It carries nothing, and agreement with it means nothing.',
    source: 'Fallback scores of judge parsers; Bloom’s failed samples counted as 0.',
    severity: 'doubtful',
    certainty: 'likely',
  },
  scope: 'run',
  begin: () => {
    const metrics = new Map<string, { n: number; value: number; constant: boolean }>();
    return {
      row: (row) => {
        for (const { metric, value, counts, scale } of row.judgments) {
          // A metric from 0 to 1 is often a yes or no.
          if (!counts || value.kind !== 'number' || (scale !== null && scale.maximum - scale.minimum <= 1))
            continue;
          const one = metrics.get(metric) ?? { n: 0, value: value.number, constant: true };
          metrics.set(metric, one);
          one.n += 1;
          one.constant &&= one.value === value.number;
        }
      },
      end: () =>
        [...metrics]
          .filter(([, { n, value, constant }]) => constant && n >= LEAST_SCORES && value !== 0 && value !== 1)
          .map(([metric, { n, value }]): FoundFinding => ({
            key: metric,
            title: `All ${some(n, 'score')} of ${quoted(metric)} are ${value}`,
            detail: 'Look at the judge’s own text: a parser may have filled it in.',
            severity: 'doubtful',
            certainty: 'likely',
            transcriptIds: [],
            figures: { scores: n, value },
          })),
    };
  },
};
