/** What a report says of people's labels, run by run. */
import type { ReportAudit, ReportEstimate } from '../../exporters/report/report.ts';
import { USUAL_SELECTION, type AuditView, type RateGroupView } from '../../protocol/auditPage.ts';
import { auditFigures } from '../tasks/auditFigures.ts';
import type { TaskContext } from '../task.ts';

/** Comparisons named for each run. */
const MOST_NAMED = 12;

/** @param runs those that have labels, by id */
export async function reportAudits(
  runs: ReadonlyMap<number, string>,
  context: TaskContext,
): Promise<readonly ReportAudit[]> {
  const audits: ReportAudit[] = [];
  for (const [runId, run] of runs) {
    const view = await auditFigures(
      { ...USUAL_SELECTION, runIds: [runId] },
      { ...context, progress: () => undefined },
    );
    audits.push(auditOf(run, view));
  }
  return audits;
}

function auditOf(run: string, { rates, comparisons }: AuditView): ReportAudit {
  const refusals = rates.groups.flatMap((group) =>
    group.refusals.map(({ name, words }) => `${name}: not told. ${words}`),
  );
  const notes = rates.groups.flatMap(({ name, notes: own }) =>
    own.map((note) => (name === '' ? note : `${name}: ${note}`)),
  );
  return {
    run,
    sample: rates.sample,
    sentences: [...new Set([...rates.sentences, ...notes, ...refusals])],
    rates: rates.groups.flatMap(estimatesOf),
    agreement: comparisons
      .slice(0, MOST_NAMED)
      .map(({ title, n, summary }) => `${title}: n ${n}${summary === '' ? '' : `, ${summary}`}`),
  };
}

function estimatesOf({ name, rates, more }: RateGroupView): readonly ReportEstimate[] {
  return [...rates, ...more].flatMap(({ name: estimate, about, at, low, high, n }) =>
    at === null ? [] : [{ by: name, estimate, of: about, rate: at, low, high, n }],
  );
}
