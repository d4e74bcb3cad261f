/** What launched suites declare on purpose. */
import type { LaunchSpec } from '../../core/eval/launch.ts';
import type { JudgeSpec } from '../../core/eval/suite.ts';
import type { CheckedRow, CheckedRun } from '../../core/findingSource.ts';
import { answerTurn } from './answerText.ts';

/** True for metrics that a launched suite's judges declare; `{var}` in a name stands for anything. */
export function declaresMetric(specs: readonly LaunchSpec[]): (metric: string) => boolean {
  const names = new Set<string>();
  const patterns: RegExp[] = [];
  for (const name of specs.flatMap(({ suite }) => suite.judges).flatMap(metricsOf)) {
    if (!name.includes('{')) names.add(name);
    else patterns.push(patternOf(name));
  }
  return (metric) => names.has(metric) || patterns.some((pattern) => pattern.test(metric));
}

/**
 * Importers of files whose tool scores by what a task, config or dimension list sets beforehand: every score in them is a
 * declared one.
 */
const DECLARING_IMPORTERS: ReadonlySet<string> = new Set([
  'inspectEval',
  'inspectJson',
  'promptfooResults',
  'petri',
  'bloom',
  'bloomEvaluation',
  'lmEvalSamples',
  'lmEvalResults',
]);

/** True when all files of a run come from tools that declare their scorers. */
export function declaresScorers(importers: readonly string[]): boolean {
  return importers.length > 0 && importers.every((importer) => DECLARING_IMPORTERS.has(importer));
}

/** Metrics that a judge of a suite brings. */
function metricsOf(judge: JudgeSpec): readonly string[] {
  const name = judge.metric ?? judge.name;
  const fields = Object.keys(judge.fields ?? {});
  const parts = [...(judge.dimensions ?? []), ...fields];
  return [name, ...parts, ...parts.map((part) => `${name}.${part}`)];
}

function patternOf(template: string): RegExp {
  const escaped = template.split(/\{[^}]*\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`);
}

/** True when a launched suite puts words into the model's mouth itself: a prefill, or scripted turns. */
export function declaresAuthoredTurns(specs: readonly LaunchSpec[]): boolean {
  return specs.some(
    ({ suite }) =>
      suite.conditions.some(({ prefill = '' }) => prefill !== '') ||
      suite.probes.some(({ kind }) => kind === 'scripted' || kind === 'auditor'),
  );
}

/** The sampling temperature of an answer, where it, its launch or the header of its file says so. */
export function temperatureOf(
  row: CheckedRow,
  { specs, facts }: Pick<CheckedRun, 'specs' | 'facts'>,
): number | undefined {
  const turn = answerTurn(row)?.provenance;
  const parameters = turn?.['parameters'];
  const recorded = [
    turn?.['temperature'],
    typeof parameters === 'object' && parameters !== null && 'temperature' in parameters
      ? parameters.temperature
      : undefined,
    row.metadata['temperature'],
    specs[0]?.sampling?.temperature ?? specs[0]?.suite.sampling.temperature,
    headerTemperature(facts),
  ];
  for (const value of recorded) {
    if (typeof value === 'number') return value;
    if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
      return Number(value);
  }
  return undefined;
}

/** A run of many files has many facts, and is asked for each of its rows. */
const OF_HEADERS = new WeakMap<CheckedRun['facts'], { readonly temperature: unknown }>();

function headerTemperature(facts: CheckedRun['facts']): unknown {
  const known = OF_HEADERS.get(facts) ?? { temperature: readHeaders(facts) };
  OF_HEADERS.set(facts, known);
  return known.temperature;
}

/** Where Inspect's headers say it: the task's setting goes before the model's. Undefined when several logs differ. */
function readHeaders(facts: CheckedRun['facts']): unknown {
  const said = (fact: string, ...path: readonly string[]): readonly unknown[] =>
    facts.flatMap(({ name, value }) => (name === fact ? [memberAt(value, [...path, 'temperature'])] : []));
  const ofTasks = said('plan', 'config');
  const ofModels = said('eval', 'model_generate_config');
  const logs = Math.max(ofTasks.length, ofModels.length);
  const each = Array.from({ length: logs }, (_, log) => ofTasks[log] ?? ofModels[log]);
  return new Set(each).size === 1 ? each[0] : undefined;
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}
