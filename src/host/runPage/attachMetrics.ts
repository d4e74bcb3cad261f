/** Attaches the metrics of a fine-tuning job to the run whose model it made. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type { Host } from '../hostContext.ts';
import { plainMessage } from '../plainMessage.ts';

const optionsSchema = v.object({
  path: v.optional(v.string()),
  answers: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(2)))),
});

export interface MetricsOutcome {
  readonly runId: number;
  readonly steps: number;
  readonly columns: readonly string[];
}

/**
 * Asks for what isn't given: the file, and among how many answers a guesser would choose.
 *
 * @param options `{ path?, answers? }`; `answers: null` for "not known", without being asked
 * @throws AuditError `bad-input`, and what the worker's task throws
 */
export async function attachMetrics(
  host: Host,
  runId: number,
  options: unknown,
): Promise<MetricsOutcome | undefined> {
  const parsed = v.safeParse(optionsSchema, options ?? {});
  if (!parsed.success) {
    throw new AuditError(
      'bad-input',
      `The argument “${v.getDotPath(parsed.issues[0]) ?? 'path'}” can’t be used: ${parsed.issues[0].message}`,
      'docs/commands.md lists what the command takes.',
    );
  }
  const database = await host.session.openExisting();
  const name = database?.store.run(runId)?.name;
  if (database === undefined || name === undefined) throw new AuditError('not-found', 'That run is gone.');
  const given = parsed.output.path;
  const path = given ?? (await askForFile());
  if (path === undefined) return undefined;
  const answers =
    given === undefined || parsed.output.answers !== undefined
      ? (parsed.output.answers ?? (given === undefined ? await askForAnswers() : null))
      : null;
  if (answers === undefined) return undefined;
  const attached = await database.worker.run('attachMetrics', {
    runId,
    path,
    ...(answers === null ? undefined : { answers }),
  });
  host.session.runsChanged();
  if (given === undefined) {
    host.runPanels.open(runId, name);
    void vscode.window.showInformationMessage(
      plainMessage(`Attached ${attached.steps} steps of fine-tuning metrics to “${name}”.`),
    );
  }
  return { runId, ...attached };
}

async function askForFile(): Promise<string | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'Attach Fine-Tuning Metrics',
      openLabel: 'Attach',
      filters: { 'Tables (step, train_loss, …)': ['csv'], 'All files': ['*'] },
    })) ?? [];
  return uri?.fsPath;
}

/** Null when it isn't known; undefined when dismissed. */
async function askForAnswers(): Promise<number | null | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Attach Fine-Tuning Metrics',
    prompt:
      'Among how many answers would a guesser choose? Empty if that isn’t known; the chance line is left out then.',
    validateInput: (typed) =>
      typed.trim() === '' || (/^\d+$/.test(typed.trim()) && Number(typed) >= 2)
        ? undefined
        : 'A whole number of at least 2, or nothing.',
  });
  if (text === undefined) return undefined;
  return text.trim() === '' ? null : Number(text);
}
