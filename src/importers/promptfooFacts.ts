/** What a promptfoo document says of itself besides its results. */
import type { RunFact } from '../core/imported.ts';
import type { ImportItem } from './importer.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';

/** @param rest the document without its results; nothing is said of one that can't be read */
export function promptfooFacts(rest: string): ImportItem[] {
  let value: unknown;
  try {
    value = parseLenientJson(rest);
  } catch {
    return [];
  }
  if (!isObject(value)) return [];
  const results = objectAt(value, 'results');
  const stats = objectAt(results, 'stats');
  const version = objectAt(value, 'metadata')['promptfooVersion'];
  const facts: RunFact[] = [
    { name: 'tool', value: typeof version === 'string' ? `promptfoo ${version}` : 'promptfoo' },
  ];
  const counts = ['successes', 'failures', 'errors']
    .map((name) => stats[name])
    .filter((n) => typeof n === 'number');
  if (counts.length > 0)
    facts.push({ name: 'reportedTranscripts', value: counts.reduce((sum, n) => sum + n, 0) });
  const metrics = reportedMetrics(results['prompts']);
  if (metrics.length > 0) facts.push({ name: 'reportedMetrics', value: metrics });
  for (const [name, kept] of [
    ['evalId', value['evalId']],
    ['timestamp', results['timestamp']],
    ['description', objectAt(value, 'config')['description']],
  ] as const)
    if (typeof kept === 'string') facts.push({ name, value: kept });
  return facts.map((fact) => ({ kind: 'fact', fact }));
}

function reportedMetrics(prompts: unknown): readonly unknown[] {
  if (!Array.isArray(prompts)) return [];
  return prompts.filter(isObject).flatMap((prompt) => {
    const metrics = objectAt(prompt, 'metrics');
    const scorer = [prompt['provider'], prompt['label']]
      .filter((name) => typeof name === 'string')
      .join(' / ');
    const [passed, failed, errors] = ['testPassCount', 'testFailCount', 'testErrorCount'].map(
      (name) => metrics[name],
    );
    const n = [passed, failed, errors].reduce<number>(
      (sum, count) => sum + (typeof count === 'number' ? count : 0),
      0,
    );
    const named = Object.entries(objectAt(metrics, 'namedScores')).flatMap(([metric, total]) => {
      const count =
        objectAt(metrics, 'namedScoreWeights')[metric] ?? objectAt(metrics, 'namedScoresCount')[metric];
      return typeof total === 'number' && typeof count === 'number' && count > 0
        ? [{ scorer, metric, value: total / count }]
        : [];
    });
    return typeof passed === 'number' && n > 0
      ? [{ scorer, metric: 'pass rate', value: passed / n, n }, ...named]
      : named;
  });
}

function objectAt(value: JsonObject, key: string): JsonObject {
  return isObject(value[key]) ? value[key] : {};
}
