import type { AuditTable } from './auditTable.ts';
import { exactReach, finiteShrink, type Reach } from './exactShare.ts';
import { type Poststratified, poststratifiedReach } from './poststratified.ts';
import { Spread } from './spread.ts';

/** A share of weighted labels, with the number of labels it is worth. */
interface WeightedShare {
  readonly share: number;
  readonly n: number;
  /** Transcripts that the labels it is among stand for. */
  readonly size: number;
}

export interface RoganGladen {
  /** 0..1; the quotient itself may be outside, and is held. */
  readonly rate: number;
  readonly inside: number;
  /** Flagged among what people call positive. */
  readonly sensitivity: WeightedShare;
  /** Flagged among all that people don't call positive, outside the gate or in. */
  readonly falseAlarms: WeightedShare;
  /** Of the whole frame. */
  readonly flagged: number;
  readonly gate: Poststratified;
}

/** How many times the least weight of a label the largest may be. */
const MOST_UNEVEN = 1.5;

/**
 * Rogan and Gladen's estimator: (flagged - false alarms) / (sensitivity - false alarms), all among the whole frame and with
 * weighted labels, over the share inside people's gate.
 *
 * Source: W. J. Rogan, B. Gladen 1978, "Estimating prevalence from the results of a screening test", American Journal of
 * Epidemiology 107:71-76.
 *
 * Where strata are by verdict (`judgeVaries` is false), sensitivity and false alarms come from the strata's own rates, and the
 * quotient is the labels-only estimate whatever they are; so it isn't asked for here. With very unequal weights a single
 * label may decide the sensitivity, which no effective number of labels shows; it is refused then.
 *
 * @param gate the estimate from labels alone, for the share inside the gate
 * @returns undefined where labels have very different weights, where no label is positive, or all are, or both are flagged equally often
 */
export function roganGladen(table: AuditTable, gate: Poststratified): RoganGladen | undefined {
  const weights = table.groups.filter(({ n }) => n > 0).map(({ size, n }) => size / n);
  if (Math.max(...weights) > MOST_UNEVEN * Math.min(...weights)) return undefined;
  const sensitivity = flaggedAmong(table, (cell) => cell.positive);
  const falseAlarms = flaggedAmong(table, (cell) => cell.n - cell.positive);
  if (sensitivity === undefined || falseAlarms === undefined) return undefined;
  const size = table.cells.reduce((sum, cell) => sum + (cell.judge === 'positive' ? cell.size : 0), 0);
  const flagged = size / table.size;
  const apart = sensitivity.share - falseAlarms.share;
  if (Math.abs(apart) < 1e-9) return undefined;
  const quotient = (flagged - falseAlarms.share) / apart;
  const held = Math.min(gate.inside, Math.max(0, quotient));
  return { rate: held / gate.inside, inside: gate.inside, sensitivity, falseAlarms, flagged, gate };
}

function flaggedAmong(
  table: AuditTable,
  count: (cell: AuditTable['cells'][number]) => number,
): WeightedShare | undefined {
  let [all, flagged, squares] = [0, 0, 0];
  for (const cell of table.cells) {
    const group = table.groups[cell.group];
    if (group === undefined || group.n === 0) continue;
    const weight = group.size / group.n;
    all += weight * count(cell);
    squares += weight * weight * count(cell);
    if (cell.judge === 'positive') flagged += weight * count(cell);
  }
  if (!(all > 1e-9)) return undefined;
  const n = (all * all) / squares;
  return { share: flagged / all, n: Math.abs(n - Math.round(n)) < 1e-9 ? Math.round(n) : n, size: all };
}

/** Steps of the search for the ends of the interval, and of the halving after it. */
const STEPS = 40;
const HALVINGS = 40;

/**
 * How far the run's rate may be from the estimate: all rates θ for which flagged - θ·sensitivity - (1-θ)·false alarms is no
 * farther from zero than exact intervals of the two shares allow (put together by squares). This is Fieller's way, which holds
 * where the quotient's denominator may be zero: it then simply reaches far. The gate's exact interval is added by squares.
 *
 * Source: E. C. Fieller 1954, "Some problems in interval estimation", Journal of the Royal Statistical Society B 16:175-185.
 */
export function roganGladenReach(table: AuditTable, estimate: RoganGladen): Reach {
  const { rate, inside } = estimate;
  const [low, high] = acceptedRates(table, estimate);
  const spread = new Spread();
  spread.addMoves(Math.min(1, high / inside) - rate, Math.min(1, low / inside) - rate);
  if (table.gated) {
    const gate = insideReach(table, estimate.gate);
    spread.addMoves(
      Math.min(1, (rate * inside) / (inside + gate.up)) - rate,
      Math.min(1, (rate * inside) / Math.max(1e-3, inside - gate.down)) - rate,
    );
  }
  return spread.reach;
}

/** Lowest and highest share of positives among all that the labels allow. */
function acceptedRates(table: AuditTable, estimate: RoganGladen): readonly [number, number] {
  const { sensitivity, falseAlarms, flagged } = estimate;
  const least = Math.min(...table.groups.map(({ labels, size }) => (size === 0 ? 1 : labels / size)));
  const shrink = finiteShrink(least);
  const one = exactReach(sensitivity.share * sensitivity.n, sensitivity.n);
  const other = exactReach(falseAlarms.share * falseAlarms.n, falseAlarms.n);
  const isAccepted = (theta: number): boolean => {
    const off = flagged - theta * sensitivity.share - (1 - theta) * falseAlarms.share;
    const reach =
      off > 0
        ? Math.hypot(theta * one.up, (1 - theta) * other.up)
        : Math.hypot(theta * one.down, (1 - theta) * other.down);
    return Math.abs(off) <= shrink * reach + 1e-12;
  };
  const start = estimate.rate * estimate.inside;
  return [farthest(isAccepted, start, 0), farthest(isAccepted, start, 1)];
}

/** The accepted point nearest to `end`, seen from there; `start` if there is none. */
function farthest(isAccepted: (theta: number) => boolean, start: number, end: number): number {
  if (isAccepted(end)) return end;
  let outside = end;
  for (let step = 1; step <= STEPS; step++) {
    // Quadratic steps, for rates near the end.
    const at = end + (start - end) * (step / STEPS) ** 2;
    if (!isAccepted(at)) {
      outside = at;
      continue;
    }
    let held = at;
    for (let halving = 0; halving < HALVINGS; halving++) {
      const middle = (outside + held) / 2;
      if (isAccepted(middle)) held = middle;
      else outside = middle;
    }
    return held;
  }
  return start;
}

/** Bounds of the share inside the gate: those of a rate whose positives are all that is inside. */
function insideReach(table: AuditTable, gate: Poststratified): Reach {
  const grouped = table.groups.map((group, at) => {
    const own = table.cells.filter((cell) => cell.group === at);
    const total = (of: (cell: AuditTable['cells'][number]) => number): number =>
      own.reduce((sum, cell) => sum + of(cell), 0);
    const n = total((cell) => cell.n);
    const positive = total((cell) => cell.positive + cell.negative);
    return { group: at, judge: 'unknown' as const, ...group, n, positive, negative: n - positive };
  });
  const shares = gate.shares.map(({ positive, negative }) => ({
    positive: positive + negative,
    negative: 1 - positive - negative,
  }));
  return poststratifiedReach(
    { ...table, cells: grouped, gated: false },
    { rate: gate.inside, inside: 1, shares },
  );
}
