/** What the cells of a row can't say of its transcript; members only where there is something to say. */
import type { ExportedTranscript } from '../core/exported.ts';
import { cellValue } from '../core/transcriptFile.ts';
import { besideMessages, type BesideMessages } from './recordedTurns.ts';
import type { Column } from './transcriptColumns.ts';

export interface MoreOfRow extends Omit<BesideMessages, 'provenance'> {
  /** Columns whose cell is a word, though it would be read as a number, or as true or false. */
  readonly words?: readonly string[];
  /** Columns of judgments in the order in which they were made, where several are on one metric and it is another one. */
  readonly order?: readonly string[];
}

export function moreOfRow(
  { turns, judgments }: Pick<ExportedTranscript, 'turns' | 'judgments'>,
  columns: readonly Column[],
): MoreOfRow {
  const { recorded, authors } = besideMessages(turns);
  const made = judgments.flatMap(({ metric, judgeVersion, value }) => {
    const at = columns.findIndex(({ of }) => of?.metric === metric && of.judgeVersion === judgeVersion);
    const name = columns[at]?.name;
    return name === undefined ? [] : [{ at, name, metric, value }];
  });
  const words = made.filter(({ value }) => value.kind === 'class' && cellValue(value.text).kind !== 'class');
  // The one that was made last is the one that counts.
  const isTurned = made.some(({ at, metric }, index) =>
    made.slice(index + 1).some((later) => later.metric === metric && later.at < at),
  );
  return {
    ...(recorded === undefined ? {} : { recorded }),
    ...(authors === undefined ? {} : { authors }),
    ...(words.length === 0 ? {} : { words: words.map(({ name }) => name) }),
    ...(isTurned ? { order: made.map(({ name }) => name) } : {}),
  };
}
