/** Ranks of arms and probes in natural order of their names. */
import type { ArmRow, ProbeRow } from '../../core/ports.ts';
import { levelName, levelValue, type Level } from './levels.ts';
import { rankNames, type Named } from './naturalOrder.ts';

/** Arm id to the rank of its names at these levels taken together; arms that are equal in all of them share a rank. */
export function classRanks(arms: readonly ArmRow[], levels: readonly Level[]): ReadonlyMap<number, number> {
  const keyed = arms.map((arm) => ({ armId: arm.armId, key: new Array<number>(levels.length).fill(0) }));
  for (const [index, level] of levels.entries()) {
    const values = arms.map((arm) => levelValue({ arm, probe: undefined, verdict: undefined }, level));
    const named = new Map<string | number | null, Named>();
    for (const [i, arm] of arms.entries()) {
      const value = values[i] ?? null;
      if (named.has(value)) continue;
      const name = levelName({ arm, probe: undefined, verdict: undefined }, level);
      // A study and a run without one can share name and id; studies come first.
      const tie = typeof value !== 'number' ? 0 : value < 0 ? 0.5 - value : value;
      named.set(value, { name, tie });
    }
    const ranks = rankNames(named);
    for (const [i, { key }] of keyed.entries()) key[index] = ranks.get(values[i] ?? null) ?? 0;
  }
  keyed.sort((a, b) => compareKeys(a.key, b.key));
  const result = new Map<number, number>();
  let rank = 0;
  let previous: readonly number[] | undefined;
  for (const { armId, key } of keyed) {
    if (previous !== undefined && compareKeys(previous, key) !== 0) rank++;
    previous = key;
    result.set(armId, rank);
  }
  return result;
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (const [index, left] of a.entries()) {
    const difference = left - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Probe id to rank: by name, or by suite and then name. */
export type ProbeRanks = ReadonlyMap<number, number>;

/** Remembers ranks while the probes stay the same: an outline is drawn anew far more often than probes come and go. */
export class ProbeOrder {
  private probes: readonly ProbeRow[] = [];
  private byName: ProbeRanks | undefined;
  private bySuite: ProbeRanks | undefined;

  ranks(probes: readonly ProbeRow[], suiteFirst: boolean): ProbeRanks {
    if (!sameProbes(this.probes, probes)) {
      this.byName = undefined;
      this.bySuite = undefined;
    }
    this.probes = probes;
    this.byName ??= rankNames(
      new Map(
        probes.map(({ probeId, name }) => [probeId, { name: name === '' ? null : name, tie: probeId }]),
      ),
    );
    if (!suiteFirst) return this.byName;
    this.bySuite ??= rankBySuite(probes, this.byName);
    return this.bySuite;
  }
}

function rankBySuite(probes: readonly ProbeRow[], byName: ProbeRanks): ProbeRanks {
  const suites = rankNames(
    new Map(
      probes.map(({ suiteId, suite }) => [suiteId, { name: suite === '' ? null : suite, tie: suiteId }]),
    ),
  );
  const keyed = probes.map(({ probeId, suiteId }) => ({
    probeId,
    order: (suites.get(suiteId) ?? 0) * probes.length + (byName.get(probeId) ?? 0),
  }));
  keyed.sort((a, b) => a.order - b.order);
  return new Map(keyed.map(({ probeId }, rank) => [probeId, rank]));
}

function sameProbes(a: readonly ProbeRow[], b: readonly ProbeRow[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((probe, i) => {
    const other = b[i];
    return (
      other !== undefined &&
      probe.probeId === other.probeId &&
      probe.name === other.name &&
      probe.suite === other.suite &&
      probe.suiteId === other.suiteId
    );
  });
}
