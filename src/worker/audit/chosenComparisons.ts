/** Which of the comparisons that were counted are shown, and in what order. */
import type { Compared } from '../../analysis/agreement/reading.ts';
import { sizeOf } from '../../analysis/agreement/twoByTwo.ts';
import { NOT_JUDGED, type Comparison } from '../../analysis/audit/ratings.ts';
import type { ComparisonKind, ComparisonView, Reference } from '../../protocol/auditPage.ts';
import type { AuditScope } from './auditScope.ts';
import type { CollectedJudges } from './collectJudges.ts';
import type { CollectedComparison, CollectedLabels } from './collectLabels.ts';
import { roleTable, roleView, type RoleContext } from './comparisonViews.ts';
import { answerView, scoreView } from './givenViews.ts';

const MOST_SHOWN = 60;
const KINDS: readonly ComparisonKind[] = ['judge', 'people', 'judges', 'self'];

type Entry = readonly [id: string, collected: CollectedComparison];

/** The reference's comparison with the judge first, then the others by kind and number of transcripts. */
export function comparisonViews(
  scope: AuditScope,
  labels: CollectedLabels,
  judges: CollectedJudges,
  context: RoleContext,
): { readonly views: readonly ComparisonView[]; readonly leftOut: number } {
  const { reference, collapse } = scope.selection;
  const all: readonly Entry[] = [...labels.comparisons, ...judges.comparisons];
  const rank = ({ comparison }: CollectedComparison): number =>
    isReference(comparison, reference) ? -1 : KINDS.indexOf(comparison.kind);
  const shown = all
    .filter(([, entry]) => saysMore(entry, labels, scope))
    .sort(
      ([one, a], [other, b]) => rank(a) - rank(b) || b.tally.all.n - a.tally.all.n || (one < other ? -1 : 1),
    );
  const people = ceilingOf(all, context);
  const withPeople: RoleContext = people === undefined ? context : { ...context, people };
  return {
    views: shown.slice(0, MOST_SHOWN).map(([id, entry]) => {
      switch (entry.comparison.level) {
        case 'role':
          return roleView(
            id,
            entry,
            isPartAdjudicated(entry, all) ? { ...withPeople, drawn: 'adjudicated' } : withPeople,
          );
        case 'answer':
          return answerView(id, entry, context.names, collapse);
        case 'score':
          return scoreView(id, entry, context.names);
      }
    }),
    leftOut: Math.max(0, shown.length - MOST_SHOWN),
  };
}

/** Whether it is about adjudicated labels, and people together have more: what was adjudicated wasn't left to chance then. */
function isPartAdjudicated({ comparison, tally }: CollectedComparison, all: readonly Entry[]): boolean {
  if (comparison.second.kind !== 'adjudicated') return false;
  const together = all.find(
    ([, { comparison: other }]) => other.kind === 'judge' && other.second.kind === 'people',
  );
  return together !== undefined && tally.all.n < together[1].tally.all.n;
}

function isReference({ kind, first, second, level }: Comparison, reference: Reference): boolean {
  if (kind !== 'judge' || level !== 'role' || first.kind !== 'verdict') return false;
  if (reference.kind !== 'annotator') return second.kind === reference.kind;
  return second.kind === 'annotator' && second.name === reference.name;
}

/** Leaves out what repeats another comparison, and judges' words that are about something else than the answers. */
function saysMore(
  { comparison, tally }: CollectedComparison,
  { annotators, hasAdjudicated }: CollectedLabels,
  scope: AuditScope,
): boolean {
  const { kind, first, second, level, metric } = comparison;
  if (first.kind === 'verdict' && scope.runs.rules.length === 0) return false;
  // With one annotator and nothing adjudicated, people together are that one.
  if (second.kind === 'annotator' && first.kind === 'verdict' && annotators.size === 1) return hasAdjudicated;
  // What a results file carried of several questions has an annotator for each; those answered different things.
  const [oneAsked, otherAsked] = [askedOf(first), askedOf(second)];
  const differ = oneAsked !== undefined && otherAsked !== undefined && oneAsked !== otherAsked;
  if (kind === 'people' && differ && isMetric(scope, oneAsked) && isMetric(scope, otherAsked)) return false;
  if (level !== 'answer') return true;
  const [one, other] = [tally.all.firstClasses, tally.all.secondClasses];
  if (kind === 'people' || kind === 'self') return new Set([...one, ...other]).size > 2;
  if (kind !== 'judge') return true;
  if (otherAsked !== undefined && isMetric(scope, otherAsked)) return otherAsked === metric;
  const judged = [...one].filter((name) => name !== NOT_JUDGED);
  return (
    judged.length > 0 &&
    (judged.every((name) => other.has(name)) || [...other].every((name) => one.has(name)))
  );
}

/** The question in an annotator's name, as importers write it: `reference (experience_type)`. */
function askedOf(rater: Comparison['first']): string | undefined {
  return rater.kind === 'annotator' ? /\(([^()]*)\)$/.exec(rater.name)?.[1] : undefined;
}

function isMetric({ names }: AuditScope, name: string): boolean {
  return [...names.metrics.values()].includes(name);
}

/** The two people who rated most alike in number: as far as any judge can be expected to come. */
function ceilingOf(all: readonly Entry[], context: RoleContext): Compared['people'] | undefined {
  const pairs = all
    .map(([, entry]) => entry)
    .filter(({ comparison }) => comparison.kind === 'people' && comparison.level === 'role')
    .map(({ comparison, tally }) => ({ comparison, two: roleTable(comparison, tally.all, context).two }))
    .sort((a, b) => sizeOf(b.two) - sizeOf(a.two));
  const [most] = pairs;
  if (most === undefined || sizeOf(most.two) === 0) return undefined;
  const { comparison, two } = most;
  return {
    table: two,
    first: context.names.of(comparison.first),
    second: context.names.of(comparison.second),
  };
}
