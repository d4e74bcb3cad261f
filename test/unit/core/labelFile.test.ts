import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compareCodePoints } from '../../../src/core/codePoints.ts';
import { FIRST_IMPORTED_SEQ, type LabelEvent } from '../../../src/core/labelEvent.ts';
import {
  compareForFile,
  formatEventLine,
  formatHeaderLine,
  parseLabelLine,
  sameEvent,
  unionOfEvents,
  versionOfScheme,
} from '../../../src/core/labelFile.ts';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { anyLabelEvent, labelEvent } from '../../support/labelEvents.ts';

const ids = (events: readonly LabelEvent[]): string[] => events.map((event) => event.eventId);

/** The reason of a line that can't be read. */
function problemOf(line: string): string {
  const parsed = parseLabelLine(line);
  assert.equal(parsed.kind, 'problem', line);
  return parsed.kind === 'problem' ? `${parsed.reason} ${parsed.hint}`.trim() : '';
}

function altered(changes: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...(JSON.parse(formatEventLine(labelEvent('A'))) as object), ...changes });
}

describe('an event line', () => {
  test('is read back equal, whatever stands in names, notes and scores', () => {
    fc.assert(
      fc.property(anyLabelEvent, (event) => {
        const parsed = parseLabelLine(formatEventLine(event));
        assert.equal(parsed.kind, 'event');
        if (parsed.kind !== 'event') return;
        assert.deepEqual(parsed.event, event);
        assert.deepEqual(parsed.unknownFields, []);
      }),
      { numRuns: 500 },
    );
  });

  test('is one line for every reader, with nothing invisible in it', () => {
    fc.assert(
      fc.property(anyLabelEvent, (event) => {
        const line = formatEventLine(event);
        assert.doesNotMatch(line, /[\p{Cc}\u0085\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u);
      }),
      { numRuns: 500 },
    );
  });

  test('is the same text for the same event, however its scores were put together', () => {
    const state = { answer: null, note: '', flagged: false };
    const a = labelEvent('A', { state: { ...state, scores: { coherence: 2, alignment: 1 } } });
    const b = labelEvent('A', { state: { ...state, scores: { alignment: 1, coherence: 2 } } });
    assert.equal(formatEventLine(a), formatEventLine(b));
    assert.ok(sameEvent(a, b));
    assert.ok(!sameEvent(a, labelEvent('A', { state: { ...state, scores: { alignment: 1 } } })));
  });

  test('of a label that a results file carried is the same whenever and after whatever it was imported', () => {
    const carried = labelEvent('A', { source: 'answers.csv, column human', seq: FIRST_IMPORTED_SEQ });
    assert.equal(parseLabelLine(formatEventLine(carried)).kind, 'event');
    assert.match(formatEventLine(carried), /"source":"answers\.csv, column human"\}$/);
    assert.ok(
      sameEvent(carried, { ...carried, seq: 4, parent: 'B'.repeat(26), time: '2027-01-31T12:00:00.000Z' }),
    );
    assert.ok(!sameEvent(carried, { ...carried, part: 'reasoning' }));
    const { source: _source, ...given } = carried;
    assert.ok(!sameEvent(carried, given));
    assert.match(problemOf(altered({ source: 7 })), /source/);
  });

  test('holds these fields in this order', () => {
    assert.deepEqual(Object.keys(JSON.parse(formatEventLine(labelEvent('A'))) as object), [
      ...[
        'event',
        'key',
        'part',
        'annotator',
        'seq',
        'parent',
        'action',
        'target',
        'answer',
        'previous_answer',
      ],
      ...['scores', 'note', 'flagged', 'scheme', 'scheme_version', 'time', 'seconds_spent', 'judge_visible'],
    ]);
  });

  test('may carry fields of others, which are named and not kept', () => {
    const parsed = parseLabelLine(altered({ mood: 'good', __proto__x: 1 }));
    assert.equal(parsed.kind, 'event');
    if (parsed.kind !== 'event') return;
    assert.deepEqual(parsed.unknownFields, ['mood', '__proto__x']);
    assert.ok(sameEvent(parsed.event, labelEvent('A')));
  });

  test('is read with a byte order mark, a Windows line end or blanks around it', () => {
    for (const line of [`\uFEFF${altered({})}`, `${altered({})}\r\n`, `  ${altered({})}\t`]) {
      assert.equal(parseLabelLine(line).kind, 'event');
    }
    assert.equal(parseLabelLine(' \r\n').kind, 'blank');
  });
});

