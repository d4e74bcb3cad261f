/** An audit sample as it is stored: its strata, its items, what became of them, and everything that could be drawn. */
import type { LabelRole } from '../../core/labelScheme.ts';
import type { QueuePurpose } from '../../core/queue.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import type { RawKey } from './labelledKeys.ts';
import { queueRunReader } from './queueRuns.ts';
import type { RatedTexts, RatedTranscript } from './ratedTexts.ts';

/** A queue in short. */
export interface QueueHead {
  readonly queueId: number;
  readonly uid: string;
  readonly name: string;
  readonly purpose: QueuePurpose;
  readonly description: string;
  readonly seed: string;
  /** Runs that show it is about: see `runsOfQueue`. */
  readonly runIds: readonly number[];
  /** How often it was drawn: more than once where it was extended. */
  readonly waves: number;
  /** Responses of anybody to items, hidden repeats counted in. */
  readonly responses: number;
}

/** A stratum as of the last wave. */
export interface StoredStratum {
  readonly name: string;
  readonly size: number;
  readonly drawn: number;
  readonly judged: Readonly<Partial<Record<JudgeVerdict, number>>>;
}

export interface SampleItem extends RawKey {
  readonly place: number;
  readonly stratum: string;
  /** Empty for anybody. */
  readonly assigned: readonly string[];
}

/** What an annotator's response to an item is, and the meaning of the answer that is it. */
export interface SampleResponse {
  readonly annotator: string;
  readonly place: number;
  readonly response: 'answered' | 'unsure' | 'skipped';
  readonly role: LabelRole | null;
}

/** Queues that show, newest first. */
export function queueHeads(db: SqliteConnection): readonly QueueHead[] {
  const runs = queueRunReader(db);
  return db
    .prepare<[], Omit<QueueHead, 'runIds'>>(
      `SELECT q.id AS queueId, q.uid, coalesce(q.own_name, q.name) AS name, q.purpose, q.description, q.seed,
         (SELECT count(*) FROM queue_wave w WHERE w.queue_id = q.id) AS waves,
         (SELECT coalesce(sum(b.answered + b.unsure + b.skipped), 0) FROM queue_block b WHERE b.queue_id = q.id)
           AS responses
       FROM queue q WHERE q.deleted_at IS NULL AND q.last_place > 0 ORDER BY q.created_at DESC, q.id DESC`,
    )
    .all()
    .map((queue) => ({ ...queue, runIds: runs(queue.queueId) }));
}

export function strataOf(db: SqliteConnection, queueId: number): readonly StoredStratum[] {
  return db
    .prepare<[number], Omit<StoredStratum, 'judged'> & { readonly judged: string }>(
      `SELECT name, size, drawn, judged FROM queue_stratum s WHERE queue_id = ?
         AND wave = (SELECT max(wave) FROM queue_wave l WHERE l.queue_id = s.queue_id) ORDER BY name`,
    )
    .all(queueId)
    .map((row) => ({ ...row, judged: JSON.parse(row.judged) as StoredStratum['judged'] }));
}

/** Items by place, hidden repeats left out. */
export function sampleItems(db: SqliteConnection, queueId: number): readonly SampleItem[] {
  return db
    .prepare<[number], Omit<SampleItem, 'assigned'> & { readonly assigned: string | null }>(
      `SELECT i.place, i.content_hash AS hash, i.ordinal, i.stratum, i.assigned
       FROM queue_item i JOIN queue q ON q.id = i.queue_id
       WHERE i.queue_id = ? AND i.repeat_of IS NULL AND i.place <= q.last_place ORDER BY i.place`,
    )
    .all(queueId)
    .map((row) => ({
      ...row,
      assigned: row.assigned === null ? [] : (JSON.parse(row.assigned) as readonly string[]),
    }));
}

/** Everybody's responses to items, hidden repeats left out. */
export function sampleResponses(db: SqliteConnection, queueId: number): readonly SampleResponse[] {
  return db
    .prepare<[number], SampleResponse>(
      `SELECT r.annotator, r.place, r.response, x.role FROM queue_response r
       JOIN queue_item i ON i.queue_id = r.queue_id AND i.place = r.place AND i.repeat_of IS NULL
       LEFT JOIN label_event e ON e.event_id = r.event_id
       LEFT JOIN label_answer x ON x.scheme_id = e.scheme_id AND x.answer = e.answer
       WHERE r.queue_id = ? ORDER BY r.annotator, r.place`,
    )
    .all(queueId);
}

/** One transcript that could be drawn. */
export interface FrameRow {
  readonly stratum: string;
  readonly key: RawKey;
  /** The first transcript of the selection with its text; undefined where that is in none of its runs any more. */
  readonly transcript: RatedTranscript | undefined;
  /** How many of the selection's transcripts have that text: one in each run that holds it. */
  readonly copies: number;
}

const KEY_BYTES = 20;
const ROWS_AT_ONCE = 1_000;

/**
 * Everything that could be drawn as of the last wave, as it is now, a thousand at a time; undefined where this database
 * doesn't have that frame (a colleague's queue).
 */
export function frameRows(
  db: SqliteConnection,
  queueId: number,
  texts: RatedTexts,
): Generator<readonly FrameRow[]> | undefined {
  const chunks = db
    .prepare<[number], { readonly wave: number; readonly stratum: string; readonly chunk: number }>(
      `SELECT wave, stratum, chunk FROM queue_frame f WHERE queue_id = ?
         AND wave = (SELECT max(wave) FROM queue_wave w WHERE w.queue_id = f.queue_id) ORDER BY stratum, chunk`,
    )
    .all(queueId);
  if (chunks.length === 0) return undefined;
  const keys = db
    .prepare<[number, number, string, number], Buffer>(
      'SELECT keys FROM queue_frame WHERE queue_id = ? AND wave = ? AND stratum = ? AND chunk = ?',
    )
    .pluck();
  return (function* () {
    for (const { wave, stratum, chunk } of chunks) {
      const bytes = keys.get(queueId, wave, stratum, chunk) ?? Buffer.alloc(0);
      let rows: FrameRow[] = [];
      for (let at = 0; at + KEY_BYTES <= bytes.length; at += KEY_BYTES) {
        const key = { hash: bytes.subarray(at, at + 16), ordinal: bytes.readUInt32BE(at + 16) };
        const transcripts = texts.transcripts(key);
        rows.push({ stratum, key, transcript: transcripts[0], copies: transcripts.length });
        if (rows.length < ROWS_AT_ONCE) continue;
        yield rows;
        rows = [];
      }
      if (rows.length > 0) yield rows;
    }
  })();
}
