/** Reading whole queues, for the worker: to share, to extend and to account for them. */
import { AuditError } from '../../core/errors.ts';
import type { FrameUnit, QueueDefinition, QueueStratum, QueueWave } from '../../core/queue.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import type { FrameChunk } from './frameChunks.ts';
import {
  headColumns,
  headFromRow,
  ITEM_COLUMNS,
  itemFromRow,
  type HeadColumns,
  type ItemColumns,
} from './queueRows.ts';

/** Bytes of a transcript in a frame: content hash, then ordinal (big endian). */
export const FRAME_KEY_BYTES = 20;
const HASH_BYTES = 16;

/** By its number in this database, or by uid. Deleted queues are there too; undefined for one that was never whole. */
export function queueIdOf(db: SqliteConnection, queue: number | string): number | undefined {
  const column = typeof queue === 'number' ? 'id' : 'uid';
  return db
    .prepare<[number | string], number>(`SELECT id FROM queue WHERE ${column} = ? AND last_place > 0`)
    .pluck()
    .get(queue);
}

/**
 * A queue as its maker defined it, with all waves.
 *
 * @param queue its number in this database, or its uid
 * @throws AuditError `not-found`
 */
export function queueDefinition(db: SqliteConnection, queue: number | string): QueueDefinition {
  const queueId = queueIdOf(db, queue);
  const head =
    queueId === undefined
      ? undefined
      : db
          .prepare<[number], HeadColumns>(`SELECT ${headColumns('q.name')} FROM queue q WHERE q.id = ?`)
          .get(queueId);
  if (queueId === undefined || head === undefined) throw new AuditError('not-found', 'That queue is gone.');
  return { ...headFromRow(head), waves: queueWaves(db, queueId) };
}

/** The waves of a queue as they were drawn. */
export function queueWaves(db: SqliteConnection, queueId: number): readonly QueueWave[] {
  const waves = db
    .prepare<
      [number],
      Pick<QueueWave, 'wave' | 'createdAt' | 'createdBy'> & { readonly drawnAs: string | null }
    >(
      `SELECT wave, created_at AS createdAt, created_by AS createdBy, drawn_as AS drawnAs FROM queue_wave WHERE queue_id = ? ORDER BY wave`,
    )
    .all(queueId);
  const strata = db.prepare<[number, number], Omit<QueueStratum, 'judged'> & { readonly judged: string }>(
    'SELECT name, size, drawn, judged FROM queue_stratum WHERE queue_id = ? AND wave = ? ORDER BY name',
  );
  const byWave = new Map<number, QueueWave['items'][number][]>(waves.map(({ wave }) => [wave, []]));
  const items = db.prepare<[number], ItemColumns & { readonly wave: number }>(
    `SELECT ${ITEM_COLUMNS}, i.wave FROM queue_item i WHERE i.queue_id = ? ORDER BY i.place`,
  );
  for (const row of items.iterate(queueId)) byWave.get(row.wave)?.push(itemFromRow(row));
  return waves.map(({ drawnAs, ...wave }) =>
    drawnAs !== null
      ? (JSON.parse(drawnAs) as QueueWave)
      : {
          ...wave,
          strata: strata.all(queueId, wave.wave).map(({ judged, ...stratum }) => ({
            ...stratum,
            judged: JSON.parse(judged) as QueueStratum['judged'],
          })),
          items: byWave.get(wave.wave) ?? [],
        },
  );
}

/**
 * Everything that could be drawn, as of the last wave that said so; empty for queues that were drawn elsewhere. Ordered by
 * stratum; reads a few thousand at a time.
 */
export function* queueFrame(db: SqliteConnection, queueId: number): Generator<FrameUnit> {
  for (const { stratum, keys } of queueChunks(db, queueId)) {
    for (let at = 0; at < keys.length; at += FRAME_KEY_BYTES) {
      const ordinal = keys.readUInt32BE(at + HASH_BYTES);
      yield { key: `t1-${keys.toString('hex', at, at + HASH_BYTES)}-${ordinal}`, stratum };
    }
  }
}

/** The same as it is stored, for another queue of the same frame: nothing is unpacked. */
export function* queueChunks(db: SqliteConnection, queueId: number): Generator<FrameChunk> {
  const place = db.prepare<[number], { readonly wave: number }>(
    `SELECT f.wave FROM queue_frame f JOIN queue_wave w ON w.queue_id = f.queue_id AND w.wave = f.wave
     WHERE f.queue_id = ? ORDER BY f.wave DESC LIMIT 1`,
  );
  const next = db.prepare<
    [number, number, string, number],
    { readonly stratum: string; readonly chunk: number; readonly keys: Buffer }
  >(
    `SELECT stratum, chunk, keys FROM queue_frame WHERE queue_id = ? AND wave = ? AND (stratum, chunk) > (?, ?)
     ORDER BY stratum, chunk LIMIT 1`,
  );
  const wave = place.get(queueId)?.wave;
  if (wave === undefined) return;
  let last = { stratum: '', chunk: -1 };
  for (;;) {
    const row = next.get(queueId, wave, last.stratum, last.chunk);
    if (row === undefined) return;
    yield row;
    last = row;
  }
}
