import { AuditError } from '../../core/errors.ts';
import {
  EMPTY_LABEL,
  isEmptyLabel,
  isMainSubject,
  subjectOf,
  type LabelEvent,
  type LabelState,
} from '../../core/labelEvent.ts';
import type { LabelInput, LabelOutcome, LabelStore, UndoStep } from '../../core/labelStore.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import type { WriteTransaction } from '../storeWrites.ts';
import { QueueResponses } from '../queues/queueResponses.ts';
import { chainHeads, headsOf } from './currentLabels.ts';
import { asItHappened } from './asItHappened.ts';
import { newEventId } from './eventId.ts';
import {
  eventFromRow,
  EventWriter,
  publicEvent,
  SELECT_EVENTS,
  subjectColumns,
  type EventRow,
  type StoredEvent,
} from './eventRows.ts';
import { HumanVerdicts } from './humanVerdicts.ts';
import { readSchemes, SchemeRows } from './schemeRows.ts';
import { replay, type UndoableEvent } from './undoStack.ts';

/** How far back undo reaches, in acts of one annotator. */
const UNDO_DEPTH = 500;
/** Events whose transcripts are looked up at once: a few milliseconds on the host. */
const LOOKED_AT_ONCE = 1000;

interface KeyRow {
  readonly hash: Buffer;
  readonly ordinal: number;
}

