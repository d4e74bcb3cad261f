/** A column of a table that holds what a person said. */
import type { ImportedLabel } from '../core/imported.ts';
import type { LabelAnswer, LabelRole, LabelScheme } from '../core/labelScheme.ts';
import { DEFAULT_LABEL_SCHEME } from '../core/labelScheme.ts';
import { LONGEST_ANSWER } from './saidValues.ts';

/** More distinct answers than this are no answers of a scheme but texts. */
const MOST_ANSWERS = 30;

const ROLES: Readonly<Record<string, LabelRole>> = {
  yes: 'positive',
  true: 'positive',
  '1': 'positive',
  positive: 'positive',
  no: 'negative',
  false: 'negative',
  '0': 'negative',
  negative: 'negative',
};

/** Reads one cell; `labels` is empty for a blank one. */
export type LabelColumn = (cell: string) => {
  readonly labels: readonly ImportedLabel[];
  readonly warning?: string;
};

/**
 * The column becomes an annotator of its name. Where all its words are answers of our own scheme it is taken to be that
 * one; else the words become answers of a scheme of the column's name: yes and no (true, 1) as positive and negative,
 * whatever else as undecided, since a table doesn't say what counts.
 *
 * @param seen cells of the column from the beginning of the file
 * @param source where it stands, in words
 * @param exact whether words are answers as they are written; else in small letters, and `None` and the like are blanks
 */
export function labelColumn(
  column: string,
  seen: readonly string[],
  source: string,
  exact = false,
): LabelColumn {
  const wordOf = exact ? (cell: string): string => cell : plainWord;
  const said = seen.map(wordOf).filter((word) => word !== '' && word.length <= LONGEST_ANSWER);
  const words = [...new Set(said)].sort();
  const own = words.every((word) => ownAnswer(word) !== undefined) && words.length > 0;
  const scheme = own ? DEFAULT_LABEL_SCHEME : schemeOf(column, words.slice(0, MOST_ANSWERS));
  return (cell) => {
    const word = wordOf(cell);
    if (word === '') return { labels: [] };
    const answer = own ? ownAnswer(word) : scheme.answers.find(({ id }) => id === word);
    const base = { annotator: column, part: 'answer', scheme, source } as const;
    if (answer !== undefined) return { labels: [{ ...base, answer: answer.id }] };
    return {
      labels: [{ ...base, note: cell.trim() }],
      warning: `${column}: “${cell.trim().slice(0, 60)}” is none of the answers that were found${exact ? '' : ' at the beginning of the file'}; it is kept as a note.`,
    };
  };
}

function plainWord(cell: string): string {
  const word = cell.trim().toLowerCase();
  return word === 'nan' || word === 'none' || word === 'null' ? '' : word.replace(/^([01])\.0$/, '$1');
}

function ownAnswer(word: string): LabelAnswer | undefined {
  return DEFAULT_LABEL_SCHEME.answers.find(({ id, name }) => id === word || name.toLowerCase() === word);
}

function roleOf(word: string): LabelRole {
  const plain = plainWord(word);
  return Object.hasOwn(ROLES, plain) ? (ROLES[plain] ?? 'undecided') : 'undecided';
}

function schemeOf(column: string, words: readonly string[]): LabelScheme {
  return {
    name: column,
    answers: words.map((word, index) => ({
      id: word,
      key: index < 9 ? String(index + 1) : '',
      name: word,
      description: `As the column “${column}” says.`,
      role: roleOf(word),
    })),
    scores: [],
  };
}
