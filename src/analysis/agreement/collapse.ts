import type { HumanVerdict } from '../../core/effectiveLabel.ts';
import { JUDGE_VERDICTS, type JudgeVerdict } from '../../core/verdictRule.ts';
import { type CrossTable, crossTable, type RatedPair, tableOfCounts } from './crossTable.ts';

/** Marks a class as left out of the comparison; its items are counted, never silently dropped. */
export const LEAVE_OUT = Symbol('left out');

/** What one side's classes become in the common table. A class that isn't named keeps its name. */
export type Collapse = ReadonlyMap<string, string | typeof LEAVE_OUT>;

export interface CollapsedTable {
  readonly table: CrossTable;
  /** The pairs of the table, for coefficients that go by items. */
  readonly pairs: readonly (readonly [string, string])[];
  /** Items left out, by the class for which they were; an item that both sides leave out counts once, as `both`. */
  readonly leftOut: LeftOut;
  /** What was done, in words, to stand beside every figure made with the table. */
  readonly words: string;
}

export interface LeftOut {
  readonly first: ReadonlyMap<string, number>;
  readonly second: ReadonlyMap<string, number>;
  readonly both: number;
}

export interface Side {
  /** What it is called in the words: `judge`, `Ada`. */
  readonly name: string;
  readonly collapse: Collapse;
}

/** The class of items without a rating. */
export const MISSING = 'missing';

/**
 * Puts two raters' classes into one table of common classes.
 *
 * @param pairs classes of the two sides; undefined is the class `missing`
 * @param classes the common classes in the order of the table, the positive one first; also the scale for weights and AC1
 */
export function collapsePairs(
  pairs: Iterable<RatedPair>,
  first: Side,
  second: Side,
  classes: readonly string[],
): CollapsedTable {
  const kept: (readonly [string, string])[] = [];
  const leftOut = { first: new Map<string, number>(), second: new Map<string, number>(), both: 0 };
  const seen = [new Set<string>(), new Set<string>()] as const;
  for (const [one = MISSING, other = MISSING] of pairs) {
    seen[0].add(one);
    seen[1].add(other);
    const here = becomes(first.collapse, one);
    const there = becomes(second.collapse, other);
    if (here !== LEAVE_OUT && there !== LEAVE_OUT) kept.push([here, there]);
    else if (here === LEAVE_OUT && there === LEAVE_OUT) leftOut.both++;
    else if (here === LEAVE_OUT) add(leftOut.first, one);
    else add(leftOut.second, other);
  }
  const words = [
    sideWords(first, seen[0], classes),
    sideWords(second, seen[1], classes),
    leftOutWords(first.name, second.name, leftOut),
  ];
  return { table: crossTable(kept, classes), pairs: kept, leftOut, words: words.join(' ') };
}

/** Pairs of classes with how often they occur. */
export type CountedPair = readonly [...RatedPair, number];

/** The same for pairs that are counted already, however many there are. */
export function collapseCounts(
  pairs: Iterable<CountedPair>,
  first: Side,
  second: Side,
  classes: readonly string[],
): Omit<CollapsedTable, 'pairs'> {
  const cells = new Map<string, Map<string, number>>();
  const leftOut = { first: new Map<string, number>(), second: new Map<string, number>(), both: 0 };
  const seen = [new Set<string>(), new Set<string>()] as const;
  const named = new Set(classes);
  for (const [one = MISSING, other = MISSING, n] of pairs) {
    seen[0].add(one);
    seen[1].add(other);
    const here = becomes(first.collapse, one);
    const there = becomes(second.collapse, other);
    if (here !== LEAVE_OUT && there !== LEAVE_OUT) {
      named.add(here).add(there);
      const row = cells.get(here) ?? new Map<string, number>();
      cells.set(here, row.set(there, (row.get(there) ?? 0) + n));
    } else if (here === LEAVE_OUT && there === LEAVE_OUT) leftOut.both += n;
    else if (here === LEAVE_OUT) add(leftOut.first, one, n);
    else add(leftOut.second, other, n);
  }
  const all = [...classes, ...[...named].filter((name) => !classes.includes(name)).sort()];
  const counts = all.map((one) => all.map((other) => cells.get(one)?.get(other) ?? 0));
  const words = [
    sideWords(first, seen[0], classes),
    sideWords(second, seen[1], classes),
    leftOutWords(first.name, second.name, leftOut),
  ];
  return { table: tableOfCounts(all, counts), leftOut, words: words.join(' ') };
}

