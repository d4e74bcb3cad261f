import { byMetric } from '../byMetric.ts';
import type { RunRule } from '../findingRule.ts';
import { named, percent, quoted, some } from '../words.ts';

const NUMBER = /^\s*[+-]?\d+(?:[.,]\d+)?\s*$/;

export const judgeMassElsewhere: RunRule = {
  text: {
    id: 'judgeMassElsewhere',
    version: 1,
    title: 'Score though the judge’s likeliest token is no number',
    looksFor:
      'Numeric scores whose stored token distribution has its highest probability on something that is not a number, for example CODE or REFUSAL.',
    whyItMatters:
      'The judge was about to say something else. The score is an average over what little probability was left to numbers, often low ones, and looks like any other score.',
    source:
      'johny-b/misalignment-generalization, niels_examples: 19 of 210 answers published as misaligned and coherent have CODE as the judge’s likeliest token.',
    severity: 'doubtful',
    certainty: 'certain',
  },
  scope: 'run',
  begin: () => {
    const metrics = byMetric();
    return {
      row: (row) => {
        for (const { metric, value, distribution } of row.judgments) {
          if (value.kind !== 'number' || distribution === null) continue;
          const top = likeliest(distribution);
          if (top !== undefined) metrics.see(metric, NUMBER.test(top) ? undefined : row.id, top.trim());
        }
      },
      end: () =>
        metrics.found(({ metric, ids, seen, words }) => ({
          key: metric,
          title: `${some(ids.length, 'score', 'scores')} of ${quoted(metric)} though the judge’s likeliest token is no number`,
          detail: `Of ${some(seen, 'score')} with a token distribution, ${ids.length} (${percent(ids.length, seen)}) average over numbers that were not the judge’s first choice. Its likeliest token was ${words.map(named).join(', ')}.\n\nRead them, and decide whether they count as missing.`,
          severity: 'doubtful',
          certainty: 'certain',
          transcriptIds: ids,
          figures: { scores: ids.length, withDistribution: seen },
        })),
    };
  },
};

function likeliest(distribution: Readonly<Record<string, number>>): string | undefined {
  let top: string | undefined;
  let most = 0;
  for (const token in distribution) {
    const probability = distribution[token] ?? 0;
    if (probability <= most) continue;
    most = probability;
    top = token;
  }
  return top;
}
