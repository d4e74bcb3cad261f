/** What severities and certainties of findings are called and mean, wherever they are shown. */
import type { FindingCertainty, FindingSeverity } from './finding.ts';

export interface Naming {
  readonly name: string;
  readonly means: string;
}

export const SEVERITY_WORDS: Readonly<Record<FindingSeverity, Naming>> = {
  wrong: { name: 'Wrong', means: 'a number built on this is wrong' },
  doubtful: { name: 'Doubtful', means: 'a number built on this may be wrong' },
  note: { name: 'Note', means: 'worth knowing when reading a number built on this' },
};

export const CERTAINTY_WORDS: Readonly<Record<FindingCertainty, Naming>> = {
  certain: { name: 'Certain', means: 'follows from the data' },
  likely: { name: 'Likely', means: 'rarely otherwise' },
  hint: { name: 'Hint', means: 'look for yourself' },
};

/** Findings that a reader of the numbers must look at; notes are for whoever wants to know more. */
export function isGrave(severity: FindingSeverity): boolean {
  return severity !== 'note';
}
