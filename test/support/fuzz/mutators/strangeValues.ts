/** Values that no tool writes, and that a hostile or broken file may hold. */
import type { Dice } from '../dice.ts';
import { Members, RawJson, type JsonNode } from '../jsonText.ts';

const NUMBERS = [
  '1e999', '-1e999', 'NaN', 'Infinity', '-Infinity', '-0', '0', '-1', '1e308', '5e-324', '9007199254740993',
  '2147483648', '-2147483649', '1e21', '0.1', '100.5', '18446744073709551616', '-9223372036854775809', '1E400',
  '0.30000000000000004', `1${'0'.repeat(400)}`,
]; // prettier-ignore

const TEXTS = [
  '', ' ', '\0', 'a\0b', '\ud800', '\udc00x', '\ufeff', '\u202egnp.exe', '\u2028', 'null', 'None', 'nan', 'true', '[]', '{}',
  '[1', '{"a":', "{'0': 0.99", '<think>', '</think>', '<think></think><think>', '<think>a</think>b', '<cite>', '</cite>',
  'C', 'I', 'N', 'P', 'UNCHANGED', 'attachment://', 'attachment://x', 'data:image/png;base64,AAAA', 'data:,', 'file:///etc/passwd',
  '../../canary.txt', '../../canary.json', '/etc/hostname', 'C:\\Windows\\win.ini', '\\\\server\\share', '..', '.', '/', '~', '%2e%2e/',
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '0', '-1', '1e999', '99999999999999999999', '0x10', '1_000',
  '9999-99-99T99:99:99Z', '-271821-04-20', '+275760-09-13T00:00:01Z', '0000-00-00', '1e6', 'Tue, 31 Nov 99999', '12:60:99',
  'system', 'user', 'assistant', 'tool', 'developer', 'function', 'SYSTEM', 'role', '=1+1', '@SUM(A1)', '<script>', '%s%n', '${x}', '{question}',
  '🦉', 'e\u0301', 'ﷺ', 'I\u0307', 'ß', '\r', '\n', '\r\n', '\t', '"', '\\', "'", ',', ';', '|', '; ', '\n\n', '---', '# x',
]; // prettier-ignore

export const NAMES = [
  '__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON', 'then', 'length', '', ' ', '0', '-1', '4294967295',
  'a.b', 'a[0]', '[0]', '["x"]', '*', '$ref', '\ud800', '\0', 'messages', 'role', 'content', 'text', 'type', 'id', 'scores', 'samples', 'metadata', 'data', 'error',
]; // prettier-ignore

/** What is repeated to make a text long. */
export const LONG = [
  ' ', '\n', ' \n', 'a', 'a ', '.', '...', '"', "'", '`', '\\', '<think>', '</think>', '<cite>', '</cite>', '(', '[', '[...]', '{', '}}', '0', '1,', ';', '; ', ': ',
  'Q: ', '# a\n', 'a: b\n', '🦉', '\u0301', 'data:image/png;base64,', 'attachment://', 'score: 5 ', 'yes ', '\r\n', '\0', "{'", '[{', '\n\nHuman: a\n\nAssistant: ',
]; // prettier-ignore

export function strangeNumber(dice: Dice): string {
  return dice.pick(NUMBERS);
}

/** Now and then a long one. */
export function strangeText(dice: Dice): string {
  if (dice.chance(0.97)) return dice.pick(TEXTS);
  const piece = dice.pick([
    'a',
    'ab ',
    '<think>',
    '[',
    '{"a":',
    '(',
    '"',
    '\\',
    '\n',
    '🦉',
    '0',
    "{'",
    '<cite>',
    '....',
    ' \n',
    '; ',
  ]);
  return piece.repeat(dice.pick([100, 3000, 20_000]));
}

/** Opened and closed so many times. */
export function deep(depth: number, dice: Dice): string {
  const [open, close] = dice.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"content":', '}]'],
    ['{"__proto__":', '}'],
    ['[[],', ']'],
  ] as const);
  const missing = dice.chance(0.2) ? dice.below(depth) : 0;
  return open.repeat(depth) + '0' + close.repeat(depth - missing);
}

export function strangeNode(dice: Dice): JsonNode {
  switch (dice.below(12)) {
    case 0:
      return null;
    case 1:
      return dice.chance(0.5);
    case 2:
      return [];
    case 3:
      return new Members([]);
    case 4:
    case 5:
      return new RawJson(strangeNumber(dice));
    case 6:
      return new RawJson(deep(dice.pick([2, 30, 70, 400, 499, 501, 5000]), dice));
    case 7:
      return [null, 0, '', [], new Members([])];
    case 8:
      return new Members([[dice.pick(NAMES), new Members([['polluted', true]])]]);
    default:
      return strangeText(dice);
  }
}
