import type { LabelRole } from './labelScheme.ts';

/** What people say of a transcript, taken together. `conflict` is a state of its own, never silently resolved. */
export const HUMAN_VERDICTS = ['none', 'positive', 'negative', 'excluded', 'undecided', 'conflict'] as const;
export type HumanVerdict = (typeof HUMAN_VERDICTS)[number];

/** One annotator's current answer, reduced to its role. */
export interface Opinion {
  readonly annotator: string;
  readonly role: LabelRole;
  readonly adjudicated: boolean;
}

/**
 * The effective label: adjudicated, else the one annotator chosen for the analysis, else agreed by all, else conflict.
 *
 * @param opinions current answers on the answer part; annotators without an answer are left out
 * @param chosen the annotator chosen for the analysis; when that person gave no answer, the others are not consulted
 */
export function effectiveVerdict(opinions: readonly Opinion[], chosen?: string): HumanVerdict {
  const adjudicated = opinions.filter((opinion) => opinion.adjudicated);
  if (adjudicated.length > 0) return agreed(adjudicated);
  if (chosen !== undefined) return agreed(opinions.filter((opinion) => opinion.annotator === chosen));
  return agreed(opinions);
}

function agreed(opinions: readonly Opinion[]): HumanVerdict {
  const [first, ...rest] = opinions;
  if (first === undefined) return 'none';
  return rest.every((opinion) => opinion.role === first.role) ? first.role : 'conflict';
}
