/** Queues over imported transcripts, and labels given in them, for the tests of this folder. */
import { NOTHING_HIDDEN } from '../../../src/core/blindness.ts';
import type { LabelInput } from '../../../src/core/labelStore.ts';
import type { AuditStore } from '../../../src/core/ports.ts';
import type { QueueDefinition, QueueItem, QueueWave } from '../../../src/core/queue.ts';
import type { ItemResponse } from '../../../src/core/queueStore.ts';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { importRun, labelInput, rows, type StorageDesk } from './storageDesk.ts';

export const QUEUE = '01QUEUE0000000000000000000';

export interface ItemWish {
  readonly transcriptId: number;
  readonly assigned?: readonly string[];
  readonly repeatOf?: number | null;
}

/** Items at places `from` and on, of transcripts by id. */
export function items(store: AuditStore, wishes: readonly (number | ItemWish)[], from = 1): QueueItem[] {
  return wishes.map((wish, at) => {
    const {
      transcriptId,
      assigned = [],
      repeatOf = null,
    }: ItemWish = typeof wish === 'number' ? { transcriptId: wish } : wish;
    const key = store.transcript(transcriptId)?.key;
    if (key === undefined) throw new Error(`There is no transcript ${transcriptId}.`);
    return { place: from + at, key, stratum: '', assigned, repeatOf };
  });
}

export function wave(
  number: number,
  given: readonly QueueItem[],
  changes: Partial<QueueWave> = {},
): QueueWave {
  return {
    wave: number,
    createdAt: '2026-01-31T12:00:00.000Z',
    createdBy: 'kim',
    strata: [],
    items: given,
    ...changes,
  };
}

export function definition(
  waves: readonly QueueWave[],
  changes: Partial<QueueDefinition> = {},
): QueueDefinition {
  return {
    uid: QUEUE,
    name: 'to read',
    purpose: 'list',
    description: 'all of it',
    design: null,
    seed: 'seed',
    order: 'fixed',
    blind: NOTHING_HIDDEN,
    masks: [],
    assignment: null,
    runNames: ['results'],
    rule: '',
    createdAt: '2026-01-31T12:00:00.000Z',
    createdBy: 'kim',
    waves,
    ...changes,
  };
}

/** An answer in the queue, as the transcript page hands it over. */
export function answerIn(
  transcriptId: number,
  place: number,
  answer: string,
  changes: Partial<LabelInput> = {},
): LabelInput {
  return labelInput(transcriptId, answer, { queue: QUEUE, place, ...changes });
}

/** A queue over transcripts 1 to `count`, for anybody. */
export async function queueOf(desk: StorageDesk, count: number): Promise<number> {
  const runId = importRun(desk.worker, rows(count));
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  const all = definition([wave(0, items(desk.store, ids))]);
  return new QueueWriter(desk.worker).define(all, { runIds: [runId] });
}

export const responses = ({ store }: StorageDesk, queueId: number, annotator = 'kim'): ItemResponse[] =>
  store.queueItems(queueId, annotator, 0, 1000).map(({ response }) => response);
