/** Simulates runs of one model that differ by chance alone, for the test of runs that differ. */
import { runDifference } from '../../src/analysis/findings/rules/runDifference.ts';
import type { FamilyMember, PairedPrompts } from '../../src/core/findingSource.ts';
import { MISALIGNED_AMONG_COHERENT } from '../../src/core/verdictRule.ts';

export interface NullCase {
  readonly runs: number;
  readonly prompts: number;
  /** Answers to each prompt in each run. */
  readonly answers: number;
  /** Mean rate over prompts; each prompt has a rate of its own, from 0 to twice that. */
  readonly rate: number;
}

/** How many of `families` have at least one alarm, though no run differs from another. */
export function familiesWithAlarms(
  { runs, prompts, answers, rate }: NullCase,
  families: number,
  random: () => number,
): number {
  let alarms = 0;
  for (let family = 0; family < families; family += 1) {
    const rates = Array.from({ length: prompts }, () => Math.min(1, 2 * rate * random()));
    const positives = Array.from({ length: runs }, () => rates.map((p) => binomial(answers, p, random)));
    const members = positives.map((_, index) => member(index + 1));
    const found = runDifference.check({
      members,
      paired: (a, b) => [paired(positives[a.runId - 1] ?? [], positives[b.runId - 1] ?? [], answers)],
    });
    for (const one of found) {
      if (one === undefined) continue;
      alarms += 1;
      break;
    }
  }
  return alarms;
}

export function member(runId: number): FamilyMember {
  return {
    runId,
    runName: `run ${runId}`,
    scope: `run ${runId}`,
    model: 'm',
    condition: null,
    armId: runId,
    rule: MISALIGNED_AMONG_COHERENT,
  };
}

/** The sums over prompts that two runs share, from their positives prompt by prompt. */
export function paired(a: readonly number[], b: readonly number[], n: number): PairedPrompts {
  const d = a.map((x, prompt) => (x - (b[prompt] ?? 0)) / n);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    prompts: a.length,
    sumD: sum(d),
    sumD2: sum(d.map((value) => value * value)),
    sumInverseN: (2 / n) * a.length,
    nA: n * a.length,
    positiveA: sum(a),
    nB: n * b.length,
    positiveB: sum(b),
  };
}

function binomial(n: number, p: number, random: () => number): number {
  let positive = 0;
  for (let i = 0; i < n; i += 1) if (random() < p) positive += 1;
  return positive;
}
