import type { AuditTable } from './auditTable.ts';
import { exactReach, finiteShrink, type Reach } from './exactShare.ts';
import { type Poststratified, poststratifiedReach } from './poststratified.ts';
import { Spread } from './spread.ts';

/** How the judge's flag goes with people's, in one group of strata. */
interface FlagGroup {
  readonly size: number;
  readonly labels: number;
  readonly n: number;
  /** Labels by people: positive, and flagged among those and among the rest. */
  readonly positive: number;
  readonly flaggedPositive: number;
  readonly flaggedRest: number;
}

export interface RoganGladen {
  readonly rate: number;
  readonly inside: number;
  readonly sensitivity: number;
  /** Flagged among all that people don't call positive, outside the gate or in. */
  readonly falseAlarms: number;
  readonly flagged: number;
  readonly groups: readonly FlagGroup[];
  readonly gate: Poststratified;
}

/** How many standard errors sensitivity must be above the share of false alarms, lest the quotient be noise. */
const LEAST_SEPARATION = 4;

/**
 * Rogan and Gladen's estimator: (flagged - false alarms) / (sensitivity - false alarms), all among the whole frame and with
 * weighted labels, over the share inside people's gate.
 *
 * Source: W. J. Rogan, B. Gladen 1978, "Estimating prevalence from the results of a screening test", American Journal of
 * Epidemiology 107:71-76.
 *
 * @param gate the estimate from labels alone, for the share inside the gate
 * @returns undefined where the labels don't tell positives and others apart by the judge's flag
 */
export function roganGladen(table: AuditTable, gate: Poststratified): RoganGladen | undefined {
  if (!judgeVaries(table)) return undefined;
  let flagged = 0;
  const groups = table.groups.map(({ size, labels, n }, at): FlagGroup => {
    let [positive, flaggedPositive, flaggedRest, flaggedSize] = [0, 0, 0, 0];
    for (const cell of table.cells) {
      if (cell.group !== at) continue;
      positive += cell.positive;
      if (cell.judge !== 'positive') continue;
      flaggedPositive += cell.positive;
      flaggedRest += cell.n - cell.positive;
      flaggedSize += cell.size;
    }
    flagged += flaggedSize;
    return { size, labels, n, positive, flaggedPositive, flaggedRest };
  });
  const sums = weighted(groups, (group) => group);
  const sensitivity = sums.flaggedPositive / sums.positive;
  const falseAlarms = sums.flaggedRest / sums.rest;
  if (!Number.isFinite(sensitivity) || !Number.isFinite(falseAlarms)) return undefined;
  const apart = sensitivity - falseAlarms;
  const error = Math.sqrt(
    shareVariance(
      sensitivity,
      effective(groups, ({ positive }) => positive),
    ) +
      shareVariance(
        falseAlarms,
        effective(groups, ({ n, positive }) => n - positive),
      ),
  );
  if (!(apart > LEAST_SEPARATION * error)) return undefined;
  const share = flagged / table.size;
  const rate = (share - falseAlarms) / apart / gate.inside;
  return { rate, inside: gate.inside, sensitivity, falseAlarms, flagged: share, groups, gate };
}

/**
 * Whether any group has both flagged and other transcripts. Where none has, as for all flagged and some others, sensitivity
 * and false alarms come from the strata's own rates, and the quotient is the labels-only estimate whatever they are.
 */
export function judgeVaries(table: AuditTable): boolean {
  return table.groups.some((_, at) => {
    const own = table.cells.filter(({ group, size }) => group === at && size > 0);
    return own.some(({ judge }) => judge === 'positive') && own.some(({ judge }) => judge !== 'positive');
  });
}

interface Counts {
  readonly positive: number;
  readonly flaggedPositive: number;
  readonly flaggedRest: number;
}

function weighted(
  groups: readonly FlagGroup[],
  counts: (group: FlagGroup) => Counts,
): Counts & { rest: number } {
  let [positive, rest, flaggedPositive, flaggedRest] = [0, 0, 0, 0];
  for (const group of groups) {
    if (group.n === 0) continue;
    const weight = group.size / group.n;
    const own = counts(group);
    positive += weight * own.positive;
    rest += weight * (group.n - own.positive);
    flaggedPositive += weight * own.flaggedPositive;
    flaggedRest += weight * own.flaggedRest;
  }
  return { positive, rest, flaggedPositive, flaggedRest };
}