/** The part of the store that is about labels. */
export function createLabelStore({ db }: AuditDatabase, write: WriteTransaction): LabelStore {
  const verdicts = new HumanVerdicts(db);
  const schemes = new SchemeRows(db);
  const events = new EventWriter(db);
  const responses = new QueueResponses(db);
  const keyOf = db.prepare<[number], KeyRow>(
    'SELECT content_hash AS hash, ordinal FROM transcript WHERE id = ?',
  );
  const onText = db.prepare<[Buffer, number], EventRow>(
    `${SELECT_EVENTS} WHERE e.content_hash = ? AND e.ordinal = ?`,
  );
  const head = db.prepare<[Buffer, number, string, string, string, string, number], EventRow>(
    `${SELECT_EVENTS} WHERE e.content_hash = ? AND e.ordinal = ? AND e.part = ? AND e.annotator = ?
       AND e.metric = ? AND e.span = ? AND e.repeat = ? ORDER BY e.seq DESC, e.event_id DESC LIMIT 1`,
  );
  const lastSeq = db
    .prepare<[string], number | null>('SELECT max(seq) FROM label_event WHERE annotator = ?')
    .pluck();
  const byId = db.prepare<[string], EventRow>(`${SELECT_EVENTS} WHERE e.event_id = ?`);
  // What a results file carried was done by nobody here, so it can't be undone.
  const recentActs = db.prepare<[string], UndoableEvent>(
    `SELECT event_id AS eventId, action, target_event_id AS target FROM label_event
     WHERE annotator = ? AND source IS NULL AND seq >= 0
     ORDER BY seq DESC, event_id DESC LIMIT ${UNDO_DEPTH}`,
  );
  const shownWithKey = db
    .prepare<[Buffer, number], number>(
      `SELECT t.id FROM transcript t JOIN visible_run r ON r.id = t.run_id
       WHERE t.content_hash = ? AND t.ordinal = ? ORDER BY t.id LIMIT 1`,
    )
    .pluck();
  const lastRow = db.prepare<[], number | null>('SELECT max(id) FROM label_event').pluck();
  const lastOfPage = db
    .prepare<[number], number | null>(
      `SELECT max(id) FROM (SELECT id FROM label_event WHERE id > ? ORDER BY id LIMIT ${LOOKED_AT_ONCE})`,
    )
    .pluck();
  const touchedBetween = db
    .prepare<[number, number], number>(
      // CROSS JOIN: from the few new events to their transcripts, never the other way round.
      `SELECT DISTINCT t.id FROM label_event e
       CROSS JOIN transcript t ON t.content_hash = e.content_hash AND t.ordinal = e.ordinal WHERE e.id > ? AND e.id <= ?`,
    )
    .pluck();

  /** What the event is about and the queue it belongs to; those of the act that it undoes or redoes. */
  function contextOf(input: LabelInput): Pick<LabelEvent, 'metric' | 'span' | 'repeat' | 'queue' | 'place'> {
    const { action, target = '' } = input;
    const row = action === 'undo' || action === 'redo' ? byId.get(target) : undefined;
    const { queue, place, ...about } = row === undefined ? input : eventFromRow(row);
    return {
      ...subjectOf(about),
      ...(queue === undefined ? {} : { queue }),
      ...(place === undefined ? {} : { place }),
    };
  }

  function append(input: LabelInput): LabelOutcome {
    const key = keyOf.get(input.transcriptId);
    if (key === undefined) {
      throw new AuditError('not-found', 'That transcript is gone.', 'The label was not saved.');
    }
    const { annotator, part, scheme } = input;
    const context = contextOf(input);
    const before = head.get(key.hash, key.ordinal, part, annotator, ...subjectColumns(context));
    const schemeId = schemes.idOf(scheme);
    const event: LabelEvent = {
      eventId: newEventId(),
      key: { hash: key.hash.toString('hex'), ordinal: key.ordinal },
      part,
      annotator,
      seq: Math.max(lastSeq.get(annotator) ?? 0, 0) + 1,
      parent: before?.eventId ?? null,
      action: input.action,
      target: input.target ?? null,
      // Whoever leaves an item without an answer says nothing new of it.
      state: input.action === 'skip' ? stateOf(before) : input.state,
      previousAnswer: before?.answer ?? null,
      scheme: { name: scheme.name, version: schemes.versionOf(scheme) },
      time: new Date().toISOString(),
      secondsSpent: input.secondsSpent,
      judgeVisible: input.judgeVisible,
      ...context,
      ...(input.shown === undefined ? {} : { shown: input.shown }),
    };
    events.add(event, schemeId);
    responses.refresh(event);
    const { verdict, transcriptIds } = verdicts.refresh(key.hash, key.ordinal);
    return { event, humanVerdict: verdict, transcriptIds };
  }

  /** The topmost act whose transcript can be shown; acts on texts in no run now wait until they are back. */
  function step(
    ids: readonly string[],
    stateOf: (event: StoredEvent) => UndoStep['state'],
  ): UndoStep | undefined {
    for (let i = ids.length - 1; i >= 0; i -= 1) {
      const row = byId.get(ids[i] ?? '');
      if (row === undefined) continue;
      const transcriptId = shownWithKey.get(Buffer.from(row.hash, 'hex'), row.ordinal);
      if (transcriptId === undefined) continue;
      const event = eventFromRow(row);
      return { event: publicEvent(event), state: stateOf(event), transcriptId };
    }
    return undefined;
  }

  const stacks = (annotator: string): ReturnType<typeof replay> =>
    replay(recentActs.all(annotator).reverse());

  return {
    labels(id) {
      const key = keyOf.get(id);
      if (key === undefined) return { current: [], history: [] };
      const all = asItHappened(onText.all(key.hash, key.ordinal).map(eventFromRow));
      const current = headsOf(all.filter((event) => event.part === 'answer' && isMainSubject(event)))
        .filter(({ state }) => !isEmptyLabel(state))
        .map(({ annotator, state, time }) => ({ annotator, state, time }));
      return { current, history: all.map(publicEvent) };
    },
    labelsOf(id) {
      const key = keyOf.get(id);
      if (key === undefined) return [];
      return chainHeads(onText.all(key.hash, key.ordinal).map(eventFromRow))
        .filter(({ state }) => !isEmptyLabel(state))
        .map(({ annotator, part, state, time, scheme, eventId, ...event }) => ({
          annotator,
          part,
          state,
          time,
          scheme,
          eventId,
          ...subjectOf(event),
        }));
    },
    labelScheme: (version) => readSchemes(db).find((known) => known.version === version)?.scheme,
    appendLabel: (input) => write(() => append(input)),
    nextUndo: (annotator) =>
      step(stacks(annotator).undo, ({ parent }) => {
        const row = parent === null ? undefined : byId.get(parent);
        return stateOf(row);
      }),
    nextRedo: (annotator) => step(stacks(annotator).redo, ({ state }) => state),
    labelsSince(rowid) {
      const last = lastRow.get() ?? 0;
      if (last <= rowid) return { rowid: last, transcriptIds: [] };
      const end = lastOfPage.get(rowid) ?? last;
      const transcriptIds = touchedBetween.all(rowid, end);
      return { rowid: end, transcriptIds, ...(end < last ? { more: true } : {}) };
    },
  };
}

function stateOf(row: EventRow | undefined): LabelState {
  return row === undefined ? EMPTY_LABEL : eventFromRow(row).state;
}
