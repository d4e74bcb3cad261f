import type { CrossTable } from './crossTable.ts';

/** A judge, or whoever is examined, against a reference, over two classes. */
export interface TwoByTwo {
  /** Both positive. */
  readonly both: number;
  /** Examined positive, reference negative: a false alarm. */
  readonly onlyExamined: number;
  /** Examined negative, reference positive: a miss. */
  readonly onlyReference: number;
  /** Both negative. */
  readonly neither: number;
}

/** The table of two raters (the first is examined) with one class as positive and all the others as negative. */
export function twoByTwo(table: CrossTable, positive: string): TwoByTwo {
  const at = table.classes.indexOf(positive);
  const both = table.counts[at]?.[at] ?? 0;
  const onlyExamined = (table.rows[at] ?? 0) - both;
  const onlyReference = (table.columns[at] ?? 0) - both;
  return { both, onlyExamined, onlyReference, neither: table.n - both - onlyExamined - onlyReference };
}

/** How many items the table holds. */
export function sizeOf({ both, onlyExamined, onlyReference, neither }: TwoByTwo): number {
  return both + onlyExamined + onlyReference + neither;
}
