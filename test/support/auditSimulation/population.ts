import type { Draws } from './draws.ts';

/** One cell of the grid that coverage is simulated over. */
export interface CoverageCell {
  readonly size: number;
  readonly labels: number;
  /** Of answers inside the gate, the share that is positive. */
  readonly prevalence: number;
  /** Sensitivity and specificity. */
  readonly judge: readonly [number, number];
  readonly design: 'simple' | 'flagged' | 'stratified';
  readonly prompts: 8 | 48;
  /** Whether prompts have rates of their own: their log odds vary with a standard deviation of 1. */
  readonly clustered: boolean;
  /** Whether a fifth of the answers is outside the gate, and the judge errs about that too. */
  readonly gate: boolean;
}

/** What the noisy gate does. */
export const GATE = { outside: 0.2, judgeFinds: 0.85, judgeWronglyLeavesOut: 0.05, flaggedOutside: 0.2 };
/** Of what isn't flagged, the share near the threshold: of positives and of others. */
const NEAR = { positive: 0.5, rest: 0.1 };

/** Judge's bands: flagged, not flagged and near the threshold, far from it, left out. */
export const BANDS = 4;
/** People's classes: positive, negative, outside. */
export const CLASSES = 3;

export interface Population {
  /** Counts by prompt, band and class: `[(prompt * BANDS + band) * CLASSES + class]`. */
  readonly counts: Int32Array;
  readonly prompts: number;
  readonly size: number;
  /** Rate among the answers that there are. */
  readonly run: number;
  /** Rate among more answers to the same prompts. */
  readonly samePrompts: number;
}

/**
 * Draws the answers of a run, what people would say of them, and what the judge says.
 *
 * @param effectOf what a prompt adds to the log odds, standard normal
 */
export function drawPopulation(
  cell: CoverageCell,
  draws: Draws,
  effectOf: (prompt: number) => number = () => draws.normal(),
): Population {
  const { prompts, size } = cell;
  const counts = new Int32Array(prompts * BANDS * CLASSES);
  const centre = cell.clustered ? logitCentre(cell.prevalence) : 0;
  let [positives, inside, expected] = [0, 0, 0];
  for (let prompt = 0; prompt < prompts; prompt++) {
    const own = Math.floor(((prompt + 1) * size) / prompts) - Math.floor((prompt * size) / prompts);
    const rate = cell.clustered ? 1 / (1 + Math.exp(-centre - effectOf(prompt))) : cell.prevalence;
    const outside = cell.gate ? draws.binomial(own, GATE.outside) : 0;
    const positive = draws.binomial(own - outside, rate);
    positives += positive;
    inside += own - outside;
    expected += own * rate;
    const [sensitivity, specificity] = cell.judge;
    const at = prompt * BANDS * CLASSES;
    const put = (of: number, kind: number, leftOut: number, flagged: number, near: number): void => {
      const excluded = cell.gate ? draws.binomial(of, leftOut) : 0;
      const flags = draws.binomial(of - excluded, flagged);
      const unflagged = of - excluded - flags;
      const close = cell.design === 'stratified' ? draws.binomial(unflagged, near) : 0;
      [flags, close, unflagged - close, excluded].forEach((count, band) => {
        counts[at + band * CLASSES + kind] = count;
      });
    };
    put(positive, 0, GATE.judgeWronglyLeavesOut, sensitivity, NEAR.positive);
    put(own - outside - positive, 1, GATE.judgeWronglyLeavesOut, 1 - specificity, NEAR.rest);
    put(outside, 2, GATE.judgeFinds, GATE.flaggedOutside, NEAR.rest);
  }
  return { counts, prompts, size, run: positives / inside, samePrompts: expected / size };
}

const centres = new Map<number, number>();

/** The mean log odds with which rates of prompts have the wished mean. */
function logitCentre(mean: number): number {
  const known = centres.get(mean);
  if (known !== undefined) return known;
  let [low, high] = [-15, 15];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    let [sum, weights] = [0, 0];
    for (let z = -8; z <= 8; z += 0.01) {
      const weight = Math.exp(-z * z * 0.5);
      sum += weight / (1 + Math.exp(-middle - z));
      weights += weight;
    }
    if (sum / weights < mean) low = middle;
    else high = middle;
  }
  centres.set(mean, (low + high) / 2);
  return (low + high) / 2;
}
