/** Checks what rules, aggregates and `when` are about: readable, over metrics that the suite gives, and without circles. */
import { messageOf } from '../../core/errors.ts';
import { placeholdersIn } from '../../core/eval/placeholders.ts';
import type { JudgeSpec, Suite } from '../../core/eval/suite.ts';
import { parseRuleText } from '../../core/ruleText.ts';
import type { Clause, Condition, VerdictRule } from '../../core/verdictRule.ts';
import { didYouMean } from '../nearestName.ts';
import type { Problems, Range } from '../place.ts';
import { booleanOf, itemsOf, textOf, under, type Field } from '../yaml/field.ts';
import { conditionFromText, metricsIn, metricTemplates, suiteMetrics } from './metrics.ts';

/** The suite's rule, from text or from its parts; undefined for none and for one that can't be read. */
export function ruleFrom(root: Field, problems: Problems): VerdictRule | undefined {
  const field = under(root, 'rule');
  if (field === undefined) return undefined;
  if (field.kind !== 'map') return ruleText(field, problems);
  const positive = conditionAt(under(field, 'positive'), problems);
  if (positive === undefined) return undefined;
  const missing = textOf(under(field, 'missing'));
  const name = (key: string, preset: string): string => textOf(under(under(field, 'names'), key)) ?? preset;
  return {
    name: name('rule', textOf(under(field, 'positive')) ?? ''),
    positive,
    gate: conditionAt(under(field, 'gate'), problems) ?? [],
    missing: missing === 'negative' || missing === 'positive' ? missing : 'drop',
    positiveName: name('positive', 'positive'),
    negativeName: name('negative', 'negative'),
    ...(booleanOf(under(field, 'good')) === true ? { positiveIsGood: true } : {}),
    excludedName: name('excluded', 'gated out'),
  };
}

export function checkRules(suite: Suite, root: Field, problems: Problems): void {
  const metrics = suiteMetrics(suite);
  const scales = scalesOf(suite.judges);
  const about = (condition: Condition | undefined, place: Range | undefined): void => {
    if (condition === undefined || place === undefined) return;
    for (const metric of metricsIn(condition)) checkMetric(metric, metrics, place, problems);
    for (const clause of condition.flat()) checkScale(clause, scales, place, problems);
  };
  const rule = under(root, 'rule');
  if (rule !== undefined && suite.rule !== undefined) {
    about(suite.rule.positive, under(rule, 'positive')?.range ?? rule.range);
    about(suite.rule.gate, under(rule, 'gate')?.range ?? rule.range);
  }
  for (const aggregate of itemsOf(under(root, 'aggregates')))
    checkAggregate(suite, aggregate, metrics, about, problems);
  const judges = itemsOf(under(root, 'judges'));
  const needs = suite.judges.map((judge, index) => {
    const field = judges[index];
    const when = under(field, 'when');
    const condition = conditionAt(when, problems);
    about(condition, when?.range);
    for (const item of itemsOf(under(field, 'metrics')))
      checkMetric(textOf(item) ?? '', metrics, item.range, problems);
    return [...metricsIn(condition ?? []), ...(judge.kind === 'combine' ? (judge.metrics ?? []) : [])];
  });
  checkCircles(suite.judges, needs, judges, problems);
}

function checkAggregate(
  suite: Suite,
  field: Field,
  metrics: ReadonlySet<string>,
  about: (condition: Condition, place: Range) => void,
  problems: Problems,
): void {
  const kind = textOf(under(field, 'kind'));
  const name = under(field, 'name')?.range ?? field.range;
  const rule = under(field, 'rule');
  const metric = under(field, 'metric');
  const kinds = new Set(suite.probes.map((probe) => probe.kind));
  if (rule !== undefined) {
    const read = ruleText(rule, problems);
    if (read !== undefined) {
      about(read.positive, rule.range);
      about(read.gate, rule.range);
    }
    if (kind !== undefined && kind !== 'rate')
      problems.warn(rule.range, 'Only the kind “rate” has a rule; this one is not used.');
  } else if (kind === 'rate' && suite.rule === undefined) {
    problems.error(name, 'A rate needs a rule, here or for the whole suite.');
  }
  if (metric !== undefined) checkMetric(textOf(metric) ?? '', metrics, metric.range, problems, suite);
  else if (kind === 'mean' || kind === 'classes')
    problems.error(name, `An aggregate of the kind “${kind}” needs a metric.`);
  if (kind === 'prediction' && !kinds.has('pair'))
    problems.error(name, 'A prediction is worked out from probes of the kind “pair”; there are none.');
  if (kind === 'token' && !kinds.has('next-token'))
    problems.error(name, 'A token’s probability comes from probes of the kind “next-token”; there are none.');
}

