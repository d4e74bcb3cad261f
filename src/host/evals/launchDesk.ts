/** Starts, resumes and follows launches in this window; says once how each ended. */
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type { EndpointConfig, ResolvedEndpoint } from '../../core/eval/endpoint.ts';
import type { LaunchEstimate, LaunchProgress, LaunchSpec } from '../../core/eval/launch.ts';
import { reportError } from '../commands/errorEdge.ts';
import { endpointById } from '../endpoints/chooseEndpoint.ts';
import { refuseUntrusted } from '../endpoints/endpointCommands.ts';
import { plainMessage } from '../plainMessage.ts';
import { confirmLaunch } from './confirmLaunch.ts';
import type { EvalContext, EvalTasks, LaunchOptions, LaunchSource } from './evalContext.ts';
import { endWords } from './launchWords.ts';
import { markedFake } from './markedFake.ts';
import type { RunningLaunch, RunningLaunches } from './runningLaunches.ts';

/** Trees are drawn anew at most so often while results land, in milliseconds. */
const REDRAW_MS = 1_000;

export class LaunchDesk {
  readonly #context: EvalContext;
  readonly #launches: RunningLaunches;

  constructor(context: EvalContext, launches: RunningLaunches) {
    this.#context = context;
    this.#launches = launches;
  }

  async estimate(spec: LaunchSpec): Promise<LaunchEstimate> {
    const { tasks } = await this.#context.open();
    return tasks.estimate(spec, this.#configs(spec));
  }

  /**
   * Shows the estimate and asks once; starts when the user says so.
   *
   * @param confirmed true when the caller has the user's word
   * @returns undefined when the user declined
   * @throws AuditError `refused` when the endpoints lack what the suite needs, `no-key`, `not-found`
   */
  async launch(
    spec: LaunchSpec,
    source: LaunchSource,
    confirmed: boolean,
  ): Promise<RunningLaunch | undefined> {
    refuseUntrusted(this.#context);
    let wanted = spec;
    for (;;) {
      const estimate = await this.estimate(wanted);
      refuseVain(estimate);
      const word = confirmed ? 'start' : await confirmLaunch(wanted, estimate);
      if (word === 'no') return undefined;
      if (word === 'start') break;
      wanted = word.otherwise;
    }
    const agreed = markedFake(wanted, this.#configs(wanted));
    const endpoints = await this.#resolve(agreed);
    return this.#follow(agreed.runName, (tasks, options) => tasks.launch(agreed, source, endpoints, options));
  }

  /** Goes on with a launch that was stopped, or asks again what failed in it. @param cap replaces its own */
  async goOn(
    launch: { readonly launchId: number; readonly spec: LaunchSpec },
    how: 'resume' | 'retryFailed',
    cap?: number,
  ): Promise<RunningLaunch> {
    refuseUntrusted(this.#context);
    const endpoints = await this.#resolve(launch.spec);
    return this.#follow(launch.spec.runName, (tasks, options) =>
      tasks[how](launch.launchId, endpoints, cap === undefined ? options : { ...options, cap }),
    );
  }

  async #follow(
    name: string,
    start: (tasks: EvalTasks, options: LaunchOptions) => Promise<LaunchProgress>,
  ): Promise<RunningLaunch> {
    const { tasks } = await this.#context.open();
    let drawn = 0;
    const launch = this.#launches.follow(name, (options) =>
      start(tasks, {
        ...options,
        onProgress: (progress) => {
          options.onProgress(progress);
          if (Date.now() - drawn < REDRAW_MS) return;
          drawn = Date.now();
          this.#context.runsChanged();
          this.#context.checkFindings?.(progress.runId, true);
        },
      }),
    );
    void launch.done.then(
      (last) => {
        this.#context.runsChanged();
        this.#context.checkFindings?.(last.runId, false);
        void sayEnd(last);
      },
      (error: unknown) => {
        this.#context.runsChanged();
        reportError(name, error);
      },
    );
    return launch;
  }

  #configs(spec: LaunchSpec): readonly EndpointConfig[] {
    return endpointsOf(spec).map((id) => endpointById(this.#context, id));
  }

  #resolve(spec: LaunchSpec): Promise<readonly ResolvedEndpoint[]> {
    return Promise.all(this.#configs(spec).map((config) => this.#context.keys.resolve(config)));
  }
}

/** Ids of the endpoints a launch talks to. */
export function endpointsOf({ targets, judge, auditor }: LaunchSpec): readonly string[] {
  return [
    ...new Set(
      [...targets, judge, auditor].flatMap((target) => (target === undefined ? [] : [target.endpoint])),
    ),
  ];
}

/** @throws AuditError `refused` when it can't start, or when nothing is left to ask */
function refuseVain({ refusals, calls, transcripts, done }: LaunchEstimate): void {
  const [refusal] = refusals;
  if (refusal !== undefined) {
    const more = refusals.length > 1 ? ` (And ${refusals.length - 1} more.)` : '';
    throw new AuditError('refused', `Nothing was sent. ${refusal.what}${more}`, refusal.instead);
  }
  if (calls.target + calls.auditor + calls.judge === 0 && transcripts === done) {
    throw new AuditError(
      'refused',
      'Everything this would ask is already there.',
      'Ask for more samples, models or judges.',
    );
  }
}

async function sayEnd(last: LaunchProgress): Promise<void> {
  const { stop } = last;
  const good = stop === 'cancelled' || (stop === 'complete' && last.transcripts.failed === 0);
  const show = good ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const resume = stop === 'complete' ? [] : ['Resume'];
  const actions = ['Open Results', ...resume, ...(good ? [] : ['Open Run Page'])];
  const chosen = await show(plainMessage(endWords(last)), ...actions);
  const target = { runId: last.runId };
  if (chosen === 'Open Results') {
    await vscode.commands.executeCommand('transcriptAuditor.revealInTree', target);
  }
  if (chosen === 'Resume') await vscode.commands.executeCommand('transcriptAuditor.resumeEval', target);
  if (chosen === 'Open Run Page')
    await vscode.commands.executeCommand('transcriptAuditor.openRunPage', target);
}