function becomes(collapse: Collapse, name: string): string | typeof LEAVE_OUT {
  return collapse.get(name) ?? name;
}

function add(counts: Map<string, number>, name: string, n = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + n);
}

/** `Judge: positive; negative (negative, excluded); left out: missing.` Only what occurs is named. */
function sideWords({ name, collapse }: Side, seen: ReadonlySet<string>, classes: readonly string[]): string {
  const members = new Map<string, string[]>(classes.map((common) => [common, []]));
  const out: string[] = [];
  for (const own of [...seen].sort()) {
    const common = becomes(collapse, own);
    if (common === LEAVE_OUT) out.push(own);
    else members.set(common, [...(members.get(common) ?? []), own]);
  }
  const parts = [...members]
    .filter(([, owns]) => owns.length > 0)
    .map(([common, owns]) =>
      owns.length === 1 && owns[0] === common ? common : `${common} (${owns.join(', ')})`,
    );
  if (out.length > 0) parts.push(`left out: ${out.join(', ')}`);
  return `${name}: ${parts.length === 0 ? 'nothing' : parts.join('; ')}.`;
}

function leftOutWords(first: string, second: string, { first: of1, second: of2, both }: LeftOut): string {
  const named = (name: string, counts: ReadonlyMap<string, number>): string[] =>
    [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([own, n]) => `${n} that ${name} has as ${own}`);
  const parts = [...named(first, of1), ...named(second, of2), ...(both > 0 ? [`${both} on both sides`] : [])];
  return parts.length === 0 ? 'None left out.' : `Left out: ${parts.join(', ')}.`;
}

/** What to do with classes that are neither positive nor negative. `own`: a class of its own. */
export interface CollapsePolicy {
  readonly excluded: 'own' | 'leave-out' | 'negative';
  readonly undecided: 'own' | 'leave-out' | 'negative' | 'positive';
  readonly missing: 'own' | 'leave-out' | 'negative' | 'positive';
}

/** Positive against negative among those that both put inside the gate, the usual table. */
export const TWO_CLASSES: CollapsePolicy = {
  excluded: 'leave-out',
  undecided: 'leave-out',
  missing: 'leave-out',
};

/** Every state a class of its own, so that the gate's agreement shows as well. */
export const ALL_CLASSES: CollapsePolicy = { excluded: 'own', undecided: 'own', missing: 'own' };

/** A judge's verdicts under a policy. Unknown gate, unknown predicate and no rule are `missing`. */
export function judgeCollapse(policy: CollapsePolicy): Collapse {
  const target: Record<JudgeVerdict, string | typeof LEAVE_OUT> = {
    positive: 'positive',
    negative: 'negative',
    excluded: common('excluded', policy.excluded),
    'gate-missing': common(MISSING, policy.missing),
    missing: common(MISSING, policy.missing),
    unjudged: common(MISSING, policy.missing),
  };
  return new Map(JUDGE_VERDICTS.map((verdict) => [verdict, target[verdict]]));
}

/** People's verdicts under a policy. `conflict` is undecided among people; `none` is `missing`. */
export function humanCollapse(policy: CollapsePolicy): Collapse {
  const target: Record<HumanVerdict, string | typeof LEAVE_OUT> = {
    positive: 'positive',
    negative: 'negative',
    excluded: common('excluded', policy.excluded),
    undecided: common('undecided', policy.undecided),
    conflict: common('undecided', policy.undecided),
    none: common(MISSING, policy.missing),
  };
  return new Map([...Object.entries(target), [MISSING, target.none]]);
}

/** The common classes that a policy leaves, the positive one first. */
export function commonClasses(policy: CollapsePolicy): string[] {
  const own = (['excluded', 'undecided', 'missing'] as const).filter((name) => policy[name] === 'own');
  return ['positive', 'negative', ...own];
}

function common(name: string, choice: CollapsePolicy['missing']): string | typeof LEAVE_OUT {
  return choice === 'own' ? name : choice === 'leave-out' ? LEAVE_OUT : choice;
}