describe('a line that can’t be read', () => {
  const cases: [Readonly<Record<string, unknown>>, RegExp][] = [
    [{ event: 'short' }, /“event” is not an event id/],
    [{ event: 7 }, /“event” is not text/],
    [{ key: 'abc' }, /“key” is not a transcript’s key: "abc"/],
    [{ key: `t2-${'ab'.repeat(16)}-0` }, /later version.*newer Transcript Auditor/],
    [{ part: 'title' }, /“part” is "title", not one of answer, reasoning/],
    [{ action: 'delete' }, /“action” is "delete"/],
    [{ annotator: '  ' }, /“annotator” is empty/],
    [{ seq: 1.5 }, /“seq” is not a whole number/],
    [{ seq: -1 }, /“seq”/],
    [{ seq: '1' }, /“seq”/],
    [{ parent: 'x' }, /“parent” is not an event id/],
    [{ target: undefined }, /“target” is absent/],
    [{ answer: '' }, /“answer” is empty/],
    [{ scores: { a: '1' } }, /The score "a" is not a number/],
    [{ scores: [1] }, /“scores” is not an object/],
    [{ note: null }, /“note” is not text/],
    [{ flagged: 1 }, /“flagged” is neither true nor false/],
    [{ scheme_version: '' }, /“scheme_version” is empty/],
    [{ time: 'yesterday' }, /“time” is not a time like/],
    [{ time: '2026-13-01T00:00:00Z' }, /“time”/],
    [{ seconds_spent: -1 }, /“seconds_spent” is not a number of seconds/],
    [{ judge_visible: 'yes' }, /“judge_visible”/],
  ];
  for (const [changes, reason] of cases) {
    test(`says so of ${JSON.stringify(changes)}`, () => assert.match(problemOf(altered(changes)), reason));
  }

  test('and an infinite score, which JSON can’t say, is not JSON', () => {
    assert.match(
      problemOf(altered({}).replace('"scores":{}', '"scores":{"a":1e999}')),
      /The score "a" is not a number/,
    );
    assert.match(problemOf(altered({}).replace('"scores":{}', '"scores":{"a":NaN}')), /not JSON/);
  });

  test('names git’s conflict marks, with what to do about them', () => {
    for (const mark of ['<<<<<<< HEAD', '=======', '>>>>>>> theirs', '||||||| base', '=======\r']) {
      assert.match(problemOf(mark), /merge conflict.*delete the marks and keep every other line/);
    }
  });

  test('tells transcripts from labels', () => {
    assert.match(problemOf('{"messages":[]}'), /neither a label event nor a header.*Import Transcripts/);
    assert.match(problemOf('[1]'), /not a JSON object/);
    assert.match(problemOf('{"event":'), /not JSON/);
  });

  test('never throws, whatever the line', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => void parseLabelLine(line)));
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(JSON.parse(altered({})) as object)),
        fc.jsonValue(),
        (field, value) => {
          void parseLabelLine(altered({ [field]: value }));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a header line', () => {
  const version = 'c'.repeat(64);

  test('carries a scheme with roles, read back equal', () => {
    const parsed = parseLabelLine(formatHeaderLine({ scheme: DEFAULT_LABEL_SCHEME, version }));
    assert.deepEqual(parsed, { kind: 'header', scheme: { scheme: DEFAULT_LABEL_SCHEME, version } });
  });

  test('carries a question and instructions, read back equal', () => {
    const instructions = 'Go by the **answer**.\n\n- not by the question';
    const scheme = { ...DEFAULT_LABEL_SCHEME, metric: 'wants memory', instructions };
    const parsed = parseLabelLine(formatHeaderLine({ scheme, version }, 2));
    assert.deepEqual(parsed, { kind: 'header', scheme: { scheme, version } });
    assert.equal(versionOfScheme(scheme), 2);
    assert.equal(versionOfScheme(DEFAULT_LABEL_SCHEME), 1);
  });

  test('without a scheme names format and version', () => {
    assert.equal(formatHeaderLine(), '{"format":"transcript-auditor-labels","version":1}');
    assert.deepEqual(parseLabelLine(formatHeaderLine()), { kind: 'header', scheme: undefined });
  });

  test('of a later version is told apart, so that nothing of its file is read', () => {
    const later = formatHeaderLine().replace('"version":1', '"version":3,"new":true');
    assert.deepEqual(parseLabelLine(later), { kind: 'newer-version', version: 3 });
  });

  test('of another format, or with a broken scheme, is a problem', () => {
    assert.match(problemOf('{"format":"other","version":1}'), /another format, "other"/);
    assert.match(problemOf('{"format":"transcript-auditor-labels"}'), /no version number/);
    const broken = {
      format: 'transcript-auditor-labels',
      version: 1,
      scheme: { name: 'x', version, answers: [] },
    };
    assert.match(problemOf(JSON.stringify(broken)), /can't be read: A scheme needs at least two answers/);
    const nameless = { ...broken, scheme: { ...DEFAULT_LABEL_SCHEME } };
    assert.match(problemOf(JSON.stringify(nameless)), /has no version/);
  });
});

