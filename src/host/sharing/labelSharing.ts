/** Shares labels of the open database in a folder, for as long as the settings say so. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { SyncResult } from '../../worker/sharing/syncFolder.ts';
import type { Annotator } from '../labelling/annotator.ts';
import { log } from '../log.ts';
import { plainMessage } from '../plainMessage.ts';
import type { StoreChange } from '../session/changePoll.ts';
import type { OpenDatabase, Session } from '../session/session.ts';
import { FileProblems } from './fileProblems.ts';
import { watchLabelFiles } from './folderWatcher.ts';
import { CHANGE_MS, FILE_MS, LABEL_MS, SharingLoop } from './sharingLoop.ts';
import { sharedFolder } from './sharingSettings.ts';
import { newsWords, problemLines } from './sharingWords.ts';

const INSTALLATION = 'transcriptAuditor.installation';
const NEWS_SHOWN_MS = 10_000;

export interface SharingServices {
  readonly context: Pick<vscode.ExtensionContext, 'globalState'>;
  readonly session: Session;
  readonly annotator: Annotator;
}

interface Sharing {
  readonly folder: string;
  readonly database: OpenDatabase;
  readonly loop: SharingLoop;
  readonly parts: vscode.Disposable;
}

export class LabelSharing implements vscode.Disposable {
  readonly #services: SharingServices;
  readonly #problems = new FileProblems();
  readonly #subscriptions: vscode.Disposable;
  #sharing: Sharing | undefined;

  constructor(services: SharingServices) {
    this.#services = services;
    this.#subscriptions = vscode.Disposable.from(
      services.session.onDidChange((change) => this.#changed(change)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        const isOurs = ['shareLabels', 'sharedLabelsFolder', 'annotator'].some((name) =>
          event.affectsConfiguration(`transcriptAuditor.${name}`),
        );
        if (isOurs) this.follow();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.follow()),
    );
    this.follow();
  }

  /** The folder that labels are shared in now. */
  get folder(): string | undefined {
    return this.#sharing?.folder;
  }

  /** Begins, moves or ends sharing as settings and database now are. */
  follow(): void {
    const { database } = this.#services.session;
    const isWritable = database !== undefined && database.store.readOnlyReason === '';
    const folder = isWritable ? sharedFolder() : undefined;
    if (this.#sharing?.folder === folder && this.#sharing?.database === database) {
      this.#sharing?.loop.soon(LABEL_MS);
      return;
    }
    this.#end();
    if (folder !== undefined && database !== undefined) this.#begin(folder, database);
  }

  /** Brings both sides in step now; undefined when nothing is shared, or it could not be done. */
  async now(): Promise<SyncResult | undefined> {
    this.follow();
    return this.#sharing?.loop.now();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#end();
    this.#problems.dispose();
  }

  #begin(folder: string, database: OpenDatabase): void {
    const loop = new SharingLoop({
      sync: async (isFirst, signal) => {
        const annotator = await this.#services.annotator.known();
        const params = {
          folder,
          annotators: annotator === undefined ? [] : [annotator],
          installation: await this.#installation(),
          isFirst,
        };
        return database.worker.run('syncLabels', params, { signal });
      },
      onDone: (result) => this.#done(result),
      onTrouble: (message, hint) => void sayTrouble(message, hint),
      onRecovered: () => say('Labels are shared again.'),
      log: (message, error) => log().warn(message, error ?? ''),
    });
    const watching = watchLabelFiles(folder, () => loop.soon(FILE_MS));
    this.#sharing = { folder, database, loop, parts: vscode.Disposable.from(watching, loop) };
    loop.soon(0);
  }

  #end(): void {
    this.#sharing?.parts.dispose();
    this.#sharing = undefined;
    this.#problems.clear();
  }

  #changed({ kind }: StoreChange): void {
    if (kind === 'database') this.follow();
    else this.#sharing?.loop.soon(kind === 'labels' ? LABEL_MS : CHANGE_MS);
  }

  #done(result: SyncResult): void {
    this.#problems.show(result.merged, result.gone);
    for (const line of problemLines(result)) log().info(`shared labels: ${line}`);
    const news = newsWords(result);
    if (news !== '') say(news);
  }

  async #installation(): Promise<string> {
    const { globalState } = this.#services.context;
    const known = globalState.get<string>(INSTALLATION);
    if (known !== undefined) return known;
    const made = randomUUID();
    await globalState.update(INSTALLATION, made);
    return made;
  }
}

/** In the status bar, for a while: people who label are not to be disturbed. */
function say(words: string): void {
  const text = plainMessage(words).replaceAll('$(', '$ (');
  vscode.window.setStatusBarMessage(`$(git-merge) ${text}`, NEWS_SHOWN_MS);
}

async function sayTrouble(message: string, hint: string): Promise<void> {
  const choice = await vscode.window.showWarningMessage(
    plainMessage([message, hint].filter((text) => text !== '').join(' ')),
    'Show Log',
    'Stop Sharing',
  );
  if (choice === 'Show Log') log().show();
  if (choice === 'Stop Sharing') await vscode.commands.executeCommand('transcriptAuditor.stopSharingLabels');
}
