/** Comparisons of answers as given and of scores. */
import { collapseCounts, LEAVE_OUT, type Collapse } from '../../analysis/agreement/collapse.ts';
import { blandAltman } from '../../analysis/agreement/blandAltman.ts';
import { pearson, spearman } from '../../analysis/agreement/correlation.ts';
import type { CrossTable } from '../../analysis/agreement/crossTable.ts';
import type { Estimate } from '../../analysis/agreement/figure.ts';
import { gwetCoefficient } from '../../analysis/agreement/gwetCoefficient.ts';
import { intervalAlpha, nominalAlpha, ordinalAlpha } from '../../analysis/agreement/krippendorffsAlpha.ts';
import { linsConcordance } from '../../analysis/agreement/linsConcordance.ts';
import { overall } from '../../analysis/agreement/overallAgreement.ts';
import { rawAgreement } from '../../analysis/agreement/rawAgreement.ts';
import { twoByTwo } from '../../analysis/agreement/twoByTwo.ts';
import { weightedKappa } from '../../analysis/agreement/weightedKappa.ts';
import type { PairTally } from '../../analysis/audit/pairTally.ts';
import { NOT_JUDGED } from '../../analysis/audit/ratings.ts';
import type {
  BreakdownRowView,
  CollapseChoice,
  ComparisonView,
  FigureView,
} from '../../protocol/auditPage.ts';
import type { CollectedComparison } from './collectLabels.ts';
import { confusion, inShort } from './comparisonViews.ts';
import { bareFigure, coefficientFigure, pointsFigure, shareFigure } from './figureViews.ts';
import { byGroup } from './groupNames.ts';
import { capital, type RaterNames } from './raterNames.ts';

/** Whole-number scores of so few values are classes in an order as well. */
const MOST_RANKS = 12;
/** With fewer items in more than two classes the papers’ intervals hold less than 95 % (docs/statistics.md). */
const LARGE = 300;
/** No table with more classes is drawn. */
const MOST_DRAWN = 20;

/** Answers by name: a table of all classes that occur, without an order. */
export function answerView(
  id: string,
  { comparison, tally }: CollectedComparison,
  names: RaterNames,
  choice: CollapseChoice,
): ComparisonView {
  const { table, words } = nominal(tally, comparison, names, choice);
  const figures = nominalFigures(table);
  return {
    id,
    kind: comparison.kind,
    title: names.title(comparison),
    n: table.n,
    summary: figures.slice(0, 2).flatMap(inShort).join(', '),
    figures,
    scores: [],
    table:
      table.classes.length > MOST_DRAWN || table.n === 0
        ? null
        : confusion(table, capital(names.of(comparison.first)), capital(names.of(comparison.second)), words),
    reading: [],
    by: groupsOf(tally),
  };
}

/** Numbers: how far apart, how they go together; with few values also as classes in their order. */
export function scoreView(
  id: string,
  { comparison, tally }: CollectedComparison,
  names: RaterNames,
): ComparisonView {
  const scores = scoreFigures(tally, names.of(comparison.first), names.of(comparison.second));
  const ranks = ranksOf(tally);
  const table =
    ranks === undefined
      ? undefined
      : collapseCounts(
          tally.all.pairs(),
          { name: capital(names.of(comparison.first)), collapse: new Map() },
          { name: capital(names.of(comparison.second)), collapse: new Map() },
          ranks,
        );
  const figures = table === undefined ? [] : [...nominalFigures(table.table), ...ordinalFigures(table.table)];
  return {
    id,
    kind: comparison.kind,
    title: names.title(comparison),
    n: tally.scores.n,
    summary: [...figures.slice(0, 2), ...scores.slice(0, figures.length === 0 ? 2 : 0)]
      .flatMap(inShort)
      .join(', '),
    figures,
    scores,
    table:
      table === undefined
        ? null
        : confusion(
            table.table,
            capital(names.of(comparison.first)),
            capital(names.of(comparison.second)),
            table.words,
          ),
    reading: [],
    by: [],
  };
}

function nominal(
  tally: PairTally,
  { first, second }: CollectedComparison['comparison'],
  names: RaterNames,
  choice: CollapseChoice,
): ReturnType<typeof collapseCounts> {
  const collapse: Collapse = new Map(choice === 'two' ? [[NOT_JUDGED, LEAVE_OUT]] : []);
  const classes = [...new Set([...tally.all.firstClasses, ...tally.all.secondClasses])]
    .filter((name) => choice !== 'two' || name !== NOT_JUDGED)
    .sort();
  const side = (name: string) => ({ name: capital(name), collapse });
  return collapseCounts(tally.all.pairs(), side(names.of(first)), side(names.of(second)), classes);
}

