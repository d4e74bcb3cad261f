/** Cached answers of llmcomp: `question/<name>/<hash>.jsonl`, its metadata first, then an answer a line (formats F2). */
import type { BundleMember } from '../core/importPlan.ts';
import type { ImportedTranscript } from '../core/imported.ts';
import type { Judgment } from '../core/judgment.ts';
import { plainTurn, type Turn } from '../core/transcript.ts';
import { scoreFromDistribution } from '../core/tokenScore.ts';
import { answerTurn } from './answerTurn.ts';
import { markPrefills, readMessage } from './chatMessage.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { jsonRecords, type RecordsReader } from './jsonItems.ts';
import { readJsonHead } from './jsonHead.ts';
import { distributionOf, readLlmcompJudges, type LlmcompJudge } from './llmcompJudges.ts';
import type { JsonObject } from './lenientJson.ts';
import { memberFile } from './memberFile.ts';
import { noLonger, openHead } from './openText.ts';
import { HUNDRED } from './scoreCell.ts';

/** What the first line says of all answers after it. */
export interface LlmcompMetadata {
  readonly name: string;
  readonly model: string;
  readonly hash: string;
  readonly updated: string;
}

const NEXT_TOKEN = { name: 'next token probabilities', kind: 'probe' } as const;

export const llmcompCache: Importer = {
  id: 'llmcompCache',
  version: 1,

  recognise(head) {
    if (isJudgeCache(head)) {
      return {
        kind: 'refused',
        reason: 'It is a judge’s cache of llmcomp: verdicts by question and answer, without transcripts.',
        hint: 'Import the cache’s whole folder: its verdicts are joined to the answers in “question”.',
      };
    }
    const metadata = llmcompMetadata(head);
    if (metadata === undefined) return undefined;
    return {
      kind: 'transcripts',
      importer: 'llmcompCache',
      description: `llmcomp answers to “${metadata.name}”`,
      carries: metadata.model === '' ? [] : ['model'],
      headerOnly: head.complete && head.text.trimEnd().split('\n').length === 1,
    };
  },

  defaultRule: () => undefined,

  read: readCache,
};

/** Undefined when the file isn't a cache of answers. */
export function llmcompMetadata(head: FileHead): LlmcompMetadata | undefined {
  const json = readJsonHead(head);
  if (json?.layout !== 'lines') return undefined;
  const [first, second] = json.values;
  if (first === undefined || 'messages' in first) return undefined;
  const { name, model, hash, last_update: updated } = first;
  if (typeof name !== 'string' || typeof model !== 'string' || typeof hash !== 'string') return undefined;
  if (typeof updated !== 'string') return undefined;
  if (second !== undefined && !('answer' in second && 'question' in second)) return undefined;
  return { name, model, hash, updated };
}