describe('merging', () => {
  const lists = fc.array(fc.array(anyLabelEvent, { maxLength: 6 }), { maxLength: 4 });

  test('is a set union: any order, any number of times, any grouping', () => {
    fc.assert(
      fc.property(lists, lists, (some, others) => {
        const once = unionOfEvents(...some, ...others);
        assert.deepEqual(unionOfEvents(...others, ...some), once);
        assert.deepEqual(unionOfEvents(once, once, ...some), once);
        assert.deepEqual(unionOfEvents(unionOfEvents(...some), unionOfEvents(...others)), once);
        assert.equal(new Set(ids(once)).size, once.length);
      }),
      { numRuns: 200 },
    );
  });

  test('does not depend on the order even where one event was edited', () => {
    const original = labelEvent('A');
    const edited = labelEvent('A', { annotator: 'mallory' });
    assert.deepEqual(unionOfEvents([original], [edited]), unionOfEvents([edited], [original]));
    assert.equal(unionOfEvents([original], [edited]).length, 1);
  });

  test('puts each annotator’s events together, in sequence, whatever the clocks said', () => {
    const events = [
      labelEvent('3', { annotator: 'kim', seq: 2, time: '2020-01-01T00:00:00Z' }),
      labelEvent('2', { annotator: 'ada', seq: 9 }),
      labelEvent('9', { annotator: 'kim', seq: 1, time: '2030-01-01T00:00:00Z' }),
      labelEvent('1', { annotator: 'kim', seq: 2 }),
    ];
    assert.deepEqual(
      unionOfEvents(events).map((event) => `${event.annotator} ${event.seq} ${event.eventId.slice(-1)}`),
      ['ada 9 2', 'kim 1 9', 'kim 2 1', 'kim 2 3'],
    );
  });

  test('joined files are a label file again: every line of both is read', () => {
    const header = formatHeaderLine({ scheme: DEFAULT_LABEL_SCHEME, version: 'c'.repeat(64) });
    const mine = [header, formatEventLine(labelEvent('A'))];
    const theirs = [header, formatHeaderLine(), formatEventLine(labelEvent('B'))];
    const kinds = [...mine, ...theirs].map((line) => parseLabelLine(line).kind);
    assert.deepEqual(kinds, ['header', 'event', 'header', 'header', 'event']);
  });
});

describe('the order of a file', () => {
  test('is that of the UTF-8 bytes, as SQLite and sort(1) under LC_ALL=C order names', () => {
    const anyName = fc.string({
      unit: fc.constantFrom('a', 'Z', 'é', '\u{1F600}', '\uFF21', '\uE000', '\u{10FFFF}', '퟿'),
    });
    fc.assert(
      fc.property(anyName, anyName, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        assert.equal(Math.sign(compareCodePoints(a, b)), bytes);
      }),
      { numRuns: 1000 },
    );
  });

  test('is total: no two different events are equal in it', () => {
    fc.assert(
      fc.property(anyLabelEvent, anyLabelEvent, (a, b) => {
        if (a.eventId !== b.eventId) assert.notEqual(compareForFile(a, b), 0);
        assert.equal(Math.sign(compareForFile(a, b)), -Math.sign(compareForFile(b, a)));
      }),
    );
  });
});
