import { setImmediate } from 'node:timers/promises';
import { AuditError } from '../../core/errors.ts';
import type { FrameUnit, QueueDefinition, QueueWave } from '../../core/queue.ts';
import { canonicalHead, canonicalWave, joinDefinitions, placedWaves } from '../../core/queueMerge.ts';
import type { AuditDatabase } from '../auditDatabase.ts';
import { PendingWork } from '../pendingWork.ts';
import { ShortWrites, type LongOperation } from '../shortWrites.ts';
import { packFrame, type FrameChunk } from './frameChunks.ts';
import { QueueInserter, type StagedEvent } from './queueInserter.ts';
import { queueDefinition, queueIdOf } from './queueReader.ts';
import type { QueueHead } from './queueRows.ts';

/** Names the queues that are being written, so that two windows don't write the same one at once. */
const PENDING = 'pending-queue:';
/** How often, and how many times, to look whether another window is done with a queue. */
const LOOK_MS = 20;
const LOOKS = 1500;

/** What only the database that a queue was drawn in knows of it. */
export interface LocalQueue {
  readonly runIds: readonly number[];
  /** Everything that could be drawn, with the strata as of the last wave; absent in lists. */
  readonly frame?: Iterable<FrameUnit>;
  /** The same packed already, as large frames are, whose packing must give way to others. */
  readonly chunks?: readonly FrameChunk[];
}

/** Another window began to write the same queue: what it wrote is looked at anew. */
class Superseded extends Error {}

/**
 * Writes queues, in the worker: in short transactions that make way for labels. A queue, and each wave, shows when it is
 * whole. Label events that came before their queue are accounted for. Doing it again does nothing.
 */
export class QueueWriter {
  readonly #database: AuditDatabase;
  readonly #operation: LongOperation;
  readonly #writes: ShortWrites;
  readonly #pending: PendingWork;
  readonly #insert: QueueInserter;

  constructor(database: AuditDatabase, operation: LongOperation = {}) {
    this.#database = database;
    this.#operation = operation;
    this.#writes = new ShortWrites(database, operation.yieldFlag);
    this.#pending = new PendingWork(database.db, PENDING);
    this.#insert = new QueueInserter(database.db);
  }

  /**
   * Makes a queue, or takes in what a definition knows of one that is here already (`joinDefinitions`).
   *
   * @param local of a queue that was drawn here; null for one of a colleague
   * @returns its number in this database
   * @throws AuditError `bad-input` for a queue without items; `cancelled` (nothing of a new queue then shows)
   */
  async define(definition: QueueDefinition, local: LocalQueue | null): Promise<number> {
    if (definition.waves.every(({ items }) => items.length === 0)) {
      throw new AuditError('bad-input', `There is nothing to put into the queue “${definition.name}”.`);
    }
    const { queueId } = await this.#take(definition, taken(local ?? {}));
    return queueId;
  }

  /** Takes in what a colleague's definition knows; a queue without items is passed over. */
  async take(definition: QueueDefinition): Promise<QueueTake['outcome']> {
    if (definition.waves.every(({ items }) => items.length === 0)) return 'present';
    return (await this.#take(definition, taken({}))).outcome;
  }

  /**
   * Extends a queue.
   *
   * @param local runs that it is drawn from in addition, and everything that can be drawn now; left out, what was holds
   * @throws AuditError `not-found`
   */
  async addWave(uid: string, wave: QueueWave, local: Partial<LocalQueue> = {}): Promise<void> {
    const { waves: _waves, ...head } = queueDefinition(this.#database.db, uid);
    await this.#take({ ...head, waves: [wave] }, taken(local));
  }

  async #take(definition: QueueDefinition, local: Taken): Promise<QueueTake> {
    for (let look = 0; look < LOOKS; look += 1) {
      try {
        // Whoever has been at it for so long hangs, or is another program with the number of a dead one.
        return await this.#tryTake(definition, { ...local, isLastTry: look === LOOKS - 1 });
      } catch (error) {
        if (!(error instanceof Superseded)) throw error;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    }
    throw new AuditError('database-busy', 'Another window is writing the same queue.', 'Try again.');
  }

  async #tryTake(definition: QueueDefinition, local: Taken): Promise<QueueTake> {
    const { db } = this.#database;
    const known = queueIdOf(db, definition.uid);
    if (known === undefined) {
      const placed = placedWaves(definition.waves);
      const queueId = await this.#append(
        { head: definition, placed, drawn: definition.waves, last: 0 },
        local,
      );
      return { queueId, outcome: 'new' };
    }
    const here = queueDefinition(db, known);
    const merged = joinDefinitions(here, definition);
    const before = placedWaves(here.waves).map(canonicalWave);
    const placed = placedWaves(merged.waves);
    const grows =
      before.every((text, at) => text === textOf(placed[at])) &&
      here.waves.every((wave, at) => canonicalWave(wave) === textOf(merged.waves[at])) &&
      canonicalHead(here) === canonicalHead(merged);
    if (!grows) {
      this.#rewrite(known, here, merged, placed);
      return { queueId: known, outcome: 'changed' };
    }
    if (placed.length > before.length) {
      const last = lastPlaceOf(placed.slice(0, before.length));
      const [added, drawn] = [placed.slice(before.length), merged.waves.slice(before.length)];
      await this.#append({ head: merged, placed: added, drawn, last }, local);
      return { queueId: known, outcome: 'grown' };
    }
    return { queueId: known, outcome: 'present' };
  }

