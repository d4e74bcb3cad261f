import { poolStrata } from '../../../src/analysis/corrected/poolStrata.ts';
import type {
  AuditCell,
  AuditGroup,
  AuditTable,
  JudgeClass,
  PromptPart,
} from '../../../src/analysis/corrected/auditTable.ts';
import type { JudgeVerdict } from '../../../src/core/verdictRule.ts';
import type { Draws } from './draws.ts';
import { BANDS, CLASSES, type CoverageCell, type Population } from './population.ts';

/** Strata by band, for each design. */
const STRATUM_OF: Readonly<Record<CoverageCell['design'], readonly number[]>> = {
  simple: [0, 0, 0, 0],
  flagged: [0, 1, 1, 1],
  stratified: [0, 1, 2, 2],
};
const VERDICT_OF = ['positive', 'negative', 'negative', 'excluded'] as const;
const JUDGE_OF: readonly JudgeClass[] = VERDICT_OF;

/** Numbers to draw of each stratum: `flagged` takes all flagged, half of the labels at most; `stratified` a third of each. */
export function numbersToDraw(
  design: CoverageCell['design'],
  sizes: readonly number[],
  labels: number,
): number[] {
  if (sizes.length === 1) return [Math.min(labels, sizes[0] ?? 0)];
  const numbers = sizes.map((size) =>
    Math.min(size, Math.floor(design === 'flagged' ? labels / 2 : labels / 3)),
  );
  let left = labels - numbers.reduce((sum, n) => sum + n, 0);
  for (let h = sizes.length - 1; h >= 0; h--) {
    const more = Math.min(left, (sizes[h] ?? 0) - (numbers[h] ?? 0));
    numbers[h] = (numbers[h] ?? 0) + more;
    left -= more;
  }
  return numbers;
}

/** Draws the labels of one audit: counts by prompt, band and people's class, without replacement in each stratum. */
export function drawAudit(
  cell: CoverageCell,
  population: Population,
  draws: Draws,
  numbersOf: (sizes: readonly number[]) => readonly number[] = (sizes) =>
    numbersToDraw(cell.design, sizes, cell.labels),
): AuditTable {
  const { counts } = population;
  const strata = STRATUM_OF[cell.design];
  const totals = new Int32Array(BANDS * CLASSES);
  const stride = BANDS * CLASSES;
  for (let at = 0; at < counts.length; at++)
    totals[at % stride] = (totals[at % stride] ?? 0) + (counts[at] ?? 0);
  const sizes = stratumSizes(totals, strata);
  const numbers = numbersOf(sizes);
  const drawn = drawKinds(totals, strata, sizes, numbers, draws);
  const weights = sizes.map((size, h) => (numbers[h] === 0 ? 0 : size / (numbers[h] ?? 1)));
  const pools = poolStrata(sizes.map((size, h) => ({ size, labels: numbers[h] ?? 0 })));
  const shares = sizes.map((size, h) => {
    const group = pools.findIndex(({ members }) => members.includes(h));
    return { group, share: pools[group]?.shareOfLabel(size, numbers[h] ?? 0) ?? 0 };
  });
  const { cells, cellOf } = cellsOf(totals, drawn, strata, shares);
  const parts = promptParts(population, totals, drawn, cellOf, strata, weights, cells.length, draws);
  const groups = pools.map(({ members, effective }): AuditGroup => {
    const total = (of: readonly number[]): number => members.reduce((sum, h) => sum + (of[h] ?? 0), 0);
    return { size: total(sizes), labels: total(numbers), n: effective };
  });
  return {
    cells,
    groups,
    size: population.size,
    labels: numbers.reduce((sum, n) => sum + n, 0),
    gated: cell.gate,
    judgeVaries: cell.design === 'simple',
    prompts: parts,
    promptNames: parts.map((_, prompt) => `${prompt}`),
  };
}

function stratumSizes(totals: Int32Array, strata: readonly number[]): number[] {
  const sizes = new Array<number>((strata[BANDS - 2] ?? 0) + 1).fill(0);
  totals.forEach((count, kind) => {
    const h = strata[Math.floor(kind / CLASSES)] ?? 0;
    sizes[h] = (sizes[h] ?? 0) + count;
  });
  return sizes;
}

