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
      return [{ kind: 'reasoning', text: reasoningText(block), origin: 'block', closed: true }];
    case 'image':
    case 'image_url':
    case 'input_image':
      return [{ kind: 'image', text: imageReference(block) }];
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

/** Redacted reasoning has no text but sometimes a summary. */
function reasoningText(block: JsonObject): string {
  for (const key of ['thinking', 'reasoning', 'text', 'content']) {
    const text = block[key];
    if (typeof text === 'string' && text !== '') return text;
  }
  const summary = block['summary'];
  if (typeof summary === 'string' && summary !== '') return summary;
  if (Array.isArray(summary)) {
    const texts = (summary as unknown[])
      .map((item) => (isObject(item) ? item['text'] : item))
      .filter((text) => typeof text === 'string');
    if (texts.length > 0) return texts.join('\n\n');
  }
  return '(reasoning withheld by the provider)';
}

/** Where the image is; the data of an inline one stays in the recorded message. */
function imageReference(block: JsonObject): string {
  const inner = block['image_url'] ?? block['image'] ?? block['source'] ?? block;
  const source = isObject(inner) ? (inner['url'] ?? inner['data'] ?? inner['file_id']) : inner;
  if (typeof source !== 'string') return '(image)';
  const inline = /^data:([^;,]{0,60})/.exec(source);
  if (inline !== null) return `(inline image, ${inline[1] ?? ''}, ${source.length} characters)`;
  return source.length > 2000 ? `(inline image, ${source.length} characters)` : source;
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
  return { kind: 'tool-result', text, ...(typeof id === 'string' ? { callId: id } : undefined) };
}

/**
 * The list of blocks that some tools write into a content *string*, as JSON or as Python prints it; undefined for
 * every other text. Only lists whose items all name their type count, so that an answer that is code stays an answer.
 */
export function encodedBlocks(text: string): readonly unknown[] | undefined {
  if (!/^\s*\[\s*\{\s*['"]type['"]\s*:/.test(text.slice(0, 60))) return undefined;
  const value = parsePythonLiteral(text);
  if (!Array.isArray(value)) return undefined;
  const known = value.every((item) => isObject(item) && BLOCK_TYPES.includes(item['type']));
  return known ? value : undefined;
}

const BLOCK_TYPES: readonly unknown[] = [
  'text',
  'thinking',
  'reasoning',
  'redacted_thinking',
  'tool_use',
  'image',
  'image_url',
];
