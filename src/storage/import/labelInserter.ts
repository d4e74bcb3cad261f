import { formatContentKey, type ContentKey } from '../../core/contentKey.ts';
import type { ImportedLabel } from '../../core/imported.ts';
import {
  FIRST_IMPORTED_SEQ,
  isEmptyLabel,
  type LabelAction,
  type LabelState,
} from '../../core/labelEvent.ts';
import { derivedEventId } from '../labels/eventId.ts';
import {
  eventFromRow,
  EventWriter,
  hashBytes,
  MAIN_SUBJECT,
  SELECT_EVENTS,
  type EventRow,
  type StoredEvent,
} from '../labels/eventRows.ts';
import { SchemeRows } from '../labels/schemeRows.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** A label with what names it: hashed, it is the event's id. */
interface NamedLabel {
  readonly label: ImportedLabel;
  readonly state: LabelState;
  readonly version: string;
  readonly name: readonly unknown[];
}

/**
 * Turns the labels that a file carries into label events of their annotators. An event's id is made from what it says and
 * of what, so that importing again adds nothing. Whatever an annotator said by hand stands above it, here and wherever the
 * events are merged: among the imported events of one annotator on one part of one text, `seq` counts from
 * `FIRST_IMPORTED_SEQ`, and acts by hand count from 1 on.
 */
export class LabelInserter {
  readonly #isNewVersion: boolean;
  readonly #importedAt = new Date().toISOString();
  readonly #schemes: SchemeRows;
  readonly #events: EventWriter;
  readonly #chain;

  /** @param isNewVersion whether the file replaces an earlier one, so that a label may change back to what it was */
  constructor(db: SqliteConnection, isNewVersion: boolean) {
    this.#isNewVersion = isNewVersion;
    this.#schemes = new SchemeRows(db);
    this.#events = new EventWriter(db);
    this.#chain = db.prepare<[Buffer, number, string, string], EventRow>(
      `${SELECT_EVENTS} WHERE e.content_hash = ? AND e.ordinal = ? AND e.part = ? AND e.annotator = ?
         AND ${MAIN_SUBJECT} ORDER BY e.seq, e.event_id`,
    );
  }

  /**
   * Adds what isn't there yet; to be called in a transaction.
   *
   * @returns true when something was added
   */
  insert(key: ContentKey, labels: readonly ImportedLabel[]): boolean {
    let added = false;
    labels.forEach((label, at) => {
      const state = stateOf(label);
      if (isEmptyLabel(state) || label.annotator.trim() === '') return;
      const isLast = !labels
        .slice(at + 1)
        .some(({ annotator, part }) => annotator === label.annotator && part === label.part);
      const version = this.#schemes.versionOf(label.scheme);
      const scores = Object.entries(state.scores).sort(([a], [b]) => (a < b ? -1 : 1));
      const { annotator, part } = label;
      const more = [
        ...(state.flagged ? ['flagged'] : []),
        ...(state.confidence === undefined ? [] : [state.confidence]),
      ];
      const name = [
        formatContentKey(key),
        part,
        annotator,
        version,
        state.answer,
        scores,
        state.note,
        ...more,
      ];
      if (this.#insertOne(key, { label, state, version, name }, isLast)) added = true;
    });
    return added;
  }

  #insertOne(key: ContentKey, { label, state, version, name }: NamedLabel, isLast: boolean): boolean {
    const { annotator, part, scheme, source } = label;
    const chain = this.#chain.all(hashBytes(key), key.ordinal, part, annotator).map(eventFromRow);
    const carried = chain.filter((event) => event.source !== undefined);
    const last = carried.at(-1);
    const ids = new Set(carried.map(({ eventId }) => eventId));
    const named = (times: number) => derivedEventId(JSON.stringify(['imported label', ...name, times]));
    let eventId = named(0);
    if (isLast && last !== undefined && saysSame(last, state, version)) return false;
    if (ids.has(eventId)) {
      // Said before. Only when a new version of the file goes back to it is that an event of its own.
      if (!this.#isNewVersion || !isLast) return false;
      for (let times = 1; ids.has(eventId); times += 1) eventId = named(times);
    }
    return this.#events.add(
      {
        eventId,
        key,
        part,
        annotator,
        seq: last === undefined ? FIRST_IMPORTED_SEQ : last.seq + 1,
        parent: last?.eventId ?? null,
        action: actionOf(state),
        target: null,
        state,
        previousAnswer: last?.state.answer ?? null,
        scheme: { name: scheme.name, version },
        time: timeOf(label.time) ?? this.#importedAt,
        secondsSpent: null,
        judgeVisible: false,
        source: source.trim() === '' ? 'a results file' : source,
      },
      this.#schemes.idOf(scheme),
    );
  }
}

function saysSame(event: StoredEvent, state: LabelState, version: string): boolean {
  const sorted = (scores: LabelState['scores']) => JSON.stringify(Object.entries(scores).sort());
  return (
    event.scheme.version === version &&
    event.state.answer === state.answer &&
    event.state.note === state.note &&
    event.state.flagged === state.flagged &&
    event.state.confidence === state.confidence &&
    sorted(event.state.scores) === sorted(state.scores)
  );
}

function stateOf({ answer, scores = {}, note = '', flagged, confidence }: ImportedLabel): LabelState {
  return {
    answer: answer === undefined || answer === '' ? null : answer,
    scores: Object.fromEntries(Object.entries(scores).filter(([, score]) => Number.isFinite(score))),
    note,
    flagged: flagged === true,
    ...(confidence === undefined ? {} : { confidence }),
  };
}

function actionOf({ answer, scores, note }: LabelState): LabelAction {
  if (answer !== null) return 'answer';
  if (Object.keys(scores).length > 0) return 'score';
  return note === '' ? 'flag' : 'note';
}

/** The one form that label files hold; undefined for what is no time of the years 1 to 9999. */
function timeOf(text: string | undefined): string | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  if (Number.isNaN(time)) return undefined;
  const spelled = new Date(time).toISOString();
  return /^\d{4}-/.test(spelled) ? spelled : undefined;
}
