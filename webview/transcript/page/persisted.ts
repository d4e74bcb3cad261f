import type { QueuePlace } from '../../../src/protocol/transcriptQueue.ts';

/** The little that outlives the page: which transcript, where in it, what was folded. Labels are never kept here. */

export interface Persisted {
  readonly key: string | null;
  /** As which item of a queue it was shown. */
  readonly queue: QueuePlace | null;
  readonly turn: number;
  /** Of which branch; 0: the transcript's own turns. */
  readonly branch: number;
  readonly folds: Readonly<Record<string, boolean>>;
  /** Instructions that were folded; absent where none was. */
  readonly closedInstructions?: readonly string[];
}

const MOST_FOLDS = 500;
const MOST_INSTRUCTIONS = 50;

/** Reads what VS Code kept; anything of another shape counts as nothing. */
export function readPersisted(value: unknown): Persisted {
  const record = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const { key, queue, turn, branch, folds, closedInstructions } = record;
  const closed = Array.isArray(closedInstructions)
    ? closedInstructions.filter((name) => typeof name === 'string').slice(-MOST_INSTRUCTIONS)
    : [];
  const entries = typeof folds === 'object' && folds !== null ? Object.entries(folds) : [];
  return {
    key: typeof key === 'string' ? key : null,
    queue: placeOf(queue),
    turn: count(turn),
    branch: count(branch),
    folds: Object.fromEntries(
      entries
        .filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean')
        .slice(0, MOST_FOLDS),
    ),
    ...(closed.length === 0 ? {} : { closedInstructions: closed }),
  };
}

function placeOf(value: unknown): QueuePlace | null {
  if (typeof value !== 'object' || value === null) return null;
  const { queueId, place } = value as Record<string, unknown>;
  return typeof queueId === 'number' && typeof place === 'number' ? { queueId, place } : null;
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}
