/** Reads chat messages in the shape that Inspect and the auditing tools on top of it write. */
import type { Part, Role, Turn } from '../../core/transcript.ts';
import { answerParts } from '../answerTurn.ts';
import { contentParts } from '../contentParts.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';

const ROLES: Readonly<Record<string, Role>> = {
  system: 'system',
  developer: 'developer',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
};

/** Who takes part, for telling turns by another than one would think. */
export interface Speakers {
  readonly target?: string;
  readonly auditor?: string;
}

/** Undefined for what isn't a message. The role may stand in `type`. */
export function petriTurn(message: unknown, speakers: Speakers): Turn | undefined {
  if (!isObject(message)) return undefined;
  const name = message['role'] ?? message['type'];
  const role = typeof name === 'string' && Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
  if (role === undefined) return undefined;
  const content = message['content'] ?? '';
  const calls = Array.isArray(message['tool_calls']) ? (message['tool_calls'] as unknown[]) : [];
  const parts =
    role === 'tool'
      ? resultParts(content, message)
      : [...spokenParts(role, content), ...calls.flatMap(callPart)];
  const filled = parts.filter((part) => part.kind !== 'text' || part.text !== '');
  const plain = typeof content === 'string' && role !== 'tool' && calls.length === 0;
  const author = authorOf(role, message, speakers);
  const auditorModel = author === 'auditor' || author === 'prefill' ? speakers.auditor : undefined;
  const provenance = provenanceOf(message, calls, auditorModel);
  return {
    role,
    raw: plain ? content : JSON.stringify(message),
    rawKind: plain ? 'text' : 'json',
    parts: filled.length > 0 ? filled : [{ kind: 'text', text: '' }],
    ...(author === undefined ? undefined : { author }),
    ...(provenance === undefined ? undefined : { provenance }),
  };
}

function spokenParts(role: Role, content: unknown): readonly Part[] {
  if (typeof content === 'string')
    return role === 'assistant' ? answerParts(content) : [{ kind: 'text', text: content }];
  return (Array.isArray(content) ? (content as unknown[]) : [content]).flatMap(blockParts);
}

function resultParts(content: unknown, message: JsonObject): readonly Part[] {
  const blocks = typeof content === 'string' ? [] : spokenParts('tool', content);
  const text =
    typeof content === 'string'
      ? content
      : blocks.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n\n');
  const callId = textIn(message, 'tool_call_id');
  const name = textIn(message, 'function');
  const error = errorOf(message['error']);
  const result: Part = {
    kind: 'tool-result',
    text,
    ...(callId === undefined ? undefined : { callId }),
    ...(name === undefined ? undefined : { name }),
    ...(error === undefined ? undefined : { error }),
  };
  return [result, ...blocks.filter((part) => part.kind !== 'text')];
}

function errorOf(error: unknown): { readonly type?: string; readonly message: string } | undefined {
  if (typeof error === 'string' && error !== '') return { message: error };
  if (!isObject(error)) return undefined;
  const type = textIn(error, 'type');
  const message = textIn(error, 'message') ?? '';
  return { ...(type === undefined ? undefined : { type }), message };
}

function callPart(call: unknown): readonly Part[] {
  if (!isObject(call)) return [];
  const called = isObject(call['function']) ? call['function'] : call;
  const name = textIn(called, 'function') ?? textIn(called, 'name') ?? '(unnamed tool)';
  return [toolCall(name, called['arguments'], textIn(call, 'id'))];
}

function toolCall(name: string, given: unknown, callId: string | undefined): Part {
  return {
    kind: 'tool-call',
    text: typeof given === 'string' ? given : JSON.stringify(given ?? {}, null, 2),
    name,
    ...(callId === undefined ? undefined : { callId }),
  };
}

