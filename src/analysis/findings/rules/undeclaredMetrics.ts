import { declaresMetric } from '../declared.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { named, quoted, some } from '../words.ts';

export const undeclaredMetrics: RunRule = {
  text: {
    id: 'undeclaredMetrics',
    version: 1,
    title: 'Judged on metrics that nothing declares',
    looksFor:
      'Answers judged on metrics beside those of the run’s verdict rule, which no launched suite and no header of the file declares.',
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
    if (rule === null) return { end: () => [] };
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
      end: () =>
        [...others]
          .filter(([metric]) => !ruleJudges.has(judges.get(metric) ?? ''))
          .map(([metric, ids]) => ({
            key: metric,
            title: `${some(ids.length, 'answer is', 'answers are')} also judged on ${quoted(metric)}`,
            detail: `The run’s verdict rule uses ${[...inRule].map(named).join(', ')}. ${named(metric)} is a further judgment of the same answers, declared by no suite.`,
            severity: 'note' as const,
            certainty: 'certain' as const,
            transcriptIds: ids,
            figures: { transcripts: ids.length },
          })),
    };
  },
};

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
