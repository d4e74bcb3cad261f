/** Counts of the transcripts under a node, and the rate they make. */
import type { LeafRow } from '../../core/ports.ts';
import { rateOf, type Rate } from '../../core/rate.ts';
import { JUDGE_VERDICTS, describeRule, type JudgeVerdict, type VerdictRule } from '../../core/verdictRule.ts';
import { admits, disagree, type OutlineFilter } from './filter.ts';
import type { Leaf } from './leafTable.ts';

export interface Tally {
  readonly total: number;
  /** Of `total`, examples that a model was trained on: no rule judges them, and they are in no rate. */
  readonly training: number;
  readonly judge: Readonly<Record<JudgeVerdict, number>>;
  /** Transcripts that people answered, in whatever way. */
  readonly labelled: number;
  /** People and judge both gave a verdict, and not the same one. */
  readonly disagreeing: number;
  /** Annotators who gave different answers. */
  readonly conflicts: number;
  /** The rules of the runs that hold these transcripts, without doubles; runs without a rule are left out. */
  readonly rules: readonly VerdictRule[];
  readonly importing: boolean;
  readonly partial: boolean;
  /** True when any run of it was launched here. */
  readonly launched: boolean;
  /** The runs that hold any of it. */
  readonly runIds: readonly number[];
  /** The one run, arm or study that all of it belongs to. */
  readonly runId: number | undefined;
  readonly armId: number | undefined;
  readonly studyId: number | undefined;
}

/** Adds up the leaves' cells that the filter admits. `cellsOf` gives a leaf's cells (those that hold the text). */
export function tallyOf(
  leaves: Iterable<Leaf>,
  filter: OutlineFilter,
  cellsOf: (leaf: Leaf) => readonly LeafRow[],
  rules: ReadonlyMap<number, VerdictRule>,
): Tally {
  const judge: Record<JudgeVerdict, number> = {
    positive: 0,
    negative: 0,
    excluded: 0,
    'gate-missing': 0,
    missing: 0,
    unjudged: 0,
  };
  const found = new Map<string, VerdictRule>();
  const seenRules = new Set<number>();
  const runs = new Set<number>();
  const arms = new Scope<number>();
  const studies = new Scope<number | null>();
  let [total, training, labelled, disagreeing, conflicts] = [0, 0, 0, 0, 0];
  let [importing, partial, launched] = [false, false, false];
  for (const leaf of leaves) {
    const { arm } = leaf;
    runs.add(arm.runId);
    arms.add(arm.armId);
    studies.add(arm.studyId);
    importing ||= arm.runStatus === 'importing';
    partial ||= arm.runStatus === 'partial';
    launched ||= arm.runKind === 'launch';
    const isTraining = arm.runContent === 'training';
    let inLeaf = 0;
    for (const cell of cellsOf(leaf)) {
      if (!admits(filter, cell.judgeVerdict, cell.humanVerdict)) continue;
      inLeaf += cell.n;
      judge[isTraining ? 'unjudged' : cell.judgeVerdict] += cell.n;
      if (cell.humanVerdict !== 'none') labelled += cell.n;
      if (cell.humanVerdict === 'conflict') conflicts += cell.n;
      if (disagree(cell.judgeVerdict, cell.humanVerdict)) disagreeing += cell.n;
    }
    total += inLeaf;
    if (isTraining) training += inLeaf;
    else if (inLeaf > 0 && arm.ruleId !== null && !seenRules.has(arm.ruleId)) {
      seenRules.add(arm.ruleId);
      const rule = rules.get(arm.ruleId);
      if (rule !== undefined) found.set(`${describeRule(rule)}\n${rule.positiveName}`, rule);
    }
  }
  return {
    total,
    training,
    judge,
    labelled,
    disagreeing,
    conflicts,
    rules: [...found.values()],
    importing,
    partial,
    launched,
    runIds: [...runs],
    runId: runs.size === 1 ? [...runs][0] : undefined,
    armId: arms.only,
    studyId: studies.only ?? undefined,
  };
}

/** The pooled rate under the one rule of the tally; undefined without a rule, or with several. */
export function pooledRate(tally: Tally): Rate | undefined {
  const [rule, ...others] = tally.rules;
  return rule === undefined || others.length > 0 ? undefined : rateOf(tally.judge, rule.missing);
}

/** The judge's verdicts that occur, in their usual order. */
export function verdictsIn(tally: Tally): JudgeVerdict[] {
  return JUDGE_VERDICTS.filter((verdict) => tally.judge[verdict] > 0);
}

/** Remembers a value as long as it is the only one. */
class Scope<T> {
  private first: T | undefined;
  private several = false;

  add(value: T): void {
    if (this.first === undefined) this.first = value;
    else if (this.first !== value) this.several = true;
  }

  get only(): T | undefined {
    return this.several ? undefined : this.first;
  }
}
