/** Reads one chat message, in the shapes that the field's tools write, as a turn. */
import type { Part, Role, Turn } from '../core/transcript.ts';
import { answerParts, givenParts } from './answerTurn.ts';
import { contentParts } from './contentParts.ts';
import { isObject, type JsonObject } from './lenientJson.ts';

const ROLES: Readonly<Record<string, Role>> = {
  system: 'system',
  developer: 'developer',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  model: 'assistant',
  gpt: 'assistant',
  tool: 'tool',
  function: 'tool',
  // What templates of Llama and trainers of ShareGPT's form call results of tools.
  ipython: 'tool',
  observation: 'tool',
};

const REASONING_FIELDS = ['reasoning_content', 'reasoning', 'thinking'];

export type MessageReading =
  { readonly kind: 'turn'; readonly turn: Turn } | { readonly kind: 'unreadable'; readonly reason: string };

/** `{role, content, …}`; a message that isn't one is unreadable, with the reason in words. */
export function readMessage(message: unknown): MessageReading {
  if (!isObject(message)) return unreadable('A message isn’t an object.');
  const name = message['role'] ?? message['from'];
  if (typeof name !== 'string') return unreadable('A message has no role.');
  const role = Object.hasOwn(ROLES, name.toLowerCase()) ? ROLES[name.toLowerCase()] : undefined;
  if (role === undefined)
    return unreadable(`A message has the role “${name.slice(0, 40)}”, which isn’t known.`);
  const content = message['content'] ?? message['value'] ?? null;
  if (typeof content !== 'string' && content !== null && !Array.isArray(content) && !isObject(content)) {
    return unreadable('A message’s content is neither text nor a list of parts.');
  }
  return { kind: 'turn', turn: turnOf(role, message, content) };
}

function turnOf(role: Role, message: JsonObject, content: string | null | unknown[] | JsonObject): Turn {
  const parts: Part[] = [];
  for (const field of REASONING_FIELDS) {
    const text = message[field];
    if (typeof text !== 'string' || text === '') continue;
    parts.push({ kind: 'reasoning', text, origin: 'field', closed: true });
    break;
  }
  for (const part of partsOf(role, content, message)) parts.push(part);
  for (const call of toolCalls(message)) parts.push(call);
  const { refusal } = message;
  if (typeof refusal === 'string' && refusal !== '') parts.push({ kind: 'text', text: refusal });
  // An empty text beside something else says nothing; a message that is all empty stays one empty text.
  const filled = parts.filter((part) => part.kind !== 'text' || part.text !== '');
  const plain = !Array.isArray(content) && !isObject(content) && onlyContent(message);
  return {
    role,
    raw: plain ? (content ?? '') : JSON.stringify(message),
    rawKind: plain ? 'text' : 'json',
    parts: filled.length > 0 ? filled : [{ kind: 'text', text: '' }],
  };
}

function partsOf(role: Role, content: string | null | unknown[] | JsonObject, message: JsonObject): Part[] {
  if (content === null) return [];
  const callId = message['tool_call_id'];
  if (role === 'tool') {
    const text = typeof content === 'string' ? content : joinedText(content);
    const name = message['name'];
    return [
      {
        kind: 'tool-result',
        text,
        ...(typeof callId === 'string' ? { callId } : undefined),
        ...(typeof name === 'string' && name !== '' ? { name } : undefined),
      },
    ];
  }
  if (typeof content !== 'string') return contentParts(Array.isArray(content) ? content : [content]);
  return role === 'assistant' ? answerParts(content) : givenParts(content);
}

function joinedText(content: unknown[] | JsonObject): string {
  return contentParts(Array.isArray(content) ? content : [content])
    .map((part) => part.text)
    .join('\n\n');
}

/** OpenAI's `tool_calls` and the older `function_call`; arguments are a JSON *string* there and stay as recorded. */
function toolCalls(message: JsonObject): Part[] {
  const calls = Array.isArray(message['tool_calls']) ? (message['tool_calls'] as unknown[]) : [];
  const parts: Part[] = [];
  for (const call of [...calls, { function: message['function_call'] }]) {
    if (!isObject(call)) continue;
    const called = isObject(call['function']) ? call['function'] : call;
    const name = called['name'];
    if (typeof name !== 'string') continue;
    const id = call['id'];
    const given = called['arguments'] ?? called['input'] ?? '';
    const text = typeof given === 'string' ? given : JSON.stringify(given, null, 2);
    parts.push({ kind: 'tool-call', text, name, ...(typeof id === 'string' ? { callId: id } : undefined) });
  }
  return parts;
}

/** True when nothing but role and content says anything; keys with null are padding of the tool that wrote the file. */
function onlyContent(message: JsonObject): boolean {
  for (const key in message) {
    if (key === 'role' || key === 'content' || key === 'from' || key === 'value') continue;
    if (message[key] !== null) return false;
  }
  return true;
}

function unreadable(reason: string): MessageReading {
  return { kind: 'unreadable', reason };
}

/**
 * Marks prefills: an assistant turn that another assistant turn follows was put into the model's mouth. Turns with
 * tool calls are steps of an agent and not marked.
 */
export function markPrefills(turns: readonly Turn[]): Turn[] {
  return turns.map((turn, index) => {
    const next = turns[index + 1];
    const prefill =
      turn.role === 'assistant' &&
      next?.role === 'assistant' &&
      turn.author === undefined &&
      !turn.parts.some((part) => part.kind === 'tool-call');
    return prefill ? { ...turn, author: 'prefill' } : turn;
  });
}
