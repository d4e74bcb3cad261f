import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonPiecesEvent } from '../../../src/importers/jsonPieces.ts';
import { readJsonPieces } from '../../../src/importers/jsonPieces.ts';
import { JsonPieceSplitter } from '../../../src/importers/jsonPieceSplitter.ts';
import { parseLenientJson } from '../../../src/importers/lenientJson.ts';
import { temporaryFile } from './readAll.ts';

interface Outcome {
  readonly pieces: readonly { readonly at: string; readonly value: unknown; readonly line: number }[];
  readonly problems: readonly string[];
  readonly rest: unknown;
  readonly complete: boolean;
}

function gather(events: readonly JsonPiecesEvent[]): Outcome {
  const pieces = events.flatMap((event) =>
    'pattern' in event
      ? [{ at: event.keys.join('.'), value: parseLenientJson(event.text), line: event.line }]
      : [],
  );
  const problems = events.flatMap((event) =>
    'problem' in event ? [`${event.problem.line}: ${event.problem.reason}`] : [],
  );
  const last = events.at(-1);
  assert.ok(last !== undefined && 'rest' in last, 'the rest comes last');
  return {
    pieces,
    problems,
    rest: last.rest === '' ? undefined : parseLenientJson(last.rest),
    complete: last.complete,
  };
}

/** Splits the text in chunks of `size` bytes. */
function split(text: string | Buffer, patterns: readonly string[], size = 7): Outcome {
  const bytes = Buffer.from(text);
  const splitter = new JsonPieceSplitter(patterns);
  const events: JsonPiecesEvent[] = [];
  for (let at = 0; at < bytes.length; at += size)
    events.push(...splitter.push(bytes.subarray(at, at + size), at));
  return gather([...events, ...splitter.finish()]);
}

/** What is left when the values that fit are taken out, by way of JSON.parse. */
function without(value: unknown, patterns: readonly (readonly string[])[], depth = 0): unknown {
  const fits = (key: string): (readonly string[])[] =>
    patterns.filter((pattern) => pattern[depth] === '*' || pattern[depth] === key);
  const kept = (key: string): boolean => !fits(key).some((pattern) => pattern.length === depth + 1);
  if (patterns.length === 0 || typeof value !== 'object' || value === null) return value;
  const inner = (key: string, member: unknown): unknown => without(member, fits(key), depth + 1);
  if (Array.isArray(value))
    return value.flatMap((member, index) => (kept(String(index)) ? [inner(String(index), member)] : []));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (kept(key) ? [[key, inner(key, member)]] : [])),
  );
}

/** The outermost values that fit, in order. */
function taken(
  value: unknown,
  patterns: readonly (readonly string[])[],
  way: readonly string[] = [],
): unknown[] {
  if (patterns.some((pattern) => pattern.length === way.length)) return [{ at: way.join('.'), value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    taken(
      member,
      patterns.filter((pattern) => pattern[way.length] === '*' || pattern[way.length] === key),
      [...way, key],
    ),
  );
}

const awkward = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '"',
    '\\',
    '\\"',
    '[{',
    ']}',
    ',:',
    '\n',
    'NaN',
    '__proto__',
    'Infinity',
    '日本',
    '👩‍🚀',
    '\ud800',
    ' ',
  ),
);
const scalar = fc.oneof(
  fc.tuple(awkward, fc.nat(30)).map(([text, times]) => text.repeat(times)),
  awkward,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(null, true, 0),
);
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'samples', '0') },
  { weight: 1, arbitrary: awkward },
);
/** Lists and objects in each other, `depth` of them at most. */
function nested(depth: number): fc.Arbitrary<unknown> {
  if (depth === 0) return scalar;
  const inner = fc.oneof({ weight: 1, arbitrary: scalar }, { weight: 3, arbitrary: nested(depth - 1) });
  const object = fc.array(fc.tuple(name, inner), { maxLength: 4 }).map((members) => {
    const texts = members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
    // As JSON.parse makes it: names like `__proto__` are data.
    return JSON.parse(`{${texts.join()}}`) as unknown;
  });
  return fc.oneof(object, fc.array(inner, { maxLength: 4 }));
}
const pattern = fc.array(fc.constantFrom('*', '*', '*', '*', 'a', 'b', 'samples', '0'), {
  minLength: 1,
  maxLength: 3,
});

