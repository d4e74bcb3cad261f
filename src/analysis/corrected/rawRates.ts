import { wilsonInterval } from '../wilson.ts';
import type { AuditInput, Estimand } from './auditInput.ts';
import { LEAST_PROMPTS, promptWeights } from './promptWeights.ts';
import { promptsReach } from './promptsReach.ts';
import type { Reach } from './exactShare.ts';
import { countedAs } from './rectified.ts';
import { tableOf } from './tableOf.ts';

/** The rate as the judge has it, under the rule's missing policy; nothing corrected. */
export interface RawRate {
  readonly estimand: Estimand;
  readonly clustered: boolean;
  readonly rate: number;
  /** None for `run`: all were judged, so it is counted and not estimated. */
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  readonly positive: number;
  /** The denominator, missing ones counted as the policy says. */
  readonly n: number;
}

/**
 * The judge's raw rate: for `run` as counted; for `model` with Wilson's interval, and over prompts (exact, with the prompts'
 * effective sample size: Korn and Graubard 1998) where there are enough of them. These intervals are about what the judge
 * would say of more answers; they know nothing of its errors. Empty without a denominator.
 */
export function rawRates(input: Pick<AuditInput, 'frame' | 'missing'>): readonly RawRate[] {
  let [positive, n] = [0, 0];
  for (const { judge, n: own } of input.frame) {
    const counted = rawCount(judge, input.missing);
    positive += counted.positive * own;
    n += counted.inside * own;
  }
  if (n === 0) return [];
  const rate = positive / n;
  const figure = { rate, positive, n };
  const raw: RawRate[] = [
    { estimand: 'run', clustered: false, interval: undefined, ...figure },
    { estimand: 'model', clustered: false, interval: wilsonInterval(positive, n), ...figure },
  ];
  const reach = overPrompts(input, rate, n);
  if (reach !== undefined) {
    raw.push({
      estimand: 'model',
      clustered: true,
      interval: { low: Math.max(0, rate - reach.down), high: Math.min(1, rate + reach.up) },
      ...figure,
    });
  }
  return raw;
}

/** Gate-missing and unjudged ones are in no denominator; of those inside the gate without a verdict the policy decides. */
function rawCount(
  judge: AuditInput['frame'][number]['judge'],
  missing: AuditInput['missing'],
): { readonly positive: number; readonly inside: number } {
  if (judge === 'missing') return countedAs('unknown', missing);
  if (judge === 'gate-missing' || judge === 'unjudged') return { positive: 0, inside: 0 };
  return countedAs(judge, missing);
}

function overPrompts(
  { frame, missing }: Pick<AuditInput, 'frame' | 'missing'>,
  rate: number,
  n: number,
): Reach | undefined {
  // As the judge has it a missing one is what the policy makes of it, so there are three classes.
  const counted = frame.map((cell) => {
    const { positive, inside } = rawCount(cell.judge, missing);
    const judge = inside === 0 ? 'excluded' : positive === 1 ? 'positive' : 'negative';
    return { ...cell, stratum: 'all', judge } as const;
  });
  const table = tableOf({ frame: counted, units: [] });
  if (promptWeights(table).worth < LEAST_PROMPTS) return undefined;
  const none = table.cells.map(() => 0);
  const base = table.cells.map(({ judge }) =>
    judge === 'excluded' ? 0 : judge === 'positive' ? 1 - rate : -rate,
  );
  const influence = { base, positive: none, negative: none, excluded: none };
  return promptsReach({ rate, inside: n / table.size, table, influence: () => influence }).together;
}
