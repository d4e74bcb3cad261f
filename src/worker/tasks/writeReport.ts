import { wilsonInterval } from '../../analysis/wilson.ts';
import type { Report, ReportCorrected, ReportRow } from '../../exporters/report/report.ts';
import { writeReport as writeFolder, type WrittenReport } from '../../exporters/report/writeReport.ts';
import { createFindingStore } from '../../storage/findings/findingStore.ts';
import { armCounts, sourceRows, type ArmCounts } from '../../storage/reportRows.ts';
import { createWriteTransaction } from '../../storage/storeWrites.ts';
import { reportAudits } from '../audit/reportAudits.ts';
import type { TaskContext } from '../task.ts';

export interface WriteReportParams {
  readonly folder: string;
  readonly title: string;
  /** Absent means all that show. */
  readonly runIds?: readonly number[];
  readonly tool: { readonly name: string; readonly version: string };
}

/** Writes rates with intervals, findings and sources of these runs as a folder of files. */
export async function writeReport(
  { folder, title, runIds, tool }: WriteReportParams,
  context: TaskContext,
): Promise<WrittenReport> {
  const database = await context.database();
  const { db } = database;
  const wanted = runIds === undefined ? undefined : new Set(runIds);
  const rows = armCounts(db, runIds);
  const { audits, corrected } = await reportAudits(rows, context);
  const store = createFindingStore(database, createWriteTransaction(database));
  const report: Report = {
    title,
    madeAt: new Date().toISOString(),
    tool,
    database: { path: database.path, schema: db.pragma('user_version', { simple: true }) as number },
    rows: rows.map((arm) => rowOf(arm, corrected.get(arm))),
    audits,
    findings: store
      .findings()
      .filter(({ runId }) => wanted?.has(runId) ?? true)
      .map(({ runName, severity, title: words, transcripts, dismissed }) => ({
        run: runName,
        severity,
        title: words,
        transcripts,
        dismissed: dismissed === null ? null : `${dismissed.annotator}: ${dismissed.reason}`,
      })),
    sources: sourceRows(db, runIds),
  };
  return writeFolder(folder, report, { signal: context.signal });
}

function rowOf({ counts, runId: _runId, ...arm }: ArmCounts, corrected?: ReportCorrected): ReportRow {
  const interval = wilsonInterval(counts.positive, counts.n);
  return {
    ...arm,
    transcripts: counts.total,
    positive: counts.positive,
    n: counts.n,
    gatedOut: counts.gatedOut,
    gateMissing: counts.gateMissing,
    missing: counts.missing,
    rate: counts.rate ?? null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    corrected: corrected ?? null,
  };
}
