import type { SqliteConnection } from '../loadSqlite.ts';
import { blockOf, BLOCK_PLACES, lastOfBlock } from './queueBlocks.ts';

interface Range {
  readonly queueId: number;
  readonly annotator: string;
  /** Inclusive. */
  readonly from: number;
  readonly to: number;
}

/** Items of an annotator: assigned to them, or for anybody. */
const THEIRS = `(i.assigned IS NULL OR EXISTS (SELECT 1 FROM queue_task k
  WHERE k.queue_id = i.queue_id AND k.annotator = @annotator AND k.place = i.place))`;

/**
 * Steps through an annotator's items of a queue, in a handful of index lookups however long it is: places one after the
 * other from the two indexes of items, open ones by the counts of blocks.
 */
export class QueueSteps {
  readonly #next;
  readonly #previous;
  readonly #nextOpen;
  readonly #previousOpen;
  readonly #openBlocks;
  readonly #places;

  constructor(db: SqliteConnection) {
    const step = (order: 'ASC' | 'DESC') =>
      db
        .prepare<[Range], number>(
          `SELECT place FROM (SELECT place FROM queue_item
             WHERE queue_id = @queueId AND assigned IS NULL AND place BETWEEN @from AND @to ORDER BY place ${order} LIMIT 1)
           UNION ALL
           SELECT place FROM (SELECT place FROM queue_task
             WHERE queue_id = @queueId AND annotator = @annotator AND place BETWEEN @from AND @to
             ORDER BY place ${order} LIMIT 1)
           ORDER BY place ${order} LIMIT 1`,
        )
        .pluck();
    const open = (order: 'ASC' | 'DESC') =>
      db
        .prepare<[Range], number>(
          `SELECT i.place FROM queue_item i WHERE i.queue_id = @queueId AND i.place BETWEEN @from AND @to AND ${THEIRS}
             AND NOT EXISTS (SELECT 1 FROM queue_response a
               WHERE a.queue_id = i.queue_id AND a.annotator = @annotator AND a.place = i.place)
           ORDER BY i.place ${order} LIMIT 1`,
        )
        .pluck();
    this.#next = step('ASC');
    this.#previous = step('DESC');
    this.#nextOpen = open('ASC');
    this.#previousOpen = open('DESC');
    this.#places = db
      .prepare<[Range & { readonly limit: number }], number>(
        `SELECT place FROM (SELECT place FROM queue_item
           WHERE queue_id = @queueId AND assigned IS NULL AND place BETWEEN @from AND @to ORDER BY place LIMIT @limit)
         UNION ALL
         SELECT place FROM (SELECT place FROM queue_task
           WHERE queue_id = @queueId AND annotator = @annotator AND place BETWEEN @from AND @to
           ORDER BY place LIMIT @limit)
         ORDER BY place LIMIT @limit`,
      )
      .pluck();
    this.#openBlocks = db
      .prepare<[{ readonly queueId: number; readonly annotator: string }], number>(
        `SELECT block FROM queue_block WHERE queue_id = @queueId AND annotator IN ('', @annotator)
         GROUP BY block HAVING sum(items - answered - unsure - skipped) > 0 ORDER BY block`,
      )
      .pluck();
  }

  /** The first places in a range. */
  places(range: Range, limit: number): readonly number[] {
    return this.#places.all({ ...range, limit });
  }

  /** The nearest place behind (or before) one, up to the last that shows; undefined at the end. */
  neighbour(range: Range, direction: 'next' | 'previous', open: boolean): number | undefined {
    if (range.from > range.to) return undefined;
    if (!open) return (direction === 'next' ? this.#next : this.#previous).get(range);
    const { queueId, annotator, from, to } = range;
    const [first, last] = [blockOf(from), blockOf(to)];
    const blocks = this.#openBlocks
      .all({ queueId, annotator })
      .filter((block) => block >= first && block <= last);
    if (direction === 'previous') blocks.reverse();
    for (const block of blocks) {
      const within = {
        ...range,
        from: Math.max(from, lastOfBlock(block) - BLOCK_PLACES + 1),
        to: Math.min(to, lastOfBlock(block)),
      };
      const place = (direction === 'next' ? this.#nextOpen : this.#previousOpen).get(within);
      if (place !== undefined) return place;
    }
    return undefined;
  }
}
