import { newcombePaired } from '../intervals/newcombe.ts';
import { detection, tableIndices } from './detection.ts';
import type { Estimate } from './figure.ts';
import { coefficient, percent } from './figureWords.ts';
import { mcnemar } from './mcnemar.ts';
import { overall } from './overallAgreement.ts';
import type { Compared, Sentence } from './reading.ts';
import { sizeOf } from './twoByTwo.ts';

/** With fewer of them, a share of positives has an interval over half the range or nearly. */
const FEW = 10;

/** Which coefficient misleads here, and why. */
export function cautions(compared: Compared): Sentence[] {
  const { table, examined, reference, positive } = compared;
  const { both, onlyExamined, onlyReference, neither } = table;
  const n = sizeOf(table);
  const { agreement, kappa, ac1 } = overall(table);
  const texts: string[] = [];
  const share = percent((both + neither) / n);
  if (both + onlyExamined === 0 || onlyReference + neither === 0) {
    const said = both + onlyExamined === 0 ? 'nothing' : 'everything';
    const kappaSays = kappa.figure.value === undefined ? 'kappa is not told' : 'kappa is zero by definition';
    texts.push(
      `${capital(examined)} called ${said} ${positive}, so its agreement of ${share} % is only how often ${reference} did the same; ${kappaSays}${of(ac1, ', and AC1 VALUE shows nothing of what it can detect')}.`,
    );
  } else if (both + onlyReference === 0 || onlyExamined + neither === 0) {
    const said = both + onlyReference === 0 ? 'nothing' : 'everything';
    texts.push(`${capital(reference)} called ${said} ${positive}, so kappa is zero by definition.`);
  } else {
    const sensitivity = detection(table).sensitivity.figure.value ?? 1;
    const prevalence = tableIndices(table).prevalenceIndex.value ?? 0;
    const kappaValue = kappa.figure.value ?? 1;
    if (Math.abs(prevalence) > 0.6 && kappaValue < 0.6 && (agreement.figure.value ?? 0) > 0.8) {
      texts.push(
        `Kappa is only ${coefficient(kappaValue)} although they agree on ${share} %, because one class is rare (prevalence index ${coefficient(prevalence)}): much agreement is then expected by chance. Compare kappa only with tables of like prevalence.`,
      );
    }
    if ((ac1.figure.value ?? 0) > 0.8 && sensitivity < 0.7) {
      texts.push(
        `AC1 is ${coefficient(ac1.figure.value ?? 0)} although ${examined} missed ${onlyReference} of ${both + onlyReference}: it mostly counts the many that are not ${positive}. It does not stand alone.`,
      );
    }
  }
  texts.push(...oftener(compared));
  return texts.map((text) => ({ kind: 'caution', text }));
}

/** Which of the two says positive oftener, where that is more than chance. */
function oftener({ table, examined, reference, positive }: Compared): string[] {
  const p = mcnemar(table).midP.value;
  const difference = newcombePaired(table);
  if (p === undefined || p >= 0.05 || difference === undefined) return [];
  const up = difference.difference > 0;
  const [more, less] = up ? [examined, reference] : [reference, examined];
  const points = (value: number): string => ((up ? value : -value) * 100).toFixed(1);
  const ends = [points(difference.low), points(difference.high)].sort((a, b) => Number(a) - Number(b));
  const chance = p < 0.001 ? 'under .001' : p.toFixed(3).replace(/^0/, '');
  return [
    `${capital(more)} says ${positive} oftener than ${less}, by ${points(difference.difference)} points (${ends.join(' to ')}; McNemar’s mid-p ${chance}).`,
  ];
}

/** What the table can't tell. */
export function unknowns({ table, examined, reference, positive, drawn }: Compared): Sentence[] {
  const { both, onlyExamined, onlyReference } = table;
  const texts: string[] = [];
  if (both + onlyReference === 0) {
    texts.push(
      `${capital(reference)} called nothing ${positive}, so whether ${examined} finds what is ${positive} can’t be told.`,
    );
  } else if (both + onlyReference < FEW) {
    texts.push(
      `With ${both + onlyReference} called ${positive} by ${reference}, sensitivity is hardly known.`,
    );
  }
  if (both + onlyExamined > 0 && both + onlyExamined < FEW) {
    texts.push(`With ${both + onlyExamined} called ${positive} by ${examined}, precision is hardly known.`);
  }
  if (drawn === 'unequal') {
    texts.push(
      'The transcripts were drawn with unequal chances, so these figures are about them alone; what holds for the run needs the weights of the sample.',
    );
  }
  if (drawn === 'by-hand') {
    texts.push(
      'The transcripts were picked by hand, so these figures are about them alone; what holds for the run can’t be told.',
    );
  }
  if (drawn === 'adjudicated') {
    texts.push(
      'Only what was adjudicated is in this table, as a rule what people disagreed about, so these figures are about the hard ones alone. Those of people together are about the others as well.',
    );
  }
  return texts.map((text) => ({ kind: 'unknown', text }));
}

function of({ figure }: Estimate, text: string): string {
  return figure.value === undefined ? '' : text.replace('VALUE', coefficient(figure.value));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
