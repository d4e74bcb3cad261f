import type { VerdictRule } from '../../core/verdictRule.ts';
import { tReach } from '../intervals/student.ts';
import { Z_95 } from '../intervals/normal.ts';
import type { AuditTable } from './auditTable.ts';
import type { Poststratified } from './poststratified.ts';
import { countedAs, type Rectified } from './rectified.ts';
import type { RoganGladen } from './roganGladen.ts';

/** Fewer prompts than this say nothing of prompts like these. */
export const LEAST_PROMPTS = 5;

/**
 * What a transcript adds to a linearised estimate, by its cell: for being there (`base`), and for its label's class, to be
 * multiplied by its weight. All in units of the ratio's denominator.
 */
export interface Influence {
  readonly base: readonly number[];
  readonly positive: readonly number[];
  readonly negative: readonly number[];
  readonly excluded: readonly number[];
}

export function poststratifiedInfluence(table: AuditTable, { rate, shares }: Poststratified): Influence {
  const base = table.cells.map((cell, at) => {
    const { positive, negative } = shares[at] ?? { positive: 0, negative: 0 };
    return positive * (1 - rate) - negative * rate;
  });
  // Within a cell weights are size/n of the cell, not of the group.
  const factor = table.cells.map(({ size, n, group }) => {
    const whole = table.groups[group];
    return n === 0 || whole === undefined || whole.n === 0 ? 0 : size / n / (whole.size / whole.n);
  });
  const of = (value: number): number[] => base.map((own, at) => (factor[at] ?? 0) * (value - own));
  return { base, positive: of(1 - rate), negative: of(-rate), excluded: of(0) };
}

export function rectifiedInfluence(
  table: AuditTable,
  { rate }: Rectified,
  missing: VerdictRule['missing'],
): Influence {
  const base = table.cells.map(({ judge }) => {
    const counted = countedAs(judge, missing);
    return counted.positive - rate * counted.inside;
  });
  const of = (value: number): number[] => base.map((own) => value - own);
  return centred(table, { base, positive: of(1 - rate), negative: of(-rate), excluded: of(0) });
}

export function roganGladenInfluence(table: AuditTable, estimate: RoganGladen): Influence {
  const { sensitivity, falseAlarms, flagged, inside, rate } = estimate;
  const apart = sensitivity - falseAlarms;
  const flag = table.cells.map(({ judge }) => (judge === 'positive' ? 1 : 0));
  // The quotient is of all, and the rate of those inside: what a label says of the gate counts too.
  const of = (chance: number, within: 0 | 1): number[] =>
    flag.map((own) => -(own - chance) / apart - rate * (within - inside));
  return centred(table, {
    base: flag.map((own) => (own - flagged) / apart),
    positive: of(sensitivity, 1),
    negative: of(falseAlarms, 1),
    excluded: of(falseAlarms, 0),
  });
}

/** Takes the mean of each group's labels from them and gives it to its transcripts: how many labels it has was settled. */
function centred(table: AuditTable, influence: Influence): Influence {
  const means = table.groups.map(({ n }, at) => {
    let sum = 0;
    table.cells.forEach((cell, c) => {
      if (cell.group !== at) return;
      sum += cell.positive * (influence.positive[c] ?? 0) + cell.negative * (influence.negative[c] ?? 0);
      sum += (cell.n - cell.positive - cell.negative) * (influence.excluded[c] ?? 0);
    });
    return n === 0 ? 0 : sum / n;
  });
  const less = (values: readonly number[]): number[] =>
    values.map((value, at) => value - (means[table.cells[at]?.group ?? 0] ?? 0));
  return {
    base: influence.base.map((value, at) => value + (means[table.cells[at]?.group ?? 0] ?? 0)),
    positive: less(influence.positive),
    negative: less(influence.negative),
    excluded: less(influence.excluded),
  };
}

/**
 * By how much labels are worth less because answers to one prompt are alike, times (t/z)² for the number of prompts: what
 * their number is divided by (Korn and Graubard's effective sample size). Never under (t/z)².
 *
 * Source: linearised totals of prompts, "ultimate clusters", W. A. Fuller 1975, "Regression analysis for sample survey",
 * Sankhyā C 37:117-132; K. M. Wolter 2007, Introduction to Variance Estimation, 6.11; E. L. Korn, B. I. Graubard 1998,
 * Survey Methodology 24:193-201.
 */
export function designEffect(table: AuditTable, influence: Influence): number {
  const { between, within } = promptVariances(table, influence);
  const reach = promptReach(table.prompts.length);
  return reach * reach * Math.max(1, within > 0 ? between / within : 1);
}

const reaches = new Map<number, number>();

/** How much farther a t over so many prompts reaches than a normal deviate. */
export function promptReach(prompts: number): number {
  let reach = reaches.get(prompts);
  if (reach === undefined) reaches.set(prompts, (reach = tReach(prompts - 1) / Z_95));
  return reach;
}

/** Variance of the linearised total, over prompts and over transcripts as if independent. */
export function promptVariances(
  table: AuditTable,
  influence: Influence,
): { readonly between: number; readonly within: number; readonly totals: readonly number[] } {
  const totals = promptTotals(table, influence);
  const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length;
  let between = 0;
  for (const total of totals) between += (total - mean) ** 2;
  between *= totals.length / (totals.length - 1);
  return { between, within: independentVariance(table, influence), totals };
}

function promptTotals(table: AuditTable, { base, positive, negative, excluded }: Influence): number[] {
  return table.prompts.map((parts) => {
    let total = 0;
    for (const part of parts) {
      const at = part.cell;
      total +=
        part.size * (base[at] ?? 0) +
        part.positive * (positive[at] ?? 0) +
        part.negative * (negative[at] ?? 0) +
        (part.weight - part.positive - part.negative) * (excluded[at] ?? 0);
    }
    return total;
  });
}

function independentVariance(table: AuditTable, influence: Influence): number {
  let [sum, total] = [0, 0];
  table.cells.forEach((cell, at) => {
    const group = table.groups[cell.group];
    const base = influence.base[at] ?? 0;
    const weight = group === undefined || group.n === 0 ? 0 : group.size / group.n;
    const add = (count: number, value: number): void => {
      sum += count * (base + weight * value) ** 2;
      total += count * (base + weight * value);
    };
    add(Math.max(0, cell.size - cell.n), 0);
    add(cell.positive, influence.positive[at] ?? 0);
    add(cell.negative, influence.negative[at] ?? 0);
    add(cell.n - cell.positive - cell.negative, influence.excluded[at] ?? 0);
  });
  return Math.max(0, sum - (total * total) / table.size);
}
