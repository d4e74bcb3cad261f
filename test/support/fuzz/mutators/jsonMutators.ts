/** Changes to JSON documents and lines that stay JSON (nearly). */
import { parseLenientJson } from '../../../../src/importers/lenientJson.ts';
import type { Dice } from '../dice.ts';
import { byteFiles, bytesOf, withFile, type FuzzInput } from '../fuzzInput.ts';
import {
  Members,
  placesIn,
  RawJson,
  readJsonNode,
  writeJsonNode,
  type JsonNode,
  type JsonPlace,
} from '../jsonText.ts';
import type { Mutator } from './mutator.ts';
import { deep, LONG, NAMES, strangeNode, strangeNumber, strangeText } from './strangeValues.ts';

const LONG_CHARACTERS = 200_000;

type Change = (places: readonly JsonPlace[], dice: Dice, pool: readonly FuzzInput[]) => boolean;

/** JSON in a text: the whole of it, or one of its lines. */
function jsonIn(text: string, dice: Dice): { node: JsonNode; put: (json: string) => string } | undefined {
  const whole = /^\s*[{[]/.test(text) ? readJsonNode(text) : undefined;
  if (whole !== undefined) return { node: whole, put: (json) => json };
  const lines = text.split('\n');
  if (lines.length > 5000) return undefined;
  const full = lines.flatMap((line, index) => (/^\s*[{[]/.test(line) ? [index] : []));
  if (full.length === 0) return undefined;
  const index = dice.pick(full);
  const node = readJsonNode(lines[index] ?? '');
  if (node === undefined) return undefined;
  return { node, put: (json) => lines.with(index, json).join('\n') };
}

function changing(name: string, weight: number, change: Change): Mutator {
  return {
    name,
    weight,
    mutate(input, dice, pool) {
      const zip = changedMember(input, dice, pool, change);
      if (zip !== undefined) return zip;
      const files = byteFiles(input);
      if (files.length === 0) return undefined;
      const file = dice.pick(files);
      const text = changedText(bytesOf(input, file).toString('utf8'), dice, pool, change);
      return text === undefined
        ? undefined
        : withFile(input, file, { kind: 'bytes', bytes: Buffer.from(text) });
    },
  };
}

function changedMember(
  input: FuzzInput,
  dice: Dice,
  pool: readonly FuzzInput[],
  change: Change,
): FuzzInput | undefined {
  const entry = input.files.get(input.opened);
  if (entry?.kind !== 'zip' || entry.parts.length === 0) return undefined;
  const index = dice.below(entry.parts.length);
  const part = entry.parts[index];
  if (part === undefined) return undefined;
  const content = changedText(part.content.toString('utf8'), dice, pool, change);
  if (content === undefined) return undefined;
  return withFile(input, input.opened, { kind: 'zip', parts: entry.parts.with(index, { ...part, content }) });
}

function changedText(
  text: string,
  dice: Dice,
  pool: readonly FuzzInput[],
  change: Change,
): string | undefined {
  const found = jsonIn(text, dice);
  if (found === undefined) return undefined;
  const document = { root: found.node };
  if (!change(placesIn(document), dice, pool)) return undefined;
  return found.put(writeJsonNode(document.root));
}

/** Places of one kind; the document itself only when there is no other. */
function some(places: readonly JsonPlace[], kind: (node: JsonNode) => boolean): JsonPlace[] {
  return places.filter(({ node }) => kind(node));
}

const isObject = (node: JsonNode): node is Members => node instanceof Members && node.entries.length > 0;
const isList = (node: JsonNode): node is JsonNode[] => Array.isArray(node) && node.length > 0;

export const otherValue = changing('otherValue', 8, (places, dice) => {
  const times = 1 + dice.below(3);
  for (let time = 0; time < times; time++) dice.pick(places).replace(strangeNode(dice));
  return true;
});

export const otherNumber = changing('otherNumber', 2, (places, dice) => {
  const numbers = some(places, (node) => typeof node === 'number');
  if (numbers.length === 0) return false;
  dice.pick(numbers).replace(new RawJson(strangeNumber(dice)));
  return true;
});

export const otherText = changing('otherText', 4, (places, dice) => {
  const texts = some(places, (node) => typeof node === 'string');
  if (texts.length === 0) return false;
  const { node, replace } = dice.pick(texts);
  const more = strangeText(dice);
  replace(dice.chance(0.5) || typeof node !== 'string' ? more : node + more);
  return true;
});

/** Long enough for what grows with the square of it to be seen. */
export const longText = changing('longText', 1, (places, dice) => {
  const texts = some(places, (node) => typeof node === 'string');
  if (texts.length === 0 || !dice.chance(0.3)) return false;
  const { node, replace } = dice.pick(texts);
  const piece = dice.chance(0.7)
    ? dice.pick(LONG)
    : (typeof node === 'string' ? node.slice(0, 200) : '') + dice.pick(LONG);
  replace(piece.repeat(Math.ceil(LONG_CHARACTERS / piece.length)));
  return true;
});

export const otherName = changing('otherName', 3, (places, dice) => {
  const objects = some(places, isObject);
  if (objects.length === 0) return false;
  const { entries } = dice.pick(objects).node as Members;
  const entry = dice.pick(entries);
  if (dice.chance(0.5)) entry[0] = dice.pick(NAMES);
  else entries.push([dice.pick(NAMES), dice.chance(0.5) ? entry[1] : new Members([['polluted', 'yes']])]);
  return true;
});

export const leaveOut = changing('leaveOut', 3, (places, dice) => {
  const containers = some(places, (node) => isObject(node) || isList(node));
  if (containers.length === 0) return false;
  const { node } = dice.pick(containers);
  if (node instanceof Members) node.entries.splice(dice.below(node.entries.length), 1);
  else if (Array.isArray(node)) node.splice(dice.below(node.length), 1);
  return true;
});

export const again = changing('again', 3, (places, dice) => {
  const containers = some(places, (node) => isObject(node) || isList(node));
  if (containers.length === 0) return false;
  const { node } = dice.pick(containers);
  const times = dice.chance(0.1) ? 300 : 1 + dice.below(3);
  for (let time = 0; time < times; time++) {
    if (node instanceof Members) node.entries.push([...dice.pick(node.entries)]);
    else if (Array.isArray(node)) node.splice(dice.below(node.length), 0, dice.pick(node));
  }
  return true;
});

/** Values change places: ids name other things, parents become children, orders turn round. */
export const swapValues = changing('swapValues', 4, (places, dice) => {
  const texts = some(places, (node) => typeof node === 'string' || typeof node === 'number');
  const from = dice.chance(0.7) && texts.length > 1 ? texts : places.slice(1);
  if (from.length < 2) return false;
  const [one, other] = [dice.pick(from), dice.pick(from)];
  const written = writeJsonNode(one.node);
  one.replace(new RawJson(writeJsonNode(other.node)));
  if (dice.chance(0.5)) other.replace(new RawJson(written));
  return true;
});

export const deepValue = changing('deepValue', 1, (places, dice) => {
  const depth = dice.pick([65, 200, 499, 500, 501, 2000, 20_000]);
  dice.pick(places).replace(new RawJson(deep(depth, dice)));
  return true;
});

/** A value in itself, or wrapped: what was text is a list, what was a list is text. */
export const otherShape = changing('otherShape', 3, (places, dice) => {
  const { node, replace } = dice.pick(places);
  const written = writeJsonNode(node);
  switch (dice.below(4)) {
    case 0:
      replace([new RawJson(written)]);
      break;
    case 1:
      replace(new Members([[dice.pick(NAMES), new RawJson(written)]]));
      break;
    case 2:
      replace(written);
      break;
    default:
      replace(typeof node === 'string' ? inner(node) : String(written).slice(0, 200));
  }
  return true;
});

function inner(text: string): JsonNode {
  try {
    return new RawJson(JSON.stringify(parseLenientJson(text)) ?? 'null');
  } catch {
    return [...text.slice(0, 20)];
  }
}

/** A value of another sample, whatever format that is of. */
export const fromAnother = changing('fromAnother', 3, (places, dice, pool) => {
  const other = dice.pick(pool);
  const files = byteFiles(other);
  if (files.length === 0) return false;
  const found = jsonIn(bytesOf(other, dice.pick(files)).toString('utf8'), dice);
  if (found === undefined) return false;
  const donors = placesIn({ root: found.node });
  dice.pick(places).replace(new RawJson(writeJsonNode(dice.pick(donors).node)));
  return true;
});