  /** Writes waves behind what is there, and lets them show all at once. */
  async #append({ head, placed, drawn, last }: Added, { runIds, frame, isLastTry }: Taken): Promise<number> {
    let queueId = 0;
    let owner = '';
    this.#writes.once(0, 1, () => {
      queueId = this.#insert.queue(head);
      if (this.#insert.lastPlace(queueId) !== last) throw new Superseded();
      if (this.#pending.isUnderWay(queueId) && isLastTry !== true) throw new Superseded();
      owner = this.#pending.begin(queueId);
    });
    const whileOurs = { before: () => this.#assertOurs(queueId, owner, last) };
    try {
      await this.#each(
        this.#insert.leftovers(queueId, last),
        (place) => this.#insert.remove(queueId, place),
        whileOurs,
      );
      const items = placed.flatMap((wave) => wave.items.map((item) => ({ wave: wave.wave, item })));
      await this.#each(items, ({ wave, item }) => this.#insert.item(queueId, wave, item), whileOurs);
      const wave = placed.at(-1)?.wave ?? 0;
      await this.#each(frame ?? [], (chunk) => this.#insert.frame(queueId, wave, chunk), whileOurs);
      const events: readonly StagedEvent[] = this.#insert.eventsOf(head.uid, last);
      await this.#each(events, (event) => this.#insert.refresh(event), whileOurs);
      this.#writes.once(
        0,
        1,
        () => {
          for (const runId of runIds) this.#insert.run(queueId, runId);
          this.#insert.finish(queueId, placed, drawn);
          this.#pending.settle(queueId);
        },
        whileOurs,
      );
    } finally {
      this.#pending.leave(owner);
    }
    return queueId;
  }

  /** Two people's waves, or an edited definition: all of it anew, in one transaction, since it shows meanwhile. */
  #rewrite(
    queueId: number,
    here: QueueDefinition,
    merged: QueueDefinition,
    placed: readonly QueueWave[],
  ): void {
    const { db } = this.#database;
    this.#writes.once(0, 1, () => {
      const now = queueDefinition(db, queueId);
      if (now.waves.length !== here.waves.length || this.#pending.isUnderWay(queueId)) throw new Superseded();
      const replaced = here.waves.find(
        (wave) => canonicalWave(wave) !== textOf(merged.waves.find((other) => other.wave === wave.wave)),
      );
      this.#insert.clear(queueId, merged, replaced?.wave);
      for (const { wave, items } of placed) for (const item of items) this.#insert.item(queueId, wave, item);
      for (const event of this.#insert.eventsOf(merged.uid, 0)) this.#insert.refresh(event);
      this.#insert.finish(queueId, placed, merged.waves);
    });
  }

  async #each<T>(
    items: readonly T[],
    each: (item: T) => void,
    hooks: { readonly before: () => void },
  ): Promise<void> {
    for (let index = 0; index < items.length;) {
      if (this.#operation.signal?.aborted === true) throw new AuditError('cancelled', 'Cancelled.');
      index = this.#writes.once(index, items.length, (at) => each(items[at] as T), hooks);
      await setImmediate();
    }
  }

  #assertOurs(queueId: number, owner: string, last: number): void {
    if (!this.#pending.isOurs(queueId, owner) || this.#insert.lastPlace(queueId) !== last)
      throw new Superseded();
  }
}

interface QueueTake {
  readonly queueId: number;
  /** `changed`: what was here says something else now. */
  readonly outcome: 'new' | 'grown' | 'present' | 'changed';
}

interface Taken {
  readonly runIds: readonly number[];
  readonly frame: readonly FrameChunk[] | undefined;
  readonly isLastTry?: boolean;
}

function taken({ runIds = [], frame, chunks }: Partial<LocalQueue>): Taken {
  return { runIds, frame: chunks ?? (frame === undefined ? undefined : packFrame(frame)) };
}

/** Waves to write behind the last place. */
interface Added {
  readonly head: QueueHead;
  readonly placed: readonly QueueWave[];
  /** The same as they were drawn. */
  readonly drawn: readonly QueueWave[];
  readonly last: number;
}

function lastPlaceOf(waves: readonly QueueWave[]): number {
  return waves.reduce((last, { items }) => items.reduce((most, { place }) => Math.max(most, place), last), 0);
}

function textOf(wave: QueueWave | undefined): string {
  return wave === undefined ? '' : canonicalWave(wave);
}
