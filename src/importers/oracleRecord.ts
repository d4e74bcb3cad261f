/** Reads one record of an activation-oracle file as a transcript (formats F10). */
import type { ImportedTranscript } from '../core/imported.ts';
import type { Judge, Judgment } from '../core/judgment.ts';
import { standInTurn } from '../core/standInTurn.ts';
import { plainTurn, type Part, type Turn } from '../core/transcript.ts';
import { answerTurn } from './answerTurn.ts';
import { contentParts } from './contentParts.ts';
import { isObject, type JsonObject } from './lenientJson.ts';
import { oracleStrip } from './oracleStrip.ts';
import { promptName } from './probeNames.ts';

/** What stands at the head of the file and holds for all of its records. */
export interface OracleSetting {
  readonly config: JsonObject;
  /** The oracle's adapter; undefined for the base model. */
  readonly oracle: string | undefined;
  /** What the records are about, from the file's name. */
  readonly suite: string;
}

const CONTAINS: Judge = {
  name: 'answer contains the ground truth',
  kind: 'probe',
  parameters: { ignoreCase: true, yesNo: 'first word', order: ['whole sequence', 'segment', 'tokens'] },
};
const EQUALS: Judge = { name: 'answer equals the target', kind: 'probe', parameters: { ignoreCase: true } };
const SHARE = { minimum: 0, maximum: 1 } as const;

export type OracleReading =
  | { readonly kind: 'transcript'; readonly transcript: ImportedTranscript }
  | { readonly kind: 'unreadable'; readonly reason: string };

export function readOracleRecord(
  record: JsonObject,
  at: { readonly row: number; readonly line: number },
  setting: OracleSetting,
): OracleReading {
  const question = textIn(record['verbalizer_prompt'] ?? record['investigator_prompt']);
  if (question === '' && 'target' in record) return classified(record, at, setting);
  if (question === '') return { kind: 'unreadable', reason: 'It has no question to the oracle.' };
  const answers = answersIn(record);
  if (answers.whole.length + answers.segment.length + answers.tokens.length === 0)
    return { kind: 'unreadable', reason: 'It has no answer of the oracle.' };
  const strip = oracleStrip(record, setting.config);
  const truth = textIn(record['ground_truth']);
  const condition = textIn(record['act_key']);
  return {
    kind: 'transcript',
    transcript: {
      ...at,
      suite: setting.suite,
      probe: promptName(question),
      prompt: question,
      ...modelOf(setting),
      ...(condition === '' ? undefined : { condition }),
      turns: [targetTurn(record, strip?.part), plainTurn('user', question), answersTurn(record, answers)],
      judgments: truth === '' ? [] : correctness(answers, truth),
      metadata: {
        ...restOf(record),
        ...(strip === undefined ? undefined : { positions: strip.read }),
      },
    },
  };
}

/** In these files `ground_truth` holds what the oracle said, and `target` the right answer. */
function classified(
  record: JsonObject,
  at: { readonly row: number; readonly line: number },
  setting: OracleSetting,
): OracleReading {
  const dataset = textIn(record['dataset_id']);
  const answer = textIn(record['ground_truth']);
  const target = textIn(record['target']);
  const prompt = `${dataset} ${at.row}`;
  return {
    kind: 'transcript',
    transcript: {
      ...at,
      suite: setting.suite,
      probe: dataset === '' ? setting.suite : dataset,
      prompt,
      ...modelOf(setting),
      turns: [standInTurn(`${setting.suite}, activations`, prompt), answerTurn(answer)],
      judgments: [
        {
          metric: 'correct',
          judge: EQUALS,
          value: { kind: 'boolean', boolean: bare(answer) === bare(target) },
        },
      ],
      metadata: { ...restOf(record), target },
    },
  };
}

interface Answers {
  readonly whole: readonly string[];
  readonly segment: readonly string[];
  readonly tokens: readonly string[];
}

function answersIn(record: JsonObject): Answers {
  return {
    whole: textsIn(record['full_sequence_responses']),
    segment: textsIn(record['segment_responses']),
    tokens: textsIn(record['token_responses']),
  };
}

