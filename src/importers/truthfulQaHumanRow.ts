/** One row of a table of answers that a person labelled true and informative. */
import { basename } from 'node:path';
import type { CsvHead } from './csvHead.ts';
import type { CsvRow } from './csvRows.ts';

export interface HumanColumns {
  readonly names: readonly string[];
  readonly at: Readonly<
    Record<'id' | 'question' | 'model_answer' | 'truthfulness' | 'informativeness', number>
  >;
  /** True when the table says which answers were edited before they were labelled. */
  readonly edits: boolean;
}

export interface HumanRow {
  readonly row: number;
  readonly line: number;
  /** `<question>__<model>` as recorded. */
  readonly id: string;
  readonly probe: string;
  /** Empty when the id names none. */
  readonly model: string;
  readonly question: string;
  readonly answer: string;
  readonly label:
    | {
        readonly annotator: string;
        readonly truthful: boolean | undefined;
        readonly informative: boolean | undefined;
        readonly source: string;
      }
    | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
}

const NEEDED = ['id', 'question', 'model_answer', 'truthfulness', 'informativeness'] as const;

/** Undefined when the table is none of these. */
export function humanColumns(csv: CsvHead): HumanColumns | undefined {
  if (csv.duplicates.length > 0) return undefined;
  const at = Object.fromEntries(NEEDED.map((name) => [name, csv.columns.indexOf(name)]));
  if (Object.values(at).some((index) => index < 0)) return undefined;
  const { id = -1, question = -1, model_answer = -1, truthfulness = -1, informativeness = -1 } = at;
  return {
    names: csv.columns,
    at: { id, question, model_answer, truthfulness, informativeness },
    edits: csv.columns.includes('changed') || csv.columns.includes('antes'),
  };
}

/** A text instead of a row says why it can't be read. */
export function humanRowOf(
  { row, line, cells }: CsvRow,
  { at, names }: HumanColumns,
  by: { readonly annotator: string; readonly file: string },
): HumanRow | string {
  const cell = (index: number): string => cells[index] ?? '';
  const id = cell(at.id);
  const question = cell(at.question);
  const answer = cell(at.model_answer);
  if (question === '' && answer === '') return 'The row has neither a question nor an answer.';
  const cut = id.indexOf('__');
  const truthful = yesNo(cell(at.truthfulness));
  const informative = yesNo(cell(at.informativeness));
  const metadata = Object.create(null) as Record<string, unknown>;
  const used = new Set<number>([at.question, at.model_answer, at.truthfulness, at.informativeness]);
  names.forEach((name, index) => {
    if (!used.has(index) && cell(index) !== '') metadata[name] = cell(index);
  });
  const none = truthful === undefined && informative === undefined;
  const source = `${by.file}: truthfulness, informativeness`;
  return {
    row,
    line,
    id,
    probe: cut > 0 ? id.slice(0, cut) : id === '' ? question : id,
    model: cut > 0 ? id.slice(cut + 2) : '',
    question,
    answer,
    label: none ? undefined : { annotator: by.annotator, truthful, informative, source },
    metadata,
  };
}

function yesNo(cell: string): boolean | undefined {
  const word = cell.trim().toLowerCase();
  if (word === 'yes' || word === '1' || word === 'true') return true;
  return word === 'no' || word === '0' || word === 'false' ? false : undefined;
}

/** The second annotator's files are named for what they are made for: inter-annotator agreement. */
export function annotatorOf(path: string, edits: boolean): string {
  return `truthfulqa-multi annotator ${!edits && /^iaa/i.test(basename(path)) ? 2 : 1}`;
}
