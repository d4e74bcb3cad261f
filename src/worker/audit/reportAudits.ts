/** What a report says of people's labels, run by run. */
import type { ReportAudit, ReportCorrected, ReportEstimate } from '../../exporters/report/report.ts';
import {
  USUAL_SELECTION,
  type AuditView,
  type FigureView,
  type RateGroupView,
  type RatesView,
} from '../../protocol/auditPage.ts';
import type { ArmCounts } from '../../storage/reportRows.ts';
import { auditFigures } from '../tasks/auditFigures.ts';
import type { TaskContext } from '../task.ts';
import { openScope } from './auditScope.ts';
import { collectLabels } from './collectLabels.ts';
import { armName } from './groupNames.ts';
import { selectionRates } from './selectionRates.ts';

/** Comparisons named for each run. */
const MOST_NAMED = 12;

/** What labels say of the runs that have any. */
export interface ReportAudits {
  readonly audits: readonly ReportAudit[];
  /** The corrected rate of an arm; arms of which none is told, or of a part of their transcripts only, are left out. */
  readonly corrected: ReadonlyMap<ArmCounts, ReportCorrected>;
}

/** @param arms of all runs in the report */
export async function reportAudits(arms: readonly ArmCounts[], context: TaskContext): Promise<ReportAudits> {
  const audits: ReportAudit[] = [];
  const corrected = new Map<ArmCounts, ReportCorrected>();
  for (const [runId, own] of Map.groupBy(arms, (arm) => arm.runId)) {
    const [first] = own;
    if (first === undefined || own.every(({ labelled }) => labelled === 0)) continue;
    const view = await auditFigures(
      { ...USUAL_SELECTION, runIds: [runId] },
      { ...context, progress: () => undefined },
    );
    audits.push(auditOf(first.run, view));
    const { rates } = own.length === 1 ? view : { rates: await ratesByArm(runId, context) };
    for (const arm of own) {
      const told = own.length === 1 ? ofRun(rates) : ofArm(rates, arm);
      if (told?.transcripts === arm.counts.total) corrected.set(arm, told.rate);
    }
  }
  return { audits, corrected };
}

async function ratesByArm(runId: number, context: TaskContext): Promise<RatesView> {
  const selection = { ...USUAL_SELECTION, runIds: [runId], by: 'arm' } as const;
  const scope = openScope(await context.database(), selection, context.signal);
  const { view } = await selectionRates(scope, await collectLabels(scope, () => undefined));
  return view;
}

interface Told {
  readonly rate: ReportCorrected;
  readonly transcripts: number;
}

function ofRun({ groups: [group], transcripts }: RatesView): Told | undefined {
  const lead = group?.rates.find(({ lead: isLead }) => isLead);
  return lead && told(lead, lead.about, transcripts);
}

function ofArm({ by }: RatesView, arm: ArmCounts): Told | undefined {
  const own = by.find(({ name }) => name === armName(arm));
  return own?.corrected == null ? undefined : told(own.corrected, own.note, own.transcripts);
}

function told({ name, at, low, high, n }: FigureView, of: string, transcripts: number): Told | undefined {
  if (at === null || n === null) return undefined;
  return { rate: { rate: at, low, high, by: name, of, labels: n }, transcripts };
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