/** The judge's verdicts by stratum, as a planner is told them. */
export function judgedByStratum(
  cell: CoverageCell,
  { counts }: Population,
): { readonly name: string; readonly judged: Partial<Record<JudgeVerdict, number>> }[] {
  const strata = STRATUM_OF[cell.design];
  const judged = stratumSizes(new Int32Array(BANDS * CLASSES), strata).map((_, h) => {
    const none: Partial<Record<JudgeVerdict, number>> = {};
    return { name: `${h}`, judged: none };
  });
  counts.forEach((count, at) => {
    const band = Math.floor(at / CLASSES) % BANDS;
    const own = judged[strata[band] ?? 0]?.judged;
    const verdict = VERDICT_OF[band] ?? 'unjudged';
    if (own !== undefined) own[verdict] = (own[verdict] ?? 0) + count;
  });
  return judged;
}

function drawKinds(
  totals: Int32Array,
  strata: readonly number[],
  sizes: readonly number[],
  numbers: readonly number[],
  draws: Draws,
): Int32Array {
  const drawn = new Int32Array(totals.length);
  const [left, need] = [[...sizes], [...numbers]];
  totals.forEach((count, kind) => {
    const h = strata[Math.floor(kind / CLASSES)] ?? 0;
    const rest = (left[h] ?? 0) - count;
    const got = draws.hypergeometric(count, rest, need[h] ?? 0);
    drawn[kind] = got;
    left[h] = rest;
    need[h] = (need[h] ?? 0) - got;
  });
  return drawn;
}

function cellsOf(
  totals: Int32Array,
  drawn: Int32Array,
  strata: readonly number[],
  shares: readonly { readonly group: number; readonly share: number }[],
): { readonly cells: AuditCell[]; readonly cellOf: readonly number[] } {
  const cells: {
    group: number;
    judge: JudgeClass;
    size: number;
    labels: number;
    n: number;
    positive: number;
    negative: number;
  }[] = [];
  const cellOf: number[] = [];
  for (let band = 0; band < BANDS; band++) {
    const { group, share } = shares[strata[band] ?? 0] ?? { group: 0, share: 1 };
    const judge = JUDGE_OF[band] ?? 'unknown';
    let at = cells.findIndex((cell) => cell.group === group && cell.judge === judge);
    if (at === -1) at = cells.push({ group, judge, size: 0, labels: 0, n: 0, positive: 0, negative: 0 }) - 1;
    cellOf.push(at);
    const cell = cells[at];
    if (cell === undefined) continue;
    for (let kind = 0; kind < CLASSES; kind++) {
      const count = drawn[band * CLASSES + kind] ?? 0;
      cell.size += totals[band * CLASSES + kind] ?? 0;
      cell.labels += count;
      cell.n += count * share;
      if (kind === 0) cell.positive += count * share;
      if (kind === 1) cell.negative += count * share;
    }
  }
  return { cells, cellOf };
}

function promptParts(
  population: Population,
  totals: Int32Array,
  drawn: Int32Array,
  cellOf: readonly number[],
  strata: readonly number[],
  weights: readonly number[],
  cells: number,
  draws: Draws,
): readonly (readonly PromptPart[])[] {
  const { counts, prompts } = population;
  const stride = BANDS * CLASSES;
  const sums = new Float64Array(prompts * cells * 4);
  for (let kind = 0; kind < stride; kind++) {
    let left = totals[kind] ?? 0;
    if (left === 0) continue;
    let need = drawn[kind] ?? 0;
    const band = Math.floor(kind / CLASSES);
    const weight = weights[strata[band] ?? 0] ?? 0;
    const people = kind % CLASSES;
    for (let prompt = 0; prompt < prompts; prompt++) {
      const own = counts[prompt * stride + kind] ?? 0;
      if (own === 0) continue;
      left -= own;
      const got = need === 0 ? 0 : draws.hypergeometric(own, left, need);
      need -= got;
      const at = (prompt * cells + (cellOf[band] ?? 0)) * 4;
      sums[at] = (sums[at] ?? 0) + own;
      sums[at + 1] = (sums[at + 1] ?? 0) + got * weight;
      if (people < 2) sums[at + 2 + people] = (sums[at + 2 + people] ?? 0) + got * weight;
    }
  }
  return Array.from({ length: prompts }, (_, prompt) =>
    Array.from({ length: cells }, (__, cell): PromptPart => {
      const at = (prompt * cells + cell) * 4;
      return {
        cell,
        size: sums[at] ?? 0,
        weight: sums[at + 1] ?? 0,
        positive: sums[at + 2] ?? 0,
        negative: sums[at + 3] ?? 0,
      };
    }),
  );
}
