/** Queues in words, for their definitions. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { QueueCriterion, QueueWish, StratumBy } from '../../core/queue.ts';
import { describeRule } from '../../core/verdictRule.ts';
import type { ScopedRun } from '../../storage/queues/scannedPages.ts';

/** Run names that a description spells out; of more it says how many. */
const NAMED_RUNS = 3;

/** `all flagged and 100 others of insecure-32b`. Names no judge, model, group or condition: readers may be blind to them. */
export function describeWish(
  wish: Pick<QueueWish, 'design' | 'criteria'>,
  runs: readonly ScopedRun[],
): string {
  return `${wish.design === null ? listed(wish.criteria) : drawn(wish.design)} of ${runWords(runs)}`;
}

export function runWords(runs: readonly ScopedRun[]): string {
  if (runs.length > NAMED_RUNS) return `${groupedNumber(runs.length)} runs`;
  return runs.map(({ name }) => name).join(', ');
}

/** The rule of the runs in words; empty where they have none or several. */
export function ruleWords(runs: readonly ScopedRun[]): string {
  const rules = new Set(runs.map(({ rule }) => (rule === undefined ? '' : describeRule(rule))));
  const [only = ''] = rules;
  return rules.size === 1 ? only : '';
}

function drawn({ strata, allocation, n }: NonNullable<QueueWish['design']>): string {
  const count = groupedNumber(n);
  if (allocation === 'all-flagged') return `all flagged and ${count} others`;
  if (strata.by === 'none') return `${count} at random`;
  const shares = allocation === 'neyman' ? 'Neyman’s allocation' : 'in proportion';
  return `${count} by ${stratumWords(strata)}, ${shares},`;
}

export function stratumWords(strata: StratumBy): string {
  switch (strata.by) {
    case 'none':
      return 'nothing';
    case 'flagged':
      return 'flagged or not';
    case 'verdict':
      return 'the judge’s verdict';
    case 'score':
      return `bands of ${strata.metric} (${strata.bounds.join(', ')})`;
    default:
      return strata.by;
  }
}

function listed(criteria: readonly QueueCriterion[]): string {
  return criteria.length === 0 ? 'all' : criteria.map(criterionWords).join(', or ');
}

export function criterionWords(criterion: QueueCriterion): string {
  switch (criterion.kind) {
    case 'all':
      return 'all';
    case 'judge-against-human':
      return 'judge and people differ';
    case 'judge-against-judge':
      return criterion.metric === criterion.other
        ? `judges of ${criterion.metric} differ`
        : `${criterion.metric} and ${criterion.other} differ`;
    case 'near-threshold':
      return `${criterion.metric} within ${criterion.delta} of a threshold`;
    case 'missing-judgment':
      return 'a judgment is missing';
    case 'finding':
      return criterion.findingId === null ? 'with findings' : 'of a finding';
    case 'unlabelled':
      return 'unlabelled';
    case 'labelled-by-others':
      return `labelled by others, not by ${criterion.annotator}`;
    case 'low-confidence':
      return `judge’s score spread by at least ${criterion.spread}`;
    case 'text':
      return `with the words “${criterion.query}”`;
    case 'annotators-disagree':
      return criterion.annotators === undefined || criterion.annotators.length === 0
        ? 'annotators disagree'
        : `${criterion.annotators.join(', ')} disagree`;
    case 'these':
      return `${groupedNumber(criterion.keys.length)} chosen one by one`;
  }
}
