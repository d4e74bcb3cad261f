/**
 * Labels as appended events.
 *
 * Every event carries the whole state of one annotator's label after it, so the current label is the last event of its
 * chain. Order comes from `seq` (one more than the highest the annotator had anywhere) and then the event id; a child's
 * seq is always above its parent's, so the order needs no clock and merging files in any order gives the same labels.
 */
import type { Shown } from './blindness.ts';
import type { ContentKey } from './contentKey.ts';
import { spanText, type SpanAnchor } from './span.ts';

/** What of the transcript is labelled. */
export type LabelPart = 'answer' | 'reasoning';

/** What the annotator did; `undo` and `redo` restore an earlier or undone state as a new event. */
export type LabelAction =
  | 'answer'
  | 'score'
  | 'note'
  | 'flag'
  | 'clear'
  | 'undo'
  | 'redo'
  | 'adjudicate'
  | 'confidence'
  /** Reached in a queue and left without an answer; the state stays as it was. */
  | 'skip';

/** How sure an annotator is of their answer. */
export type Confidence = 'low' | 'medium' | 'high';

/** The whole of one annotator's opinion on one part of one transcript. */
export interface LabelState {
  /** Id of an answer of the scheme; null when none is given. */
  readonly answer: string | null;
  readonly scores: Readonly<Record<string, number>>;
  readonly note: string;
  readonly flagged: boolean;
  /** Absent when it wasn't said. */
  readonly confidence?: Confidence;
}

/**
 * What besides the transcript and its part an event is about. Events with different ones are chains of their own: each
 * annotator has one current label for each. Without any of these it is the label of the transcript, which verdicts use.
 */
export interface LabelSubject {
  /** The question asked, where it isn't that of the verdict: the `metric` of the label scheme. */
  readonly metric?: string;
  /** A marked passage. */
  readonly span?: SpanAnchor;
  /** 1, 2 ...: a hidden repeat in a queue; never counts as a label of the transcript. */
  readonly repeat?: number;
}

/** All that names a chain besides its transcript and annotator. */
export interface LabelTopic extends LabelSubject {
  readonly part: LabelPart;
}

/** The label of the transcript itself. */
export const MAIN_TOPIC: LabelTopic = { part: 'answer' };

/** Those fields of a subject that are there; `{}` for the label of the transcript itself. */
export function subjectOf({ metric, span, repeat }: LabelSubject): LabelSubject {
  return {
    ...(metric === undefined ? {} : { metric }),
    ...(span === undefined ? {} : { span }),
    ...(repeat === undefined ? {} : { repeat }),
  };
}

/** True for the label of the transcript itself, which verdicts use. */
export function isMainSubject({ metric, span, repeat }: LabelSubject): boolean {
  return metric === undefined && span === undefined && repeat === undefined;
}

/** One text for one subject; different subjects have different ones. */
export function subjectText({ metric, span, repeat }: LabelSubject): string {
  return JSON.stringify([metric ?? '', span === undefined ? '' : spanText(span), repeat ?? 0]);
}

/** Labels that results files carried count from here: whatever is said by hand, from 1 on, stands above them. */
export const FIRST_IMPORTED_SEQ = -(2 ** 30);

export const EMPTY_LABEL: LabelState = { answer: null, scores: {}, note: '', flagged: false };

export interface LabelEvent extends LabelSubject {
  /** Globally unique: 26 characters, never reused. */
  readonly eventId: string;
  readonly key: ContentKey;
  readonly part: LabelPart;
  readonly annotator: string;
  readonly seq: number;
  /** The event this one followed on the same transcript, part and annotator; null for the first. */
  readonly parent: string | null;
  readonly action: LabelAction;
  /** For `undo` and `redo`: the event that was undone or redone; null otherwise. */
  readonly target: string | null;
  readonly state: LabelState;
  /** The answer before this event, for readers of the file; null when there was none. */
  readonly previousAnswer: string | null;
  readonly scheme: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC; for display only. */
  readonly time: string;
  /** Seconds the transcript had been on screen since it was opened or last labelled. */
  readonly secondsSpent: number | null;
  readonly judgeVisible: boolean;
  /** Where the label was taken from, in words, for labels that a results file carried; absent for those given here. */
  readonly source?: string;
  /** The queue it was made in, by uid, and the item's place there; absent outside queues. */
  readonly queue?: string;
  readonly place?: number;
  /** What could be seen; absent in events of before this was recorded, where only `judgeVisible` is known. */
  readonly shown?: Shown;
}

/** Orders events of one annotator: negative when `a` comes before `b`. */
export function compareEvents(
  a: Pick<LabelEvent, 'seq' | 'eventId'>,
  b: Pick<LabelEvent, 'seq' | 'eventId'>,
): number {
  return a.seq - b.seq || (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0);
}

/** True when the state says nothing at all, as after everything was undone. */
export function isEmptyLabel(state: LabelState): boolean {
  return (
    state.answer === null &&
    state.note === '' &&
    !state.flagged &&
    state.confidence === undefined &&
    Object.keys(state.scores).length === 0
  );
}
