/** The turns of a transcript that was exported here: chat messages, and what stands beside them. */
import type { Branch, Part, Role, TokenMark, Turn } from '../../core/transcript.ts';
import { readMessage } from '../chatMessage.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';
import { rereadParts } from '../rereadTurn.ts';

const ROLES: readonly unknown[] = ['system', 'developer', 'user', 'assistant', 'tool'] satisfies Role[];

/** The turns, or why there are none. `holder` has `messages`, and perhaps `recorded`, `authors` and `provenance`. */
export function exportedTurns(holder: JsonObject): Turn[] | string {
  const { messages } = holder;
  if (!Array.isArray(messages)) return 'It has no list of messages.';
  const [recorded, authors, provenance] = ['recorded', 'authors', 'provenance'].map((name) =>
    membersOf(holder[name]),
  );
  const turns: Turn[] = [];
  for (const [index, message] of (messages as readonly unknown[]).entries()) {
    const turn = recordedTurn(recorded?.[index]) ?? turnOfMessage(message);
    if (typeof turn === 'string') return turn;
    const author = authors?.[index];
    const made = provenance?.[index];
    turns.push({
      ...turn,
      ...(typeof author === 'string' && author !== '' ? { author } : undefined),
      ...(isObject(made) ? { provenance: made } : undefined),
    });
  }
  return turns;
}

/** A message with a role and a text alone was recorded as that text, any other as its JSON. */
function turnOfMessage(message: unknown): Turn | string {
  const reading = readMessage(message);
  if (reading.kind === 'unreadable') return reading.reason;
  const { turn } = reading;
  if (!isObject(message) || typeof message['role'] !== 'string') return turn;
  const isText = typeof message['content'] === 'string' && Object.keys(message).length === 2;
  if (isText) return turn;
  const whole: Turn = { role: turn.role, raw: JSON.stringify(message), rawKind: 'json', parts: turn.parts };
  return { ...whole, parts: rereadParts(whole) };
}

function recordedTurn(value: unknown): Turn | undefined {
  if (!isObject(value) || !ROLES.includes(value['role'])) return undefined;
  const { raw, kind, parts } = value;
  if (typeof raw !== 'string' || (kind !== 'text' && kind !== 'json') || !Array.isArray(parts))
    return undefined;
  if (kind === 'json' && !isJson(raw)) return undefined;
  const read = (parts as readonly unknown[]).flatMap((part) => partOf(part) ?? []);
  return {
    role: value['role'] as Role,
    raw,
    rawKind: kind,
    parts: read.length > 0 ? read : [{ kind: 'text', text: raw }],
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function partOf(value: unknown): Part | undefined {
  if (!isObject(value) || typeof value['text'] !== 'string') return undefined;
  const { kind, text } = value;
  const named = (name: string) => (typeof value[name] === 'string' ? { [name]: value[name] } : {});
  switch (kind) {
    case 'text':
      return { kind, text };
    case 'reasoning': {
      const origin =
        value['origin'] === 'think-tag' || value['origin'] === 'block' ? value['origin'] : 'field';
      const redacted = value['redacted'] === true ? { redacted: true } : {};
      return { kind, text, origin, closed: value['closed'] !== false, ...redacted };
    }
    case 'tool-call':
      return { kind, text, name: typeof value['name'] === 'string' ? value['name'] : '', ...named('callId') };
    case 'tool-result':
      return { kind, text, ...named('callId'), ...named('name'), ...errorOf(value['error']) };
    case 'image':
      return { kind, text, ...named('source') };
    case 'data':
      return { kind, text, ...named('mediaType') };
    case 'tokens':
      return { kind, text, tokens: listOf(value['tokens']).flatMap((token) => tokenOf(token) ?? []) };
    default:
      return undefined;
  }
}

function errorOf(value: unknown): Pick<Extract<Part, { kind: 'tool-result' }>, 'error'> {
  if (!isObject(value) || typeof value['message'] !== 'string') return {};
  const { type, message } = value;
  return { error: typeof type === 'string' ? { type, message } : { message } };
}

function tokenOf(value: unknown): TokenMark | undefined {
  if (!isObject(value)) return undefined;
  const { position, id, text, marked, note } = value;
  if (typeof position !== 'number' || !Number.isSafeInteger(position) || position < 0) return undefined;
  return {
    position,
    ...(typeof id === 'number' ? { id } : {}),
    ...(typeof text === 'string' ? { text } : {}),
    ...(marked === true ? { marked } : {}),
    ...(typeof note === 'string' ? { note } : {}),
  };
}

/** Other courses of the conversation. One that can't be read is left out with all that begin with it; `warn` is told. */
export function exportedBranches(
  value: unknown,
  mainTurns: number,
  warn: (reason: string) => void,
): Branch[] {
  const branches: Branch[] = [];
  const lengths = [mainTurns];
  for (const entry of listOf(value)) {
    const turns = isObject(entry) ? exportedTurns(entry) : 'It is no object.';
    const shared = isObject(entry) ? entry['shared'] : undefined;
    const parent = isObject(entry) ? entry['parent'] : undefined;
    const length = parent === undefined ? 0 : lengths[Number(parent)];
    const sound =
      typeof shared === 'number' && Number.isSafeInteger(shared) && shared >= 0 && shared <= (length ?? -1);
    if (!isObject(entry) || typeof turns === 'string' || !sound) {
      warn('A branch of it can’t be read; it and those behind it were left out.');
      return branches;
    }
    branches.push({
      view: typeof entry['view'] === 'string' ? entry['view'] : '',
      name: typeof entry['name'] === 'string' ? entry['name'] : '',
      ...(parent === undefined ? {} : { parent: Number(parent) }),
      shared,
      turns,
    });
    lengths.push(shared + turns.length);
  }
  return branches;
}

function membersOf(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
