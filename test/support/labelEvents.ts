/** Label events for tests: made by hand or at random. */
import fc from 'fast-check';
import type { LabelEvent } from '../../src/core/labelEvent.ts';

const ID_CHARACTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An event with plain values; `id` is padded to an event id. */
export function labelEvent(id: string, changes: Partial<LabelEvent> = {}): LabelEvent {
  return {
    eventId: id.padStart(26, '0'),
    key: { hash: 'ab'.repeat(16), ordinal: 0 },
    part: 'answer',
    annotator: 'kim',
    seq: 1,
    parent: null,
    action: 'answer',
    target: null,
    state: { answer: 'misaligned', scores: {}, note: '', flagged: false },
    previousAnswer: null,
    scheme: { name: 'emergent misalignment', version: 'f'.repeat(64) },
    time: '2026-01-31T12:00:00.000Z',
    secondsSpent: 4.5,
    judgeVisible: true,
    ...changes,
  };
}

/** A record like an object literal; fast-check would otherwise make some without a prototype. */
const plainRecord = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true });

const eventId = fc.string({ unit: fc.constantFrom(...ID_CHARACTERS), minLength: 26, maxLength: 26 });
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('\n', '\r', '\u2028', '\u202e', '\u200b', '"', '\\', '<', 'é', '\u{1F600}', 'a'),
  }),
);
const name = anyText.filter((text) => text.trim() !== '');

/** Any event that the product could have written, with hostile texts in it. */
const anyEventGivenHere = plainRecord({
  eventId,
  key: plainRecord({
    hash: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 }),
    ordinal: fc.nat(999_999_999),
  }),
  part: fc.constantFrom('answer' as const, 'reasoning' as const),
  annotator: name,
  seq: fc.nat(),
  parent: fc.option(eventId),
  action: fc.constantFrom(
    ...(['answer', 'score', 'note', 'flag', 'clear', 'undo', 'redo', 'adjudicate'] as const),
  ),
  target: fc.option(eventId),
  state: plainRecord({
    answer: fc.option(fc.constantFrom('misaligned', 'aligned', 'unsure')),
    scores: fc.dictionary(
      anyText,
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
      {
        maxKeys: 3,
        noNullPrototype: true,
      },
    ),
    note: anyText,
    flagged: fc.boolean(),
  }),
  previousAnswer: fc.option(fc.constantFrom('misaligned', 'aligned')),
  scheme: plainRecord({
    name: fc.constantFrom('emergent misalignment', 'mine'),
    version: fc.constantFrom('a1', 'b2'),
  }),
  time: fc
    .date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  secondsSpent: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
  judgeVisible: fc.boolean(),
});

const whole = fc.nat(1_000_000_000);

const anySpan = fc
  .tuple(
    whole,
    fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    whole,
    whole,
    whole,
    fc.string(),
  )
  .map(([turn, branch, part, x, y, quote]) => ({
    turn,
    ...(branch === undefined ? {} : { branch }),
    part,
    from: Math.min(x, y),
    to: Math.max(x, y),
    quote,
  }));

const anyShown = plainRecord({
  judge: fc.boolean(),
  model: fc.boolean(),
  group: fc.boolean(),
  condition: fc.boolean(),
  conditionInferable: fc.boolean(),
  masked: fc.boolean(),
}).map(({ conditionInferable, masked, ...shown }) => ({
  ...shown,
  ...(conditionInferable ? { conditionInferable } : {}),
  ...(masked ? { masked } : {}),
}));

/** What version 2 of the label file adds, in any combination. */
const anyLaterFields = fc.record(
  {
    metric: name,
    span: anySpan,
    repeat: fc.integer({ min: 1, max: 1_000_000_000 }),
    queue: eventId,
    place: fc.integer({ min: 1, max: 1_000_000_000 }),
    shown: anyShown,
    action: fc.constantFrom('skip' as const, 'confidence' as const),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** Events given in the editor, and such as a results file carried. */
export const anyLabelEvent: fc.Arbitrary<LabelEvent> = fc
  .tuple(anyEventGivenHere, fc.option(name, { nil: undefined }))
  .map(([event, source]) => (source === undefined ? event : { ...event, source }));

/** Events with anything that version 2 of the label file knows besides. */
export const anyLaterEvent: fc.Arbitrary<LabelEvent> = fc
  .tuple(
    anyLabelEvent,
    anyLaterFields,
    fc.option(fc.constantFrom('low', 'medium', 'high'), { nil: undefined }),
  )
  .map(([event, later, confidence]) => ({
    ...event,
    ...later,
    state: { ...event.state, ...(confidence === undefined ? {} : { confidence }) },
  }));
