/** A comparison's counts as figures, table and sentences. */
import {
  ALL_CLASSES,
  collapseCounts,
  commonClasses,
  humanCollapse,
  judgeCollapse,
  TWO_CLASSES,
  type CollapsePolicy,
} from '../../analysis/agreement/collapse.ts';
import type { CrossTable } from '../../analysis/agreement/crossTable.ts';
import { detection } from '../../analysis/agreement/detection.ts';
import { overall } from '../../analysis/agreement/overallAgreement.ts';
import { readAgreement, type Compared, type Sentence } from '../../analysis/agreement/reading.ts';
import { specificAgreement } from '../../analysis/agreement/specificAgreement.ts';
import { sizeOf, twoByTwo, type TwoByTwo } from '../../analysis/agreement/twoByTwo.ts';
import type { PairCounts } from '../../analysis/audit/pairTally.ts';
import type { Comparison } from '../../analysis/audit/ratings.ts';
import type {
  BreakdownRowView,
  CollapseChoice,
  ComparisonView,
  ConfusionView,
  FigureView,
} from '../../protocol/auditPage.ts';
import type { CollectedComparison } from './collectLabels.ts';
import { coefficientFigure, shareFigure } from './figureViews.ts';
import { byGroup } from './groupNames.ts';
import { capital, type RaterNames } from './raterNames.ts';

/** One class is rare below this share: then what counts the rare ones comes first. */
const RARE = 0.1;

export const POLICIES: Readonly<Record<CollapseChoice, CollapsePolicy>> = {
  two: TWO_CLASSES,
  all: ALL_CLASSES,
  negative: { excluded: 'negative', undecided: 'negative', missing: 'negative' },
};

export interface RoleContext {
  readonly names: RaterNames;
  readonly choice: CollapseChoice;
  /** What a positive is called. */
  readonly positive: string;
  readonly drawn: Compared['drawn'];
  readonly people?: Compared['people'];
}

/** Two raters' roles in the common table of the chosen collapse. */
export function roleTable(
  { first, second }: Comparison,
  counts: PairCounts,
  { names, choice }: Pick<RoleContext, 'names' | 'choice'>,
): { readonly table: CrossTable; readonly two: TwoByTwo; readonly words: string } {
  const policy = POLICIES[choice];
  const side = (rater: Comparison['first']) => ({
    name: capital(names.of(rater)),
    collapse: rater.kind === 'verdict' ? judgeCollapse(policy) : humanCollapse(policy),
  });
  const { table, words } = collapseCounts(counts.pairs(), side(first), side(second), commonClasses(policy));
  return { table, two: twoByTwo(table, 'positive'), words };
}

/** The view of a comparison of roles: positive, negative and so on. */
export function roleView(
  id: string,
  { comparison, tally }: CollectedComparison,
  context: RoleContext,
): ComparisonView {
  const { names, positive } = context;
  const { table, two, words } = roleTable(comparison, tally.all, context);
  const examined = names.of(comparison.first);
  const reference = names.of(comparison.second);
  const drawn = drawnFor(comparison, context.drawn);
  const compared: Compared = {
    table: two,
    examined,
    reference,
    positive,
    drawn,
    ...(context.people === undefined || comparison.kind !== 'judge' ? {} : { people: context.people }),
  };
  const figures = figuresOf(two, table, comparison.kind === 'judge', drawn);
  const [lead, next] = figures;
  return {
    id,
    kind: comparison.kind,
    title: names.title(comparison),
    n: table.n,
    summary: [lead, next].flatMap((figure) => (figure === undefined ? [] : inShort(figure))).join(', '),
    figures,
    scores: [],
    table: confusion(table, capital(examined), capital(reference), words),
    reading: table.n === 0 ? [nothing(examined, reference)] : readAgreement(compared),
    by: [...tally.groups].sort(byGroup).map(([name, counts]) => breakdown(name, comparison, counts, context)),
  };
}

/** What the judge said decided the draw: of judge and people two figures hold all the same, of people with each other none. */
function drawnFor({ kind }: Comparison, drawn: Compared['drawn']): Compared['drawn'] {
  return kind !== 'judge' && drawn === 'by-verdict' ? 'unequal' : drawn;
}

