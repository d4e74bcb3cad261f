/** Launches that a closed or killed window left unfinished: says so once their database is open, and offers to go on. */
import * as vscode from 'vscode';
import { reportError } from '../commands/errorEdge.ts';
import { plainMessage } from '../plainMessage.ts';
import type { OpenDatabase, Session } from '../session/session.ts';
import { runSummary } from '../trees/runSummary.ts';
import { interruptedLaunchWords, isInterrupted, type InterruptedLaunch } from './interruptedLaunchWords.ts';

/** A window of another machine counts as gone when it has said nothing for half a minute: look again then. */
const LOOK_AGAIN_MS = 35_000;
/** Which interruptions the user has been told of, in this workspace. */
const TOLD = 'transcriptAuditor.toldInterruptions';
const MOST_TOLD = 50;

export class InterruptedLaunches implements vscode.Disposable {
  readonly #session: Session;
  readonly #memory: vscode.Memento;
  readonly #subscription: vscode.Disposable;
  /** Asked in this window; whoever closes the window without answering is asked again. */
  readonly #asked = new Set<string>();
  #seen: OpenDatabase | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session, memory: vscode.Memento) {
    this.#session = session;
    this.#memory = memory;
    this.#subscription = session.onDidChange(({ kind }) => {
      if (kind === 'database') this.#databaseChanged();
    });
    // Made when a database was opened, and so after word of that.
    this.#databaseChanged();
  }

  dispose(): void {
    this.#subscription.dispose();
    clearTimeout(this.#timer);
  }

  #databaseChanged(): void {
    const { database } = this.#session;
    if (database === this.#seen) return;
    this.#seen = database;
    clearTimeout(this.#timer);
    // Nothing is launched in Restricted Mode, so nothing is offered there; the run's page says how it stands.
    if (database === undefined || database.store.readOnlyReason !== '' || !vscode.workspace.isTrusted) return;
    void this.#look(database);
    this.#timer = setTimeout(() => void this.#look(database), LOOK_AGAIN_MS);
  }

  async #look(database: OpenDatabase): Promise<void> {
    try {
      if (this.#session.database !== database) return;
      const { store } = database;
      const told = new Set(this.#memory.get<readonly string[]>(TOLD, []));
      const found = store.launches().filter(isInterrupted);
      if (found.length === 0) return;
      const outline = store.outline();
      const launches = found
        .map((launch): InterruptedLaunch => ({
          ...launch,
          transcripts: runSummary(outline, [launch.runId]).transcripts,
        }))
        .filter((launch) => !told.has(keyOf(launch)) && !this.#asked.has(keyOf(launch)));
      for (const launch of launches) this.#asked.add(keyOf(launch));
      if (launches.length > 0) await this.#ask(launches);
    } catch (error) {
      reportError('Looking for interrupted evaluations', error);
    }
  }

  async #ask(launches: readonly InterruptedLaunch[]): Promise<void> {
    const [only] = launches;
    const one = launches.length === 1 && only !== undefined;
    const choice = await vscode.window.showWarningMessage(
      plainMessage(interruptedLaunchWords(launches)),
      one ? 'Resume' : 'Resume…',
      ...(one ? ['Open Run Page'] : []),
    );
    const told = [...this.#memory.get<readonly string[]>(TOLD, []), ...launches.map(keyOf)];
    await this.#memory.update(TOLD, told.slice(-MOST_TOLD));
    if (choice === undefined) return;
    const command = choice === 'Open Run Page' ? 'openRunPage' : 'resumeEval';
    await vscode.commands.executeCommand(
      `transcriptAuditor.${command}`,
      one ? { runId: only.runId } : undefined,
    );
  }
}

/** One interruption: a launch that went on and was interrupted again has more transcripts by then. */
function keyOf({ launchId, transcripts, createdAt }: InterruptedLaunch): string {
  return `${launchId}/${createdAt}/${transcripts}`;
}
