/** More than two raters, and what became of answers after the judge was seen. */
import { humanCollapse, LEAVE_OUT, type CollapsePolicy } from '../../analysis/agreement/collapse.ts';
import type { Figure } from '../../analysis/agreement/figure.ts';
import { fleissKappa } from '../../analysis/agreement/fleissKappa.ts';
import { gwetCoefficient } from '../../analysis/agreement/gwetCoefficient.ts';
import { intervalAlpha, nominalAlpha } from '../../analysis/agreement/krippendorffsAlpha.ts';
import { classCounts, type RatedItem } from '../../analysis/agreement/manyRaters.ts';
import { overall } from '../../analysis/agreement/overallAgreement.ts';
import { proportion } from '../../analysis/agreement/rawAgreement.ts';
import type { PairCounts } from '../../analysis/audit/pairTally.ts';
import { percentileBootstrap, RESAMPLES, seededDraw } from '../../analysis/intervals/percentileBootstrap.ts';
import type { AnchoringView, FigureView, ManyRatersView } from '../../protocol/auditPage.ts';
import type { AnchoringTally } from './anchoringTally.ts';
import { roleTable, type RoleContext } from './comparisonViews.ts';
import { coefficientFigure, shareFigure } from './figureViews.ts';

/** Resamples times items: what the bootstrap may cost. */
const MOST_DRAWS = 4_000_000;
const FEWEST_RESAMPLES = 200;

/** Fleiss' kappa, AC1 and alpha; null where fewer than two rated anything alike. */
export function manyRatersView(
  title: string,
  items: readonly RatedItem[],
  classes: readonly string[],
  note: string,
): ManyRatersView | null {
  const rated = items.filter((item) => item.filter((rating) => rating !== undefined).length > 1);
  if (rated.length === 0) return null;
  const counts = classCounts(items, classes);
  return {
    title,
    n: counts.paired,
    figures: [
      coefficientFigure('Fleiss’ kappa', fleissKappa(counts), { n: counts.paired }),
      coefficientFigure('Gwet’s AC1', gwetCoefficient(counts), { n: counts.paired }),
      alphaFigure(rated),
    ],
    note,
  };
}

/** The same for scores, where two that lie close agree nearly: classes would call 84 and 85 as different as 0 and 100. */
export function manyScoresView(
  title: string,
  items: readonly RatedItem[],
  note: string,
): ManyRatersView | null {
  const rated = items
    .map((item) => item.map((rating) => (rating === undefined ? undefined : Number(rating))))
    .map((item) => item.map((score) => (Number.isFinite(score) ? score : undefined)))
    .filter((item) => item.filter((score) => score !== undefined).length > 1);
  if (rated.length === 0) return null;
  return { title, n: rated.length, figures: [bootstrapped(rated, intervalAlpha, 'interval')], note };
}

function alphaFigure(items: readonly RatedItem[]): FigureView {
  return bootstrapped(items, nominalAlpha, 'nominal');
}

function bootstrapped<Item>(
  items: readonly Item[],
  alpha: (items: readonly Item[]) => Figure,
  metric: string,
): FigureView {
  const resamples = Math.max(FEWEST_RESAMPLES, Math.min(RESAMPLES, Math.floor(MOST_DRAWS / items.length)));
  const { bounds } = percentileBootstrap(items, (drawn) => alpha(drawn).value, seededDraw(1), resamples);
  const estimate = { figure: alpha(items), bounds, method: 'bootstrap' };
  return coefficientFigure('Krippendorff’s alpha', estimate, {
    n: items.length,
    note: `${metric}; interval by bootstrap over transcripts, ${resamples} resamples`,
  });
}

/** Roles in the common classes; undefined for what is left out. */
export function collapsedRoles(items: readonly RatedItem[], policy: CollapsePolicy): RatedItem[] {
  const collapse = humanCollapse(policy);
  return items.map((item) =>
    Array.from(item, (role) => {
      if (role === undefined) return undefined;
      const common = collapse.get(role) ?? role;
      return common === LEAVE_OUT ? undefined : common;
    }),
  );
}

/** The shift between the answers given blind and those that stand now. */
export function anchoringView(annotator: string, tally: AnchoringTally, context: RoleContext): AnchoringView {
  const { n, toward, away, elsewhere, kept } = tally;
  const changed = n - kept;
  const comparison = {
    kind: 'judge',
    first: { kind: 'verdict' },
    second: { kind: 'annotator', name: annotator },
    level: 'role',
    metric: '',
  } as const;
  const agreement = (name: string, counts: PairCounts): readonly FigureView[] => {
    const { two } = roleTable(comparison, counts, context);
    const found = overall(two);
    const size = two.both + two.onlyExamined + two.onlyReference + two.neither;
    return [
      shareFigure(`Agreement with the judge, ${name}`, found.agreement, { n: size }),
      coefficientFigure(`Kappa with the judge, ${name}`, found.kappa, { n: size }),
    ];
  };
  const sentences = [
    `Of ${n} answers given before the judge was seen, ${kept} stand as they were; ${changed} ${changed === 1 ? 'was' : 'were'} changed afterwards: ${toward} to what the judge says, ${away} away from it, ${elsewhere} otherwise.`,
    ...(changed >= 5 && toward > 2 * away
      ? [
          'Changes go mostly towards the judge, so agreement as it stands now flatters it: read the first answers.',
        ]
      : []),
  ];
  return {
    annotator,
    sentences,
    figures: [
      shareFigure('Changed after the judge was seen', proportion(changed, n), { n }),
      ...agreement('first answers', tally.before),
      ...agreement('answers now', tally.after),
    ],
  };
}
