import type { FoundFinding } from '../../../core/finding.ts';
import type { RunRule } from '../findingRule.ts';
import { reportedMetrics } from '../reportedMetrics.ts';
import { counted, named, quoted, some } from '../words.ts';

/** Groups of fewer models have no interval over models worth drawing. */
const LEAST_MODELS = 3;
/** Arms whose sizes differ by this factor are not read side by side without saying so. */
const UNEQUAL = 5;
/** Runs of a handful have arms of any size. */
const LEAST_IN_LARGEST = 20;

export const intervalsThatCantBe: RunRule = {
  text: {
    id: 'intervalsThatCantBe',
    version: 1,
    title: 'Intervals that can’t be',
    looksFor:
      'Groups of one or two models, for which an interval over models says nothing; arms of one run whose numbers of transcripts differ by a factor of five or more (the largest has 20 or more); reported intervals that don’t hold their own value.',
    whyItMatters:
      'An interval over models from one model is undefined, from two it is drawn with one degree of freedom (t = 12.7). Arms of very different n look equally sure in a bar chart.',
    source:
      'Published bars with intervals over one or two fine-tunes; published aggregates whose interval excludes the mean beside it.',
    severity: 'note',
    certainty: 'certain',
  },
  scope: 'others',
  begin: ({ run }) => ({
    end: () => {
      const found: FoundFinding[] = [];
      for (const { name, models } of run.groups) {
        if (models.length === 0 || models.length >= LEAST_MODELS) continue;
        found.push({
          key: `group ${name}`,
          title: `The group ${quoted(name)} has ${models.length === 1 ? 'one model' : 'two models'}`,
          detail: `Only ${models.map(named).join(' and ')} ${models.length === 1 ? 'is' : 'are'} in it. Intervals over models need at least ${LEAST_MODELS}, better ten; those over prompts are about ${models.length === 1 ? 'this model' : 'these models'} alone.`,
          severity: 'note',
          certainty: 'certain',
          transcriptIds: [],
          figures: { models: models.length },
        });
      }
      const sizes = run.arms.map(({ transcripts }) => transcripts).filter((n) => n > 0);
      const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
      if (sizes.length > 1 && most >= LEAST_IN_LARGEST && most >= UNEQUAL * least) {
        found.push({
          key: 'arms',
          title: `Arms of very different size: from ${counted(least)} to ${some(most, 'transcript')}`,
          detail: `The ${sizes.length} arms of this run differ by a factor of ${(most / least).toFixed(1)}. Show n beside each rate, and don’t pool them as if they weighed the same.`,
          severity: 'note',
          certainty: 'certain',
          transcriptIds: [],
          figures: { arms: sizes.length, least, most },
        });
      }
      for (const { scorer, metric, value, low, high } of reportedMetrics(run.facts)) {
        if (low === undefined || high === undefined || (value >= low && value <= high)) continue;
        found.push({
          key: `interval ${scorer} ${metric}`,
          title: `The reported interval of ${quoted(`${scorer} ${metric}`)} excludes its own value`,
          detail: `${value} is not within ${low} and ${high}.`,
          severity: 'wrong',
          certainty: 'certain',
          transcriptIds: [],
          figures: { value, low, high },
        });
      }
      return found;
    },
  }),
};
