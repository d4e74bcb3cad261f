import type { QueueItem, QueueWave } from '../../core/queue.ts';
import { canonicalWave } from '../../core/queueMerge.ts';
import { hashBytes } from '../labels/eventRows.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import type { FrameChunk } from './frameChunks.ts';
import { BLOCK_PLACES } from './queueBlocks.ts';
import { QueueResponses } from './queueResponses.ts';
import { headToColumns, type HeadColumns, type QueueHead } from './queueRows.ts';

/** An annotator's events on one text, made in a queue before its definition was here. */
export type StagedEvent = Parameters<QueueResponses['refresh']>[0];

interface EventTextRow {
  readonly hash: string;
  readonly ordinal: number;
  readonly annotator: string;
}

/** The single statements of writing a queue; to be called in transactions. */
export class QueueInserter {
  readonly #db: SqliteConnection;
  readonly #responses: QueueResponses;
  readonly #lastPlace;
  readonly #item;
  readonly #task;
  readonly #frame;

  constructor(db: SqliteConnection) {
    this.#db = db;
    this.#responses = new QueueResponses(db);
    this.#lastPlace = db.prepare<[number], number>('SELECT last_place FROM queue WHERE id = ?').pluck();
    this.#item = db.prepare(
      `INSERT INTO queue_item (queue_id, place, wave, content_hash, ordinal, stratum, assigned, repeat_of)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#task = db.prepare<[number, string, number]>(
      'INSERT INTO queue_task (queue_id, annotator, place) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#frame = db.prepare<[number, number, string, number, Buffer]>(
      'INSERT INTO queue_frame (queue_id, wave, stratum, chunk, keys) VALUES (?, ?, ?, ?, ?)',
    );
  }

  /** Its number; made without items where it is new. */
  queue(head: QueueHead): number {
    const known = this.#db
      .prepare<[string], number>('SELECT id FROM queue WHERE uid = ?')
      .pluck()
      .get(head.uid);
    if (known !== undefined) return known;
    const made = this.#db
      .prepare<[HeadColumns]>(
        `INSERT INTO queue (uid, name, purpose, description, design, seed, work_order, blind, masks, assignment,
           run_names, rule, created_at, created_by)
         VALUES (@uid, @name, @purpose, @description, @design, @seed, @workOrder, @blind, @masks, @assignment,
           @runNames, @rule, @createdAt, @createdBy)`,
      )
      .run(headToColumns(head));
    return Number(made.lastInsertRowid);
  }

  /** The last place that shows; 0 while nothing does. */
  lastPlace(queueId: number): number {
    return this.#lastPlace.get(queueId) ?? 0;
  }

  /** Places that somebody began to write and didn't finish. */
  leftovers(queueId: number, last: number): readonly number[] {
    return this.#db
      .prepare<[number, number], number>('SELECT place FROM queue_item WHERE queue_id = ? AND place > ?')
      .pluck()
      .all(queueId, last);
  }

  remove(queueId: number, place: number): void {
    for (const table of ['queue_item', 'queue_task', 'queue_response']) {
      this.#db
        .prepare<[number, number]>(`DELETE FROM ${table} WHERE queue_id = ? AND place = ?`)
        .run(queueId, place);
    }
  }

  item(queueId: number, wave: number, { place, key, stratum, assigned, repeatOf }: QueueItem): void {
    const names = assigned.length === 0 ? null : JSON.stringify(assigned);
    this.#item.run(queueId, place, wave, hashBytes(key), key.ordinal, stratum, names, repeatOf);
    for (const annotator of assigned) this.#task.run(queueId, annotator, place);
  }

  frame(queueId: number, wave: number, { stratum, chunk, keys }: FrameChunk): void {
    this.#frame.run(queueId, wave, stratum, chunk, keys);
  }

  run(queueId: number, runId: number): void {
    this.#db
      .prepare<[number, number]>(
        'INSERT INTO queue_run (queue_id, run_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
      )
      .run(queueId, runId);
  }

  /** Which texts were labelled in that queue, by whom: those of items behind a place. */
  eventsOf(uid: string, after: number): readonly StagedEvent[] {
    return this.#db
      .prepare<[string, string, number], EventTextRow>(
        `SELECT DISTINCT lower(hex(e.content_hash)) AS hash, e.ordinal, e.annotator FROM label_event e
         WHERE e.queue = ? AND e.part = 'answer' AND EXISTS (SELECT 1 FROM queue q JOIN queue_item i ON i.queue_id = q.id
           WHERE q.uid = ? AND i.content_hash = e.content_hash AND i.ordinal = e.ordinal AND i.place > ?)`,
      )
      .all(uid, uid, after)
      .map(({ hash, ordinal, annotator }) => ({
        queue: uid,
        key: { hash, ordinal },
        part: 'answer',
        annotator,
      }));
  }

  refresh(event: StagedEvent): void {
    this.#responses.refresh(event);
  }

  /**
   * Removes all that waves said, to be written anew; what is this database's own stays.
   *
   * @param replaced the first wave that is another now, if any: a frame from then on was another queue's
   */
  clear(queueId: number, head: QueueHead, replaced: number | undefined): void {
    for (const table of [
      'queue_wave',
      'queue_stratum',
      'queue_item',
      'queue_task',
      'queue_response',
      'queue_block',
    ]) {
      this.#db.prepare<[number]>(`DELETE FROM ${table} WHERE queue_id = ?`).run(queueId);
    }
    if (replaced !== undefined) {
      this.#db
        .prepare<[number, number]>('DELETE FROM queue_frame WHERE queue_id = ? AND wave >= ?')
        .run(queueId, replaced);
    }
    const columns = headToColumns(head);
    this.#db
      .prepare<[HeadColumns]>(
        `UPDATE queue SET name = @name, purpose = @purpose, description = @description, design = @design, seed = @seed,
           work_order = @workOrder, blind = @blind, masks = @masks, assignment = @assignment, run_names = @runNames,
           rule = @rule, created_at = @createdAt, created_by = @createdBy, last_place = 0 WHERE uid = @uid`,
      )
      .run(columns);
  }

  /** The waves whose items were written show from now on. */
  finish(queueId: number, placed: readonly QueueWave[], drawn: readonly QueueWave[]): void {
    const db = this.#db;
    const before = this.lastPlace(queueId);
    const wave = db.prepare(
      `INSERT INTO queue_wave (queue_id, wave, created_at, created_by, items, repeats, drawn_as)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    const stratum = db.prepare(
      'INSERT INTO queue_stratum (queue_id, wave, name, size, drawn, judged) VALUES (?, ?, ?, ?, ?, ?)',
    );
    let last = before;
    placed.forEach((each, at) => {
      const repeats = each.items.filter(({ repeatOf }) => repeatOf !== null).length;
      const original = drawn[at];
      const moved = original !== undefined && canonicalWave(original) !== canonicalWave(each);
      const drawnAs = moved ? JSON.stringify(original) : null;
      wave.run(
        queueId,
        each.wave,
        each.createdAt,
        each.createdBy,
        each.items.length - repeats,
        repeats,
        drawnAs,
      );
      for (const { name, size, drawn: n, judged } of each.strata) {
        stratum.run(queueId, each.wave, name, size, n, JSON.stringify(judged));
      }
      for (const { place } of each.items) last = Math.max(last, place);
    });
    this.#count(queueId, before);
    db.prepare<[number, number]>('UPDATE queue SET last_place = ? WHERE id = ?').run(last, queueId);
  }

