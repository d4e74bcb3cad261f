import type { AuditCell, AuditTable } from './auditTable.ts';
import { exactReach, finiteShrink, type Reach } from './exactShare.ts';
import { Spread } from './spread.ts';

/** Shares of a cell's transcripts that people call positive and negative. */
export interface CellShares {
  readonly positive: number;
  readonly negative: number;
}

export interface Poststratified {
  readonly rate: number;
  /** Share inside people's gate. */
  readonly inside: number;
  readonly shares: readonly CellShares[];
}

/**
 * The table for labels alone: classes of the judge put together, so that strata and labels are all that is left.
 */
export function withoutJudge(table: AuditTable): AuditTable {
  const cells = table.groups.map((group, at): AuditCell => {
    const own = table.cells.filter((cell) => cell.group === at);
    const sum = (of: (cell: AuditCell) => number): number => own.reduce((total, cell) => total + of(cell), 0);
    return {
      group: at,
      judge: 'unknown',
      size: group.size,
      labels: group.labels,
      n: sum((cell) => cell.n),
      positive: sum((cell) => cell.positive),
      negative: sum((cell) => cell.negative),
    };
  });
  const prompts = table.prompts.map((parts) =>
    parts.map(({ cell, size, weight, positive, negative }) => ({
      cell: table.cells[cell]?.group ?? 0,
      size,
      weight,
      positive,
      negative,
    })),
  );
  return { ...table, cells, prompts };
}

/**
 * The rate as a ratio of weighted means over cells: Σ N a / Σ N (a+b), with a and b the shares of positives and negatives
 * among a cell's labels. A cell without labels is taken to be like the whole of its group.
 *
 * Source: W. G. Cochran 1977, Sampling Techniques, 5A.9 (stratification after selection) and 6.11 (combined ratio). With
 * classes of the judge as cells it is what power tuning comes to with a tuning of its own for each class, and for one
 * stratum and two classes it equals PPI++ with the best lambda: A. N. Angelopoulos, J. C. Duchi, T. Zrnic 2023, "PPI++:
 * efficient prediction-powered inference", arXiv:2311.01453, proposition 2.
 *
 * @returns undefined where people left out all that they saw
 */
export function poststratified(table: AuditTable): Poststratified | undefined {
  const shares = table.cells.map((cell): CellShares => {
    if (cell.n > 0) return { positive: cell.positive / cell.n, negative: cell.negative / cell.n };
    return groupShares(table, cell.group);
  });
  let [positive, inside] = [0, 0];
  table.cells.forEach((cell, at) => {
    const share = shares[at] ?? NOTHING;
    positive += cell.size * share.positive;
    inside += cell.size * (share.positive + share.negative);
  });
  if (!(inside > 0)) return undefined;
  return { rate: positive / inside, inside: inside / table.size, shares };
}

const NOTHING: CellShares = { positive: 0, negative: 0 };

function groupShares(table: AuditTable, group: number): CellShares {
  let [n, positive, negative] = [0, 0, 0];
  for (const cell of table.cells) {
    if (cell.group !== group) continue;
    n += cell.n;
    positive += cell.positive;
    negative += cell.negative;
  }
  return n === 0 ? NOTHING : { positive: positive / n, negative: negative / n };
}

/**
 * How far the run's rate may be from the estimate: exact intervals of each cell's share of positives and, with a gate, of its
 * share inside it, each carried through the ratio by itself and put together by squares (MOVER).
 */
export function poststratifiedReach(table: AuditTable, estimate: Poststratified): Reach {
  const spread = new Spread();
  const inside = estimate.inside * table.size;
  const positive = estimate.rate * inside;
  const move = (morePositive: number, moreInside: number): number => {
    const whole = inside + moreInside;
    if (!(whole > 1e-9)) return 0;
    return Math.min(1, Math.max(0, (positive + morePositive) / whole)) - estimate.rate;
  };
  table.cells.forEach((cell, at) => {
    if (cell.size === 0) return;
    const share = estimate.shares[at] ?? NOTHING;
    if (cell.n > 0) addCell(spread, cell, share, table.gated, move);
    else {
      const within = table.gated ? 1 - share.positive - share.negative : 0;
      spread.addMoves(
        move(cell.size * (1 - share.positive), cell.size * within),
        move(-cell.size * share.positive, cell.size * within),
      );
    }
  });
  return spread.reach;
}

function addCell(
  spread: Spread,
  cell: AuditCell,
  share: CellShares,
  gated: boolean,
  move: (morePositive: number, moreInside: number) => number,
): void {
  const scale = cell.size * finiteShrink(cell.labels / cell.size);
  if (scale === 0) return;
  const { n } = cell;
  const within = share.positive + share.negative;
  if (within >= 0.5) {
    // Mostly inside: the share inside, and of those the share of positives, are independent of each other.
    const among = exactReach(cell.positive, within * n);
    spread.addMoves(move(scale * within * among.up, 0), move(-scale * within * among.down, 0));
    if (!gated) return;
    const gate = exactReach(within * n, n);
    const precision = share.positive / within;
    spread.addMoves(
      move(scale * gate.up * precision, scale * gate.up),
      move(-scale * gate.down * precision, -scale * gate.down),
    );
    return;
  }
  // Mostly outside: the few positives and the few negatives come and go by themselves.
  const positives = exactReach(cell.positive, n);
  spread.addMoves(
    move(scale * positives.up, scale * positives.up),
    move(-scale * positives.down, -scale * positives.down),
  );
  const negatives = exactReach(cell.negative, n);
  spread.addMoves(move(0, scale * negatives.up), move(0, -scale * negatives.down));
}
