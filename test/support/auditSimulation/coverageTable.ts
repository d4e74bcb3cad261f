import type { CoverageCell } from './population.ts';
import { nameOf, seedOf } from './grid.ts';
import { METHODS, type Score, scoreKey, simulate, TARGETS } from './simulate.ts';

/** Audits of each cell in the committed table. */
export const AUDITS = 4_000;

/** What is written of each cell: `missed` intervals for each method and target, mean widths in 1/10,000 for some. */
export const MISSED: readonly string[] = METHODS.flatMap((method) =>
  TARGETS.map((target) => scoreKey(method, target)),
);
export const WIDTHS: readonly string[] = (['labels-only', 'ppi'] as const)
  .flatMap((method) => (['run', 'same', 'like'] as const).map((target) => scoreKey(method, target)))
  .concat(scoreKey('wilson', 'run'));

export const HEADER = [
  'size,labels,rate,sensitivity,specificity,design,prompts,varies,gate',
  ...MISSED.map((key) => `missed ${key}`),
  'missed wilson/run,missed wilson/same',
  ...WIDTHS.map((key) => `width ${key}`),
].join(',');

/** One row of the table: `missed` is a number of `AUDITS`, or `missed/printed` where not every audit had an interval. */
export function coverageRow(cell: CoverageCell, audits = AUDITS): string {
  const scores = simulate(cell, audits, seedOf(cell));
  const missed = (key: string): string => missedOf(scores.get(key), audits);
  return [
    nameOf(cell),
    ...MISSED.map(missed),
    missed('wilson/run'),
    missed('wilson/same'),
    ...WIDTHS.map((key) => widthOf(scores.get(key))),
  ].join(',');
}

function missedOf(score: Score | undefined, audits: number): string {
  if (score === undefined) return '';
  const missed = score.printed - score.covered;
  return score.printed === audits ? `${missed}` : `${missed}/${score.printed}`;
}

function widthOf(score: Score | undefined): string {
  return score === undefined || score.printed === 0
    ? ''
    : `${Math.round((score.width / score.printed) * 10_000)}`;
}

/** A row read back. */
export interface CoverageRow {
  readonly name: string;
  readonly size: number;
  readonly labels: number;
  readonly rate: number;
  readonly judge: string;
  readonly design: string;
  readonly prompts: number;
  readonly varies: boolean;
  readonly gate: boolean;
  /** By score key; undefined where the row has none. */
  readonly missed: ReadonlyMap<string, { readonly missed: number; readonly printed: number }>;
  readonly widths: ReadonlyMap<string, number>;
}

export function readRow(line: string, audits = AUDITS): CoverageRow {
  const fields = line.split(',');
  const missed = new Map<string, { missed: number; printed: number }>();
  [...MISSED, 'wilson/run', 'wilson/same'].forEach((key, at) => {
    const field = fields[9 + at] ?? '';
    if (field === '') return;
    const [own, printed] = field.split('/').map(Number);
    missed.set(key, { missed: own ?? NaN, printed: printed ?? audits });
  });
  const widths = new Map<string, number>();
  WIDTHS.forEach((key, at) => {
    const field = fields[9 + MISSED.length + 2 + at] ?? '';
    if (field !== '') widths.set(key, Number(field) / 10_000);
  });
  return {
    name: fields.slice(0, 9).join(','),
    size: Number(fields[0]),
    labels: Number(fields[1]),
    rate: Number(fields[2]),
    judge: `${fields[3]}, ${fields[4]}`,
    design: fields[5] ?? '',
    prompts: Number(fields[6]),
    varies: fields[7] === '1',
    gate: fields[8] === '1',
    missed,
    widths,
  };
}
