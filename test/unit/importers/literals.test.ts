import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseLenientJson } from '../../../src/importers/lenientJson.ts';
import { parsePythonLiteral } from '../../../src/importers/pythonLiteral.ts';
import { plainNumber, readScore } from '../../../src/importers/scoreCell.ts';

const plain = (text: string): unknown =>
  JSON.parse(JSON.stringify(parsePythonLiteral(text) ?? 'nothing')) as unknown;

test('Python’s literals are read: quotes, escapes, exponents, None, tuples, numpy’s numbers', () => {
  assert.deepEqual(plain(`{'0': 0.9999, 'I': 7e-09, "it's": 1, 'a"b': .5}`), {
    0: 0.9999,
    I: 7e-9,
    "it's": 1,
    'a"b': 0.5,
  });
  assert.deepEqual(
    plain(String.raw`['\n', '\x41', '\u00e9', '\U0001F600', '\101', '\q', 'a\
b']`),
    ['\n', 'A', 'é', '😀', 'A', '\\q', 'ab'],
  );
  assert.deepEqual(plain('(1, -2.5e-3, True, False, None, [],)'), [1, -0.0025, true, false, null, []]);
  assert.deepEqual(plain("{'a': np.float64(0.25), 'b': np.int64(3)}"), { a: 0.25, b: 3 });
  assert.ok(Number.isNaN(parsePythonLiteral('nan')));
  assert.equal(parsePythonLiteral('-inf'), -Infinity);
});

test('what isn’t one whole literal is nothing, and nothing is ever run', () => {
  for (const text of [
    '',
    '{',
    "{'a'}",
    '[1, 2',
    '1 2',
    'os.system("x")',
    '__import__("os")',
    "{'a': b}",
    "'open",
    '{[1]: 2}',
    '-"a"',
    '['.repeat(2000),
  ]) {
    assert.equal(parsePythonLiteral(text), undefined, text.slice(0, 40));
  }
});

test('a key may be called anything, __proto__ too', () => {
  const value = parsePythonLiteral("{'__proto__': 0.5, 'constructor': 0.25}");
  assert.deepEqual(Object.entries(value as object), [
    ['__proto__', 0.5],
    ['constructor', 0.25],
  ]);
});

test('JSON is read as JSON is', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      assert.deepEqual(JSON.parse(JSON.stringify(parsePythonLiteral(text))), JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

test('the bare NaN and Infinity of Python’s JSON are read as null, inside texts they stay', () => {
  assert.deepEqual(parseLenientJson('{"a": NaN, "b": [-Infinity, 1], "c": "NaN \\" Infinity"}'), {
    a: null,
    b: [null, 1],
    c: 'NaN " Infinity',
  });
  assert.throws(() => parseLenientJson('{"a": NaN'), SyntaxError);
});

test('a number is decimal and finite, and nothing else', () => {
  const read = [
    '5.0e-05',
    ' 30 ',
    '-1',
    '+7',
    '.5',
    '0',
    '0x10',
    '0b1',
    '1e999',
    'Infinity',
    '1,5',
    '',
    ' ',
    '12abc',
  ].map(plainNumber);
  assert.deepEqual(read, [
    5e-5,
    30,
    -1,
    7,
    0.5,
    0,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('a mean that rounding carries past the scale’s end is still on it', () => {
  const scale = { minimum: 0, maximum: 100 };
  assert.deepEqual(readScore('100.00000000000001', scale).value, {
    kind: 'number',
    number: 100.00000000000001,
  });
  assert.equal(readScore('100.1', scale).value.kind, 'missing');
});
