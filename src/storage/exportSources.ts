import type { BranchRow } from '../core/branchStore.ts';
import type { ExportColumns, ExportedLabel, ExportedTranscript } from '../core/exported.ts';
import { isEmptyLabel, isMainSubject, type LabelEvent } from '../core/labelEvent.ts';
import { versionOfScheme, type LabelFileVersion, type SchemeVersion } from '../core/labelFile.ts';
import type { QueueDefinition } from '../core/queue.ts';
import type { Branch } from '../core/transcript.ts';
import type { AuditDatabase } from './auditDatabase.ts';
import { runRemarks } from './evals/runRemarks.ts';
import { headsOf } from './labels/currentLabels.ts';
import { eventFromRow, MAIN_SUBJECT, publicEvent, SELECT_EVENTS, type EventRow } from './labels/eventRows.ts';
import { readSchemes } from './labels/schemeRows.ts';
import { queueDefinition } from './queues/queueReader.ts';
import { createBranchQueries } from './queries/branchQueries.ts';
import { createTranscriptQueries } from './queries/transcriptQueries.ts';

const EVENTS_AT_ONCE = 1_000;

export interface EventSelection {
  /** Absent means everybody. */
  readonly annotators?: readonly string[];
  /** Only labels on transcripts of these runs; absent means all, those of deleted runs included. */
  readonly runIds?: readonly number[];
}

/** Where a page of events begins, and which are wanted (JSON lists; null for all). */
interface EventPage {
  readonly annotator: string;
  readonly seq: number;
  readonly eventId: string;
  readonly annotators: string | null;
  readonly runs: string | null;
}

/** The condition on `e` (label_event) for the events that are wanted. */
const SELECTED = `(@annotators IS NULL OR e.annotator IN (SELECT value FROM json_each(@annotators)))
  AND (@runs IS NULL OR EXISTS (SELECT 1 FROM transcript t WHERE t.content_hash = e.content_hash
    AND t.ordinal = e.ordinal AND t.run_id IN (SELECT value FROM json_each(@runs))))`;

/** Label events in file order, what they were given under and in, and the version of the format that this takes. */
export interface StoredLabels {
  readonly schemes: readonly SchemeVersion[];
  readonly events: Iterable<LabelEvent>;
  readonly queues: Iterable<QueueDefinition>;
  readonly version: LabelFileVersion;
}

/**
 * Label events in file order (annotator, sequence, event id), the schemes they were given under, and queues: those that
 * the events name, and of the chosen runs (or of all) those that are not deleted, since colleagues may work on them.
 */
export function labelSource(
  { db }: AuditDatabase,
  { annotators, runIds }: EventSelection = {},
): StoredLabels {
  const page = db.prepare<[EventPage], EventRow>(
    `${SELECT_EVENTS}
     WHERE (e.annotator, e.seq, e.event_id) > (@annotator, @seq, @eventId) AND ${SELECTED}
     ORDER BY e.annotator, e.seq, e.event_id LIMIT ${EVENTS_AT_ONCE}`,
  );
  const wanted = (list: readonly unknown[] | undefined) => (list === undefined ? null : JSON.stringify(list));
  function* events(): Generator<LabelEvent> {
    let last = { annotator: '', seq: -1, eventId: '' };
    for (;;) {
      const rows = page.all({ ...last, annotators: wanted(annotators), runs: wanted(runIds) });
      for (const row of rows) yield publicEvent(eventFromRow(row));
      const end = rows.at(-1);
      if (end === undefined || rows.length < EVENTS_AT_ONCE) return;
      last = { annotator: end.annotator, seq: end.seq, eventId: end.eventId };
    }
  }
  const selection = { annotators: wanted(annotators), runs: wanted(runIds) };
  const queueIds = db
    .prepare<[typeof selection], number>(
      `SELECT q.id FROM queue q WHERE q.last_place > 0 AND (
         q.uid IN (SELECT e.queue FROM label_event e WHERE e.queue IS NOT NULL AND ${SELECTED})
         OR q.deleted_at IS NULL AND (@runs IS NULL OR EXISTS (SELECT 1 FROM queue_run d
           WHERE d.queue_id = q.id AND d.run_id IN (SELECT value FROM json_each(@runs)))))
       ORDER BY q.uid`,
    )
    .pluck()
    .all(selection);
  const isLater =
    queueIds.length > 0 ||
    db
      .prepare<[typeof selection], number>(
        `SELECT 1 FROM label_event e WHERE (e.metric <> '' OR e.span <> '' OR e.repeat <> 0 OR e.confidence IS NOT NULL
           OR e.queue IS NOT NULL OR e.place IS NOT NULL OR e.shown IS NOT NULL OR e.action IN ('skip', 'confidence'))
           AND ${SELECTED} LIMIT 1`,
      )
      .pluck()
      .get(selection) !== undefined;
  function* queues(): Generator<QueueDefinition> {
    for (const queueId of queueIds) yield queueDefinition(db, queueId);
  }
  const schemes = readSchemes(db);
  const needsLater = isLater || schemes.some(({ scheme }) => versionOfScheme(scheme) === 2);
  return { schemes, events: events(), queues: queues(), version: needsLater ? 2 : 1 };
}

