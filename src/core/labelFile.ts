/**
 * The label file: JSON Lines, one event a line, made to be kept in git and merged there.
 *
 * A header line names format, version and one label scheme, or one wave of a queue; there are as many header lines as
 * these, and they may stand anywhere and repeat, so that files joined line by line are a label file again. Merging is a
 * set union by event id, and of queues by uid and wave. docs/label-files.md describes the format for people.
 */
import type { Shown } from './blindness.ts';
import { compareCodePoints } from './codePoints.ts';
import { formatContentKey } from './contentKey.ts';
import { compareEvents, type LabelEvent } from './labelEvent.ts';
import { jsonLine } from './jsonLine.ts';
import { eventFromRecord } from './labelFileEvent.ts';
import type { LabelScheme } from './labelScheme.ts';
import { queueFromRecord } from './labelFileQueue.ts';
import { readLabelScheme } from './labelSchemeFile.ts';
import type { QueueDefinition } from './queue.ts';
import type { SpanAnchor } from './span.ts';

export const LABEL_FILE_FORMAT = 'transcript-auditor-labels';
/** The latest version that is read. Files say it only where they hold what version 1 doesn't know. */
export const LABEL_FILE_VERSION = 2;
export type LabelFileVersion = 1 | 2;

/** A scheme with the hash that events name it by. */
export interface SchemeVersion {
  readonly scheme: LabelScheme;
  readonly version: string;
}

/** What one line of a label file is. `problem` is a line that can't be read; its neighbours still can. */
export type LabelLine =
  | {
      readonly kind: 'event';
      readonly event: LabelEvent;
      /** Fields of the line that this version doesn't know; they are not kept. */
      readonly unknownFields: readonly string[];
    }
  | { readonly kind: 'header'; readonly scheme: SchemeVersion | undefined }
  /** A queue with one of its waves; `joinDefinitions` puts them together. */
  | { readonly kind: 'queue'; readonly queue: QueueDefinition; readonly unknownFields: readonly string[] }
  | { readonly kind: 'blank' }
  /** A header of a later format version: nothing of the file may be read, since events may mean something else. */
  | { readonly kind: 'newer-version'; readonly version: number }
  | { readonly kind: 'problem'; readonly reason: string; readonly hint: string };

/** A header line, without its line end. Without a scheme it only names format and version, as in an empty file. */
export function formatHeaderLine(scheme?: SchemeVersion, fileVersion: LabelFileVersion = 1): string {
  const head = { format: LABEL_FILE_FORMAT, version: fileVersion };
  if (scheme === undefined) return jsonLine(head);
  const { name, metric, instructions, answers, scores } = scheme.scheme;
  return jsonLine({
    ...head,
    scheme: {
      name,
      version: scheme.version,
      ...(metric === undefined ? undefined : { metric }),
      ...(instructions === undefined ? undefined : { instructions }),
      answers: answers.map(({ id, key, name: words, role, description }) => ({
        id,
        key,
        name: words,
        role,
        description,
      })),
      scores: scores.map(({ id, key, name: words, minimum, maximum }) => ({
        id,
        key,
        name: words,
        minimum,
        maximum,
      })),
    },
  });
}

/** An event line, without its line end; fields always in the same order, so that equal events are equal lines. */
export function formatEventLine(event: LabelEvent): string {
  const scores = Object.entries(event.state.scores).sort(([a], [b]) => compareCodePoints(a, b));
  return jsonLine({
    event: event.eventId,
    key: formatContentKey(event.key),
    part: event.part,
    annotator: event.annotator,
    seq: event.seq,
    parent: event.parent,
    action: event.action,
    target: event.target,
    answer: event.state.answer,
    previous_answer: event.previousAnswer,
    scores: Object.fromEntries(scores),
    note: event.state.note,
    flagged: event.state.flagged,
    scheme: event.scheme.name,
    scheme_version: event.scheme.version,
    time: event.time,
    seconds_spent: event.secondsSpent,
    judge_visible: event.judgeVisible,
    ...(event.source === undefined ? undefined : { source: event.source }),
    ...laterFields(event),
  });
}

/** What version 1 doesn't know, in a fixed order; nothing where there is nothing, so that its lines stay as they were. */
function laterFields({ metric, span, repeat, state, queue, place, shown }: LabelEvent): object {
  return {
    ...(metric === undefined ? undefined : { metric }),
    ...(span === undefined ? undefined : { span: spanFields(span) }),
    ...(repeat === undefined ? undefined : { repeat }),
    ...(state.confidence === undefined ? undefined : { confidence: state.confidence }),
    ...(queue === undefined ? undefined : { queue }),
    ...(place === undefined ? undefined : { place }),
    ...(shown === undefined ? undefined : { shown: shownFields(shown) }),
  };
}