/** What the target model was given, and the tokens whose activations the oracle saw. */
function targetTurn(record: JsonObject, strip: Part | undefined): Turn {
  const context = record['context_prompt'];
  const parts: Part[] = [];
  for (const message of Array.isArray(context) ? (context as readonly unknown[]) : [context]) {
    if (typeof message === 'string') parts.push({ kind: 'text', text: message });
    else if (isObject(message)) {
      const { content } = message;
      const said =
        typeof content === 'string'
          ? content
          : contentParts([content].flat())
              .map(({ text }) => text)
              .join('\n\n');
      parts.push({ kind: 'text', text: `${textIn(message['role'])}: ${said}` });
    }
  }
  if (strip !== undefined) parts.push(strip);
  return {
    role: 'user',
    raw: JSON.stringify({
      context_prompt: context ?? null,
      context_input_ids: record['context_input_ids'] ?? null,
    }),
    rawKind: 'json',
    parts: parts.length > 0 ? parts : [{ kind: 'text', text: '(the target’s prompt isn’t recorded)' }],
    author: 'target’s context',
  };
}

/** Equal answers of one kind are counted; each stands in the recorded text. Those by token are notes on the strip. */
function answersTurn(record: JsonObject, { whole, segment, tokens }: Answers): Turn {
  const parts: Part[] = [];
  const add = (name: string, texts: readonly string[]): void => {
    if (texts.length > 0) parts.push({ kind: 'text', text: `${name}: ${counted(texts)}` });
  };
  add('Whole sequence', whole);
  add('Segment', segment);
  add('By token', tokens);
  return {
    role: 'assistant',
    raw: JSON.stringify({
      full_sequence_responses: record['full_sequence_responses'] ?? null,
      segment_responses: record['segment_responses'] ?? null,
      token_responses: record['token_responses'] ?? null,
    }),
    rawKind: 'json',
    parts,
  };
}

function counted(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text.trim(), (counts.get(text.trim()) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([text, count]) => `${text === '' ? '(empty)' : text}${texts.length === 1 ? '' : ` (${count})`}`)
    .join(counts.size > 1 && texts.some((text) => text.length > 60) ? '\n' : ', ');
}

/** The share of answers that are right by kind, and whether most of the first kind that is there are. */
function correctness(answers: Answers, truth: string): Judgment[] {
  const kinds = [
    ['whole sequence', answers.whole],
    ['segment', answers.segment],
    ['tokens', answers.tokens],
  ] as const;
  const shares = kinds.flatMap(([kind, texts]) =>
    texts.length === 0
      ? []
      : [{ kind, share: texts.filter((text) => isRight(text, truth)).length / texts.length }],
  );
  const main = shares[0];
  return [
    ...(main === undefined
      ? []
      : [
          {
            metric: 'correct',
            judge: CONTAINS,
            value: { kind: 'boolean', boolean: main.share >= 0.5 },
            rationale: `By ${main.kind}.`,
          } as const,
        ]),
    ...shares.map(({ kind, share }): Judgment => ({
      metric: `correct: ${kind}`,
      judge: CONTAINS,
      scale: SHARE,
      value: { kind: 'number', number: share },
    })),
  ];
}

/** "no" stands in "I don’t know" as well, so yes and no count as the first word only. */
function isRight(answer: string, truth: string): boolean {
  const wanted = bare(truth);
  if (wanted !== 'yes' && wanted !== 'no') return answer.toLowerCase().includes(truth.trim().toLowerCase());
  return /^\W*(\w+)/.exec(answer.toLowerCase())?.[1] === wanted;
}

function bare(text: string): string {
  return text
    .trim()
    .replace(/[.!"'\s]+$/, '')
    .replace(/^["'\s]+/, '')
    .toLowerCase();
}

function modelOf({ config, oracle }: OracleSetting): { readonly model?: string } {
  const model = oracle ?? textIn(config['model_name']);
  return model === '' ? {} : { model };
}

const SHOWN = [
  'verbalizer_prompt',
  'investigator_prompt',
  'act_key',
  'context_prompt',
  'context_input_ids',
  'context_tokens',
  'token_responses',
  'segment_responses',
  'full_sequence_responses',
];

function restOf(record: JsonObject): Record<string, unknown> {
  const rest = Object.create(null) as Record<string, unknown>;
  for (const key in record) if (!SHOWN.includes(key) && record[key] !== null) rest[key] = record[key];
  return rest;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
