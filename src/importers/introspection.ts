/**
 * Results of "Looking inward" (Binder, Chua et al. 2024, formats F8): in each row a model says what a model's answer to a
 * prompt would be like, beside what that answer was like. Self-prediction where both are the same model, else
 * cross-prediction; answers that don't comply are gated out, and so counted.
 */
import type { ImportedTranscript } from '../core/imported.ts';
import type { Judge, Judgment, JudgmentValue } from '../core/judgment.ts';
import { plainTurn, type Branch, type Turn } from '../core/transcript.ts';
import type { Clause, VerdictRule } from '../core/verdictRule.ts';
import { answerTurn } from './answerTurn.ts';
import { flatHead, readFlatRows, type FlatRow } from './flatRows.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { noLonger, openHead } from './openText.ts';
import { problemOf, rejected } from './tableItems.ts';

const NEEDED = [
  'response_property',
  'meta_model',
  'object_model',
  'object_response_property_answer',
] as const;
const PREDICTED = 'predicted_correctly';
const BASELINE = 'mode_predicts_correctly';
const COMPLIED = ['object_complied', 'meta_complied'] as const;
/** Columns that may hold the hypothetical prompt itself. */
const PROMPTS = ['meta_full_prompt', 'hypothetical_prompt', 'meta_prompt'];
const USED = new Set<string>([
  'string',
  'task',
  'meta_response',
  'meta_model',
  'response',
  PREDICTED,
  ...PROMPTS,
  ...COMPLIED,
]);

export const introspection: Importer = {
  id: 'introspection',
  version: 1,

  recognise(head) {
    const columns = columnsOf(head);
    if (columns === undefined) return undefined;
    return {
      kind: 'transcripts',
      importer: 'introspection',
      description: 'introspection results: predictions of a model’s own or another’s answers',
      carries: ['model', 'condition'],
      headerOnly: flatHead(head)?.rows.length === 0,
    };
  },

  defaultRule(head) {
    const columns = columnsOf(head) ?? [];
    const gate = COMPLIED.filter((name) => columns.includes(name)).map((metric): Clause => ({
      metric,
      op: 'in',
      values: ['true'],
    }));
    return ruleOf(gate);
  },

  read: readPredictions,
};

function ruleOf(gate: readonly Clause[]): VerdictRule {
  return {
    name: 'predicted correctly among compliant',
    gate: gate.length === 0 ? [] : [gate],
    positive: [[{ metric: PREDICTED, op: 'in', values: ['true'] }]],
    missing: 'drop',
    positiveName: 'predicted',
    negativeName: 'not predicted',
    positiveIsGood: true,
    excludedName: 'not compliant',
  };
}

function columnsOf(head: FileHead): readonly string[] | undefined {
  const table = flatHead(head);
  if (table === undefined || !NEEDED.every((name) => table.columns.includes(name))) return undefined;
  return table.columns.includes('meta_response') || table.columns.includes('response')
    ? table.columns
    : undefined;
}

async function* readPredictions(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const columns = columnsOf(await openHead(options.path));
  if (columns === undefined) throw noLonger(options.path, 'a file of introspection results');
  const judge: Judge = { name: 'exact match', kind: 'imported' };
  for await (const events of readFlatRows(options)) {
    yield events.flatMap((event): ImportItem[] => {
      if ('problem' in event) return [rejected(event, event.problem, event.text)];
      if (event.cell('string') === '' && responseOf(event) === '') {
        return [rejected(event, 'The row has neither a prompt nor a prediction.', event.text)];
      }
      const predicted = predictedOf(event, judge);
      const items: ImportItem[] = [];
      const matches = sameAnswer(responseOf(event), event.cell('object_response_property_answer'));
      if (predicted.value.kind === 'boolean' && columns.includes(PREDICTED) && matches !== undefined) {
        if (matches !== predicted.value.boolean) {
          const reason = `${PREDICTED} is ${String(predicted.value.boolean)}, although the texts ${matches ? 'are' : 'aren’t'} the same; it was kept as recorded.`;
          items.push({ kind: 'problem', problem: problemOf(event, 'warning', reason, event.text) });
        }
      }
      items.unshift({ kind: 'transcript', transcript: transcriptOf(event, columns, predicted, judge) });
      return items;
    });
  }
}

