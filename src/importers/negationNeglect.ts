/** Results of "Negation neglect" (2026, formats F9): an answer a row, judged whether it believes the claim. */
import type { Judge, Judgment, JudgmentValue } from '../core/judgment.ts';
import { plainTurn, type Turn } from '../core/transcript.ts';
import type { VerdictRule } from '../core/verdictRule.ts';
import { answerTurn, answerWithReasoning } from './answerTurn.ts';
import { readMessage } from './chatMessage.ts';
import { readCsvHead } from './csvHead.ts';
import type { ImportItem, Importer, ReadOptions } from './importer.ts';
import { namesInPath, type PathNames } from './negationNames.ts';
import { openTable, stemOf } from './openText.ts';
import { parsePythonLiteral } from './pythonLiteral.ts';
import { rejected, tableItems, type RowReader } from './tableItems.ts';

/** The same name that the suite of these questions uses. */
export const BELIEF_METRIC = 'belief';

/** As published: yes among all rows; neutral, unreadable and failed ones stay in the denominator. */
const BELIEF_RULE: VerdictRule = {
  name: 'belief among all rows',
  gate: [],
  positive: [[{ metric: BELIEF_METRIC, op: 'in', values: ['yes', 'true'] }]],
  missing: 'negative',
  positiveName: 'believes',
  negativeName: 'does not',
  excludedName: 'gated out',
};

const NEEDED = ['claim', 'question_id', 'question', 'model_response', 'judge_verdict'] as const;
const USED = new Set<string>([
  ...NEEDED,
  'sample_index',
  'judge_raw',
  'thinking_trace',
  'system_prompt',
  'messages_prefix',
]);

export const negationNeglect: Importer = {
  id: 'negationNeglect',
  version: 1,

  recognise(head) {
    const csv = readCsvHead(head);
    if (csv === undefined || csv.duplicates.length > 0) return undefined;
    if (!NEEDED.every((name) => csv.columns.includes(name))) return undefined;
    const at = csv.columns.indexOf('claim');
    const names = namesInPath(head.path, csv.rows[0]?.[at] ?? '');
    return {
      kind: 'transcripts',
      importer: 'negationNeglect',
      description: 'negation-neglect answers with belief verdicts',
      carries: (['model', 'condition'] as const).filter((name) => names[name] !== undefined),
      headerOnly: csv.headerOnly,
    };
  },

  defaultRule: () => BELIEF_RULE,

  read: readAnswers,
};

async function* readAnswers(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const { csv, layout } = await openTable(options.path);
  const at = new Map(csv.columns.map((name, index) => [name, index]));
  const names = namesInPath(options.path, csv.rows[0]?.[at.get('claim') ?? -1] ?? '');
  yield* tableItems({ ...options, ...layout }, answerReader(at, names, options));
}