export function isJudgeCache(head: FileHead): boolean {
  const start = head.text.slice(0, 20_000);
  return /^\s*\{\s*"metadata"\s*:\s*\{/.test(start) && start.includes('"uses_question"');
}

async function* readCache(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const members = options.members ?? [];
  const judges = yield* readLlmcompJudges(rolePaths(members, 'judgments'), options);
  const paths = [options.path, ...rolePaths(members, 'answers')];
  const heads = new Map<string, LlmcompMetadata>();
  for (const path of paths) {
    const metadata = llmcompMetadata(await openHead(path));
    if (metadata !== undefined) heads.set(path, metadata);
    else if (path === options.path) throw noLonger(path, 'a cache of llmcomp answers');
  }
  for (const path of paths) {
    const metadata = heads.get(path);
    if (metadata === undefined) continue;
    // The same question asked anew in other words or with other settings has another hash: an arm of its own.
    const twins = [...heads.values()].filter(({ model }) => model === metadata.model).length > 1;
    const file = paths.length > 1 ? await memberFile(path, options) : { options, source: [] };
    if (file === undefined) continue;
    yield file.source;
    yield* jsonRecords(file.options, 'lines', answerReader(metadata, twins, judges));
  }
}

function rolePaths(members: readonly BundleMember[], role: string): readonly string[] {
  return members.filter((member) => member.role === role).map(({ path }) => path);
}

function answerReader(
  metadata: LlmcompMetadata,
  twins: boolean,
  judges: readonly LlmcompJudge[],
): RecordsReader {
  let first = true;
  return (record, { row, line }, warn) => {
    if (first && !('answer' in record)) {
      first = false;
      return [];
    }
    first = false;
    const { answer, question } = record;
    const asked = promptTurns(record);
    if (typeof asked === 'string') return { kind: 'unreadable', reason: asked };
    if (!('answer' in record)) return { kind: 'unreadable', reason: 'It has no answer.' };
    const prompt = typeof question === 'string' ? question : (asked.findLast(isUser)?.raw ?? '');
    const read = readAnswer(answer);
    if (read === undefined)
      return { kind: 'unreadable', reason: 'Its answer is neither text nor a table of token probabilities.' };
    if (answer === '')
      warn('The answer is empty: llmcomp writes that for refusals and for calls that failed.');
    const judged =
      typeof answer === 'string' ? judges.flatMap((judge) => judge.judge(prompt, answer) ?? []) : [];
    const transcript: ImportedTranscript = {
      row,
      line,
      suite: 'llmcomp',
      probe: metadata.name,
      prompt,
      ...(metadata.model === '' ? undefined : { model: metadata.model }),
      ...(twins ? { condition: `version ${metadata.hash.slice(0, 7)}` } : undefined),
      turns: markPrefills([...asked, read.turn]),
      judgments: [...read.judgments, ...judged],
      metadata: { ...restOf(record), hash: metadata.hash, cached_at: metadata.updated },
    };
    return [{ kind: 'transcript', transcript }];
  };
}

const isUser = ({ role }: Turn): boolean => role === 'user';

function promptTurns(record: JsonObject): Turn[] | string {
  const { messages, question } = record;
  if (!Array.isArray(messages)) {
    return typeof question === 'string'
      ? [plainTurn('user', question)]
      : 'It has no messages and no question.';
  }
  const turns: Turn[] = [];
  for (const message of messages as readonly unknown[]) {
    const reading = readMessage(message);
    if (reading.kind === 'unreadable') return reading.reason;
    turns.push(reading.turn);
  }
  return turns;
}

/** Text; or for questions that read a next token or a rating, the probabilities of what could have come. */
function readAnswer(
  answer: unknown,
): { readonly turn: Turn; readonly judgments: readonly Judgment[] } | undefined {
  if (typeof answer === 'string') return { turn: answerTurn(answer), judgments: [] };
  if (answer === null) return { turn: answerTurn(''), judgments: [] };
  const distribution = distributionOf(answer);
  if (distribution === undefined) return undefined;
  const ranked = Object.entries(distribution).sort(([, a], [, b]) => b - a);
  const top = ranked[0]?.[0];
  const text = ranked.map(([token, p]) => `${JSON.stringify(token)} ${p.toPrecision(3)}`).join('\n');
  const turn: Turn = {
    role: 'assistant',
    raw: JSON.stringify(answer),
    rawKind: 'json',
    parts: [{ kind: 'data', text: text === '' ? '(no token probabilities)' : text }],
  };
  const said: Judgment = {
    metric: 'next token',
    judge: NEXT_TOKEN,
    value: top === undefined ? { kind: 'missing', reason: 'provider-error' } : { kind: 'class', text: top },
    distribution,
  };
  const rating = scoreFromDistribution(distribution);
  return {
    turn,
    judgments:
      rating.kind === 'number'
        ? [said, { metric: 'rating', judge: NEXT_TOKEN, scale: HUNDRED, value: rating, distribution }]
        : [said],
  };
}

function restOf(record: JsonObject): Record<string, unknown> {
  const rest = Object.create(null) as Record<string, unknown>;
  for (const key in record) {
    if (['messages', 'question', 'answer'].includes(key) || record[key] === null) continue;
    rest[key] = record[key];
  }
  return rest;
}
