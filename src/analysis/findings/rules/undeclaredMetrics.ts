import { declaresMetric, declaresScorers } from '../declared.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { counted, named, quoted, some } from '../words.ts';

/** How many metrics a title names, and how many the detail does. */
const IN_TITLE = 3;
const IN_DETAIL = 20;

export const undeclaredMetrics: RunRule = {
  text: {
    id: 'undeclaredMetrics',
    version: 2,
    title: 'Judged on metrics that nothing declares',
    looksFor:
      'Answers judged on metrics beside those of the run’s verdict rule, which no launched suite declares. Files of tools that score by what was set beforehand (Inspect, promptfoo, Petri, Bloom, lm-eval) are passed over.',
    whyItMatters:
      'One answer under several metrics gives several chances of a result. A figure chosen among them after the fact needs the others beside it.',
    source:
      'diff_models/responses_*.csv of Cloakless/clarifying_EM: a third judge (medical) beside aligned and coherent.',
    severity: 'note',
    certainty: 'certain',
  },
  scope: 'run',
  begin: ({ run }) => {
    const { rule } = run;
    if (rule === null || declaresScorers(run.importers)) return { end: () => [] };
    const inRule = new Set([...rule.gate, ...rule.positive].flat().map(({ metric }) => metric));
    const inSuite = declaresMetric(run.specs);
    const reported = reportedScorers(run.facts);
    const others = new Map<string, IdList>();
    /** Judges that also give a metric of the rule: the dimensions of one judge are declared together. */
    const ruleJudges = new Set<string>();
    const judges = new Map<string, string>();
    return {
      row: (row) => {
        for (const { metric, judgeVersion, judge } of row.judgments) {
          if (inRule.has(metric)) ruleJudges.add(judgeVersion);
          else if (judge.kind !== 'probe' && !inSuite(metric) && !reported.has(metric)) {
            const ids = others.get(metric) ?? new IdList();
            others.set(metric, ids);
            ids.add(row.id);
            judges.set(metric, judgeVersion);
          }
        }
      },
      end: () => {
        const found = [...others]
          .filter(([metric]) => !ruleJudges.has(judges.get(metric) ?? ''))
          .toSorted(([a], [b]) => (a < b ? -1 : 1));
        if (found.length === 0) return [];
        const names = found.map(([metric]) => metric);
        const ids = IdList.merged(found.map(([, list]) => list));
        const one = found.length === 1;
        const beside = found.map(
          ([metric, { length }]) => `${named(metric)} (${some(length, 'answer', 'answers')})`,
        );
        return [
          {
            // A metric that comes later makes another key, so that a dismissal holds for the metrics it was about.
            key: names.join(', '),
            title: `${some(ids.length, 'answer is', 'answers are')} also judged on ${listed(names.map(quoted), IN_TITLE)}`,
            detail: `The run’s verdict rule uses ${[...inRule].map(named).join(', ')}. The same answers were judged further, on ${one ? 'a metric' : 'metrics'} that no suite declares: ${listed(beside, IN_DETAIL)}.`,
            severity: 'note',
            certainty: 'certain',
            transcriptIds: ids,
            figures: { transcripts: ids.length, metrics: found.length },
          },
        ];
      },
    };
  },
};

/** `a`, `a and b`, `a, b, c and 4 more`. */
function listed(names: readonly string[], most: number): string {
  const shown = names.length > most ? names.slice(0, most) : names.slice(0, -1);
  const last = names.length > most ? `${counted(names.length - most)} more` : (names.at(-1) ?? '');
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** Scorers that a file's header names. */
function reportedScorers(
  facts: readonly { readonly name: string; readonly value: unknown }[],
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name, value } of facts) {
    if (name !== 'reportedMetrics' || !Array.isArray(value)) continue;
    for (const one of value as readonly unknown[]) {
      if (typeof one === 'object' && one !== null && 'scorer' in one && typeof one.scorer === 'string')
        names.add(one.scorer);
    }
  }
  return names;
}