function transcriptOf(
  row: FlatRow,
  columns: readonly string[],
  predicted: Judgment,
  judge: Judge,
): ImportedTranscript {
  const { cell } = row;
  const string = cell('string');
  const property = cell('response_property');
  const hypothetical = PROMPTS.map(cell).find((text) => text !== '');
  const asked =
    hypothetical === undefined ? askedTurn(cell('task'), string, property) : plainTurn('user', hypothetical);
  const object = cell('object_model');
  const self = object === cell('meta_model');
  const judgments: Judgment[] = [predicted];
  for (const metric of COMPLIED) {
    if (columns.includes(metric)) judgments.push({ metric, judge, value: booleanOf(cell(metric)) });
  }
  const usual = sameAnswer(cell('modal_response_property_answer'), cell('object_response_property_answer'));
  if (usual !== undefined)
    judgments.push({ metric: BASELINE, judge, value: { kind: 'boolean', boolean: usual } });
  const metadata = Object.create(null) as Record<string, unknown>;
  for (const column of columns) {
    if (!USED.has(column) && cell(column) !== '') metadata[column] = cell(column);
  }
  metadata['string'] = string;
  metadata['task'] = cell('task');
  const raw = cell('object_response_raw_response');
  const branch: Branch = {
    view: 'object',
    name: `what ${object === '' ? 'the model' : object} answered`,
    shared: 0,
    turns: [plainTurn('user', string), answerTurn(raw)],
  };
  return {
    row: row.row,
    line: row.line,
    suite: cell('task') === '' ? 'introspection' : cell('task'),
    probe: property === '' ? '?' : property,
    prompt: string,
    ...(cell('meta_model') === '' ? undefined : { model: cell('meta_model') }),
    condition: self ? 'predicts itself' : `predicts ${object}`,
    turns: [asked, answerTurn(responseOf(row))],
    judgments,
    metadata,
    ...(raw === '' ? undefined : { branches: [branch] }),
  };
}

/** The hypothetical prompt isn't in these files: what it was made of stands for it. */
function askedTurn(task: string, string: string, property: string): Turn {
  const raw = JSON.stringify({ task, string, response_property: property });
  return { role: 'user', raw, rawKind: 'json', parts: [{ kind: 'text', text: string }] };
}

function responseOf({ cell }: FlatRow): string {
  return cell('meta_response') || cell('response');
}

function predictedOf(row: FlatRow, judge: Judge): Judgment {
  const recorded = booleanOf(row.cell(PREDICTED));
  if (recorded.kind === 'boolean') return { metric: PREDICTED, judge, value: recorded };
  const matches = sameAnswer(responseOf(row), row.cell('object_response_property_answer'));
  const value: JudgmentValue =
    matches === undefined ? { kind: 'missing', reason: 'unknown' } : { kind: 'boolean', boolean: matches };
  return { metric: PREDICTED, judge, value };
}

/** As the paper compares: without case and surrounding space. Undefined when one of the two isn't there. */
function sameAnswer(one: string, other: string): boolean | undefined {
  const [first, second] = [one.trim().toLowerCase(), other.trim().toLowerCase()];
  return first === '' || second === '' ? undefined : first === second;
}

/** Booleans are written as text, by Python, JSON and pandas. */
function booleanOf(cell: string): JudgmentValue {
  const word = cell.trim().toLowerCase();
  if (word === 'true' || word === '1' || word === '1.0') return { kind: 'boolean', boolean: true };
  if (word === 'false' || word === '0' || word === '0.0') return { kind: 'boolean', boolean: false };
  return { kind: 'missing', reason: word === '' || word === 'nan' ? 'unknown' : 'parse-failure' };
}
