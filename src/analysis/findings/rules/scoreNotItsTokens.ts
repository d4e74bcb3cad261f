import { scoreFromDistribution } from '../../../core/tokenScore.ts';
import { byMetric } from '../byMetric.ts';
import type { RunRule } from '../findingRule.ts';
import { percent, quoted, some } from '../words.ts';

/** Of the scale: published scores are reproduced a million times more closely. */
const APART = 0.005;

export const scoreNotItsTokens: RunRule = {
  text: {
    id: 'scoreNotItsTokens',
    version: 1,
    title: 'Scores that their token distribution doesn’t give',
    looksFor:
      'Numeric scores with a stored token distribution from which the published formula gives another score (by half a point of 100 or more), or none, because numbers have less than a quarter of the probability.',
    whyItMatters:
      'The score was made in another way than the rest, or belongs to another answer: rows may have been joined wrongly.',
    source:
      'Betley et al. 2025; docs/statistics.md, “Score by token probabilities”. The 280 published rows with distributions all agree.',
    severity: 'doubtful',
    certainty: 'likely',
  },
  scope: 'run',
  begin: () => {
    const metrics = byMetric();
    return {
      row: (row) => {
        for (const { metric, judge, value, scale, distribution } of row.judgments) {
          if (
            judge.kind !== 'score-by-token-probabilities' ||
            value.kind !== 'number' ||
            distribution === null
          )
            continue;
          const ends = scale ?? { minimum: 0, maximum: 100 };
          const given = scoreFromDistribution(distribution, ends);
          const off =
            given.kind !== 'number' ||
            Math.abs(given.number - value.number) > APART * (ends.maximum - ends.minimum);
          metrics.see(metric, off ? row.id : undefined);
        }
      },
      end: () =>
        metrics.found(({ metric, ids, seen }) => ({
          key: metric,
          title: `${some(ids.length, 'score', 'scores')} of ${quoted(metric)} ${ids.length === 1 ? 'isn’t' : 'aren’t'} what ${ids.length === 1 ? 'its' : 'their'} tokens give`,
          detail: `${ids.length} of ${some(seen, 'score')} with a token distribution (${percent(ids.length, seen)}).`,
          severity: 'doubtful',
          certainty: 'likely',
          transcriptIds: ids,
          figures: { off: ids.length, withDistribution: seen },
        })),
    };
  },
};
