/** The little that outlives the page: which transcript, where in it, what was folded. Labels are never kept here. */

export interface Persisted {
  readonly key: string | null;
  readonly turn: number;
  readonly folds: Readonly<Record<string, boolean>>;
}

const MOST_FOLDS = 500;

/** Reads what VS Code kept; anything of another shape counts as nothing. */
export function readPersisted(value: unknown): Persisted {
  const record = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const { key, turn, folds } = record;
  const entries = typeof folds === 'object' && folds !== null ? Object.entries(folds) : [];
  return {
    key: typeof key === 'string' ? key : null,
    turn: typeof turn === 'number' && Number.isInteger(turn) && turn >= 0 ? turn : 0,
    folds: Object.fromEntries(
      entries
        .filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean')
        .slice(0, MOST_FOLDS),
    ),
  };
}
