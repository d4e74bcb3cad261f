/** Reads one JSON object that holds a conversation. */
import type { ImportedTranscript } from '../core/imported.ts';
import type { Judge, Judgment } from '../core/judgment.ts';
import { plainTurn, textOf, type Turn } from '../core/transcript.ts';
import { answerTurn } from './answerTurn.ts';
import { KNOWN_METRICS } from './cellJudgment.ts';
import { markPrefills, readMessage } from './chatMessage.ts';
import { judgedColumns, judgedIn } from './judgedColumns.ts';
import type { ValueReader } from './jsonItems.ts';
import type { JsonObject } from './lenientJson.ts';
import type { ProbeNamer } from './probeNames.ts';
import { HUNDRED, readScore } from './scoreCell.ts';

/** The keys that can hold the messages, the first present one counts. */
const MESSAGE_KEYS = ['messages', 'conversations'];
/** Where tools put the answer when `messages` is only the prompt. */
const ANSWER_KEYS = ['answer', 'response', 'completion', 'output'];
const PROBE_KEYS = ['question_id', 'probe', 'probe_id', 'qid'];
const SAMPLE_KEYS = ['sample', 'sample_index', 'sample_idx', 'epoch', 'rollout'];
const JUDGES: Readonly<Record<string, Judge>> = Object.fromEntries(
  KNOWN_METRICS.map((name) => [name, { name, kind: 'imported' }]),
);

/** The messages of a record; undefined when it has none. */
export function messagesOf(record: JsonObject): readonly unknown[] | undefined {
  for (const key of MESSAGE_KEYS) {
    const messages = record[key];
    if (Array.isArray(messages)) return messages as unknown[];
  }
  return undefined;
}

/**
 * @param suite and `probeOf` place records without a probe of their own
 * @param head records from the file's beginning, which tell what else in them are judges' words
 */
export function chatRecordReader(
  suite: string,
  probeOf: ProbeNamer,
  probeSuite: string,
  head: readonly JsonObject[],
): ValueReader {
  const judged = judgedColumns(head, KNOWN_METRICS);
  return (record, { row, line }, warn) => {
    const messages = messagesOf(record);
    if (messages === undefined) return { kind: 'unreadable', reason: 'It has no list of messages.' };
    if (messages.length === 0) return { kind: 'unreadable', reason: 'Its list of messages is empty.' };
    const used = new Set<string>(MESSAGE_KEYS);
    const turns: Turn[] = [];
    for (const message of messages) {
      const reading = readMessage(message);
      if (reading.kind === 'unreadable') return reading;
      turns.push(reading.turn);
    }
    addSystem(turns, record, used);
    addAnswer(turns, record, used);
    const marked = markPrefills(turns);
    if (!marked.some((turn) => turn.role === 'assistant'))
      warn('There is no answer: no message by the assistant.');

    const take = (key: string): string => {
      const value = record[key];
      if (typeof value !== 'string' || value === '') return '';
      used.add(key);
      return value;
    };
    const model = take('model');
    const group = take('group');
    const condition = take('condition');
    const probe = firstText(record, PROBE_KEYS, used);
    const sample = firstInteger(record, SAMPLE_KEYS, used);
    const prompt = promptOf(marked);
    const judgments = [...knownJudgments(record, used, warn), ...judgedIn(record, judged, used, warn)];
    const metadata = restOf(record, used);
    const transcript: ImportedTranscript = {
      row,
      line,
      suite: probe === '' ? suite : probeSuite,
      probe: probe === '' ? probeOf(prompt) : probe,
      prompt,
      turns: marked,
      judgments,
      ...(model === '' ? undefined : { model }),
      ...(group === '' ? undefined : { group }),
      ...(condition === '' ? undefined : { condition }),
      ...(sample === undefined ? undefined : { sample }),
      ...(metadata === undefined ? undefined : { metadata }),
    };
    return { kind: 'transcript', transcript };
  };
}

function addSystem(turns: Turn[], record: JsonObject, used: Set<string>): void {
  const system = record['system'] ?? record['system_prompt'];
  const first = turns[0]?.role;
  if (typeof system !== 'string' || system === '' || first === 'system' || first === 'developer') return;
  used.add(record['system'] === system ? 'system' : 'system_prompt');
  turns.unshift(plainTurn('system', system));
}

function addAnswer(turns: Turn[], record: JsonObject, used: Set<string>): void {
  if (turns.at(-1)?.role === 'assistant') return;
  const key = ANSWER_KEYS.find((name) => typeof record[name] === 'string');
  if (key === undefined) return;
  used.add(key);
  turns.push(answerTurn(record[key] as string));
}

/** What was asked: the last user turn with words before the last answer; results of tools come as user turns too. */
export function promptOf(turns: readonly Turn[]): string {
  const answer = turns.findLastIndex((turn) => turn.role === 'assistant');
  const before = answer < 0 ? turns : turns.slice(0, answer);
  const said = (turn: Turn): boolean => turn.role === 'user' && textOf(turn, 'text') !== '';
  const asked = before.findLast(said) ?? turns.find(said);
  return asked === undefined ? '' : textOf(asked, 'text');
}

function firstText(record: JsonObject, keys: readonly string[], used: Set<string>): string {
  for (const key of keys) {
    const value = record[key];
    if ((typeof value !== 'string' || value === '') && typeof value !== 'number') continue;
    used.add(key);
    return String(value);
  }
  return '';
}

function firstInteger(record: JsonObject, keys: readonly string[], used: Set<string>): number | undefined {
  for (const key of keys) {
    const value = record[key];
    if (!Number.isSafeInteger(value)) continue;
    used.add(key);
    return value as number;
  }
  return undefined;
}

function knownJudgments(record: JsonObject, used: Set<string>, warn: (reason: string) => void): Judgment[] {
  const judgments: Judgment[] = [];
  for (const metric of KNOWN_METRICS) {
    const value = record[metric];
    const judge = JUDGES[metric];
    const usable = value === null || typeof value === 'number' || typeof value === 'string';
    if (!(metric in record) || !usable || judge === undefined) continue;
    used.add(metric);
    const reading = readScore(value === null ? '' : String(value), HUNDRED);
    if (reading.warning !== undefined) warn(`${metric}: ${reading.warning}`);
    const raw = reading.raw;
    judgments.push({
      metric,
      judge,
      value: reading.value,
      scale: HUNDRED,
      ...(raw === undefined ? undefined : { raw }),
    });
  }
  return judgments;
}

function restOf(record: JsonObject, used: ReadonlySet<string>): Record<string, unknown> | undefined {
  const rest = Object.create(null) as Record<string, unknown>;
  let any = false;
  for (const key in record) {
    if (used.has(key) || record[key] === null) continue;
    rest[key] = record[key];
    any = true;
  }
  return any ? rest : undefined;
}
