import type { AuditInput, LabelledUnit } from './auditInput.ts';
import { type AuditTable, JUDGE_CLASSES, type JudgeClass, judgeClassOf } from './auditTable.ts';
import { type PooledStratum, poolStrata } from './poolStrata.ts';
import { promptTable } from './promptTable.ts';

/** Transcripts and labels of one stratum. */
export interface StratumTally {
  readonly name: string;
  /** By `JUDGE_CLASSES`. */
  readonly sizes: readonly number[];
  readonly units: readonly LabelledUnit[];
}

/** Strata of the frame with their labels, by name. Empty strata are left out. */
export function tallyStrata(input: Pick<AuditInput, 'frame' | 'units'>): readonly StratumTally[] {
  const strata = new Map<string, { sizes: number[]; units: LabelledUnit[] }>();
  const own = (name: string): { sizes: number[]; units: LabelledUnit[] } => {
    let found = strata.get(name);
    if (found === undefined) strata.set(name, (found = { sizes: JUDGE_CLASSES.map(() => 0), units: [] }));
    return found;
  };
  for (const { stratum, judge, n } of input.frame) {
    const { sizes } = own(stratum);
    const at = JUDGE_CLASSES.indexOf(judgeClassOf(judge));
    sizes[at] = (sizes[at] ?? 0) + n;
  }
  for (const unit of input.units) strata.get(unit.stratum)?.units.push(unit);
  return [...strata]
    .map(([name, { sizes, units }]) => ({ name, sizes, units }))
    .filter(({ sizes }) => sizes.some((size) => size > 0))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Counts of an audit, for the estimators. Every stratum must have a label. */
export function tableOf(input: Pick<AuditInput, 'frame' | 'units'>): AuditTable {
  const strata = tallyStrata(input);
  const pools = poolStrata(strata.map(({ sizes, units }) => ({ size: sum(sizes), labels: units.length })));
  const cells = pools.flatMap((pool, group) =>
    JUDGE_CLASSES.flatMap((judge, at) => {
      const size = sum(pool.members.map((h) => strata[h]?.sizes[at] ?? 0));
      return size === 0 ? [] : [{ group, judge, size, ...labelsOf(pool, strata, judge) }];
    }),
  );
  const groups = pools.map(({ members, effective }) => ({
    size: sum(members.map((h) => sum(strata[h]?.sizes ?? []))),
    labels: sum(members.map((h) => strata[h]?.units.length ?? 0)),
    n: effective,
  }));
  return {
    cells,
    groups,
    size: sum(groups.map(({ size }) => size)),
    labels: sum(groups.map(({ labels }) => labels)),
    gated:
      cells.some(({ judge }) => judge === 'excluded') ||
      input.units.some(({ human }) => human === 'excluded'),
    judgeVaries: strata.some(({ sizes }) => {
      const flagged = sizes[JUDGE_CLASSES.indexOf('positive')] ?? 0;
      return flagged > 0 && flagged < sum(sizes);
    }),
    ...promptTable(input, strata, pools, cells),
  };
}

function labelsOf(
  pool: PooledStratum,
  strata: readonly StratumTally[],
  judge: JudgeClass,
): { labels: number; n: number; positive: number; negative: number } {
  const sums = { labels: 0, n: 0, positive: 0, negative: 0 };
  for (const h of pool.members) {
    const stratum = strata[h];
    if (stratum === undefined) continue;
    const share = pool.shareOfLabel(sum(stratum.sizes), stratum.units.length);
    for (const unit of stratum.units) {
      if (judgeClassOf(unit.judge) !== judge) continue;
      sums.labels++;
      sums.n += share;
      if (unit.human !== 'excluded') sums[unit.human] += share;
    }
  }
  // Sums of equal shares are whole numbers but for rounding.
  const { labels, n, positive, negative } = sums;
  return { labels, n: tidyCount(n), positive: tidyCount(positive), negative: tidyCount(negative) };
}

/** A count that is whole but for rounding. */
export function tidyCount(count: number): number {
  const whole = Math.round(count);
  return Math.abs(count - whole) < 1e-9 ? whole : count;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