function nothing(examined: string, reference: string): Sentence {
  return {
    kind: 'unknown',
    text: `No transcript was rated by both ${examined} and ${reference}, once classes are left out as chosen.`,
  };
}

/** What leads depends on how rare the rarer class is. */
function figuresOf(
  two: TwoByTwo,
  table: CrossTable,
  isJudge: boolean,
  drawn: Compared['drawn'],
): readonly FigureView[] {
  const n = sizeOf(two);
  const { agreement, kappa, ac1 } = overall(two);
  const whole = [
    shareFigure('Raw agreement', agreement, { n }),
    coefficientFigure('Cohen’s kappa', kappa, { n }),
    coefficientFigure('Gwet’s AC1', ac1, { n }),
  ];
  const { positive, negative } = specificAgreement(two);
  const { both, onlyExamined, onlyReference, neither } = two;
  const found = detection(two);
  const specific = [
    shareFigure('Positive agreement', positive, { n: both + onlyExamined + onlyReference }),
    shareFigure('Negative agreement', negative, { n: neither + onlyExamined + onlyReference }),
  ];
  const detected = [
    shareFigure('Sensitivity', found.sensitivity, { n: both + onlyReference }),
    shareFigure('Specificity', found.specificity, { n: neither + onlyExamined }),
    shareFigure('Precision', found.precision, { n: both + onlyExamined }),
    shareFigure('Negative predictive value', found.negativePredictiveValue, { n: neither + onlyReference }),
  ];
  if (drawn === 'by-verdict') {
    // Of transcripts drawn by the verdict only these two hold for all of its kind.
    const [sensitivity, specificity, ...held] = detected;
    const others = [sensitivity, specificity, ...specific, ...whole].flatMap((figure) => figure ?? []);
    return [...held, ...others.map(notWeighted)];
  }
  const rare = n > 0 && Math.min(both + onlyReference, neither + onlyExamined) / n < RARE;
  const first = isJudge ? detected : [];
  const ordered = rare ? [...first, ...specific, ...whole] : [...whole, ...first, ...specific];
  if (drawn === 'unequal' || drawn === 'adjudicated') return ordered.map(notWeighted);
  if (table.classes.length === 2) return ordered;
  return ordered.map((figure) => ({
    ...figure,
    note: figure.note === '' ? 'positive against all else' : figure.note,
  }));
}

function notWeighted(figure: FigureView): FigureView {
  return { ...figure, note: 'of these alone, not weighted' };
}

export function confusion(table: CrossTable, rows: string, columns: string, collapse: string): ConfusionView {
  return {
    rows,
    columns,
    rowClasses: table.classes,
    columnClasses: table.classes,
    cells: table.counts,
    collapse,
  };
}

function breakdown(
  name: string,
  comparison: Comparison,
  counts: PairCounts,
  context: RoleContext,
): BreakdownRowView {
  const { two } = roleTable(comparison, counts, context);
  const n = sizeOf(two);
  const { agreement, kappa } = overall(two);
  const { both, onlyExamined, onlyReference } = two;
  const rates =
    comparison.kind === 'judge'
      ? [
          shareFigure('Sensitivity', detection(two).sensitivity, { n: both + onlyReference }),
          shareFigure('Precision', detection(two).precision, { n: both + onlyExamined }),
        ]
      : [
          shareFigure('Positive agreement', specificAgreement(two).positive, {
            n: both + onlyExamined + onlyReference,
          }),
        ];
  return {
    name,
    n,
    figures: [
      shareFigure('Raw agreement', agreement, { n }),
      ...rates,
      coefficientFigure('Cohen’s kappa', kappa, { n }),
    ],
  };
}

/** `kappa .70`; nothing for what can't be told. */
export function inShort({ name, value, at }: FigureView): string[] {
  return at === null ? [] : [`${name.replace('Cohen’s ', '').replace('Gwet’s ', '').toLowerCase()} ${value}`];
}