/** Effective number of labels of a kind, by Kish. */
function effective(groups: readonly FlagGroup[], count: (group: FlagGroup) => number): number {
  let [sum, squares] = [0, 0];
  for (const group of groups) {
    if (group.n === 0) continue;
    const weight = group.size / group.n;
    sum += weight * count(group);
    squares += weight * weight * count(group);
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/** With one more on either side, so that none seen isn't certainty. */
function shareVariance(share: number, n: number): number {
  const shrunk = (share * n + 1) / (n + 2);
  return (shrunk * (1 - shrunk)) / (n + 2);
}

/**
 * How far the run's rate may be from the estimate: exact intervals of each group's share of positives, and where the judge's
 * verdict varies in it of the flagged among positives and among others, each carried through the quotient by itself; then
 * the gate's; by squares.
 */
export function roganGladenReach(table: AuditTable, estimate: RoganGladen, designEffect: number): Reach {
  const spread = new Spread();
  const { groups } = estimate;
  groups.forEach((group, at) => {
    if (group.n === 0 || group.size === 0) return;
    const scale = finiteShrink(group.labels / group.size);
    const rest = group.n - group.positive;
    const ofPositive = group.positive > 0 ? group.flaggedPositive / group.positive : estimate.sensitivity;
    const ofRest = rest > 0 ? group.flaggedRest / rest : estimate.falseAlarms;
    const moved = (positive: number, one: number, other: number): number =>
      quotient(estimate, at, {
        positive,
        flaggedPositive: positive * one,
        flaggedRest: (group.n - positive) * other,
      }) - estimate.rate;
    if (group.positive > 0) {
      const reach = exactReach(group.flaggedPositive / designEffect, group.positive / designEffect);
      spread.addMoves(
        moved(group.positive, ofPositive + scale * reach.up, ofRest),
        moved(group.positive, ofPositive - scale * reach.down, ofRest),
      );
    }
    if (rest > 0) {
      const reach = exactReach(group.flaggedRest / designEffect, rest / designEffect);
      spread.addMoves(
        moved(group.positive, ofPositive, ofRest + scale * reach.up),
        moved(group.positive, ofPositive, ofRest - scale * reach.down),
      );
    }
    // In a single group the share of positives cancels out; between groups it decides how much each weighs.
    if (groups.length === 1) return;
    const share = exactReach(group.positive / designEffect, group.n / designEffect);
    spread.addMoves(
      moved(group.positive + scale * share.up * group.n, ofPositive, ofRest),
      moved(group.positive - scale * share.down * group.n, ofPositive, ofRest),
    );
  });
  if (table.gated) {
    const { up, down } = insideReach(table, estimate.gate, designEffect);
    spread.addMoves(
      (estimate.rate * estimate.inside) / Math.min(1, estimate.inside + up) - estimate.rate,
      (estimate.rate * estimate.inside) / Math.max(1e-3, estimate.inside - down) - estimate.rate,
    );
  }
  return spread.reach;
}

/** The rate with the counts of one group replaced. */
function quotient(estimate: RoganGladen, at: number, counts: Counts): number {
  const sums = weighted(estimate.groups, (group) => (group === estimate.groups[at] ? counts : group));
  const falseAlarms = sums.rest > 0 ? sums.flaggedRest / sums.rest : 0;
  const sensitivity = sums.positive > 0 ? sums.flaggedPositive / sums.positive : 1;
  const apart = Math.max(1e-3, sensitivity - falseAlarms);
  const rate = (estimate.flagged - falseAlarms) / apart / estimate.inside;
  return Math.min(1, Math.max(0, rate));
}

/** Bounds of the share inside the gate: those of a rate whose positives are all that is inside. */
function insideReach(table: AuditTable, gate: Poststratified, designEffect: number): Reach {
  const cells = table.cells.map((cell) => {
    const positive = cell.positive + cell.negative;
    return { ...cell, positive, negative: cell.n - positive };
  });
  const shares = gate.shares.map(({ positive, negative }) => ({
    positive: positive + negative,
    negative: 1 - positive - negative,
  }));
  return poststratifiedReach(
    { ...table, cells, gated: false },
    { rate: gate.inside, inside: 1, shares },
    designEffect,
  );
}
