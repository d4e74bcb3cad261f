/** Reads lists of content blocks: text, thinking, images, tool use and results. */
import type { Part } from '../core/transcript.ts';
import { isObject, type JsonObject } from './lenientJson.ts';
import { parsePythonLiteral } from './pythonLiteral.ts';

/** Unknown blocks are kept as the text of their JSON, so that nothing is hidden. */
export function contentParts(blocks: readonly unknown[]): Part[] {
  return blocks.flatMap(blockParts);
}

function blockParts(block: unknown): Part[] {
  if (typeof block === 'string') return [{ kind: 'text', text: block }];
  if (!isObject(block)) return block === null ? [] : [{ kind: 'text', text: JSON.stringify(block) }];
  switch (block['type']) {
    case 'text':
    case 'input_text':
    case 'output_text':
    case 'refusal':
      return textPart(block['text'] ?? block['refusal'], block);
    case 'thinking':
    case 'reasoning':
    case 'redacted_thinking':
      return [reasoningPart(block)];
    case 'image':
    case 'image_url':
    case 'input_image':
      return [imagePart(block)];
    case 'input_audio':
    case 'audio':
    case 'document':
    case 'file':
    case 'input_file':
    case 'video':
      return [dataPart(block)];
    case 'tool_use':
    case 'tool_call':
    case 'function_call':
      return [toolCall(block)];
    case 'tool_result':
    case 'function_call_output':
      return [toolResult(block)];
    default:
      return typeof block['text'] === 'string' ? textPart(block['text'], block) : textPart(undefined, block);
  }
}

function textPart(text: unknown, block: JsonObject): Part[] {
  return [{ kind: 'text', text: typeof text === 'string' ? text : JSON.stringify(block, null, 2) }];
}

/** Of reasoning that the provider encrypted there is at most a summary. */
function reasoningPart(block: JsonObject): Part {
  const part = { kind: 'reasoning', origin: 'block', closed: true } as const;
  const encrypted = block['type'] === 'redacted_thinking' || block['redacted'] === true;
  if (!encrypted) {
    for (const key of ['thinking', 'reasoning', 'text', 'content']) {
      const text = block[key];
      if (typeof text === 'string' && text !== '') return { ...part, text };
    }
  }
  const summary = summaryOf(block['summary']);
  const hidden =
    encrypted || (typeof block['encrypted_content'] === 'string' && block['encrypted_content'] !== '');
  if (hidden) return { ...part, text: summary, redacted: true };
  return { ...part, text: summary === '' ? '(reasoning withheld by the provider)' : summary };
}

function summaryOf(summary: unknown): string {
  if (typeof summary === 'string') return summary;
  if (!Array.isArray(summary)) return '';
  return (summary as unknown[])
    .map((item) => (isObject(item) ? item['text'] : item))
    .filter((text) => typeof text === 'string')
    .join('\n\n');
}

/** Where the image is. */
function imagePart(block: JsonObject): Part {
  const inner = block['image_url'] ?? block['image'] ?? block['source'] ?? block;
  const source = isObject(inner) ? (inner['url'] ?? inner['data'] ?? inner['file_id']) : inner;
  if (typeof source !== 'string') return { kind: 'image', text: '(image)' };
  const inline = /^data:([^;,]{0,60})/.exec(source);
  if (inline !== null) {
    return { kind: 'image', text: `(inline image, ${inline[1] ?? ''}, ${source.length} characters)`, source };
  }
  const type = isObject(inner) ? (inner['media_type'] ?? inner['mime_type']) : undefined;
  if (isObject(inner) && typeof inner['data'] === 'string' && typeof type === 'string') {
    return {
      kind: 'image',
      text: `(inline image, ${type}, ${source.length} characters)`,
      source: `data:${type};base64,${source}`,
    };
  }
  const text = source.length > 2000 ? `(inline image, ${source.length} characters)` : source;
  return { kind: 'image', text, source };
}

/** Sound, documents and the like: what they are, and how big; they stay as recorded in the message. */
function dataPart(block: JsonObject): Part {
  const inner =
    [block['source'], block['input_audio'], block['file'], block['audio'], block].find(isObject) ?? block;
  const data = inner['data'] ?? inner['file_data'] ?? inner['url'] ?? inner['text'];
  const type = inner['media_type'] ?? inner['mime_type'] ?? inner['format'];
  const title = block['title'] ?? inner['filename'] ?? block['type'];
  const size = typeof data === 'string' ? `, ${data.length} characters` : '';
  const text = `(${typeof title === 'string' ? title.slice(0, 200) : 'data'}${typeof type === 'string' ? `, ${type}` : ''}${size})`;
  return { kind: 'data', text, ...(typeof type === 'string' ? { mediaType: type } : undefined) };
}

function toolCall(block: JsonObject): Part {
  const given = block['input'] ?? block['arguments'] ?? '';
  const id = block['id'] ?? block['call_id'];
  return {
    kind: 'tool-call',
    text: typeof given === 'string' ? given : JSON.stringify(given, null, 2),
    name: typeof block['name'] === 'string' ? block['name'] : '(unnamed tool)',
    ...(typeof id === 'string' ? { callId: id } : undefined),
  };
}

function toolResult(block: JsonObject): Part {
  const content = block['content'] ?? block['output'] ?? '';
  const id = block['tool_use_id'] ?? block['call_id'] ?? block['tool_call_id'];
  const text =
    typeof content === 'string'
      ? content
      : contentParts(Array.isArray(content) ? (content as unknown[]) : [content])
          .map((part) => part.text)
          .join('\n\n');
  return {
    kind: 'tool-result',
    text,
    ...(typeof id === 'string' ? { callId: id } : undefined),
    ...(block['is_error'] === true ? { error: { message: text } } : undefined),
  };
}

/**
 * The list of blocks that some tools write into a content *string*, as JSON or as Python prints it; undefined for
 * every other text. Only lists whose items all name their type, with the text that such a block has, count, so that an
 * answer that is code stays an answer.
 */
export function encodedBlocks(text: string): readonly unknown[] | undefined {
  if (
    !/^\s*\[\s*\{\s*['"](?:type|text|thinking|signature|citations|reasoning|summary|id)['"]\s*:/.test(
      text.slice(0, 80),
    )
  )
    return undefined;
  const value = parsePythonLiteral(text);
  return Array.isArray(value) && value.length > 0 && value.every(isBlock) ? value : undefined;
}

/** What a block of each type can't be without. */
const BLOCK_FIELDS: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  thinking: ['thinking'],
  reasoning: ['reasoning', 'text', 'summary', 'content'],
  redacted_thinking: ['data'],
  tool_use: ['name'],
  image: ['source', 'image'],
  image_url: ['image_url'],
};

function isBlock(item: unknown): boolean {
  if (!isObject(item) || typeof item['type'] !== 'string' || !Object.hasOwn(BLOCK_FIELDS, item['type']))
    return false;
  return (BLOCK_FIELDS[item['type']] ?? []).some((field) => field in item);
}
