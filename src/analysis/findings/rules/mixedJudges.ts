import type { LaunchSpec } from '../../../core/eval/launch.ts';
import type { Judge } from '../../../core/judgment.ts';
import type { FoundFinding } from '../../../core/finding.ts';
import type { RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { counted, named, quoted, some } from '../words.ts';

/** More versions of judges on one metric than this are not told apart. */
const MOST_VERSIONS = 50;

interface Version {
  readonly judge: Judge;
  readonly ids: IdList;
}

export const mixedJudges: RunRule = {
  text: {
    id: 'mixedJudges',
    version: 1,
    title: 'Several judges within one metric',
    looksFor:
      'Metrics of which some transcripts have their value from one judge version or model and others from another (where several judged the same transcript the last one counts, so a complete re-judging is no mixture).',
    whyItMatters:
      'A rate over two judges is neither judge’s rate, and what looks like a difference between arms may be one between judges.',
    source: 'Re-judging that stopped halfway; tables joined from two judging runs.',
    severity: 'doubtful',
    certainty: 'certain',
  },
  scope: 'run',
  begin: ({ run }) => {
    const metrics = new Map<string, Map<string, Version>>();
    return {
      row: (row) => {
        for (const { metric, judge, judgeVersion, counts } of row.judgments) {
          if (!counts) continue;
          const versions = metrics.get(metric) ?? new Map<string, Version>();
          metrics.set(metric, versions);
          const version = versions.get(judgeVersion) ?? { judge, ids: new IdList() };
          if (versions.size < MOST_VERSIONS) versions.set(judgeVersion, version);
          version.ids.add(row.id);
        }
      },
      end: () =>
        [...metrics].flatMap(([metric, versions]): FoundFinding[] => {
          if (versions.size < 2 || declaresSeveral(run.specs, metric)) return [];
          const ordered = [...versions.values()].sort((a, b) => b.ids.length - a.ids.length);
          const [most, ...rest] = ordered;
          if (most === undefined) return [];
          const fewer = new Set(
            rest.flatMap(({ judge }) => (judge.model === most.judge.model ? [] : [judge.model])),
          );
          return [
            {
              key: metric,
              title: `${quoted(metric)} mixes ${counted(versions.size)} judge ${fewer.size > 0 ? 'models' : 'versions'}`,
              detail: `${ordered.map(({ judge, ids }) => `- ${named(wordsOf(judge))}: ${some(ids.length, 'transcript')}`).join('\n')}\n\nListed are those that aren’t from the first. Judge them again with one version, or split the figure.`,
              severity: 'doubtful',
              certainty: 'certain',
              transcriptIds: IdList.merged(rest.map(({ ids }) => ids)),
              figures: {
                versions: versions.size,
                others: rest.reduce((sum, { ids }) => sum + ids.length, 0),
              },
            },
          ];
        }),
    };
  },
};

function wordsOf({ name, model }: Judge): string {
  return model === undefined || model === name ? name : `${name} (${model})`;
}

/** A suite may give one metric to several judges on purpose: by probe, or where another judgment asks for it. */
function declaresSeveral(specs: readonly LaunchSpec[], metric: string): boolean {
  return specs.some(
    ({ suite }) => suite.judges.filter((judge) => (judge.metric ?? judge.name) === metric).length > 1,
  );
}
