import { type Estimate, untold, unbounded, type WhyNot } from '../agreement/figure.ts';
import type { AuditInput, Refusal } from './auditInput.ts';
import type { AuditCell, AuditTable } from './auditTable.ts';
import { auditCautions } from './cautions.ts';
import { exactReach } from './exactShare.ts';
import { whyNone } from './refusals.ts';
import { Spread } from './spread.ts';
import { tableOf, tidyCount } from './tableOf.ts';

/** How well the judge does by people's standard, over the whole frame and not only over what was labelled. */
export interface JudgeQuality {
  /** Of what people call positive, the share the judge flagged. */
  readonly sensitivity: Estimate;
  /** Of what people call negative, the share the judge didn't flag (left out and missing ones aren't flagged). */
  readonly specificity: Estimate;
  /** Of what the judge flagged, the share people call positive. */
  readonly precision: Estimate;
  /** Of what the judge calls negative, the share people call negative. */
  readonly negativePredictiveValue: Estimate;
  /** Of what people count in, the share that the judge counts in too. */
  readonly gateSensitivity: Estimate;
  /** Of what people leave out, the share that the judge leaves out too. */
  readonly gateSpecificity: Estimate;
  readonly labels: number;
  readonly cautions: readonly string[];
}

type CountOf = (cell: AuditCell) => number;
type IsMet = (cell: AuditCell) => boolean;

/**
 * Sensitivity, specificity, precision and the like from a probability sample, weighted to the whole frame: every transcript
 * of a stratum and class of the judge counts as the labelled ones of it do. Intervals put exact ones of the cells' shares
 * together by squares (MOVER), so one stratum's precision is exact.
 *
 * Source: C. B. Begg, R. A. Greenes 1983, "Assessment of diagnostic tests when disease verification is subject to selection
 * bias", Biometrics 39:207-215; intervals as in `poststratified.ts`.
 */
export function judgeQuality(input: AuditInput): JudgeQuality | Refusal {
  const none = whyNone(input);
  if (none !== undefined) return { method: 'labels-only', estimand: 'model', ...none };
  const table = tableOf(input);
  const positives: CountOf = ({ positive }) => positive;
  const negatives: CountOf = ({ negative }) => negative;
  const inside: CountOf = ({ positive, negative }) => positive + negative;
  const outside: CountOf = ({ n, positive, negative }) => tidyCount(n - positive - negative);
  const flagged: IsMet = ({ judge }) => judge === 'positive';
  const calledNegative: IsMet = ({ judge }) => judge === 'negative';
  return {
    sensitivity: ofPeoples(table, positives, flagged, 'no-actual-positives'),
    specificity: ofPeoples(table, negatives, (cell) => !flagged(cell), 'no-actual-negatives'),
    precision: ofJudges(table, flagged, positives, 'no-called-positives'),
    negativePredictiveValue: ofJudges(table, calledNegative, negatives, 'no-called-negatives'),
    gateSensitivity: ofPeoples(table, inside, (cell) => flagged(cell) || calledNegative(cell), 'no-items'),
    gateSpecificity: ofPeoples(table, outside, ({ judge }) => judge === 'excluded', 'no-items'),
    labels: table.labels,
    cautions: auditCautions(input, table),
  };
}

const METHOD = 'exact by stratum and verdict, put together by squares';

/** Of the transcripts of a class of people's, the share whose verdict is met. */
function ofPeoples(table: AuditTable, count: CountOf, isMet: IsMet, why: WhyNot): Estimate {
  let [met, all] = [0, 0];
  for (const cell of table.cells) {
    if (cell.n === 0) continue;
    const number = (cell.size * count(cell)) / cell.n;
    all += number;
    if (isMet(cell)) met += number;
  }
  if (!(all > 0)) return { figure: untold(why), bounds: unbounded(why), method: METHOD };
  const value = met / all;
  const spread = new Spread();
  for (const cell of table.cells) {
    const reach = cell.n === 0 ? { down: 0, up: 1 } : exactReach(count(cell), cell.n);
    const move = (more: number): number =>
      Math.min(1, (met + (isMet(cell) ? more : 0)) / Math.max(1e-12, all + more)) - value;
    spread.addMoves(move(cell.size * reach.up), move(-cell.size * reach.down));
  }
  return estimateOf(value, spread);
}

/** Of the transcripts with a verdict, the share of a class of people's. */
function ofJudges(table: AuditTable, isMet: IsMet, count: CountOf, why: WhyNot): Estimate {
  const cells = table.cells.filter((cell) => isMet(cell));
  const labelled = cells.filter(({ n }) => n > 0);
  const size = cells.reduce((sum, cell) => sum + cell.size, 0);
  const known = labelled.reduce((sum, cell) => sum + cell.size, 0);
  if (known === 0) return { figure: untold(why), bounds: unbounded(why), method: METHOD };
  const value = labelled.reduce((sum, cell) => sum + (cell.size * count(cell)) / cell.n, 0) / known;
  const spread = new Spread();
  for (const cell of cells) {
    const reach = cell.n === 0 ? { down: value, up: 1 - value } : exactReach(count(cell), cell.n);
    spread.addReach(reach, cell.size / size);
  }
  return estimateOf(value, spread);
}

function estimateOf(value: number, spread: Spread): Estimate {
  const { down, up } = spread.reach;
  const [low, high] = [Math.max(0, value - down), Math.min(1, value + up)];
  const bounds = high - low > 1e-12 ? { low, high } : unbounded('one-verdict');
  return { figure: { value }, bounds, method: METHOD };
}