function blockParts(block: unknown): readonly Part[] {
  if (!isObject(block)) return contentParts([block]);
  switch (block['type']) {
    case 'reasoning':
      return [reasoningPart(block)];
    case 'image': {
      const source = textIn(block, 'image');
      return contentParts([block]).map((part) =>
        part.kind === 'image' && source !== undefined ? { ...part, source } : part,
      );
    }
    case 'audio':
    case 'video': {
      const format = textIn(block, 'format') ?? '';
      const kind = block['type'];
      return [
        { kind: 'data', text: `(${kind} ${format})`.replace(' )', ')'), mediaType: `${kind}/${format}` },
      ];
    }
    case 'document': {
      const mediaType = textIn(block, 'mime_type');
      const text = `(document ${textIn(block, 'filename') ?? ''})`.replace(' )', ')');
      return [{ kind: 'data', text, ...(mediaType === undefined ? undefined : { mediaType }) }];
    }
    case 'data':
      return [
        { kind: 'data', text: JSON.stringify(block['data'] ?? null, null, 2), mediaType: 'application/json' },
      ];
    case 'tool_use':
      return toolUse(block);
    default:
      return contentParts([block]);
  }
}

/** What is encrypted stays in the recorded message. */
function reasoningPart(block: JsonObject): Part {
  const redacted = block['redacted'] === true;
  const text = redacted ? (textIn(block, 'summary') ?? '') : (textIn(block, 'reasoning') ?? '');
  return { kind: 'reasoning', text, origin: 'block', closed: true, ...(redacted ? { redacted } : undefined) };
}

/** A tool that ran at the provider's: its call and result stand together. */
function toolUse(block: JsonObject): readonly Part[] {
  const callId = textIn(block, 'id');
  const name = textIn(block, 'name') ?? '(unnamed tool)';
  const error = errorOf(block['error']);
  const result = block['result'] ?? '';
  return [
    toolCall(name, block['arguments'] ?? block['input'], callId),
    {
      kind: 'tool-result',
      text: typeof result === 'string' ? result : JSON.stringify(result, null, 2),
      name,
      ...(callId === undefined ? undefined : { callId }),
      ...(error === undefined ? undefined : { error }),
    },
  ];
}

/**
 * Set when the file says who wrote the turn and that isn't the target: `auditor`, `prefill` for what the auditor put
 * into the target's mouth, or the name as recorded.
 */
function authorOf(role: Role, message: JsonObject, { target, auditor }: Speakers): string | undefined {
  const metadata = isObject(message['metadata']) ? message['metadata'] : {};
  if (role === 'assistant' && metadata['prefill'] === true) return 'prefill';
  const source = textIn(metadata, 'source') ?? '';
  const model = role === 'assistant' ? (textIn(message, 'model') ?? '') : '';
  if (source !== '' && !/^target$/i.test(source) && !isSameModel(source, target ?? '')) {
    return /^(auditor|evaluator)$/i.test(source) || isSameModel(source, auditor ?? '') ? 'auditor' : source;
  }
  // The word “target” doesn't hide that another model answered than the header says.
  return model !== '' && target !== undefined && !isSameModel(model, target) ? model : undefined;
}

/** Names come with and without their provider and date: `anthropic/claude-…`, `…-2025-01-01`. */
function isSameModel(a: string, b: string): boolean {
  const [short = '', long = ''] = [a, b]
    .map((name) => name.slice(name.lastIndexOf('/') + 1))
    .sort((left, right) => left.length - right.length);
  return short !== '' && (short === long || long.startsWith(`${short}-`));
}

const PROVENANCE = ['id', 'source', 'metadata', 'model', 'internal', 'timestamp'];

function provenanceOf(
  message: JsonObject,
  calls: readonly unknown[],
  auditorModel: string | undefined,
): Record<string, unknown> | undefined {
  const found: Record<string, unknown> = {};
  for (const key of PROVENANCE) if ((message[key] ?? null) !== null) found[key] = message[key];
  const errors = calls.flatMap((call) =>
    isObject(call) && typeof call['parse_error'] === 'string' ? [call['parse_error']] : [],
  );
  if (errors.length > 0) found['parseErrors'] = errors;
  if (auditorModel !== undefined) found['auditorModel'] = auditorModel;
  return Object.keys(found).length > 0 ? found : undefined;
}

/** A text under that name; undefined when there is none. */
export function textIn(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}