/** Raw agreement, kappa, AC1 and alpha of classes without an order. */
export function nominalFigures(table: CrossTable): readonly FigureView[] {
  const { n } = table;
  const isTwo = table.classes.length === 2;
  const { kappa, ac1 } = isTwo
    ? overall(twoByTwo(table, table.classes[0] ?? ''))
    : { kappa: weightedKappa(table), ac1: gwetCoefficient(itemsOf(table)) };
  const note = isTwo || n >= LARGE ? '' : 'interval for large tables';
  return [
    shareFigure('Raw agreement', rawAgreement(table), { n }),
    coefficientFigure('Cohen’s kappa', kappa, { n, note }),
    coefficientFigure('Gwet’s AC1', ac1, { n, note }),
    bareFigure('Krippendorff’s alpha', nominalAlpha(pairsOf(table)), { n, note: 'nominal' }),
  ];
}

function ordinalFigures(table: CrossTable): readonly FigureView[] {
  const { n } = table;
  const numbers = pairsOf(table).map((pair) => pair.map(Number));
  return [
    coefficientFigure('Weighted kappa, linear', weightedKappa(table, 'linear'), { n }),
    coefficientFigure('Weighted kappa, quadratic', weightedKappa(table, 'quadratic'), { n }),
    bareFigure('Krippendorff’s alpha, ordinal', ordinalAlpha(numbers), { n }),
  ];
}

function scoreFigures({ scores }: PairTally, first: string, second: string): readonly FigureView[] {
  const pairs = scores.items;
  const note = scores.isSample ? `from ${pairs.length} drawn at random` : '';
  const options = { n: scores.n, note };
  const { bias, biasBounds, lower, lowerBounds, upper, upperBounds } = blandAltman(pairs);
  const plain = (name: string, estimate: Estimate): FigureView => coefficientFigure(name, estimate, options);
  return [
    pointsFigure('Mean difference', bias, biasBounds, { n: scores.n, note: `${first} less ${second}` }),
    pointsFigure('Lower limit of agreement', lower, lowerBounds, { n: scores.n, note: 'Bland and Altman' }),
    pointsFigure('Upper limit of agreement', upper, upperBounds, { n: scores.n, note: 'Bland and Altman' }),
    plain('Lin’s concordance', linsConcordance(pairs)),
    plain('Pearson’s correlation', pearson(pairs)),
    plain('Spearman’s correlation', spearman(pairs)),
    bareFigure('Krippendorff’s alpha, interval', intervalAlpha(pairs), options),
  ];
}

/** The values in order, where they are whole and few. */
function ranksOf({ all }: PairTally): readonly string[] | undefined {
  const values = [...new Set([...all.firstClasses, ...all.secondClasses])];
  if (values.length > MOST_RANKS || !values.every((value) => Number.isInteger(Number(value))))
    return undefined;
  return values.sort((a, b) => Number(a) - Number(b));
}

function pairsOf(table: CrossTable): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  table.counts.forEach((row, i) =>
    row.forEach((count, j) => {
      const pair = [table.classes[i] ?? '', table.classes[j] ?? ''] as const;
      for (let k = 0; k < count; k++) pairs.push(pair);
    }),
  );
  return pairs;
}

/** Each item's ratings as counts; items of one cell share one row. */
function itemsOf({ classes, counts, n }: CrossTable) {
  const items: (readonly number[])[] = [];
  counts.forEach((row, i) =>
    row.forEach((count, j) => {
      const ratings = classes.map((_, k) => (k === i ? 1 : 0) + (k === j ? 1 : 0));
      for (let k = 0; k < count; k++) items.push(ratings);
    }),
  );
  return { classes, items, paired: n, unrated: 0 };
}

function groupsOf(tally: PairTally): readonly BreakdownRowView[] {
  return [...tally.groups].sort(byGroup).map(([name, counts]) => {
    const classes = [...new Set([...counts.firstClasses, ...counts.secondClasses])].sort();
    const side = { name: '', collapse: new Map([[NOT_JUDGED, LEAVE_OUT]]) as Collapse };
    const { table } = collapseCounts(
      counts.pairs(),
      side,
      side,
      classes.filter((one) => one !== NOT_JUDGED),
    );
    return { name, n: table.n, figures: nominalFigures(table).slice(0, 2) };
  });
}
