import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseLabelLine, formatEventLine, versionOfEvent } from '../../../src/core/labelFile.ts';
import { formatQueueLines } from '../../../src/core/labelFileQueue.ts';
import type { QueueDefinition } from '../../../src/core/queue.ts';
import { joinDefinitions } from '../../../src/core/queueMerge.ts';
import { anyVersions } from '../../support/anyQueue.ts';
import { anyLabelEvent, anyLaterEvent, labelEvent } from '../../support/labelEvents.ts';

const UID = '01QUEUE0000000000000000000';
const one = anyVersions(UID, 1).map(([queue]) => queue!);
const sample = (): QueueDefinition => fc.sample(one, { numRuns: 1, seed: 7 })[0]!;

function queueOf(line: string): QueueDefinition {
  const parsed = parseLabelLine(line);
  assert.equal(parsed.kind, 'queue', JSON.stringify(parsed));
  assert.ok(parsed.kind === 'queue');
  assert.deepEqual(parsed.unknownFields, []);
  return parsed.queue;
}

describe('lines that define a queue', () => {
  test('are read back as they were written, wave by wave, and written again the same', () => {
    fc.assert(
      fc.property(one, (queue) => {
        const lines = [...formatQueueLines(queue)];
        assert.equal(lines.length, queue.waves.length);
        for (const line of lines) assert.doesNotMatch(line, /[\r\n\u2028\u2029]/);
        const read = lines.map(queueOf).reduce(joinDefinitions);
        assert.deepEqual(read, queue);
        assert.deepEqual([...formatQueueLines(read)], lines);
      }),
    );
  });

  test('never make the reader throw, whatever stands in one of their fields', () => {
    const line = JSON.parse([...formatQueueLines(sample())][0] ?? '') as Record<string, unknown>;
    const paths = pathsOf(line);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const spoilt = structuredClone(line);
        put(spoilt, path, value);
        const parsed = parseLabelLine(JSON.stringify(spoilt));
        if (parsed.kind === 'problem') assert.notEqual(parsed.reason, '');
      }),
      { numRuns: 2000 },
    );
  });

  test('say what is wrong with them', () => {
    const reasonOf = (
      change: (queue: Record<string, unknown>, wave: Record<string, unknown>) => void,
    ): string => {
      const line = JSON.parse([...formatQueueLines(sample())][0] ?? '') as { queue: Record<string, unknown> };
      change(line.queue, line.queue['wave'] as Record<string, unknown>);
      const parsed = parseLabelLine(JSON.stringify(line));
      return parsed.kind === 'problem' ? parsed.reason : parsed.kind;
    };
    const item = { place: 1, key: `t1-${'a'.repeat(32)}-0` };
    assert.match(
      reasonOf((queue) => (queue['uid'] = 'x')),
      /can’t be read: “uid” is not an event id/,
    );
    assert.match(
      reasonOf((queue) => delete queue['wave']),
      /“wave” is absent/,
    );
    assert.match(
      reasonOf((_, wave) => (wave['items'] = [item, item])),
      /same place/,
    );
    assert.match(
      reasonOf((_, wave) => (wave['items'] = [item, { ...item, place: 2 }])),
      /in it twice/,
    );
    assert.match(
      reasonOf((_, wave) => (wave['items'] = [{ ...item, repeat_of: 1 }])),
      /repeats one that comes later/,
    );
    assert.match(
      reasonOf((_, wave) => (wave['strata'] = [{ name: 'a', size: 1, drawn: 2, judged: {} }])),
      /More is drawn/,
    );
    assert.match(
      reasonOf((_, wave) => (wave['strata'] = [{ name: 'a', size: 2, drawn: 2, judged: { fine: 1 } }])),
      /"fine", not one of/,
    );
    assert.match(
      reasonOf((_, wave) => (wave['items'] = [{ ...item, place: 1e300 }])),
      /“place” is not a whole/,
    );
  });

  test('name what this version doesn’t know', () => {
    const line = JSON.parse([...formatQueueLines(sample())][0] ?? '') as { queue: Record<string, unknown> };
    line.queue['colour'] = 'red';
    const parsed = parseLabelLine(JSON.stringify(line));
    assert.deepEqual(parsed.kind === 'queue' && parsed.unknownFields, ['colour']);
  });

  test('keep names that objects have of their own as names', () => {
    const hostile = JSON.stringify({ ...JSON.parse([...formatQueueLines(sample())][0] ?? '') }).replace(
      '"judged":{',
      '"judged":{"__proto__":5,',
    );
    assert.equal(parseLabelLine(hostile).kind, sample().waves[0]?.strata.length === 0 ? 'queue' : 'problem');
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });
});

describe('event lines of version 2', () => {
  test('are read back as they were written', () => {
    fc.assert(
      fc.property(anyLaterEvent, (event) => {
        const parsed = parseLabelLine(formatEventLine(event));
        assert.deepEqual(parsed, { kind: 'event', event, unknownFields: [] });
      }),
    );
  });

  test('never make the reader throw, whatever stands in one of their fields', () => {
    const [event] = fc.sample(
      anyLaterEvent.filter(({ span, shown }) => span !== undefined && shown !== undefined),
      { numRuns: 1, seed: 3 },
    );
    const line = JSON.parse(formatEventLine(event!)) as Record<string, unknown>;
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(line)), fc.jsonValue(), (path, value) => {
        const spoilt = structuredClone(line);
        put(spoilt, path, value);
        void parseLabelLine(JSON.stringify(spoilt));
      }),
      { numRuns: 1000 },
    );
  });

  test('are lines of version 1, byte for byte, where there is nothing new', () => {
    fc.assert(
      fc.property(anyLabelEvent, (event) => {
        assert.equal(versionOfEvent(event), 1);
        for (const field of ['metric', 'span', 'repeat', 'confidence', 'queue', 'place', 'shown']) {
          assert.ok(!(field in (JSON.parse(formatEventLine(event)) as object)));
        }
      }),
    );
    assert.equal(versionOfEvent(labelEvent('A', { action: 'skip' })), 2);
    assert.equal(versionOfEvent(labelEvent('A', { repeat: 1 })), 2);
  });

  test('name what a passage or what was shown has that this version doesn’t know', () => {
    const span = { turn: 0, part: 0, from: 0, to: 1, quote: 'a', colour: 'red' };
    const parsed = parseLabelLine(
      formatEventLine(labelEvent('A')).replace(/}$/, `,"span":${JSON.stringify(span)}}`),
    );
    assert.deepEqual(parsed.kind === 'event' && parsed.unknownFields, ['span.colour']);
  });
});

type Path = readonly (string | number)[];

/** Every place of a value, itself left out. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    [...path, name],
    ...pathsOf(inner, [...path, name]),
  ]);
}

function put(target: unknown, path: Path, value: unknown): void {
  const [name, ...rest] = path;
  const holder = target as Record<string, unknown>;
  if (rest.length === 0) holder[String(name)] = value;
  else put(holder[String(name)], rest, value);
}
