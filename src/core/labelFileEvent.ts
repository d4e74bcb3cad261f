/** Reading one event from a line of a label file. */
import type { Shown } from './blindness.ts';
import { FIRST_IMPORTED_SEQ, type LabelAction, type LabelEvent, type LabelPart } from './labelEvent.ts';
import type { LabelLine } from './labelFile.ts';
import {
  contentKey,
  eventId,
  FieldProblem,
  filled,
  flag,
  nullable,
  oneOf,
  optional,
  personName,
  record,
  seconds,
  text,
  time,
  value,
  wellFormed,
  wholeNumber,
  type Fields,
} from './lineFields.ts';
import { LONGEST_QUOTE, type SpanAnchor } from './span.ts';

const PARTS: readonly LabelPart[] = ['answer', 'reasoning'];
const ACTIONS: readonly LabelAction[] = [
  'answer',
  'score',
  'note',
  'flag',
  'clear',
  'undo',
  'redo',
  'adjudicate',
  'confidence',
  'skip',
];
const CONFIDENCES = ['low', 'medium', 'high'] as const;

const FIELDS = new Set([
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
  'scores',
  'note',
  'flagged',
  'scheme',
  'scheme_version',
  'time',
  'seconds_spent',
  'judge_visible',
  'source',
  'metric',
  'span',
  'repeat',
  'confidence',
  'queue',
  'place',
  'shown',
]);
const SPAN_FIELDS = new Set(['turn', 'branch', 'part', 'from', 'to', 'quote']);
const SHOWN_FIELDS = new Set(['judge', 'model', 'group', 'condition', 'condition_inferable', 'masked']);

/** A sequence number from here on would soon be none any more: such a line was written by a program that counts otherwise. */
const LARGEST_SEQ = 2 ** 52;

const anyText = wellFormed(text);
const someText = wellFormed(filled);

/** Checks every field of an event line; the first one that is wrong makes the line a problem. */
export function eventFromRecord(fields: Fields): LabelLine {
  if (!('event' in fields) && !('key' in fields)) {
    return {
      kind: 'problem',
      reason: 'The line is neither a label event nor a header.',
      hint: 'messages' in fields ? 'It looks like a transcript: use Import Transcripts for it.' : '',
    };
  }
  try {
    const event = readEvent(fields);
    return { kind: 'event', event, unknownFields: unknownFields(fields) };
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    return { kind: 'problem', reason: error.message, hint: error.hint };
  }
}

function readEvent(fields: Fields): LabelEvent {
  return {
    eventId: eventId(fields, 'event'),
    key: contentKey(fields, 'key'),
    part: oneOf(fields, 'part', PARTS),
    annotator: wellFormed(personName)(fields, 'annotator'),
    seq: sequence(fields),
    parent: nullable(fields, 'parent', eventId),
    action: oneOf(fields, 'action', ACTIONS),
    target: nullable(fields, 'target', eventId),
    state: {
      answer: nullable(fields, 'answer', someText),
      scores: scores(fields),
      note: anyText(fields, 'note'),
      flagged: flag(fields, 'flagged'),
      ...optional(fields, 'confidence', 'confidence', (from, name) => oneOf(from, name, CONFIDENCES)),
    },
    previousAnswer: nullable(fields, 'previous_answer', someText),
    scheme: { name: someText(fields, 'scheme'), version: someText(fields, 'scheme_version') },
    time: time(fields, 'time'),
    secondsSpent: nullable(fields, 'seconds_spent', seconds),
    judgeVisible: flag(fields, 'judge_visible'),
    ...optional(fields, 'source', 'source', someText),
    ...optional(fields, 'metric', 'metric', someText),
    ...optional(fields, 'span', 'span', span),
    ...optional(fields, 'repeat', 'repeat', (from, name) => wholeNumber(from, name, 1)),
    ...optional(fields, 'queue', 'queue', eventId),
    ...optional(fields, 'place', 'place', (from, name) => wholeNumber(from, name, 1)),
    ...optional(fields, 'shown', 'shown', shown),
  };
}

function sequence(fields: Fields): number {
  const found = value(fields, 'seq');
  const first = Object.hasOwn(fields, 'source') ? FIRST_IMPORTED_SEQ : 0;
  if (typeof found !== 'number' || !Number.isSafeInteger(found) || found < first) {
    throw new FieldProblem('“seq” is not a whole number.');
  }
  if (found >= LARGEST_SEQ) throw new FieldProblem('“seq” is higher than anybody counts.');
  return found;
}

function scores(fields: Fields): Readonly<Record<string, number>> {
  const entries = Object.entries(record(fields, 'scores')).map(
    ([id, score]: [string, unknown]): [string, number] => {
      if (typeof score !== 'number' || !Number.isFinite(score)) {
        throw new FieldProblem(`The score ${JSON.stringify(id)} is not a number.`);
      }
      return [id, score];
    },
  );
  return Object.fromEntries(entries);
}

/** Names of what this version doesn't know, also within passages and what was shown. */
function unknownFields(fields: Fields): string[] {
  const within = (name: string, known: ReadonlySet<string>): string[] =>
    Object.hasOwn(fields, name)
      ? Object.keys(record(fields, name))
          .filter((inner) => !known.has(inner))
          .map((inner) => `${name}.${inner}`)
      : [];
  return [
    ...Object.keys(fields).filter((name) => !FIELDS.has(name)),
    ...within('span', SPAN_FIELDS),
    ...within('shown', SHOWN_FIELDS),
  ];
}

function span(fields: Fields, name: string): SpanAnchor {
  const from = record(fields, name);
  const number = (of: string): number => wholeNumber(from, of, 0);
  const branch = Object.hasOwn(from, 'branch') ? number('branch') : 0;
  const quote = text(from, 'quote');
  if (number('to') < number('from')) throw new FieldProblem('The passage ends before it begins.');
  if (quote.length > LONGEST_QUOTE)
    throw new FieldProblem(`“quote” is longer than ${LONGEST_QUOTE} characters.`);
  return {
    turn: number('turn'),
    ...(branch === 0 ? {} : { branch }),
    part: number('part'),
    from: number('from'),
    to: number('to'),
    quote,
  };
}

function shown(fields: Fields, name: string): Shown {
  const from = record(fields, name);
  const isTrue = (of: string): boolean => Object.hasOwn(from, of) && flag(from, of);
  return {
    judge: flag(from, 'judge'),
    model: flag(from, 'model'),
    group: flag(from, 'group'),
    condition: flag(from, 'condition'),
    ...(isTrue('condition_inferable') ? { conditionInferable: true } : {}),
    ...(isTrue('masked') ? { masked: true } : {}),
  };
}