function spanFields({ turn, branch = 0, part, from, to, quote }: SpanAnchor): object {
  return { turn, ...(branch === 0 ? undefined : { branch }), part, from, to, quote };
}

function shownFields({ judge, model, group, condition, conditionInferable, masked }: Shown): object {
  return {
    judge,
    model,
    group,
    condition,
    ...(conditionInferable === true ? { condition_inferable: true } : undefined),
    ...(masked === true ? { masked } : undefined),
  };
}

/** The version of the format that a file with this event must say it has, so that older readers don't misread it. */
export function versionOfEvent(event: LabelEvent): LabelFileVersion {
  const isLater =
    event.action === 'skip' || event.action === 'confidence' || Object.keys(laterFields(event)).length > 0;
  return isLater ? 2 : 1;
}

/** The same of a scheme: older readers would take one with a question or instructions for an edited one. */
export function versionOfScheme({ metric, instructions }: LabelScheme): LabelFileVersion {
  return metric === undefined && instructions === undefined ? 1 : 2;
}

/** Reads one line, with or without its line end; never throws. */
export function parseLabelLine(text: string): LabelLine {
  const line = text.replace(/^\uFEFF/, '').trim();
  if (line === '') return { kind: 'blank' };
  if (/^(<{7}|={7}|>{7}|\|{7})( |$)/.test(line)) {
    return {
      kind: 'problem',
      reason: 'Git left the mark of a merge conflict here.',
      hint: 'Both sides are label events: delete the marks and keep every other line.',
    };
  }
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return { kind: 'problem', reason: 'The line is not JSON.', hint: 'It may have been cut off or edited.' };
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return { kind: 'problem', reason: 'The line is not a JSON object.', hint: '' };
  }
  const fields = record as Readonly<Record<string, unknown>>;
  if ('format' in fields) return parseHeader(fields);
  return eventFromRecord(fields);
}

function parseHeader(fields: Readonly<Record<string, unknown>>): LabelLine {
  const { format, version, scheme, queue } = fields;
  if (format !== LABEL_FILE_FORMAT) {
    return {
      kind: 'problem',
      reason: `The header is of another format, ${JSON.stringify(format)}.`,
      hint: '',
    };
  }
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return { kind: 'problem', reason: 'The header has no version number.', hint: '' };
  }
  if (version > LABEL_FILE_VERSION) return { kind: 'newer-version', version };
  if (queue !== undefined) return queueFromRecord(fields);
  if (scheme === undefined) return { kind: 'header', scheme: undefined };
  const read = readLabelScheme(scheme, 'optional');
  if ('problems' in read) {
    return {
      kind: 'problem',
      reason: `The label scheme in the header can't be read: ${read.problems.join(' ')}`,
      hint: 'Labels given under it are read only where the scheme is known.',
    };
  }
  const hash = (scheme as { readonly version?: unknown }).version;
  if (typeof hash !== 'string' || hash === '') {
    return { kind: 'problem', reason: `The label scheme “${read.scheme.name}” has no version.`, hint: '' };
  }
  return { kind: 'header', scheme: { scheme: read.scheme, version: hash } };
}

/** The order of lines in a file: annotator, sequence number, event id. */
export function compareForFile(a: LabelEvent, b: LabelEvent): number {
  return compareCodePoints(a.annotator, b.annotator) || compareEvents(a, b);
}

/** The order of header lines: scheme name, version. */
export function compareSchemes(a: SchemeVersion, b: SchemeVersion): number {
  return compareCodePoints(a.scheme.name, b.scheme.name) || compareCodePoints(a.version, b.version);
}

/**
 * True when two events with one id say the same; an event is never changed, so a difference means an edited file. A label
 * that a results file carried is told by what it says: when it was imported, and after what, differs from machine to
 * machine.
 */
export function sameEvent(a: LabelEvent, b: LabelEvent): boolean {
  if (a.source === undefined || b.source === undefined) return formatEventLine(a) === formatEventLine(b);
  return formatEventLine(withoutHistory(a)) === formatEventLine(withoutHistory(b));
}

function withoutHistory(event: LabelEvent): LabelEvent {
  return { ...event, seq: 0, parent: null, previousAnswer: null, time: '', source: '' };
}

/**
 * The union of any number of lists of events, in file order. Of two events with one id that differ (an edited file) the
 * one whose line sorts first is kept, so that the result doesn't depend on the order of the lists.
 */
export function unionOfEvents(...lists: readonly (readonly LabelEvent[])[]): LabelEvent[] {
  const byId = new Map<string, LabelEvent>();
  for (const event of lists.flat()) {
    const known = byId.get(event.eventId);
    if (known === undefined || compareCodePoints(formatEventLine(event), formatEventLine(known)) < 0) {
      byId.set(event.eventId, event);
    }
  }
  return [...byId.values()].sort(compareForFile);
}
