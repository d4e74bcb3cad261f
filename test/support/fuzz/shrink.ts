/** Makes samples small: a fuzzer lives on many inputs, not on long ones. */
import { Members, readJsonNode, writeJsonNode, type JsonNode } from './jsonText.ts';

const MOST_ITEMS = 3;
const LONGEST_TEXT = 300;
const MOST_MEMBERS = 60;

/** Text of about so many bytes that begins like the given one; JSON documents keep their shape. */
export function shrinkText(text: string, bytes: number): string {
  if (text.length <= bytes) return text;
  if (/^\s*[{[]/.test(text)) {
    const document = readJsonNode(text);
    if (document !== undefined) return writeJsonNode(shrunk(document));
    return shrinkLines(text, bytes);
  }
  return text.slice(0, lineEndBefore(text, bytes));
}

/** Lines of JSON, long ones made smaller. */
function shrinkLines(text: string, bytes: number): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of text.split('\n')) {
    const node = line.length > bytes / 4 ? readJsonNode(line) : undefined;
    const small = node === undefined ? line : writeJsonNode(shrunk(node));
    length += small.length + 1;
    if (kept.length > 0 && length > bytes) break;
    kept.push(small);
  }
  return `${kept.join('\n')}\n`.slice(0, bytes * 4);
}

function lineEndBefore(text: string, bytes: number): number {
  const end = text.lastIndexOf('\n', bytes);
  return end < 0 ? bytes : end + 1;
}

export function shrunk(node: JsonNode): JsonNode {
  if (typeof node === 'string') return node.length > LONGEST_TEXT ? node.slice(0, LONGEST_TEXT) : node;
  if (Array.isArray(node)) return node.slice(0, MOST_ITEMS).map(shrunk);
  if (node instanceof Members) {
    return new Members(node.entries.slice(0, MOST_MEMBERS).map(([name, member]) => [name, shrunk(member)]));
  }
  return node;
}
