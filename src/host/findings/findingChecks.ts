/** Has runs looked through after imports and launches, and when the rules' settings change. */
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type { CheckedFindings, CheckFindingsParams } from '../../worker/tasks/checkFindings.ts';
import { log } from '../log.ts';
import type { Session } from '../session/session.ts';
import { readRuleSettings } from './ruleSettings.ts';

/** Opening the first view comes first, in milliseconds. */
const AFTER_OPENING_MS = 5_000;
/** While results land a run is looked through again at most so often, and for a tenth of the time at most. */
const LEAST_PAUSE_MS = 20_000;
const PAUSE_FOR_WORK = 10;
export const RULES_SETTING = 'transcriptAuditor.findings.rules';
/** What the empty view says depends on it: whether runs were looked through since the database was opened. */
const LOOKED = 'transcriptAuditor.findingsLooked';

type Looked = 'looking' | 'looked' | 'failed';

export class FindingChecks implements vscode.Disposable {
  readonly #session: Session;
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  /** Checks under way. */
  #under = 0;
  /** Until then a run that is still being asked isn't looked through again. */
  #pauseUntil = 0;

  constructor(session: Session) {
    this.#session = session;
    this.#subscriptions = vscode.Disposable.from(
      session.onDidChange((change) => {
        if (change.kind === 'database') this.#opened();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(RULES_SETTING)) void this.check('all');
      }),
    );
  }

  /**
   * Looks through these runs, as far as they changed, and tells the views. Never rejects: what went wrong is in the log.
   *
   * @returns undefined when nothing could be looked at
   */
  async check(runs: CheckFindingsParams['runs']): Promise<CheckedFindings | undefined> {
    const worker = this.#session.database?.worker;
    if (worker === undefined || (Array.isArray(runs) && runs.length === 0)) return undefined;
    const settings = readRuleSettings(vscode.workspace.getConfiguration().get<unknown>(RULES_SETTING));
    const began = Date.now();
    this.#under += 1;
    this.#say('looking');
    let looked: Looked = 'looked';
    try {
      const checked = await worker.run('checkFindings', { runs, ...settings });
      if (checked.looked.length > 0) this.#session.runsChanged();
      return checked;
    } catch (error) {
      looked = 'failed';
      if (!(error instanceof AuditError) || error.kind !== 'cancelled')
        log().warn('checking for findings', error);
      return undefined;
    } finally {
      this.#under -= 1;
      if (this.#under === 0 && worker === this.#session.database?.worker) this.#say(looked);
      const now = Date.now();
      this.#pauseUntil = now + Math.max(LEAST_PAUSE_MS, PAUSE_FOR_WORK * (now - began));
    }
  }

  /** For runs whose results are still landing: looks through them when the last look is long enough ago. */
  checkNowAndThen(runId: number): void {
    if (Date.now() < this.#pauseUntil) return;
    this.#pauseUntil = Infinity;
    void this.check([runId]);
  }

  /** Runs that a killed window left, that came from an older version, or that a new rule hasn't seen. */
  #opened(): void {
    clearTimeout(this.#timer);
    this.#say('looking');
    if (this.#session.database === undefined) return;
    this.#timer = setTimeout(() => void this.check('new'), AFTER_OPENING_MS);
  }

  #say(looked: Looked): void {
    void vscode.commands.executeCommand('setContext', LOOKED, looked);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }
}
