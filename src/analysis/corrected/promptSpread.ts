import type { VerdictRule } from '../../core/verdictRule.ts';
import { tReach } from '../intervals/student.ts';
import { Z_95 } from '../intervals/normal.ts';
import type { AuditTable } from './auditTable.ts';
import type { Poststratified } from './poststratified.ts';
import type { PromptWeights } from './promptWeights.ts';
import { countedAs, type Rectified } from './rectified.ts';
import type { RoganGladen } from './roganGladen.ts';

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
  const base = table.cells.map((_, at) => {
    const { positive, negative } = shares[at] ?? { positive: 0, negative: 0 };
    return positive * (1 - rate) - negative * rate;
  });
  // Cells without labels go by their whole group, so all labels of the group bear on them.
  const unseen = table.groups.map(() => ({ share: 0, mean: 0 }));
  table.cells.forEach(({ size, n, group }, at) => {
    const own = unseen[group];
    if (n > 0 || own === undefined) return;
    own.share += size / (table.groups[group]?.size ?? size);
    own.mean = base[at] ?? 0;
  });
  const of = (value: number): number[] =>
    table.cells.map(({ size, n, group }, at) => {
      const whole = table.groups[group];
      if (n === 0 || whole === undefined || whole.n === 0) return 0;
      // Within a cell weights are size/n of the cell, not of the group.
      const factor = size / n / (whole.size / whole.n);
      const { share, mean } = unseen[group] ?? { share: 0, mean: 0 };
      return factor * (value - (base[at] ?? 0)) + share * (value - mean);
    });
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
  const { flagged, inside, rate } = estimate;
  const [sensitivity, falseAlarms] = [estimate.sensitivity.share, estimate.falseAlarms.share];
  const apart = Math.max(1e-6, Math.abs(sensitivity - falseAlarms)) * (sensitivity < falseAlarms ? -1 : 1);
  const flag = table.cells.map(({ judge }) => (judge === 'positive' ? 1 : 0));
  // The quotient is of all, and the rate of those inside: what a label says of the gate counts too. Labels tell the two
  // chances, each as far as its share of the quotient goes.
  const share = rate * inside;
  const weight = (share * table.size) / estimate.sensitivity.size;
  const restWeight = ((1 - share) * table.size) / estimate.falseAlarms.size;
  const of = (chance: number, factor: number, within: 0 | 1): number[] =>
    flag.map((own) => (-(own - chance) * factor) / apart - rate * (within - inside));
  return centred(table, {
    base: flag.map((own) => (own - flagged) / apart),
    positive: of(sensitivity, weight, 1),
    negative: of(falseAlarms, restWeight, 1),
    excluded: of(falseAlarms, restWeight, 0),
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

export interface PromptSpread {
  /** Each prompt's linearised total; they add up to nothing. */
  readonly totals: readonly number[];
  /** Variance that labels alone bring, since only some transcripts have one. */
  readonly labelled: number;
}

/**
 * What prompts add to the linearised estimate. Over prompts the totals vary because prompts differ and because labels are a
 * sample; the second part is told separately, for it is in the run's interval already.
 *
 * Source: linearised totals of "ultimate clusters": W. A. Fuller 1975, "Regression analysis for sample survey", Sankhyā C
 * 37:117-132; C. J. Skinner, D. Holt, T. M. F. Smith 1989, Analysis of Complex Surveys, 2.4.
 */
export function promptSpread(table: AuditTable, influence: Influence): PromptSpread {
  return { totals: promptTotals(table, influence), labelled: labelVariance(table, influence) };
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

function labelVariance(table: AuditTable, influence: Influence): number {
  let variance = 0;
  table.cells.forEach((cell, at) => {
    const group = table.groups[cell.group];
    if (group === undefined || group.n === 0) return;
    const weight = group.size / group.n;
    const excluded = cell.n - cell.positive - cell.negative;
    const squares =
      cell.positive * (influence.positive[at] ?? 0) ** 2 +
      cell.negative * (influence.negative[at] ?? 0) ** 2 +
      excluded * (influence.excluded[at] ?? 0) ** 2;
    variance += weight * weight * squares * Math.max(0, 1 - group.labels / group.size);
  });
  return variance;
}

/**
 * Variance of a sum over prompts that are drawn at random, less what labels bring to it. A prompt that is a large part of
 * the whole pulls the estimate to itself, so its own total is too near zero: squares are taken over 1 less its share, which
 * for prompts of one size is the usual K/(K-1).
 *
 * Source: R. M. Bell, D. F. McCaffrey 2002, "Bias reduction in standard errors for linear regression with multi-stage
 * samples", Survey Methodology 28:169-181 (the first of their corrections, for a mean).
 *
 * @param labelled variance of the labels' part
 */
export function betweenPrompts(
  totals: readonly number[],
  labelled: number,
  { shares }: PromptWeights,
): number {
  const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length;
  let squares = 0;
  if (shares.length === 0) {
    for (const total of totals) squares += (total - mean) ** 2;
    return Math.max(0, (squares * totals.length) / (totals.length - 1) - labelled);
  }
  totals.forEach((total, at) => (squares += total ** 2 / (1 - (shares[at] ?? 0))));
  return Math.max(0, squares - labelled);
}

const reaches = new Map<number, number>();

/**
 * How much farther a t over so many prompts reaches than a normal deviate.
 *
 * @param worth over 1, not always whole
 */
export function promptReach(worth: number): number {
  let reach = reaches.get(worth);
  if (reach === undefined) {
    reach = tReach(worth - 1) / Z_95;
    if (Number.isInteger(worth)) reaches.set(worth, reach);
  }
  return reach;
}
