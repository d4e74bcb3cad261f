/** Figures and lists for tasks, keybindings and tests: the same numbers that the tree shows. */
import * as v from 'valibot';
import type { AuditStore, LeafRow, Outline } from '../../core/ports.ts';
import { formatRate, NO_VERDICTS, rateOf, type Rate, type VerdictCounts } from '../../core/rate.ts';
import { describeRule } from '../../core/verdictRule.ts';
import type { RunRemarks } from '../../storage/evals/runRemarks.ts';
import type { Command } from '../commands/command.ts';

/** One run in figures. */
export interface RunSummary {
  readonly runId: number;
  readonly name: string;
  readonly study: string | null;
  readonly status: string;
  /** Runs of training data have no rule and no rate. */
  readonly content: 'answers' | 'training';
  readonly models: readonly string[];
  readonly groups: readonly string[];
  readonly conditions: readonly string[];
  readonly counts: VerdictCounts;
  readonly labelled: number;
  /** False where a suite in our own words was launched; null for a run that was imported. */
  readonly comparable: boolean | null;
  /** Endpoints of its launches that were fake. */
  readonly fake: readonly string[];
  readonly rule: string | null;
  readonly rate: Rate | null;
  /** As the tree writes it, for example `9.0 %`. */
  readonly rateWords: string;
}

/** All runs as the tree counts them. Pure. */
export function summariseRuns(outline: Outline, remarks: readonly RunRemarks[] = []): RunSummary[] {
  const remarksOf = new Map(remarks.map((each) => [each.runId, each]));
  const leavesByArm = Map.groupBy(outline.leaves, (leaf) => leaf.armId);
  return [...Map.groupBy(outline.arms, (arm) => arm.runId).values()].flatMap((arms) => {
    const [first] = arms;
    if (first === undefined) return [];
    const leaves = arms.flatMap((arm) => leavesByArm.get(arm.armId) ?? []);
    const counts = countVerdicts(leaves);
    const ruleId = first.runContent === 'training' ? null : first.ruleId;
    const rule = ruleId === null ? undefined : outline.rules.get(ruleId);
    const rate = rule === undefined ? null : rateOf(counts, rule.missing);
    return {
      runId: first.runId,
      name: first.runName,
      study: first.studyName,
      status: first.runStatus,
      content: first.runContent,
      models: distinct(arms.map((arm) => arm.model)),
      groups: distinct(arms.map((arm) => arm.group)),
      conditions: distinct(arms.map((arm) => arm.condition)),
      counts,
      labelled: leaves.reduce((sum, leaf) => sum + (leaf.humanVerdict === 'none' ? 0 : leaf.n), 0),
      comparable: remarksOf.get(first.runId)?.comparable ?? null,
      fake: remarksOf.get(first.runId)?.fake ?? [],
      rule: rule === undefined ? null : describeRule(rule),
      rate,
      rateWords: rate === null ? '' : formatRate(rate),
    };
  });
}

function countVerdicts(leaves: readonly LeafRow[]): VerdictCounts {
  const counts = { ...NO_VERDICTS };
  for (const leaf of leaves) counts[leaf.judgeVerdict] += leaf.n;
  return counts;
}

function distinct(names: readonly (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null))];
}

const MOST_LISTED = 10_000;
const listArguments = v.optional(
  v.object({
    runId: v.optional(v.number()),
    limit: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(MOST_LISTED))),
  }),
);

/** Ids of transcripts in the order of the tree by run, at most `limit`. */
function listTranscripts(store: AuditStore, runId: number | undefined, limit: number): number[] {
  const { arms, leaves } = store.outline();
  const wanted = new Set(
    arms.filter((arm) => runId === undefined || arm.runId === runId).map((arm) => arm.armId),
  );
  const ids: number[] = [];
  const seen = new Set<string>();
  for (const { armId, probeId } of leaves) {
    const leaf = `${armId}/${probeId}`;
    if (!wanted.has(armId) || seen.has(leaf)) continue;
    seen.add(leaf);
    for (const row of store.leafPage({ armId, probeId, limit: limit - ids.length })) ids.push(row.id);
    if (ids.length >= limit) break;
  }
  return ids;
}

export const summaryCommands: readonly Command[] = [
  {
    id: 'transcriptAuditor.summariseRuns',
    title: 'Summarise Runs',
    run: async (host) => {
      const database = await host.session.openExisting();
      if (database === undefined) return [];
      const outline = database.store.outline();
      const launched = outline.arms.filter(({ runKind }) => runKind === 'launch');
      const runIds = [...new Set(launched.map(({ runId }) => runId))];
      const remarks = runIds.length === 0 ? [] : await database.worker.run('runRemarks', { runIds });
      return summariseRuns(outline, remarks);
    },
  },
  {
    id: 'transcriptAuditor.diagnostics',
    title: 'Show Diagnostics',
    run: (host) => ({ panels: host.panels.size, database: host.session.database?.place.path ?? null }),
  },
  {
    id: 'transcriptAuditor.listTranscripts',
    title: 'List Transcripts',
    run: async (host, argument) => {
      const database = await host.session.openExisting();
      const { runId, limit = 1_000 } = v.parse(listArguments, argument) ?? {};
      return database === undefined ? [] : listTranscripts(database.store, runId, limit);
    },
  },
];