test('pieces and rest are what JSON.parse finds there, in any document, layout and chunks', () => {
  fc.assert(
    fc.property(
      nested(4),
      fc.array(pattern, { maxLength: 3 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('', ' ', 2, '\t\n'),
      (raw, patterns, size, indent) => {
        const text = JSON.stringify(raw, null, indent);
        const value = JSON.parse(text) as unknown;
        const found = split(
          text,
          patterns.map((segments) => segments.join('.')),
          size,
        );
        assert.deepEqual(found.problems, []);
        assert.equal(found.complete, true);
        const pieces = found.pieces.map(({ at, value: piece }) => ({ at, value: piece }));
        // Objects list names that are numbers first, wherever they stood in the file.
        const order = (list: readonly unknown[]): string[] => list.map((item) => JSON.stringify(item)).sort();
        assert.deepEqual(order(pieces), order(taken(value, patterns)));
        if (patterns.length > 0 || text !== '') assert.deepEqual(found.rest, without(value, patterns));
      },
    ),
    { numRuns: 400 },
  );
});

test('a document cut anywhere gives the pieces before the cut, a rest that parses, and says so', () => {
  const text = '{"version":2,"samples":[{"id":"a\\"}]"},{"id":"b"},3],"more":{"x":[1,2,{"y":NaN}]}}';
  for (let cut = 1; cut < text.length; cut++) {
    const found = split(text.slice(0, cut), ['samples.*', 'more.x.*'], 5);
    const whole = split(text, ['samples.*', 'more.x.*'], 5);
    assert.deepEqual(found.pieces, whole.pieces.slice(0, found.pieces.length));
    assert.equal(found.complete, false);
    assert.equal(found.problems.length, 1, `cut at ${cut}`);
  }
});

test('pieces know their line, place in the file and number, with lines ended either way', () => {
  const text =
    '{\r\n  "note": "é",\r\n  "samples": [\r\n    {"id":\r\n 1},\r\n\r\n    {"id": 2}\r\n  ]\r\n}\r\n';
  const bytes = Buffer.from(text);
  const splitter = new JsonPieceSplitter(['samples.*']);
  const events = [...splitter.push(bytes.subarray(0, 20), 0), ...splitter.push(bytes.subarray(20), 20)];
  const places = events.flatMap((event) =>
    'pattern' in event ? [[event.row, event.line, event.offset === bytes.indexOf(event.text)]] : [],
  );
  assert.deepEqual(places, [
    [1, 4, true],
    [2, 7, true],
  ]);
});

test('what Python writes for numbers that are none stays in the pieces and the rest', () => {
  const found = split('{"a": [NaN, -Infinity, 1], "b": Infinity, "c": "NaN"}', ['a.*']);
  assert.deepEqual(
    found.pieces.map(({ value }) => value),
    [null, null, 1],
  );
  assert.deepEqual(found.rest, { a: [], b: null, c: 'NaN' });
});

test('what isn’t JSON is said with its line, after the pieces before it', () => {
  const problems = (text: string): readonly string[] => split(text, ['a.*']).problems;
  assert.deepEqual(problems('{"a":[1]}\n{"a":[2]}'), [
    '2: There is more behind the end of the document; it wasn’t read.',
  ]);
  assert.deepEqual(problems('{"a":[1,\n2] "b"}'), ['2: It isn’t JSON from here on: a comma was expected.']);
  assert.deepEqual(problems('{a:1}'), ['1: It isn’t JSON from here on: a name in quotes was expected.']);
  assert.deepEqual(problems('{"a":[1],"b":nope,"c":1}'), [
    '1: A value of the document isn’t valid JSON; it was left out.',
  ]);
  assert.deepEqual(split('{"a":[1],"b":nope,"c":1}', ['a.*']).rest, { a: [], c: 1 });
  assert.deepEqual(problems('{"a":[1}'), ['1: It isn’t JSON from here on: a comma was expected.']);
});

test('a value nested too deep and one too long are passed over, the others kept', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const found = split(`{"a":[1,${deep},2],"b":${deep},"c":3}`, ['a.*'], 4096);
  assert.deepEqual(
    found.pieces.map(({ at, value }) => [at, value]),
    [
      ['a.0', 1],
      ['a.2', 2],
    ],
  );
  assert.deepEqual(found.rest, { a: [], c: 3 });
  assert.equal(found.problems.length, 2);

  const splitter = new JsonPieceSplitter(['*']);
  const events: JsonPiecesEvent[] = [...splitter.push(Buffer.from('[1,"'), 0)];
  const much = Buffer.alloc(1024 * 1024, 120);
  for (let count = 0; count < 65; count++) events.push(...splitter.push(much, -1));
  events.push(...splitter.push(Buffer.from('",2]'), -1), ...splitter.finish());
  const long = gather(events);
  assert.deepEqual(
    long.pieces.map(({ at }) => at),
    ['0', '2'],
  );
  assert.equal(long.problems.length, 1);
});

test('a header of any size costs 16 MiB at most and still parses', () => {
  const splitter = new JsonPieceSplitter(['samples.*']);
  const events: JsonPiecesEvent[] = [...splitter.push(Buffer.from('{"samples":[1],"first":1,"list":['), -1)];
  const member = Buffer.from(`"${'x'.repeat(1024 * 1024)}",`);
  for (let count = 0; count < 40; count++) events.push(...splitter.push(member, -1));
  events.push(...splitter.push(Buffer.from('0],"last":2}'), -1), ...splitter.finish());
  const last = events.at(-1);
  assert.ok(last !== undefined && 'rest' in last && last.shortened && last.complete);
  assert.deepEqual(JSON.parse(last.rest), { samples: [], first: 1, last: 2 });
});

test('files are read from disk whatever their encoding', async (t) => {
  const text = '{"samples":[{"id":"ä"},{"id":"👩‍🚀"}]}';
  const path = await temporaryFile(t, 'a.json', Buffer.from(`\ufeff${text}`, 'utf16le'));
  const events: JsonPiecesEvent[] = [];
  const signal = new AbortController().signal;
  for await (const batch of readJsonPieces({
    path,
    signal,
    onBytes: () => undefined,
    patterns: ['samples.*.id'],
  }))
    events.push(...batch);
  const found = gather(events);
  assert.deepEqual(
    found.pieces.map(({ value }) => value),
    ['ä', '👩‍🚀'],
  );
  assert.deepEqual(found.rest, { samples: [{}, {}] });
});
