/** What the rules find in the public data, in a form that is the same on every machine: source files and rows, no ids. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { PlannedFile } from '../../src/core/importPlan.ts';
import { proposePattern } from '../../src/core/nameGuess.ts';
import { proposeNames } from '../../src/host/import/proposeNames.ts';
import { WorkerClient } from '../../src/host/worker/workerClient.ts';
import type { SqliteConnection } from '../../src/storage/loadSqlite.ts';
import { openDatabase } from '../../src/storage/openDatabase.ts';
import { createLeaseOwner } from '../../src/storage/queries/leases.ts';

const WORKER = join(import.meta.dirname, '../../src/worker/main.ts');

export interface GoldenFinding {
  readonly rule: string;
  readonly key: string;
  readonly severity: string;
  readonly certainty: string;
  readonly title: string;
  readonly figures: Readonly<Record<string, number>>;
  /** Runs it is about besides its own, by source file. */
  readonly others?: readonly string[];
  /** Rows of the source file, as ranges: `1-3,7`. */
  readonly rows: string;
}

/** By source file, relative to the data's folder; files in which nothing is found are there with an empty list. */
export type GoldenFindings = Readonly<Record<string, readonly GoldenFinding[]>>;

/** Imports what is below `folder` as a user would, checks it, and says what was found. */
export async function goldenFindings(folder: string, below: readonly string[]): Promise<GoldenFindings> {
  const place = await mkdtemp(join(tmpdir(), 'transcript-auditor-'));
  const databasePath = join(place, 'audit.db');
  const host = await openDatabase(databasePath, { role: 'host' });
  const worker = new WorkerClient({
    script: WORKER,
    databasePath,
    readonly: false,
    owner: createLeaseOwner(),
  });
  try {
    for (const one of below) {
      const files = await planned(worker, join(folder, one));
      if (files.length === 0) continue;
      const { failed } = await worker.run('import', { study: { name: one }, files });
      if (failed.length > 0) throw new Error(`${failed[0]?.path}: ${failed[0]?.reason}`);
    }
    await worker.run('checkFindings', { runs: 'all', off: [], severities: {} });
    return readGolden(host.db, folder);
  } finally {
    await worker.dispose();
    host.close();
    await rm(place, { recursive: true, force: true });
  }
}

async function planned(worker: WorkerClient, path: string): Promise<PlannedFile[]> {
  const { files } = await worker.run('recognise', { paths: [path] });
  const kept = files.filter(({ recognition }) => recognition.kind === 'transcripts');
  const named = kept.map(({ path: id, label, recognition }) => ({
    id,
    path: id,
    label,
    carries: recognition.kind === 'transcripts' ? recognition.carries : [],
  }));
  const unnamed = named.filter(({ carries }) => !carries.includes('model')).map(({ label }) => label);
  const names = proposeNames(named, proposePattern(unnamed));
  return kept.map(({ path: one, label, recognition, members }, index) => {
    const { runName = label, ...rest } = names[index] ?? {};
    const importer = recognition.kind === 'transcripts' ? recognition.importer : '';
    const content = recognition.kind === 'transcripts' ? recognition.content : undefined;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
    return {
      path: one,
      importer,
      ...given,
      runName,
      ...(members === undefined ? {} : { members }),
      ...(content === undefined ? {} : { content }),
    };
  });
}

interface FindingRow extends Omit<GoldenFinding, 'figures' | 'others' | 'rows'> {
  readonly id: number;
  readonly runId: number;
  readonly figures: string;
  readonly others: string | null;
}

function readGolden(db: SqliteConnection, folder: string): GoldenFindings {
  const runs = db
    .prepare<[], { readonly runId: number; readonly path: string }>(
      'SELECT run_id AS runId, source_path AS path FROM v_runs ORDER BY source_path',
    )
    .all();
  const nameOf = new Map(runs.map(({ runId, path }) => [runId, relative(folder, path)]));
  const findings = db
    .prepare<[], FindingRow>(
      `SELECT finding_id AS id, run_id AS runId, rule, finding_key AS key, severity, certainty, title, figures,
         other_runs AS others FROM v_findings ORDER BY rule, finding_key`,
    )
    .all();
  const rows = db
    .prepare<[number], number>(
      `SELECT t.source_row FROM v_finding_transcripts x JOIN transcript t ON t.id = x.transcript_id
       WHERE x.finding_id = ? ORDER BY t.source_row`,
    )
    .pluck();
  return Object.fromEntries(
    runs.map(({ runId, path }) => [
      relative(folder, path),
      findings
        .filter((finding) => finding.runId === runId)
        .map(({ id, runId: _run, figures, others, key, ...finding }) => ({
          ...finding,
          // Keys may name another run by its contents; here it is named by its file.
          key: others === null ? key : key.replace(/\b[0-9a-f]{64}\b/, 'other'),
          figures: rounded(JSON.parse(figures) as Record<string, number>),
          ...(others === null
            ? {}
            : { others: (JSON.parse(others) as number[]).map((other) => nameOf.get(other) ?? '?') }),
          rows: ranges(rows.all(id)),
        })),
    ]),
  );
}

function rounded(figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Number(value.toPrecision(6))]),
  );
}

function ranges(rows: readonly number[]): string {
  const found: [number, number][] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last !== undefined && row <= last[1] + 1) last[1] = row;
    else found.push([row, row]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}
