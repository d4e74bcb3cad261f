/** Reads Inspect's messages as turns. */
import type { Part, Role, Turn } from '../../core/transcript.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';
import { Attachments } from './attachments.ts';
import { asText, contentOf, textPart } from './messageParts.ts';

const ROLES: ReadonlySet<string> = new Set<Role>(['system', 'developer', 'user', 'assistant', 'tool']);
/** What a message says, as opposed to where it came from: ids are others in every log of the same conversation. */
const RECORDED = ['role', 'content', 'tool_calls', 'tool_call_id', 'function', 'error'];
const PROVENANCE = ['id', 'source', 'model', 'metadata'];

export interface MessageContext {
  readonly attachments: Attachments;
  /** What is known of the making of messages by their id: stop reason, usage, time. */
  readonly making: ReadonlyMap<string, JsonObject>;
  /** Names of the model under test, as asked for and as reported: `openai/gpt-4o`, `gpt-4o-2024-08-06`. */
  readonly models: readonly string[];
}

/** Messages that aren't objects with a role are passed over; `warn` is told. */
export function turnsOf(
  messages: readonly unknown[],
  context: MessageContext,
  warn: (reason: string) => void,
): Turn[] {
  const turns: Turn[] = [];
  messages.forEach((message, index) => {
    if (!isObject(message) || typeof message['role'] !== 'string' || !ROLES.has(message['role'])) {
      warn(`Message ${index + 1} has no role that is known; it was left out.`);
      return;
    }
    turns.push(turnOf(message, messages[index + 1], context));
  });
  return turns;
}

function turnOf(message: JsonObject, next: unknown, context: MessageContext): Turn {
  const resolved = context.attachments.resolve(message);
  const said = isObject(resolved) ? resolved : message;
  const role = said['role'] as Role;
  const content = said['content'];
  const parts = partsOfMessage(said, context.attachments);
  const plain = typeof content === 'string' && role !== 'tool' && toolCallsOf(said).length === 0;
  const author = authorOf(said, next, context);
  const provenance = provenanceOf(said, context);
  return {
    role,
    raw: plain ? content : JSON.stringify(Object.fromEntries(RECORDED.flatMap((key) => given(said, key)))),
    rawKind: plain ? 'text' : 'json',
    parts,
    ...(author === undefined ? undefined : { author }),
    ...(Object.keys(provenance).length === 0 ? undefined : { provenance }),
  };
}

/** Parts of a message as Inspect writes it, references to attachments resolved. */
export function partsOfMessage(message: JsonObject, attachments = new Attachments()): Part[] {
  const role = String(message['role']);
  const content = contentOf(message['content'], role, attachments);
  const parts = role === 'tool' ? toolResult(message, content) : [...content, ...toolCallsOf(message)];
  const filled = parts.filter((part) => part.kind !== 'text' || part.text !== '');
  return filled.length > 0 ? filled : [textPart('')];
}

/** True for messages in a shape that is Inspect's own. */
export function isInspectMessage(message: JsonObject): boolean {
  if (message['role'] === 'tool') return typeof message['function'] === 'string';
  const { tool_calls: calls, content } = message;
  if (Array.isArray(calls) && calls.some((call) => isObject(call) && typeof call['function'] === 'string'))
    return true;
  return (
    Array.isArray(content) &&
    content.some(
      (block) => isObject(block) && (typeof block['reasoning'] === 'string' || 'tool_type' in block),
    )
  );
}

function toolCallsOf(message: JsonObject): Part[] {
  const calls = Array.isArray(message['tool_calls']) ? (message['tool_calls'] as unknown[]) : [];
  return calls.flatMap((call): Part[] => {
    if (!isObject(call)) return [];
    const name = typeof call['function'] === 'string' ? call['function'] : 'tool';
    const id = typeof call['id'] === 'string' ? { callId: call['id'] } : undefined;
    return [{ kind: 'tool-call', name, text: asText(call['arguments'] ?? {}), ...id }];
  });
}

/** The texts are the result; pictures and the like stand behind it. */
function toolResult(message: JsonObject, content: readonly Part[]): Part[] {
  const texts = content.filter(({ kind }) => kind === 'text').map(({ text }) => text);
  const { tool_call_id: id, function: name, error } = message;
  const result: Part = {
    kind: 'tool-result',
    text: texts.join('\n\n'),
    ...(typeof id === 'string' ? { callId: id } : undefined),
    ...(typeof name === 'string' ? { name } : undefined),
    ...(isObject(error) ? { error: errorOf(error) } : undefined),
  };
  return [result, ...content.filter(({ kind }) => kind !== 'text')];
}

function errorOf(error: JsonObject): { type?: string; message: string } {
  const message = typeof error['message'] === 'string' ? error['message'] : '';
  return typeof error['type'] === 'string' ? { type: error['type'], message } : { message };
}

/** `source` tells what the dataset put into the model's mouth; a message by another model names that one. */
function authorOf(message: JsonObject, next: unknown, { models }: MessageContext): string | undefined {
  if (message['role'] !== 'assistant') return undefined;
  if (message['source'] === 'input') {
    return isObject(next) && next['role'] === 'assistant' ? 'prefill' : 'authored';
  }
  const model = message['model'];
  if (typeof model !== 'string' || models.length === 0 || models.some((name) => sameModel(name, model)))
    return undefined;
  return model;
}

/** Providers report a dated name without their own: `openai/gpt-4o` answers as `gpt-4o-2024-08-06`. */
function sameModel(asked: string, reported: string): boolean {
  const last = (name: string): string => name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  return last(reported).startsWith(last(asked)) || last(asked).startsWith(last(reported));
}

function provenanceOf(message: JsonObject, { making }: MessageContext): Record<string, unknown> {
  const id = message['id'];
  const made = typeof id === 'string' ? making.get(id) : undefined;
  return Object.fromEntries([
    ...PROVENANCE.flatMap((key) => given(message, key)),
    ...Object.entries(made ?? {}),
  ]);
}

/** The member as an entry, when it is there and says something. */
function given(message: JsonObject, key: string): [string, unknown][] {
  return Object.hasOwn(message, key) && message[key] !== null ? [[key, message[key]]] : [];
}
