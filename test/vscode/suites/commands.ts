import * as vscode from 'vscode';
import type { RunSummary } from '../../../src/host/summary/summaryCommands.ts';

/** Runs one of our commands; a failure that the command reported becomes this test's failure. */
export async function run<T>(name: string, argument?: unknown): Promise<T> {
  const answer: unknown = await vscode.commands.executeCommand(`transcriptAuditor.${name}`, argument);
  if (typeof answer === 'object' && answer !== null && 'error' in answer)
    throw new Error(String(answer.error));
  return answer as T;
}

export interface ImportAnswer {
  readonly studyId?: number;
  readonly runs: readonly {
    readonly runId: number;
    readonly name: string;
    readonly kept: number;
    readonly rejected: number;
  }[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** Runs by id, as the tree counts them. */
export async function summaries(): Promise<ReadonlyMap<number, RunSummary>> {
  const all = await run<readonly RunSummary[]>('summariseRuns');
  return new Map(all.map((summary) => [summary.runId, summary]));
}

/** A fresh database in the test's temporary folder. */
export async function freshDatabase(name: string): Promise<string> {
  const path = `${process.env['TA_TEST_TEMP'] ?? ''}/${name}/audit.db`;
  await run('newDatabase', { path });
  return path;
}