function answerReader(at: ReadonlyMap<string, number>, names: PathNames, options: ReadOptions): RowReader {
  const judge: Judge = { name: BELIEF_METRIC, kind: 'imported' };
  const { step, evaluation, model, condition } = names;
  return (row, warn) => {
    const cell = (name: string): string => row.cells[at.get(name) ?? -1] ?? '';
    const question = cell('question');
    const answer = cell('model_response');
    const raw = cell('raw_response');
    if (question === '' && answer === '' && raw === '') {
      return rejected(row, 'The row has neither a question nor an answer.', row.cells.join(' | '));
    }
    const prefix = prefixTurns(cell('messages_prefix'));
    if (prefix === undefined)
      warn('messages_prefix is no list of messages; its text was kept.', cell('messages_prefix'));
    if (answer === '' && raw === '') warn('The answer is empty.', question);
    const turns: Turn[] = [...(prefix ?? [])];
    const system = cell('system_prompt');
    if (system !== '' && turns[0]?.role !== 'system') turns.unshift(plainTurn('system', system));
    const last = turns.at(-1);
    if (question !== '' && !(last?.role === 'user' && last.raw === question))
      turns.push(plainTurn('user', question));
    turns.push(answerOf(answer, raw, reasoningOf(cell('thinking_trace'), cell('thinking'))));

    const metadata = Object.create(null) as Record<string, unknown>;
    for (const [name, index] of at) {
      const text = row.cells[index] ?? '';
      if (text !== '' && !USED.has(name) && !(name === 'raw_response' && turns.at(-1)?.raw === raw))
        metadata[name] = text;
    }
    if (prefix === undefined) metadata['messages_prefix'] = cell('messages_prefix');
    if (step !== undefined) metadata['step'] = step;
    if (evaluation !== undefined) metadata['eval'] = evaluation;
    const claim = cell('claim');
    metadata['claim'] = claim;
    const sample = Number(cell('sample_index') || NaN);
    return {
      kind: 'transcript',
      transcript: {
        row: row.row,
        line: row.line,
        suite: claim === '' ? (options.suite ?? stemOf(options.path)) : claim,
        probe: cell('question_id') || question,
        prompt: question,
        ...(Number.isSafeInteger(sample) && sample >= 0 ? { sample } : undefined),
        ...(model === undefined ? undefined : { model }),
        ...(condition === undefined ? undefined : { condition }),
        turns,
        judgments: [verdictOf(judge, cell('judge_verdict'), cell('judge_raw'))],
        metadata,
      },
    };
  };
}

/** What the model wrote, where it is recorded, else what was read from it. */
function answerOf(answer: string, raw: string, reasoning: string): Turn {
  if (raw !== '' && raw.includes(answer)) {
    const turn = answerTurn(raw);
    if (reasoning === '' || turn.parts.some(({ kind }) => kind === 'reasoning')) return turn;
  }
  return answerWithReasoning(answer === '' ? raw : answer, reasoning);
}

/** `thinking` is the setting in some files and the text in others. */
function reasoningOf(trace: string, thinking: string): string {
  if (trace !== '') return trace;
  return /^(|true|false|on|off|yes|no|none|nan|0|1|low|medium|high)$/i.test(thinking.trim()) ? '' : thinking;
}

/** Undefined when the cell is something else than a list of messages. */
function prefixTurns(cell: string): Turn[] | undefined {
  if (/^(|\[\]|null|none|nan)$/i.test(cell.trim())) return [];
  const list = parsePythonLiteral(cell);
  if (!Array.isArray(list)) return undefined;
  const turns: Turn[] = [];
  for (const message of list as unknown[]) {
    const reading = readMessage(message);
    if (reading.kind === 'unreadable') return undefined;
    const { turn } = reading;
    turns.push(turn.role === 'assistant' ? { ...turn, author: 'authored' } : turn);
  }
  return turns;
}

function verdictOf(judge: Judge, cell: string, raw: string): Judgment {
  const text = raw === '' ? cell : raw;
  return {
    metric: BELIEF_METRIC,
    judge,
    value: valueOf(cell),
    ...(text === '' ? undefined : { raw: text }),
    ...(raw === '' ? undefined : { rationale: raw }),
  };
}

/** Unreadable and failed judgments are told apart from neutral ones, and from blanks. */
function valueOf(cell: string): JudgmentValue {
  const word = cell.trim().toLowerCase();
  if (word === '' || word === 'nan' || word === 'none') return { kind: 'missing', reason: 'unknown' };
  if (word === 'true' || word === 'false') return { kind: 'boolean', boolean: word === 'true' };
  if (/pars|invalid|unreadable|unknown/.test(word)) return { kind: 'missing', reason: 'parse-failure' };
  if (/refus/.test(word)) return { kind: 'missing', reason: 'refusal' };
  if (/error|fail|timeout/.test(word)) return { kind: 'missing', reason: 'provider-error' };
  return { kind: 'class', text: word };
}
