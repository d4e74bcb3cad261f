/** All leaves of an outline in the order of a grouping, so that every node of the tree is one slice of an array. */
import type { ArmRow, LeafRow, Outline, ProbeRow } from '../../core/ports.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import { JUDGE_VERDICTS } from '../../core/verdictRule.ts';
import { leafKey } from './leafKey.ts';
import { GROUPINGS, type Grouping, type LeafPlace, type Level } from './levels.ts';
import { classRanks, ProbeOrder } from './ranks.ts';

/** One probe within one arm (and one judge verdict, when grouped by it): what a page of transcripts is taken from. */
export interface Leaf extends LeafPlace {
  /** Position among all leaves, by value: two leaves compare as their orders do. */
  readonly order: number;
  /** All its transcripts by verdict, whatever the filter; replaced when labels come in. */
  cells: readonly LeafRow[];
}

export interface LeafTable {
  readonly grouping: Grouping;
  readonly levels: readonly Level[];
  /** Ascending by `order`. */
  readonly leaves: readonly Leaf[];
  /** `leafKey` to the leaves of that arm and probe: one, or one for each verdict. */
  readonly byKey: ReadonlyMap<number, readonly Leaf[]>;
  readonly rules: ReadonlyMap<number, VerdictRule>;
}

/** Builds the table: a few passes over the cells and one sort of numbers. */
export function leafTable(outline: Outline, grouping: Grouping, probeOrder = new ProbeOrder()): LeafTable {
  const levels = GROUPINGS[grouping];
  const arms = new Map(outline.arms.map((arm) => [arm.armId, arm]));
  const probes = new Map(outline.probes.map((probe) => [probe.probeId, probe]));
  const orderOf = orderer(levels, outline, probeOrder);
  const drafts = new Map<number, { arm: ArmRow; probe: ProbeRow; cells: LeafRow[] }>();
  const empty = new Set(arms.values());
  for (const cell of outline.leaves) {
    const key = leafKey(cell.armId, cell.probeId);
    let draft = drafts.get(key);
    if (draft === undefined) {
      const arm = arms.get(cell.armId);
      const probe = probes.get(cell.probeId);
      if (arm === undefined || probe === undefined) continue;
      draft = { arm, probe, cells: [] };
      drafts.set(key, draft);
      empty.delete(arm);
    }
    draft.cells.push(cell);
  }
  const leaves: Leaf[] = [];
  const byKey = new Map<number, readonly Leaf[]>();
  const leafOf = (place: LeafPlace, cells: readonly LeafRow[]): Leaf => ({
    ...place,
    order: orderOf(place),
    cells,
  });
  for (const [key, { arm, probe, cells }] of drafts) {
    const parts: Leaf[] = [];
    if (grouping === 'by-verdict') {
      for (const verdict of JUDGE_VERDICTS) {
        const part = cells.filter((cell) => cell.judgeVerdict === verdict);
        if (part.length > 0) parts.push(leafOf({ arm, probe, verdict }, part));
      }
    } else {
      parts.push(leafOf({ arm, probe, verdict: undefined }, cells));
    }
    byKey.set(key, parts);
    leaves.push(...parts);
  }
  // Runs without transcripts stand in the tree by run only: they hold no probe and no verdict.
  if (grouping === 'by-run') {
    for (const arm of empty) leaves.push(leafOf({ arm, probe: undefined, verdict: undefined }, []));
  }
  leaves.sort((a, b) => a.order - b.order);
  return { grouping, levels, leaves, byKey, rules: outline.rules };
}

/**
 * A number for each place that sorts as its levels do. Neighbouring levels that depend on the arm alone are ranked
 * together, so that the product stays an exact integer: arms² x probes x verdicts < 2^53.
 */
function orderer(
  levels: readonly Level[],
  outline: Outline,
  probeOrder: ProbeOrder,
): (place: LeafPlace) => number {
  const segments: { readonly size: number; readonly rank: (place: LeafPlace) => number }[] = [];
  let armLevels: Level[] = [];
  const flush = (): void => {
    if (armLevels.length === 0) return;
    const ranks = classRanks(outline.arms, armLevels);
    segments.push({ size: outline.arms.length + 1, rank: ({ arm }) => ranks.get(arm.armId) ?? 0 });
    armLevels = [];
  };
  for (const level of levels) {
    if (level !== 'verdict' && level !== 'probe' && level !== 'suite') {
      armLevels.push(level);
      continue;
    }
    flush();
    if (level === 'verdict') {
      const size = JUDGE_VERDICTS.length + 1;
      segments.push({
        size,
        rank: ({ verdict }) => (verdict === undefined ? size - 1 : JUDGE_VERDICTS.indexOf(verdict)),
      });
    } else if (level === 'probe') {
      const ranks = probeOrder.ranks(outline.probes, levels.includes('suite'));
      const size = outline.probes.length + 1;
      segments.push({ size, rank: ({ probe }) => (probe && ranks.get(probe.probeId)) ?? size - 1 });
    }
  }
  flush();
  return (place) => segments.reduce((order, { size, rank }) => order * size + rank(place), 0);
}
