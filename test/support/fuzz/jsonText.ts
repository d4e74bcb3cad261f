/** JSON that can say what `JSON.stringify` can't: numbers beyond all bounds, names twice, any depth. */
import { parseLenientJson } from '../../../src/importers/lenientJson.ts';

/** Stands for text that is written as it is. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An object as its members, so that any name, and one name twice, can stand in it. */
export class Members {
  entries: [string, JsonNode][];

  constructor(entries: [string, JsonNode][]) {
    this.entries = entries;
  }
}

export type JsonNode = string | number | boolean | null | RawJson | Members | JsonNode[];

/** Undefined when the text isn't JSON. */
export function readJsonNode(text: string): JsonNode | undefined {
  try {
    return nodeOf(parseLenientJson(text));
  } catch {
    return undefined;
  }
}

export function nodeOf(value: unknown): JsonNode {
  if (Array.isArray(value)) return value.map(nodeOf);
  if (typeof value === 'object' && value !== null) {
    return new Members(Object.entries(value).map(([name, member]) => [name, nodeOf(member)]));
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

export function writeJsonNode(node: JsonNode): string {
  if (node instanceof RawJson) return node.text;
  if (Array.isArray(node)) return `[${node.map(writeJsonNode).join(',')}]`;
  if (node instanceof Members) {
    return `{${node.entries.map(([name, member]) => `${JSON.stringify(name)}:${writeJsonNode(member)}`).join(',')}}`;
  }
  return JSON.stringify(node);
}

/** A place of the tree whose value can be replaced. */
export interface JsonPlace {
  readonly node: JsonNode;
  readonly replace: (node: JsonNode) => void;
}

/** All places, from the outside in; the first is the document. */
export function placesIn(document: { root: JsonNode }): JsonPlace[] {
  const places: JsonPlace[] = [{ node: document.root, replace: (node) => (document.root = node) }];
  for (let at = 0; at < places.length; at++) {
    const node = places[at]?.node;
    if (node instanceof Members) {
      for (const entry of node.entries) {
        places.push({ node: entry[1], replace: (value) => (entry[1] = value) });
      }
    } else if (Array.isArray(node)) {
      node.forEach((inner, index) => places.push({ node: inner, replace: (value) => (node[index] = value) }));
    }
  }
  return places;
}
