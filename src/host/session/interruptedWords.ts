import type { RunSummary } from '../trees/runSummary.ts';

const MOST_NAMES = 3;

/** Says which imports were cut off and what of them is in the database. */
export function interruptedWords({ names, transcripts }: RunSummary): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `“${name}”`);
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  const what = names.length === 1 ? 'An import was interrupted' : `${names.length} imports were interrupted`;
  const number = `${transcripts.toLocaleString('en-US')} ${transcripts === 1 ? 'transcript is' : 'transcripts are'}`;
  const kept =
    transcripts === 0
      ? `Nothing of ${names.length === 1 ? 'it' : 'them'} is in.`
      : `${number} in, marked partial.`;
  return `${what}: ${shown.join(', ')}${more}. ${kept} Importing a file again can replace what is in.`;
}
