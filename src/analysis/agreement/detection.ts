import { type Estimate, type Figure, untold } from './figure.ts';
import { proportion } from './rawAgreement.ts';
import { sizeOf, type TwoByTwo } from './twoByTwo.ts';

/** What leads where positives are rare; each a share 0..1 with Wilson's interval. */
export interface Detection {
  /** Of the reference's positives, the share the examined one found. */
  readonly sensitivity: Estimate;
  /** Of the reference's negatives, the share the examined one left alone. */
  readonly specificity: Estimate;
  /** Of what the examined one called positive, the share that is. */
  readonly precision: Estimate;
  /** Of what the examined one called negative, the share that is. */
  readonly negativePredictiveValue: Estimate;
}

/**
 * Sensitivity, specificity, precision and negative predictive value with Wilson's intervals.
 *
 * Sensitivity and specificity hold for the table as it is; where items were drawn with unequal probabilities (all flagged
 * plus some others), they must be weighted, which this doesn't do. Precision and negative predictive value need no weights
 * when items were drawn by the examined one's verdict.
 *
 * Source: J. Yerushalmy 1947, "Statistical problems in assessing methods of medical diagnosis", Public Health Reports
 * 62:1432-1449; D. G. Altman, J. M. Bland 1994, "Diagnostic tests 1 and 2", BMJ 308:1552 and 309:102.
 */
export function detection({ both, onlyExamined, onlyReference, neither }: TwoByTwo): Detection {
  return {
    sensitivity: proportion(both, both + onlyReference, 'no-actual-positives'),
    specificity: proportion(neither, neither + onlyExamined, 'no-actual-negatives'),
    precision: proportion(both, both + onlyExamined, 'no-called-positives'),
    negativePredictiveValue: proportion(neither, neither + onlyReference, 'no-called-negatives'),
  };
}

/** Why kappa is what it is. */
export interface TableIndices {
  /** (both positive - both negative) / n: near -1 where positives are rare, which pulls kappa down. */
  readonly prevalenceIndex: Figure;
  /** (only examined - only reference) / n: how much oftener the examined one says positive; raises kappa a little. */
  readonly biasIndex: Figure;
  /** 2·agreement - 1: what kappa would be with neither. Not a correction, only a bound to see kappa against. */
  readonly adjustedKappa: Figure;
}

/**
 * Prevalence index, bias index and PABAK.
 *
 * Source: T. Byrt, J. Bishop, J. B. Carlin 1993, "Bias, prevalence and kappa", Journal of Clinical Epidemiology 46:423-429.
 */
export function tableIndices(table: TwoByTwo): TableIndices {
  const n = sizeOf(table);
  const of = (count: number): Figure => (n === 0 ? untold('no-items') : { value: count / n });
  const { both, onlyExamined, onlyReference, neither } = table;
  return {
    prevalenceIndex: of(both - neither),
    biasIndex: of(onlyExamined - onlyReference),
    adjustedKappa: of(both + neither - onlyExamined - onlyReference),
  };
}
