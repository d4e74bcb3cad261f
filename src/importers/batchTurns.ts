/** The turns of a batch's requests and answers: chat completions, responses, and plain completions. */
import { plainTurn, type Turn } from '../core/transcript.ts';
import { answerTurn } from './answerTurn.ts';
import { readMessage } from './chatMessage.ts';
import { contentParts } from './contentParts.ts';
import { isObject, type JsonObject } from './lenientJson.ts';

/** What was asked; a word why it can't be read otherwise. */
export function requestTurns(body: JsonObject): Turn[] | string {
  const { messages, input, prompt, instructions } = body;
  const first =
    typeof instructions === 'string' && instructions !== '' ? [plainTurn('system', instructions)] : [];
  const asked = messages ?? input ?? prompt;
  if (typeof asked === 'string') return [...first, plainTurn('user', asked)];
  if (!Array.isArray(asked)) return 'The request has no messages.';
  const turns: Turn[] = first;
  for (const message of asked as readonly unknown[]) {
    const reading = readMessage(message);
    if (reading.kind === 'unreadable') return reading.reason;
    turns.push(reading.turn);
  }
  return turns;
}

export interface BatchChoice {
  readonly turn: Turn;
  /** From 0; several when the request asked for `n`. */
  readonly index: number;
  readonly finishReason: string;
  /** Token probabilities, where they were asked for. */
  readonly logprobs?: unknown;
}

/** The answers in a response's body; a word why there are none. */
export function responseChoices(body: JsonObject): readonly BatchChoice[] | string {
  const { choices, output } = body;
  if (Array.isArray(output)) return [{ turn: outputTurn(output), index: 0, finishReason: whyItEnded(body) }];
  if (!Array.isArray(choices) || choices.length === 0) return 'The response holds no answer.';
  const read: BatchChoice[] = [];
  for (const [place, choice] of (choices as readonly unknown[]).entries()) {
    if (!isObject(choice)) return 'An answer isn’t an object.';
    const index = Number.isSafeInteger(choice['index']) ? (choice['index'] as number) : place;
    const finishReason = textIn(choice['finish_reason']);
    const { logprobs } = choice;
    const more = logprobs === null || logprobs === undefined ? {} : { logprobs };
    if (typeof choice['text'] === 'string') {
      read.push({ turn: answerTurn(choice['text']), index, finishReason, ...more });
      continue;
    }
    const reading = readMessage(choice['message']);
    if (reading.kind === 'unreadable') return reading.reason;
    read.push({ turn: reading.turn, index, finishReason, ...more });
  }
  return read;
}

/** The items of a response are parts of one answer: reasoning, messages, calls. */
function outputTurn(output: readonly unknown[]): Turn {
  const parts = output.flatMap((item) =>
    contentParts(isObject(item) && item['type'] === 'message' ? [item['content']].flat() : [item]),
  );
  const role = 'assistant';
  return {
    role,
    raw: JSON.stringify({ role, content: output }),
    rawKind: 'json',
    parts: parts.length > 0 ? parts : [{ kind: 'text', text: '' }],
  };
}

/** A response that broke off says why in a place of its own. */
function whyItEnded({ status, incomplete_details: details }: JsonObject): string {
  const reason = isObject(details) ? textIn(details['reason']) : '';
  return reason === '' ? textIn(status) : reason;
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
