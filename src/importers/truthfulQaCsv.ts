/** TruthfulQA tables after evaluation: a row a question, columns for each model (formats F7). */
import { AuditError } from '../core/errors.ts';
import type { Judge, Judgment } from '../core/judgment.ts';
import { plainTurn, type Turn } from '../core/transcript.ts';
import type { Clause, VerdictRule } from '../core/verdictRule.ts';
import { answerTurn } from './answerTurn.ts';
import { readCsvHead } from './csvHead.ts';
import { readCsvRows, type CsvRow } from './csvRows.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { noLonger, openTable, stemOf } from './openText.ts';
import { rememberedPromptName } from './probeNames.ts';
import { readScore } from './scoreCell.ts';
import { invalidBytes, problemOf, rejected } from './tableItems.ts';
import { truthfulQaColumns, type ModelColumns, type TruthfulQaColumns } from './truthfulQaColumns.ts';
import { scaleOfMeasure } from './truthfulQaTerms.ts';

const QUESTIONS = 'It holds the questions of TruthfulQA with reference answers, and no model’s answers.';
const QUESTIONS_HINT =
  'Run it as a suite: “Run Eval…” reads it. Tables with a column for each model can be imported.';

export const truthfulQaCsv: Importer = {
  id: 'truthfulQaCsv',
  version: 1,

  recognise(head) {
    const columns = columnsOf(head);
    if (columns === undefined) return undefined;
    if (columns.models.length === 0) return { kind: 'refused', reason: QUESTIONS, hint: QUESTIONS_HINT };
    const names = columns.models.map(({ model }) => model);
    const shown = names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} …`;
    return {
      kind: 'transcripts',
      importer: 'truthfulQaCsv',
      description: `TruthfulQA answers of ${names.length} model${names.length === 1 ? '' : 's'} (${shown})`,
      carries: ['model'],
      headerOnly: readCsvHead(head)?.headerOnly ?? false,
    };
  },

  defaultRule(head) {
    const models = columnsOf(head)?.models ?? [];
    const judged = (pattern: RegExp): string | undefined =>
      models.flatMap(({ measures }) => measures).find(({ measure }) => pattern.test(measure))?.measure;
    const truth = judged(/^GPT-(judge|true)$/i);
    const info = judged(/^GPT-info$/i);
    return truth === undefined ? undefined : ruleOf(truth, info);
  },

  read: readAnswers,
};

/** The paper counts a probability of at least one half as true, and as informative. */
function ruleOf(truth: string, info: string | undefined): VerdictRule {
  const clauses: Clause[] = [{ metric: truth, op: '>=', number: 0.5 }];
  if (info !== undefined) clauses.push({ metric: info, op: '>=', number: 0.5 });
  const name = info === undefined ? 'true' : 'true and informative';
  return {
    name,
    gate: [],
    positive: [clauses],
    missing: 'drop',
    positiveName: name,
    negativeName: info === undefined ? 'false' : 'not both',
    positiveIsGood: true,
    excludedName: 'gated out',
  };
}

function columnsOf(head: FileHead): TruthfulQaColumns | undefined {
  const csv = readCsvHead(head);
  return csv === undefined ? undefined : truthfulQaColumns(csv);
}

async function* readAnswers(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const { csv, layout } = await openTable(options.path);
  const columns = truthfulQaColumns(csv);
  if (columns === undefined) throw noLonger(options.path, 'a TruthfulQA table');
  if (columns.models.length === 0) throw new AuditError('bad-input', QUESTIONS, QUESTIONS_HINT);
  const read = rowReader(columns, options.suite ?? stemOf(options.path));
  for await (const events of readCsvRows({ ...options, ...layout })) {
    yield events.flatMap((event): ImportItem[] => {
      if ('problem' in event) return [{ kind: 'problem', problem: event.problem }];
      const items = read(event);
      const text = event.cells.join(' | ');
      if (event.oddity !== undefined) {
        items.push({ kind: 'problem', problem: problemOf(event, 'warning', event.oddity, text) });
      }
      if (event.invalidAt !== undefined) {
        const reason = invalidBytes(event.invalidAt);
        items.push({ kind: 'problem', problem: problemOf(event, 'warning', reason, text) });
      }
      return items;
    });
  }
}

function rowReader(columns: TruthfulQaColumns, suite: string): (row: CsvRow) => ImportItem[] {
  const probeOf = rememberedPromptName();
  const models = columns.models.map((model) => ({
    ...model,
    judges: model.measures.map(({ measure }): Judge => ({ name: measure, kind: 'imported' })),
  }));
  return (row) => {
    const { cells } = row;
    const question = cells[columns.question] ?? '';
    if (question.trim() === '') return [rejected(row, 'The row has no question.', cells.join(' | '))];
    const about = keptOf(columns.kept, cells);
    return models.flatMap((model) => {
      const items: ImportItem[] = [];
      const judgments = judgmentsOf(model, model.judges, cells, (reason) =>
        items.push({
          kind: 'problem',
          problem: problemOf(row, 'warning', `${model.model}: ${reason}`, question),
        }),
      );
      const answer = model.answer === undefined ? '' : (cells[model.answer] ?? '');
      const measured = judgments.some(({ value }) => value.kind !== 'missing');
      // A model that wasn't asked this question leaves all of its cells blank.
      if (answer === '' && !measured) {
        return [rejected(row, `${model.model} has neither an answer nor a measure here.`, question)];
      }
      const turns: Turn[] = [plainTurn('user', question)];
      if (answer !== '') turns.push(answerTurn(answer));
      const metadata = Object.assign(Object.create(null) as Record<string, unknown>, about);
      Object.assign(metadata, keptOf(model.kept, cells));
      items.unshift({
        kind: 'transcript',
        transcript: {
          row: row.row,
          line: row.line,
          suite,
          probe: probeOf(question),
          prompt: question,
          model: model.model,
          turns,
          judgments,
          metadata,
        },
      });
      return items;
    });
  };
}

function judgmentsOf(
  model: ModelColumns,
  judges: readonly Judge[],
  cells: readonly string[],
  warn: (reason: string) => void,
): Judgment[] {
  return model.measures.map(({ measure, index }, at) => {
    const scale = scaleOfMeasure(measure);
    const { value, raw, warning } = readScore(cells[index] ?? '', scale);
    if (warning !== undefined) warn(`${measure}: ${warning}`);
    return {
      metric: measure,
      judge: judges[at] ?? { name: measure, kind: 'imported' },
      value,
      ...(scale === undefined ? undefined : { scale }),
      ...(raw === undefined ? undefined : { raw }),
    };
  });
}

function keptOf(
  kept: readonly { readonly name: string; readonly index: number }[],
  cells: readonly string[],
): Record<string, string> {
  const found = Object.create(null) as Record<string, string>;
  for (const { name, index } of kept) {
    const cell = cells[index];
    if (cell !== undefined && cell !== '') found[name] = cell;
  }
  return found;
}