function checkMetric(
  metric: string,
  metrics: ReadonlySet<string>,
  place: Range,
  problems: Problems,
  suite?: Suite,
): void {
  // A name with vars stands for one metric a value; `{dimension}` is filled in by each probe's.
  const open = placeholdersIn(metric);
  if (suite !== undefined && open.length === 1 && metric === '{dimension}') {
    if (!suite.probes.some(({ dimension }) => dimension !== undefined))
      problems.error(place, 'No probe has a dimension, so {dimension} names no metric.');
    else if (!suite.probes.some(({ dimension }) => dimension !== undefined && metrics.has(dimension)))
      problems.error(place, 'No metric is named like the dimension of a probe.');
    return;
  }
  if (open.length > 0 || metrics.has(metric)) return;
  problems.error(place, `No judge gives the metric “${metric}”.${didYouMean(metric, metrics)}`);
}

/** A threshold outside the scale is always or never reached, which is a slip of the pen. */
function checkScale(
  clause: Clause,
  scales: ReadonlyMap<string, JudgeSpec['scale']>,
  place: Range,
  problems: Problems,
): void {
  const scale = scales.get(clause.metric);
  if (scale === undefined || !('number' in clause)) return;
  if (clause.number < scale.minimum || clause.number > scale.maximum)
    problems.warn(
      place,
      `${clause.number} is outside the scale of “${clause.metric}”, ${scale.minimum} to ${scale.maximum}.`,
    );
}

function scalesOf(judges: readonly JudgeSpec[]): ReadonlyMap<string, JudgeSpec['scale']> {
  return new Map(
    judges.flatMap((judge) => metricTemplates(judge).map((metric) => [metric, judge.scale] as const)),
  );
}

/** Judges wait for the metrics they need; a circle would wait for ever. */
function checkCircles(
  judges: readonly JudgeSpec[],
  needs: readonly (readonly string[])[],
  fields: readonly Field[],
  problems: Problems,
): void {
  const givers = new Map<string, number[]>();
  judges.forEach((judge, index) => {
    for (const metric of metricTemplates(judge)) givers.set(metric, [...(givers.get(metric) ?? []), index]);
  });
  const next = (index: number): readonly number[] =>
    (needs[index] ?? []).flatMap((metric) => givers.get(metric) ?? []);
  judges.forEach((judge, start) => {
    const seen = new Set<number>();
    const waiting = [...next(start)];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (at === start) {
        const field = fields[start];
        const place = (under(field, 'when') ?? under(field, 'metrics'))?.range ?? field?.range;
        if (place !== undefined) problems.error(place, `The judge “${judge.name}” waits for itself.`);
        return;
      }
      if (seen.has(at)) continue;
      seen.add(at);
      waiting.push(...next(at));
    }
  });
}

function conditionAt(field: Field | undefined, problems: Problems): Condition | undefined {
  const text = textOf(field);
  if (text === undefined || field === undefined) return undefined;
  try {
    return conditionFromText(text);
  } catch (error) {
    problems.error(field.range, messageOf(error));
    return undefined;
  }
}

function ruleText(field: Field, problems: Problems): VerdictRule | undefined {
  const text = textOf(field);
  if (text === undefined) return undefined;
  try {
    return parseRuleText(text);
  } catch (error) {
    problems.error(field.range, messageOf(error));
    return undefined;
  }
}
