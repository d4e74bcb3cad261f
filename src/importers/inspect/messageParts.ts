/** Reads the content of Inspect's messages: text, reasoning, tools, pictures, sound, documents, data. */
import type { Part } from '../../core/transcript.ts';
import { answerParts } from '../answerTurn.ts';
import { isObject, type JsonObject } from '../lenientJson.ts';
import type { Attachments } from './attachments.ts';

/** Larger pictures are described and not kept with the turn: a page would choke on them. */
const MAXIMUM_IMAGE_CHARACTERS = 4 * 1024 * 1024;

/** Parts of a message's content, a text or a list of blocks; nothing is left out. */
export function contentOf(content: unknown, role: string, attachments: Attachments): Part[] {
  if (typeof content === 'string') return role === 'assistant' ? answerParts(content) : [textPart(content)];
  if (!Array.isArray(content))
    return content === null || content === undefined ? [] : [textPart(asText(content))];
  return content.flatMap((block) =>
    isObject(block) ? blockParts(block, attachments) : [textPart(asText(block))],
  );
}

function blockParts(block: JsonObject, attachments: Attachments): Part[] {
  switch (block['type']) {
    case 'text':
      return [textPart(typeof block['text'] === 'string' ? block['text'] : asText(block))];
    case 'reasoning':
      return [reasoningPart(block)];
    case 'tool_use':
      return toolUse(block);
    case 'image':
      return [imagePart(asText(block['image'] ?? ''), attachments)];
    case 'audio':
    case 'video':
    case 'document':
      return [filePart(block['type'], block, attachments)];
    case 'data':
      return [{ kind: 'data', text: asText(block['data'] ?? block), mediaType: 'application/json' }];
    default:
      return [textPart(asText(block))];
  }
}

/** Of encrypted reasoning there is a summary at best; the cipher text says nothing to a reader. */
function reasoningPart(block: JsonObject): Part {
  const summary = typeof block['summary'] === 'string' ? block['summary'] : '';
  const reasoning = typeof block['reasoning'] === 'string' ? block['reasoning'] : '';
  const part = { kind: 'reasoning', origin: 'block', closed: true } as const;
  if (block['redacted'] === true) return { ...part, text: summary, redacted: true };
  return { ...part, text: reasoning === '' ? summary : reasoning };
}

/** A tool that the provider called itself: call and result stand in one block. */
function toolUse(block: JsonObject): Part[] {
  const name = typeof block['name'] === 'string' ? block['name'] : 'tool';
  const id = typeof block['id'] === 'string' ? { callId: block['id'] } : undefined;
  const call: Part = { kind: 'tool-call', name, text: asText(block['arguments'] ?? ''), ...id };
  const error = block['error'];
  if ((block['result'] ?? '') === '' && (error ?? null) === null) return [call];
  const failed = typeof error === 'string' ? { error: { message: error } } : undefined;
  return [call, { kind: 'tool-result', name, text: asText(block['result'] ?? ''), ...id, ...failed }];
}

function imagePart(recorded: string, attachments: Attachments): Part {
  const source = attachments.find(recorded) ?? recorded;
  if (!source.startsWith('data:')) return { kind: 'image', text: `Image at ${source}`, source };
  const text = `Image (${described(source)})`;
  return source.length > MAXIMUM_IMAGE_CHARACTERS ? { kind: 'image', text } : { kind: 'image', text, source };
}

function filePart(kind: 'audio' | 'video' | 'document', block: JsonObject, attachments: Attachments): Part {
  const recorded = asText(block[kind] ?? '');
  const content = attachments.find(recorded) ?? recorded;
  const mediaType = asText(block['mime_type'] ?? mediaTypeOf(content) ?? block['format'] ?? '');
  const filename = typeof block['filename'] === 'string' ? ` ${block['filename']}` : '';
  const where = content.startsWith('data:') ? described(content) : `at ${content}`;
  const title = `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}${filename}`;
  return { kind: 'data', text: `${title} (${where})`, ...(mediaType === '' ? undefined : { mediaType }) };
}

/** Kind and size of a `data:` address, of base64 mostly. */
function described(address: string): string {
  const bytes = Math.floor(((address.length - address.indexOf(',') - 1) * 3) / 4);
  const size = bytes < 10_000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} kB`;
  return `${mediaTypeOf(address) ?? 'unknown kind'}, ${size}`;
}

function mediaTypeOf(address: string): string | undefined {
  return /^data:([^;,]{1,100})/.exec(address)?.[1];
}

export function textPart(text: string): Part {
  return { kind: 'text', text };
}

/** Texts as they are, everything else as JSON. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
