import { Z_95 } from '../intervals/normal.ts';
import { type CrossTable, eachCell, isOneClass, sum } from './crossTable.ts';
import { type Estimate, symmetric, unbounded, untold } from './figure.ts';
import { weight, type Weighting } from './weights.ts';

export interface KappaEstimate extends Estimate {
  /** Weighted agreement seen, and to expect of two who rate independently at their own rates; undefined without items. */
  readonly observed: number | undefined;
  readonly expected: number | undefined;
  /** Large-sample standard error; undefined where kappa is, and zero for complete agreement. */
  readonly standardError: number | undefined;
}

/**
 * Cohen's kappa, unweighted or weighted, with its large-sample interval (kappa ± 1.96 standard errors, held to -1..1).
 *
 * The standard error is the one for kappas that aren't zero, taken for rows and columns that are both random. It is too
 * small for tables with few items in the rarer class (bootstrap it there), and for complete agreement it is zero, so there
 * is no interval then.
 *
 * Sources: J. Cohen 1960, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement
 * 20:37-46; J. Cohen 1968 for weights (see `weight`); J. L. Fleiss, J. Cohen, B. S. Everitt 1969, "Large sample standard
 * errors of kappa and weighted kappa", Psychological Bulletin 72:323-327, formula 13.
 */
export function weightedKappa(table: CrossTable, weighting: Weighting = 'unweighted'): KappaEstimate {
  const method = 'Fleiss-Cohen-Everitt, large sample';
  const { classes, rows, columns, n } = table;
  const none = { observed: undefined, expected: undefined, standardError: undefined, method };
  if (n === 0) return { figure: untold('no-items'), bounds: unbounded('no-items'), ...none };
  const q = classes.length;
  const credit = (i: number, j: number): number => weight(weighting, i, j, q);
  // Mean credit of class i against the other rater's habits, and of class j against the first one's.
  const rowCredit = classes.map((_, i) => sum(columns.map((count, j) => (credit(i, j) * count) / n)));
  const columnCredit = classes.map((_, j) => sum(rows.map((count, i) => (credit(i, j) * count) / n)));
  let observed = 0;
  eachCell(table, (count, i, j) => {
    observed += (count / n) * credit(i, j);
  });
  const expected = sum(rows.map((count, i) => (count / n) * (rowCredit[i] ?? 0)));
  if (isOneClass(table)) {
    const figure = untold('one-class');
    return { figure, bounds: unbounded('one-class'), method, observed, expected, standardError: undefined };
  }
  const kappa = (observed - expected) / (1 - expected);
  let squares = 0;
  eachCell(table, (count, i, j) => {
    const habits = (rowCredit[i] ?? 0) + (columnCredit[j] ?? 0);
    squares += (count / n) * (credit(i, j) * (1 - expected) - habits * (1 - observed)) ** 2;
  });
  const mean = observed * expected - 2 * expected + observed;
  // Of a spread of nothing, subtraction leaves a trace of rounding.
  const spread = squares - mean * mean;
  const standardError = Math.sqrt(spread > squares * 1e-12 ? spread / n : 0) / (1 - expected) ** 2;
  // A rater of one class only makes kappa exactly zero, but rounding may leave a trace.
  const oneSided = [rows, columns].some((totals) => totals.includes(n));
  const bounds = oneSided ? unbounded('one-class-rater') : symmetric(kappa, standardError, Z_95);
  return { figure: { value: oneSided ? 0 : kappa }, bounds, method, observed, expected, standardError };
}
