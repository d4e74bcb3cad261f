import { groupedNumber } from '../../core/groupedNumber.ts';
import type { AuditInput, Refusal } from './auditInput.ts';
import type { AuditTable } from './auditTable.ts';
import { LEAST_PROMPTS } from './promptWeights.ts';
import { tallyStrata } from './tableOf.ts';

/** Fewer labels inside the gate than this say next to nothing. */
export const LEAST_LABELS = 10;

/** Why nothing at all can be told from these labels. */
export interface WhyNone {
  readonly reason: Refusal['reason'];
  readonly words: string;
}

/** Whether the labels are a probability sample of the whole frame with enough in them; undefined when they are. */
export function whyNone(input: AuditInput): WhyNone | undefined {
  if (input.chosen === 'by-hand' || input.strata.length === 0) {
    return {
      reason: 'no-probability-sample',
      words:
        'These labels were chosen by hand, and how they were chosen would decide the rate. Draw an audit sample and label that.',
    };
  }
  if (input.chosen === 'mixed') {
    return {
      reason: 'no-probability-sample',
      words:
        'These labels are those of a sample together with others that were chosen by hand. Use the labels of one audit sample only.',
    };
  }
  const strata = tallyStrata(input);
  const names = new Set(strata.map(({ name }) => name));
  if (input.units.some(({ stratum }) => !names.has(stratum))) {
    return {
      reason: 'no-probability-sample',
      words:
        'Some labelled transcripts aren’t among those that the sample was drawn from. Use the labels of one audit sample only.',
    };
  }
  const without = strata.filter(({ units }) => units.length === 0);
  if (without.length > 0) {
    const size = without.flatMap(({ sizes }) => sizes).reduce((sum, n) => sum + n, 0);
    const shown = without
      .slice(0, 3)
      .map(({ name }) => `“${name}”`)
      .join(', ');
    const more = without.length > 3 ? ` and ${without.length - 3} more` : '';
    return {
      reason: 'stratum-without-labels',
      words: `No answer counts yet in ${shown}${more} (${groupedNumber(size)} transcripts), so nothing is known of a part of the whole. Label some there, in the order of the sample.`,
    };
  }
  const inside = input.units.filter(({ human }) => human !== 'excluded').length;
  if (inside < LEAST_LABELS) {
    return {
      reason: 'too-few-labels',
      words: `Only ${inside} labels are inside the gate. Label on, to ${LEAST_LABELS} at least.`,
    };
  }
  return undefined;
}

/** Why a clustered figure is refused. A prompt without a name stands for prompts that aren't known. */
export function tooFewPrompts({ promptNames }: Pick<AuditTable, 'promptNames'>): WhyNone {
  const prompts = promptNames.length;
  if (promptNames.includes('')) {
    return {
      reason: 'too-few-prompts',
      words: 'Prompts are not known, or nearly all different, so nothing is clustered by them.',
    };
  }
  return {
    reason: 'too-few-prompts',
    words:
      prompts >= LEAST_PROMPTS
        ? `A few of the ${prompts} prompts have most of the transcripts, which says too little of prompts like these (they are worth fewer than ${LEAST_PROMPTS} of one size).`
        : `The answers are to ${prompts === 1 ? 'one prompt' : `${prompts} prompts`}, which says too little of prompts like these (${LEAST_PROMPTS} at least).`,
  };
}

/** Why Rogan and Gladen's estimator is refused while others stand. */
export const NOT_SEPARATED: WhyNone = {
  reason: 'not-identified',
  words:
    'These labels don’t tell how often the judge flags positives and others: none is positive, all are, both are flagged equally often, or some labels weigh much more than others. The other methods don’t need that.',
};
