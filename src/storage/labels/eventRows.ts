import { parseContentKey, type ContentKey } from '../../core/contentKey.ts';
import { AuditError } from '../../core/errors.ts';
import type { Shown } from '../../core/blindness.ts';
import type { Confidence, LabelAction, LabelEvent, LabelPart, LabelSubject } from '../../core/labelEvent.ts';
import type { LabelRole } from '../../core/labelScheme.ts';
import { spanOfText, spanText } from '../../core/span.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** A label event with what only this database knows of it. */
export interface StoredEvent extends LabelEvent {
  readonly rowid: number;
  /** Role of the answer; null without an answer, and when the definition of its scheme hasn't arrived yet. */
  readonly role: LabelRole | null;
}

export interface EventRow {
  readonly rowid: number;
  readonly eventId: string;
  readonly hash: string;
  readonly ordinal: number;
  readonly part: LabelPart;
  readonly annotator: string;
  readonly seq: number;
  readonly parent: string | null;
  readonly action: LabelAction;
  readonly target: string | null;
  readonly schemeName: string;
  readonly schemeVersion: string;
  readonly answer: string | null;
  readonly role: LabelRole | null;
  readonly scores: string;
  readonly note: string;
  readonly flagged: number;
  readonly previousAnswer: string | null;
  readonly time: string;
  readonly secondsSpent: number | null;
  readonly judgeVisible: number;
  readonly source: string | null;
  readonly metric: string;
  readonly span: string;
  readonly repeat: number;
  readonly confidence: Confidence | null;
  readonly queue: string | null;
  readonly place: number | null;
  readonly shown: string | null;
}

/** The condition on `e` (label_event) for labels of the transcript itself, which verdicts use. */
export const MAIN_SUBJECT = "e.metric = '' AND e.span = '' AND e.repeat = 0";

/** `SELECT` of whole events; a `WHERE` over `e` (label_event) follows. */
export const SELECT_EVENTS = `
  SELECT e.id AS rowid, e.event_id AS eventId, lower(hex(e.content_hash)) AS hash, e.ordinal, e.part, e.annotator, e.seq,
    e.parent_event_id AS parent, e.action, e.target_event_id AS target, s.name AS schemeName,
    s.version_hash AS schemeVersion, e.answer, x.role, e.scores, e.note, e.flagged,
    e.previous_answer AS previousAnswer, e.time, e.seconds_spent AS secondsSpent, e.judge_visible AS judgeVisible,
    e.source, e.metric, e.span, e.repeat, e.confidence, e.queue, e.place, e.shown
  FROM label_event e JOIN label_scheme s ON s.id = e.scheme_id
  LEFT JOIN label_answer x ON x.scheme_id = e.scheme_id AND x.answer = e.answer`;

export function eventFromRow(row: EventRow): StoredEvent {
  return {
    rowid: row.rowid,
    eventId: row.eventId,
    key: { hash: row.hash, ordinal: row.ordinal },
    part: row.part,
    annotator: row.annotator,
    seq: row.seq,
    parent: row.parent,
    action: row.action,
    target: row.target,
    state: {
      answer: row.answer,
      scores: JSON.parse(row.scores) as Readonly<Record<string, number>>,
      note: row.note,
      flagged: row.flagged !== 0,
      ...(row.confidence === null ? {} : { confidence: row.confidence }),
    },
    previousAnswer: row.previousAnswer,
    scheme: { name: row.schemeName, version: row.schemeVersion },
    time: row.time,
    secondsSpent: row.secondsSpent,
    judgeVisible: row.judgeVisible !== 0,
    ...(row.source === null ? {} : { source: row.source }),
    ...(row.metric === '' ? {} : { metric: row.metric }),
    ...(row.span === '' ? {} : { span: spanOfText(row.span) }),
    ...(row.repeat === 0 ? {} : { repeat: row.repeat }),
    ...(row.queue === null ? {} : { queue: row.queue }),
    ...(row.place === null ? {} : { place: row.place }),
    ...(row.shown === null ? {} : { shown: JSON.parse(row.shown) as Shown }),
    role: row.role,
  };
}

/** The event as everybody knows it, without what is this database's own. */
export function publicEvent({ rowid: _rowid, role: _role, ...event }: StoredEvent): LabelEvent {
  return event;
}

/** Values of the columns metric, span and repeat. */
export function subjectColumns({ metric = '', span, repeat = 0 }: LabelSubject): [string, string, number] {
  return [metric, span === undefined ? '' : spanText(span), repeat];
}

export function hashBytes(key: ContentKey): Buffer {
  return Buffer.from(key.hash, 'hex');
}

/** Adds events; to be called in a transaction. */
export class EventWriter {
  readonly #insert;
  readonly #note;

  constructor(db: SqliteConnection) {
    this.#insert = db.prepare(
      `INSERT INTO label_event (event_id, content_hash, ordinal, part, annotator, seq, parent_event_id, action,
         target_event_id, scheme_id, answer, scores, note, flagged, previous_answer, time, seconds_spent, judge_visible,
         source, metric, span, repeat, confidence, queue, place, shown)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_id) DO NOTHING`,
    );
    this.#note = db.prepare('INSERT INTO note_fts (rowid, note) VALUES (?, ?)');
  }

  /** Returns false for an event that is already there. */
  add(event: LabelEvent, schemeId: number): boolean {
    if (parseContentKey(`t1-${event.key.hash}-${event.key.ordinal}`) === undefined) {
      throw new AuditError('bad-input', 'A label names no transcript.', 'It was not stored.');
    }
    const { state } = event;
    const { changes, lastInsertRowid } = this.#insert.run(
      event.eventId,
      hashBytes(event.key),
      event.key.ordinal,
      event.part,
      event.annotator,
      event.seq,
      event.parent,
      event.action,
      event.target,
      schemeId,
      state.answer,
      JSON.stringify(state.scores),
      state.note,
      state.flagged ? 1 : 0,
      event.previousAnswer,
      event.time,
      event.secondsSpent,
      event.judgeVisible ? 1 : 0,
      event.source ?? null,
      ...subjectColumns(event),
      state.confidence ?? null,
      event.queue ?? null,
      event.place ?? null,
      event.shown === undefined ? null : JSON.stringify(event.shown),
    );
    if (changes === 0) return false;
    if (state.note !== '') this.#note.run(lastInsertRowid, state.note);
    return true;
  }
}
