import type { AuditTable, JudgeClass } from './auditTable.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import { exactReach, finiteShrink, type Reach } from './exactShare.ts';
import { Spread } from './spread.ts';

/** What the judge counts a class as: positives and those inside. */
export interface Counted {
  readonly positive: 0 | 1;
  readonly inside: 0 | 1;
}

/** Unknown verdicts count as the rule's missing policy says; whatever it is, people's labels correct it. */
export function countedAs(judge: JudgeClass, missing: VerdictRule['missing']): Counted {
  if (judge === 'positive') return { positive: 1, inside: 1 };
  if (judge === 'negative') return { positive: 0, inside: 1 };
  if (judge === 'excluded' || missing === 'drop') return { positive: 0, inside: 0 };
  return { positive: missing === 'positive' ? 1 : 0, inside: 1 };
}

export interface Rectified {
  readonly rate: number;
  readonly inside: number;
}

/**
 * The difference estimator: the judge's count over the whole frame, plus what people say less what the judge says over the
 * labels, weighted by size/answered; numerator and denominator alike, then their ratio.
 *
 * Source: C.-E. Särndal, B. Swensson, J. Wretman 1992, Model Assisted Survey Sampling, 6.3; as prediction-powered inference
 * A. N. Angelopoulos et al. 2023, Science 382:669-674, which is PPI++ with lambda 1.
 *
 * @returns undefined where nothing is left inside the gate
 */
export function rectified(table: AuditTable, missing: VerdictRule['missing']): Rectified | undefined {
  let [positive, inside] = [0, 0];
  for (const cell of table.cells) {
    const counted = countedAs(cell.judge, missing);
    const group = table.groups[cell.group];
    const weight = group === undefined || group.n === 0 ? 0 : group.size / group.n;
    positive += counted.positive * (cell.size - weight * cell.n) + weight * cell.positive;
    inside += counted.inside * (cell.size - weight * cell.n) + weight * (cell.positive + cell.negative);
  }
  if (!(inside > 0.5)) return undefined;
  return { rate: positive / inside, inside: inside / table.size };
}

interface Kind {
  readonly share: number;
  readonly value: number;
  readonly reach: Reach;
}

/**
 * How far the run's rate may be from the difference estimate: each kind of disagreement (judge negative and people positive,
 * and so on) is a share of its group with an exact interval; their effects on the
 * linearised ratio are put together by squares, with the correlation of shares of one whole.
 */
export function rectifiedReach(
  table: AuditTable,
  estimate: Rectified,
  missing: VerdictRule['missing'],
): Reach {
  const spread = new Spread();
  const rate = Math.min(1, Math.max(0, estimate.rate));
  table.groups.forEach((group, at) => {
    if (group.n === 0 || group.size === 0) return;
    const kinds: Kind[] = [];
    for (const cell of table.cells) {
      if (cell.group !== at || cell.size === 0) continue;
      const counted = countedAs(cell.judge, missing);
      const base = counted.positive - rate * counted.inside;
      const excluded = cell.n - cell.positive - cell.negative;
      addKind(kinds, cell.positive, group.n, 1 - rate - base);
      addKind(kinds, cell.negative, group.n, -rate - base);
      if (table.gated) addKind(kinds, excluded, group.n, -base);
    }
    const factor = (group.size / table.size / estimate.inside) * finiteShrink(group.labels / group.size);
    addKinds(spread, kinds, factor);
  });
  return spread.reach;
}

function addKind(kinds: Kind[], count: number, n: number, value: number): void {
  if (Math.abs(value) < 1e-12) return;
  const held = Math.max(0, count);
  kinds.push({ share: held / n, value, reach: exactReach(held, n) });
}

function addKinds(spread: Spread, kinds: readonly Kind[], factor: number): void {
  const upward = kinds.map(({ value, reach }) => value * (value > 0 ? reach.up : -reach.down));
  const downward = kinds.map(({ value, reach }) => value * (value > 0 ? -reach.down : reach.up));
  const square = (moves: readonly number[]): number => {
    let sum = 0;
    moves.forEach((move, i) => {
      sum += move * move;
      for (let j = 0; j < i; j++) {
        // Moves of one direction that come from a rise of one share and a fall of the other go together.
        const signs = Math.sign((kinds[i]?.value ?? 0) * (kinds[j]?.value ?? 0));
        sum +=
          2 *
          signs *
          correlation(kinds[i]?.share ?? 0, kinds[j]?.share ?? 0) *
          Math.abs(move * (moves[j] ?? 0));
      }
    });
    return sum;
  };
  spread.addSquares(square(upward) * factor * factor, square(downward) * factor * factor);
}

/** Of two shares of one multinomial. */
function correlation(one: number, other: number): number {
  if (one >= 1 || other >= 1) return 0;
  return -Math.sqrt((one * other) / ((1 - one) * (1 - other)));
}
