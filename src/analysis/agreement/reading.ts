import { detection } from './detection.ts';
import type { Estimate } from './figure.ts';
import { coefficientWords, shareWords } from './figureWords.ts';
import { overall } from './overallAgreement.ts';
import { cautions, unknowns } from './readingCautions.ts';
import { specificAgreement } from './specificAgreement.ts';
import { sizeOf, type TwoByTwo } from './twoByTwo.ts';

/** What was compared, in the user's words. */
export interface Compared {
  readonly table: TwoByTwo;
  /** `the judge`, `gpt-4o on “aligned”`. */
  readonly examined: string;
  /** `Ada`, `the adjudicated labels`. */
  readonly reference: string;
  /** The positive class, `misaligned`. */
  readonly positive: string;
  /**
   * How the transcripts came to be rated: every one, or with equal chances; drawn by what the examined one said (all flagged
   * and some others), and not weighted here; with other unequal chances, as by score bands, not weighted either; by hand; or
   * adjudicated, as what people disagree about is, and not the others.
   */
  readonly drawn: 'simple' | 'by-verdict' | 'unequal' | 'by-hand' | 'adjudicated';
  /** Two people on the same kind of transcripts, as far as any judge can be expected to come. */
  readonly people?: { readonly table: TwoByTwo; readonly first: string; readonly second: string };
}

/** `lead`: read these first. `caution`: a figure that misleads here. `unknown`: can't be told. `ceiling`: people. */
export interface Sentence {
  readonly kind: 'lead' | 'caution' | 'unknown' | 'ceiling';
  readonly text: string;
}

/** Below this share (or above 1 less it) one class is rare, and agreement over all says little of it. */
const RARE = 0.1;
/**
 * What a two-class table says, in sentences: what to read first, which coefficient misleads and why, what can't be told, and
 * how far people agree among themselves.
 *
 * Sources: A. R. Feinstein, D. V. Cicchetti 1990, "High agreement but low kappa: I. The problems of two paradoxes", Journal
 * of Clinical Epidemiology 43:543-549 (and II, 551-558: positive and negative agreement instead); Byrt, Bishop, Carlin 1993.
 */
export function readAgreement(compared: Compared): readonly Sentence[] {
  const { table, examined, reference } = compared;
  if (sizeOf(table) === 0) {
    return [{ kind: 'unknown', text: `No transcript was rated by both ${examined} and ${reference}.` }];
  }
  if (compared.drawn === 'by-verdict') return [...byVerdict(compared), ...unknowns(compared)];
  return [
    ...leading(compared),
    ...cautions(compared),
    ...unknowns(compared),
    ...(compared.people === undefined ? [] : ceiling(compared, compared.people)),
  ];
}

/** All that a table can say, unweighted, when transcripts were drawn by what the examined one said. */
function byVerdict({ table, examined, reference, positive }: Compared): Sentence[] {
  const { precision, negativePredictiveValue } = detection(table);
  const { both, onlyExamined, onlyReference, neither } = table;
  return [
    {
      kind: 'lead',
      text: `Of ${both + onlyExamined} that ${examined} called ${positive}, ${reference} agreed on ${both}: precision ${shareWords(precision)}.`,
    },
    {
      kind: 'lead',
      text: `Of ${onlyReference + neither} that ${examined} did not call ${positive}, ${reference} agreed on ${neither}: negative predictive value ${shareWords(negativePredictiveValue)}.`,
    },
    {
      kind: 'caution',
      text: `The transcripts were drawn by what ${examined} said: sensitivity, specificity, agreement, kappa and AC1 need the weights of the sample, and can’t be read off this table.`,
    },
  ];
}

function leading({ table, examined, reference, positive }: Compared): Sentence[] {
  const { sensitivity, specificity, precision } = detection(table);
  const { both, onlyExamined, onlyReference, neither } = table;
  const n = sizeOf(table);
  const rare = Math.min(both + onlyReference, neither + onlyExamined) / n < RARE;
  const detail = [
    `Of ${both + onlyReference} that ${reference} called ${positive}, ${examined} found ${both}: sensitivity ${shareWords(sensitivity)}.`,
    `Of ${both + onlyExamined} that ${examined} called ${positive}, ${reference} agreed on ${both}: precision ${shareWords(precision)}.`,
    `Of ${neither + onlyExamined} that ${reference} did not call ${positive}, ${examined} left ${neither} alone: specificity ${shareWords(specificity)}.`,
    `Positive agreement is ${shareWords(specificAgreement(table).positive)}.`,
  ];
  const { agreement, kappa, ac1 } = overall(table);
  const whole = `They agree on ${both + neither} of ${n}: ${shareWords(agreement)}; kappa ${coefficientWords(kappa)}, AC1 ${coefficientWords(ac1)}.`;
  return (rare ? [...detail, whole] : [whole, ...detail]).map((text) => ({ kind: 'lead', text }));
}

function ceiling(
  { table, examined, reference }: Compared,
  people: NonNullable<Compared['people']>,
): Sentence[] {
  const { first, second } = people;
  if (sizeOf(people.table) === 0) {
    return [
      {
        kind: 'unknown',
        text: `${first} and ${second} rated no transcript both, so how far people agree can’t be told.`,
      },
    ];
  }
  const [ours, theirs] = [table, people.table].map((one) => ({
    positive: specificAgreement(one).positive,
    kappa: overall(one).kappa,
  }));
  if (ours === undefined || theirs === undefined) return [];
  return [
    {
      kind: 'ceiling',
      text: `Between ${first} and ${second}, positive agreement is ${shareWords(theirs.positive)} and kappa ${coefficientWords(theirs.kappa)}; between ${examined} and ${reference} ${shareWords(ours.positive)} and ${coefficientWords(ours.kappa)}. ${verdict(ours.positive, theirs.positive, examined)}`,
    },
  ];
}

/** By intervals that don't overlap, which is careful: intervals that overlap a little can still differ. */
function verdict(ours: Estimate, theirs: Estimate, examined: string): string {
  if (ours.bounds.low === undefined || theirs.bounds.low === undefined) {
    return 'Which of them agree better can’t be told.';
  }
  if (ours.bounds.high < theirs.bounds.low)
    return `People agree better with each other than with ${examined}.`;
  if (ours.bounds.low > theirs.bounds.high)
    return `People agree better with ${examined} than with each other.`;
  return 'The intervals overlap, so it can’t be told which agree better.';
}
