/** Reading one event from a line of a label file. */
import { parseContentKey } from './contentKey.ts';
import { FIRST_IMPORTED_SEQ, type LabelAction, type LabelEvent, type LabelPart } from './labelEvent.ts';
import type { LabelLine } from './labelFile.ts';

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
];

type Fields = Readonly<Record<string, unknown>>;

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
]);

/** A field that isn't as it should be; its message is the reason shown for the line. */
class FieldProblem extends Error {
  readonly hint: string;
  constructor(reason: string, hint = '') {
    super(reason);
    this.hint = hint;
  }
}

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
    return { kind: 'event', event, unknownFields: Object.keys(fields).filter((name) => !FIELDS.has(name)) };
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    return { kind: 'problem', reason: error.message, hint: error.hint };
  }
}

function readEvent(fields: Fields): LabelEvent {
  const keyText = text(fields, 'key');
  const key = parseContentKey(keyText);
  if (key === undefined) {
    throw /^t[2-9]\d*-/.test(keyText)
      ? new FieldProblem(
          'The transcript’s key is of a later version.',
          'A newer Transcript Auditor reads it.',
        )
      : new FieldProblem(`“key” is not a transcript’s key: ${JSON.stringify(keyText.slice(0, 60))}.`);
  }
  return {
    eventId: eventId(fields, 'event'),
    key,
    part: oneOf(fields, 'part', PARTS),
    annotator: annotator(fields),
    seq: sequence(fields),
    parent: nullable(fields, 'parent', eventId),
    action: oneOf(fields, 'action', ACTIONS),
    target: nullable(fields, 'target', eventId),
    state: {
      answer: nullable(fields, 'answer', filled),
      scores: scores(fields),
      note: text(fields, 'note'),
      flagged: flag(fields, 'flagged'),
    },
    previousAnswer: nullable(fields, 'previous_answer', filled),
    scheme: { name: filled(fields, 'scheme'), version: filled(fields, 'scheme_version') },
    time: time(fields),
    secondsSpent: nullable(fields, 'seconds_spent', seconds),
    judgeVisible: flag(fields, 'judge_visible'),
    ...(Object.hasOwn(fields, 'source') ? { source: filled(fields, 'source') } : {}),
  };
}

function value(fields: Fields, name: string): unknown {
  if (!Object.hasOwn(fields, name)) throw new FieldProblem(`“${name}” is absent.`);
  return fields[name];
}

function text(fields: Fields, name: string): string {
  const found = value(fields, name);
  if (typeof found !== 'string') throw new FieldProblem(`“${name}” is not text.`);
  return found;
}

function filled(fields: Fields, name: string): string {
  const found = text(fields, name);
  if (found === '') throw new FieldProblem(`“${name}” is empty.`);
  return found;
}

function flag(fields: Fields, name: string): boolean {
  const found = value(fields, name);
  if (typeof found !== 'boolean') throw new FieldProblem(`“${name}” is neither true nor false.`);
  return found;
}

function nullable<T>(fields: Fields, name: string, read: (fields: Fields, name: string) => T): T | null {
  return value(fields, name) === null ? null : read(fields, name);
}

function oneOf<T extends string>(fields: Fields, name: string, allowed: readonly T[]): T {
  const found = text(fields, name);
  const known = allowed.find((candidate) => candidate === found);
  if (known === undefined) {
    throw new FieldProblem(
      `“${name}” is ${JSON.stringify(found.slice(0, 60))}, not one of ${allowed.join(', ')}.`,
    );
  }
  return known;
}

function eventId(fields: Fields, name: string): string {
  const found = text(fields, name);
  if (!/^[0-9A-Za-z]{26}$/.test(found)) throw new FieldProblem(`“${name}” is not an event id.`);
  return found;
}

function annotator(fields: Fields): string {
  const found = text(fields, 'annotator');
  if (found.trim() === '') throw new FieldProblem('“annotator” is empty.');
  return found;
}

function sequence(fields: Fields): number {
  const found = value(fields, 'seq');
  const first = Object.hasOwn(fields, 'source') ? FIRST_IMPORTED_SEQ : 0;
  if (typeof found !== 'number' || !Number.isSafeInteger(found) || found < first) {
    throw new FieldProblem('“seq” is not a whole number.');
  }
  return found;
}

function seconds(fields: Fields, name: string): number {
  const found = value(fields, name);
  if (typeof found !== 'number' || !Number.isFinite(found) || found < 0) {
    throw new FieldProblem(`“${name}” is not a number of seconds.`);
  }
  return found;
}

function scores(fields: Fields): Readonly<Record<string, number>> {
  const found = value(fields, 'scores');
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    throw new FieldProblem('“scores” is not an object.');
  }
  const entries = Object.entries(found).map(([id, score]: [string, unknown]): [string, number] => {
    if (typeof score !== 'number' || !Number.isFinite(score)) {
      throw new FieldProblem(`The score ${JSON.stringify(id)} is not a number.`);
    }
    return [id, score];
  });
  return Object.fromEntries(entries);
}

/** Time is for display, but a file that another program will read should hold one form only. */
function time(fields: Fields): string {
  const found = text(fields, 'time');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(found) || Number.isNaN(Date.parse(found))) {
    throw new FieldProblem('“time” is not a time like 2026-01-31T12:00:00.000Z.');
  }
  return found;
}
