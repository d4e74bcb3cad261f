/** Which column of a TruthfulQA table is what: questions, and for each model its answers and its measures. */
import type { CsvHead } from './csvHead.ts';

export interface ModelColumns {
  readonly model: string;
  /** Absent where only the likelihoods of given answers were measured. */
  readonly answer: number | undefined;
  readonly measures: readonly { readonly measure: string; readonly index: number }[];
  /** Lists of likelihoods and the like, kept as recorded. */
  readonly kept: readonly { readonly name: string; readonly index: number }[];
}

export interface TruthfulQaColumns {
  readonly question: number;
  readonly models: readonly ModelColumns[];
  /** What belongs to the question. */
  readonly kept: readonly { readonly name: string; readonly index: number }[];
}

const OF_THE_QUESTION = new Set([
  'type',
  'category',
  'source',
  'best answer',
  'best incorrect answer',
  'correct answers',
  'incorrect answers',
  'examples: true',
  'examples: false',
  'examples: informative',
  'examples: uninformative',
]);

const MEASURE =
  /^(.+?) ((?:GPT-(?:judge|true|info)|(?:bleu|rouge(?:1|2|L|Lsum)|BLEURT)(?= (?:max|diff|acc)$)|lprob(?= (?:max|diff)$))(?: (?:max|diff|acc))?|MC[123])$/i;
const LIST = /^(.+?) (scores-(?:true|false))$/i;

/** Undefined when the table isn't of this family. Without models it holds the questions alone. */
export function truthfulQaColumns(csv: CsvHead): TruthfulQaColumns | undefined {
  const names = csv.columns.map((name) => name.toLowerCase());
  const question = names.indexOf('question');
  const has = (name: string): boolean => names.includes(name);
  const answers = has('correct answers') && has('incorrect answers');
  const examples = has('examples: true') && has('examples: false');
  if (question < 0 || !(answers || examples) || csv.duplicates.length > 0) return undefined;

  const models = new Map<string, { answer?: number; measures: Named[]; kept: Named[] }>();
  const kept: { name: string; index: number }[] = [];
  const of = (model: string): { answer?: number; measures: Named[]; kept: Named[] } => {
    const known = models.get(model) ?? { measures: [], kept: [] };
    models.set(model, known);
    return known;
  };
  csv.columns.forEach((name, index) => {
    const low = name.toLowerCase();
    if (index === question) return;
    if (OF_THE_QUESTION.has(low)) {
      kept.push({ name, index });
      return;
    }
    const measure = MEASURE.exec(name);
    const list = LIST.exec(name);
    if (measure?.[1] !== undefined) of(measure[1]).measures.push({ name: measure[2] ?? '', index });
    else if (list?.[1] !== undefined) of(list[1]).kept.push({ name: list[2] ?? '', index });
    // What pandas wrote for rows.
    else if (name === '' || /^(index|unnamed: ?\d+)$/.test(low)) kept.push({ name: 'index', index });
    else of(name).answer = index;
  });
  return {
    question,
    kept,
    models: [...models].map(([model, { answer, measures, kept: lists }]) => ({
      model,
      answer,
      measures: measures.map(({ name, index }) => ({ measure: name, index })),
      kept: lists,
    })),
  };
}

interface Named {
  readonly name: string;
  readonly index: number;
}
