/** Undo and redo over whole sheets, which share what didn't change. */
import type { Sheet } from './sheet.ts';

const LIMIT = 200;

export interface History {
  readonly past: readonly Step[];
  readonly present: Sheet;
  readonly future: readonly Step[];
}

interface Step {
  readonly sheet: Sheet;
  /** What was done to it, for the announcement. */
  readonly what: string;
  /** Steps of one series (typing in the pattern) are undone together. */
  readonly series: string;
}

export function startHistory(present: Sheet): History {
  return { past: [], present, future: [] };
}

/** Goes on to `next`. A step of the same series as the last one joins it. */
export function advance(history: History, next: Sheet, what: string, series = ''): History {
  if (next === history.present) return history;
  const last = history.past.at(-1);
  if (series !== '' && last?.series === series) return { ...history, present: next, future: [] };
  const past = [...history.past, { sheet: history.present, what, series }].slice(-LIMIT);
  return { past, present: next, future: [] };
}

/** Ends a series, so that the next step of its kind stands for itself. */
export function endSeries(history: History): History {
  const last = history.past.at(-1);
  if (last === undefined || last.series === '') return history;
  return { ...history, past: [...history.past.slice(0, -1), { ...last, series: '' }] };
}

export function undo(history: History): { readonly history: History; readonly what: string } | undefined {
  const last = history.past.at(-1);
  if (last === undefined) return undefined;
  return {
    what: last.what,
    history: {
      past: history.past.slice(0, -1),
      present: last.sheet,
      future: [{ sheet: history.present, what: last.what, series: '' }, ...history.future],
    },
  };
}

export function redo(history: History): { readonly history: History; readonly what: string } | undefined {
  const [next, ...future] = history.future;
  if (next === undefined) return undefined;
  return {
    what: next.what,
    history: {
      past: [...history.past, { sheet: history.present, what: next.what, series: '' }],
      present: next.sheet,
      future,
    },
  };
}
