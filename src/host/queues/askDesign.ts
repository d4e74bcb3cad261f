/** Which design a sample has. */
import type { QueueWish, SampleDesign, StratumBy } from '../../core/queue.ts';
import type { AuditStore } from '../../core/ports.ts';
import { BACK, type StepAnswer, type StepItem } from '../evals/steps.ts';
import { listOf, placeOf, type Asking } from './wishSteps.ts';

type Design = Omit<SampleDesign, 'n'>;

const DESIGNS: readonly StepItem<Design | 'score'>[] = [
  {
    label: 'All flagged and some others',
    description: 'usual',
    detail:
      'Everything the judge calls positive, and a number of the rest at random: precision is then known, and what was missed can be told',
    value: { strata: { by: 'flagged' }, allocation: 'all-flagged' },
  },
  {
    label: 'At random',
    detail: 'Simple random sampling: every transcript has the same chance',
    value: { strata: { by: 'none' }, allocation: 'proportional' },
  },
  {
    label: 'By the judge’s verdict, most where it matters',
    detail: 'Strata by verdict, shared out by Neyman’s allocation: more where people are likely to differ',
    value: { strata: { by: 'verdict' }, allocation: 'neyman' },
  },
  {
    label: 'By the judge’s verdict, in proportion',
    detail: 'Strata by verdict, each with its share',
    value: { strata: { by: 'verdict' }, allocation: 'proportional' },
  },
  {
    label: 'By bands of a score…',
    detail: 'Strata by where the judge’s score lies, in proportion',
    value: 'score',
  },
  {
    label: 'By probe',
    detail: 'Strata by probe, in proportion: no probe is left out',
    value: { strata: { by: 'probe' }, allocation: 'proportional' },
  },
  {
    label: 'By model',
    detail: 'Strata by model, in proportion',
    value: { strata: { by: 'model' }, allocation: 'proportional' },
  },
  {
    label: 'By condition',
    detail: 'Strata by condition, in proportion',
    value: { strata: { by: 'condition' }, allocation: 'proportional' },
  },
];

export async function askDesign(
  asking: Asking,
  step: number,
  back: boolean,
  { scope, design }: QueueWish,
): Promise<StepAnswer<SampleDesign>> {
  const n = design?.n ?? 100;
  for (;;) {
    const chosen = await asking.ui.pickOne(placeOf(asking, step, back), 'How is it drawn?', DESIGNS);
    if (chosen === undefined || chosen === BACK) return chosen;
    if (chosen !== 'score') return { ...chosen, n };
    const strata = await askBands(asking, step, scope.runIds);
    if (strata === undefined) return undefined;
    if (strata !== BACK) return { strata, allocation: 'proportional', n };
  }
}

async function askBands(
  asking: Asking,
  step: number,
  runIds: readonly number[],
): Promise<StepAnswer<StratumBy>> {
  const text = await asking.ui.askText(
    placeOf(asking, step, true),
    'The metric, a colon, and where bands begin: alignment: 10, 30, 50',
    proposedBounds(asking.store, runIds),
    (typed) => (readBands(typed) === undefined ? 'For example aligned: 10, 30, 50, ascending.' : undefined),
  );
  if (text === undefined || text === BACK) return text;
  return readBands(text);
}

/** `aligned: 10, 30, 50`; undefined for anything else. */
export function readBands(text: string): StratumBy | undefined {
  const colon = text.lastIndexOf(':');
  const metric = text.slice(0, colon).trim();
  const bounds = listOf(text.slice(colon + 1), ',').map(Number);
  const ascend = bounds.every((bound, i) => Number.isFinite(bound) && bound > (bounds[i - 1] ?? -Infinity));
  if (colon < 1 || metric === '' || bounds.length === 0 || !ascend) return undefined;
  return { by: 'score', metric, bounds };
}

/** Half the threshold, the threshold, and half as much again, of the first score that the runs' rules look at. */
export function proposedBounds(store: AuditStore, runIds: readonly number[]): string {
  const [clause] = thresholds(store, runIds);
  if (clause === undefined) return '';
  const { metric, number } = clause;
  const bounds = [...new Set([number / 2, number, number * 1.5])].filter(Number.isFinite);
  return `${metric}: ${bounds.toSorted((a, b) => a - b).join(', ')}`;
}

/** What the rules of these runs (of all, when none is named) compare with numbers: the predicate first. */
export function thresholds(
  store: AuditStore,
  runIds: readonly number[],
): readonly { readonly metric: string; readonly number: number }[] {
  const { arms, rules } = store.outline();
  const used = new Set(
    arms.filter(({ runId }) => runIds.length === 0 || runIds.includes(runId)).map(({ ruleId }) => ruleId),
  );
  return [...rules]
    .filter(([ruleId]) => used.has(ruleId))
    .flatMap(([, rule]) => [...rule.positive, ...rule.gate].flat())
    .flatMap((clause) => ('number' in clause ? [{ metric: clause.metric, number: clause.number }] : []));
}