/** Transcripts of runs in order, whole, one at a time. */
export function* transcriptSource(
  database: AuditDatabase,
  runIds: readonly number[] | undefined,
): Generator<ExportedTranscript> {
  const { db } = database;
  const queries = createTranscriptQueries(database);
  const others = createBranchQueries(database);
  const events = db.prepare<[Buffer, number], EventRow>(
    `${SELECT_EVENTS} WHERE e.content_hash = ? AND e.ordinal = ?`,
  );
  const page = db
    .prepare<[number, number], number>(
      'SELECT id FROM transcript WHERE run_id = ? AND id > ? ORDER BY id LIMIT 200',
    )
    .pluck();
  const runs = runIds ?? db.prepare<[], number>('SELECT id FROM visible_run ORDER BY id').pluck().all();
  for (const runId of runs) {
    const { comparable, fake } = runRemarks(db, runId);
    const remarks = {
      ...(comparable === false ? { comparable } : {}),
      ...(fake.length === 0 ? {} : { fakeEndpoints: fake }),
    };
    for (let last = 0; ;) {
      const ids = page.all(runId, last);
      for (const id of ids) {
        const stored = queries.transcript(id);
        if (stored === undefined) continue;
        const { arm, probe, source, ...rest } = stored;
        yield {
          ...rest,
          study: arm.studyName,
          run: arm.runName,
          seed: arm.seed,
          model: arm.model,
          group: arm.group,
          condition: arm.condition,
          suite: probe.suite,
          probe: probe.name,
          ...(arm.runContent === 'answers' ? {} : { content: arm.runContent }),
          turns: queries.turns(id, 0, rest.turnCount),
          ...branchesOf(others.branches(id), (index, from, count) =>
            others.branchTurns(id, index, from, count),
          ),
          answerTurn: queries.answerTurn(id),
          source: { name: source.name, row: source.row, line: source.line },
          ...remarks,
          labels: currentLabels(events.all(Buffer.from(rest.key.hash, 'hex'), rest.key.ordinal)),
        };
      }
      if (ids.length === 0) break;
      last = ids.at(-1) ?? last;
    }
  }
}

function branchesOf(
  rows: readonly BranchRow[],
  turnsOf: (index: number, from: number, count: number) => Branch['turns'],
): { readonly branches?: readonly Branch[] } {
  if (rows.length === 0) return {};
  const branches = rows.map(({ index, view, name, parent, shared, turnCount }) => ({
    view,
    name,
    ...(parent === null ? {} : { parent }),
    shared,
    turns: turnsOf(index, shared, turnCount - shared),
  }));
  return { branches };
}

function currentLabels(rows: readonly EventRow[]): ExportedLabel[] {
  if (rows.length === 0) return [];
  const events = rows.map(eventFromRow);
  return (['answer', 'reasoning'] as const).flatMap((part) =>
    headsOf(events.filter((event) => event.part === part && isMainSubject(event)))
      .filter((event) => !isEmptyLabel(event.state))
      .map(({ annotator, state, role, scheme, time, source }) => ({
        annotator,
        part,
        state,
        role,
        scheme,
        time,
        ...(source === undefined ? {} : { source }),
      })),
  );
}

/** The metric and label columns that these runs need, by query. */
export function exportColumns({ db }: AuditDatabase, runIds: readonly number[] | undefined): ExportColumns {
  const runs = runIds ?? db.prepare<[], number>('SELECT id FROM visible_run').pluck().all();
  const list = JSON.stringify(runs);
  const metrics = db
    .prepare<[string], ExportColumns['metrics'][number]>(
      `SELECT DISTINCT m.name AS metric, u.name AS judge, u.version_hash AS judgeVersion
       FROM transcript t JOIN judgment j ON j.transcript_id = t.id JOIN metric m ON m.id = j.metric_id
       JOIN judge u ON u.id = j.judge_id WHERE t.run_id IN (SELECT value FROM json_each(?))
       ORDER BY m.name, u.name, u.version_hash`,
    )
    .all(list);
  const labels = db
    .prepare<
      [string],
      { readonly annotator: string; readonly part: 'answer' | 'reasoning'; readonly score: string | null }
    >(
      `SELECT DISTINCT e.annotator, e.part, s.key AS score FROM label_event e
       LEFT JOIN json_each(e.scores) s
       WHERE ${MAIN_SUBJECT} AND EXISTS (SELECT 1 FROM transcript t WHERE t.content_hash = e.content_hash
         AND t.ordinal = e.ordinal AND t.run_id IN (SELECT value FROM json_each(?)))
       ORDER BY e.annotator, e.part, s.key`,
    )
    .all(list);
  const annotators = new Map<string, { annotator: string; part: 'answer' | 'reasoning'; scores: string[] }>();
  for (const { annotator, part, score } of labels) {
    const id = JSON.stringify([annotator, part]);
    const column = annotators.get(id) ?? { annotator, part, scores: [] };
    if (score !== null) column.scores.push(score);
    annotators.set(id, column);
  }
  return { metrics, annotators: [...annotators.values()] };
}