  /** Brings the counts of places behind one in. */
  #count(queueId: number, after: number): void {
    const block = `(place - 1) / ${BLOCK_PLACES}`;
    const add = (columns: string, rows: string): void => {
      const sums = columns.split(', ').map((column) => `${column} = ${column} + excluded.${column}`);
      this.#db
        .prepare<{ queueId: number; after: number }>(
          `INSERT INTO queue_block (queue_id, annotator, block, ${columns}) ${rows}
           ON CONFLICT (queue_id, annotator, block) DO UPDATE SET ${sums.join(', ')}`,
        )
        .run({ queueId, after });
    };
    const behind = 'WHERE queue_id = @queueId AND place > @after';
    add(
      'items',
      `SELECT queue_id, '', ${block}, count(*) FROM queue_item ${behind} AND assigned IS NULL GROUP BY ${block}`,
    );
    add(
      'items',
      `SELECT queue_id, annotator, ${block}, count(*) FROM queue_task ${behind} GROUP BY annotator, ${block}`,
    );
    add(
      'answered, unsure, skipped',
      `SELECT queue_id, annotator, ${block}, sum(response = 'answered'), sum(response = 'unsure'),
         sum(response = 'skipped') FROM queue_response a ${behind} AND EXISTS (SELECT 1 FROM queue_item i
           WHERE i.queue_id = a.queue_id AND i.place = a.place AND (i.assigned IS NULL OR EXISTS (SELECT 1
             FROM queue_task k WHERE k.queue_id = a.queue_id AND k.annotator = a.annotator AND k.place = a.place)))
       GROUP BY annotator, ${block}`,
    );
  }
}
