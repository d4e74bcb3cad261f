import { groupedNumber } from '../../core/groupedNumber.ts';

const MOST_NAMES = 3;

/** An import that was cut off, and how many transcripts of it are in. */
export interface InterruptedImport {
  readonly runId: number;
  readonly name: string;
  readonly transcripts: number;
}

/** Says which imports were cut off and what of them is in the database. */
export function interruptedWords(imports: readonly InterruptedImport[]): string {
  const shown = imports.slice(0, MOST_NAMES).map(({ name }) => `“${name}”`);
  const more = imports.length > MOST_NAMES ? ` and ${imports.length - MOST_NAMES} more` : '';
  const what =
    imports.length === 1 ? 'An import was interrupted' : `${imports.length} imports were interrupted`;
  const transcripts = imports.reduce((sum, each) => sum + each.transcripts, 0);
  const number = `${groupedNumber(transcripts)} ${transcripts === 1 ? 'transcript is' : 'transcripts are'}`;
  const kept =
    transcripts === 0
      ? 'Nothing had been stored, and nothing is left of it.'
      : `${number} in, marked partial.`;
  const again = imports.length === 1 ? 'Import the file again' : 'Import the files again';
  const goOn = imports.length === 1 ? 'It can go on where it stopped.' : 'They can go on where they stopped.';
  const next = transcripts === 0 ? `${again} to have all of it.` : goOn;
  return `${what}: ${shown.join(', ')}${more}. ${kept} ${next}`;
}
