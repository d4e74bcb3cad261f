/** The folders that are watched for new results: remembered for the workspace, shown in the status bar. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import { networkFileSystemOf } from '../../storage/networkFileSystem.ts';
import type { ImportContext } from '../import/importContext.ts';
import { hiddenNames } from '../blindness/hiddenNames.ts';
import { log } from '../log.ts';
import { plainMessage } from '../plainMessage.ts';
import { FolderWatch } from './folderWatch.ts';
import { newsWords, type News } from './importNews.ts';
import { WATCHED_FOLDERS } from './watchedFolders.ts';
import { markWatching } from './watchMarker.ts';

/** News that follow each other closer than this are told together. */
const QUIET_MS = 15_000;

const stateSchema = v.array(v.object({ path: v.string(), since: v.number() }));
type Watched = v.InferOutput<typeof stateSchema>[number];

export interface WatchServices {
  readonly state: vscode.Memento;
  readonly imports: ImportContext;
  /** Files of a folder written since, found in the worker. */
  readonly search: (root: string, since: number, signal: AbortSignal) => Promise<readonly string[]>;
  /** Names are hidden, or show again. */
  readonly onDidHide?: vscode.Event<void>;
}

export class Watches implements vscode.Disposable {
  readonly #services: WatchServices;
  readonly #watches = new Map<string, FolderWatch>();
  readonly #untold = new Map<string, News>();
  #item: vscode.StatusBarItem | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #toldAt = 0;
  readonly #hiding: vscode.Disposable | undefined;
  /** Undefined until it was looked after once. */
  #isMarked: boolean | undefined;

  constructor(services: WatchServices) {
    this.#services = services;
    this.#hiding = services.onDidHide?.(() => this.#draw());
    for (const watched of this.#remembered()) {
      void this.#begin(watched).catch((error: unknown) => log().warn(`watching ${watched.path}`, error));
    }
  }

  get paths(): readonly string[] {
    return this.#remembered().map(({ path }) => path);
  }

  /**
   * @returns whether the folder lies on the network and is searched every ten seconds instead of being told
   * @throws AuditError `file-missing` when it is no folder
   */
  async start(path: string): Promise<{ readonly path: string; readonly polled: boolean }> {
    const root = resolve(path);
    const isFolder = await stat(root).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (!isFolder) throw new AuditError('file-missing', `There is no folder ${root}.`, 'Choose another one.');
    const known = this.#remembered().find((watched) => watched.path === root);
    const watched = known ?? { path: root, since: Date.now() };
    if (known === undefined) await this.#remember([...this.#remembered(), watched]);
    return { path: root, polled: await this.#begin(watched) };
  }

  /** Stops watching these folders, or all; gives those that were watched. */
  async stop(path?: string): Promise<readonly string[]> {
    const root = path === undefined ? undefined : resolve(path);
    const stopped = this.paths.filter((each) => root === undefined || each === root);
    await this.#remember(this.#remembered().filter((watched) => !stopped.includes(watched.path)));
    for (const each of stopped) {
      this.#watches.get(each)?.dispose();
      this.#watches.delete(each);
    }
    this.#draw();
    return stopped;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#hiding?.dispose();
    for (const watch of this.#watches.values()) watch.dispose();
    this.#watches.clear();
    this.#item?.dispose();
  }

  async #begin({ path, since }: Watched): Promise<boolean> {
    const isPolled = (await networkFileSystemOf(path)) !== undefined;
    if (!this.paths.includes(path)) return isPolled;
    this.#watches.get(path)?.dispose();
    this.#watches.set(
      path,
      new FolderWatch({
        root: path,
        since,
        isPolled,
        imports: this.#services.imports,
        search: (from, signal) => this.#services.search(path, from, signal),
        onNews: (news) => this.#news(path, news),
        onCaughtUp: (until) => void this.#caughtUp(path, until),
      }),
    );
    this.#draw();
    return isPolled;
  }

  async #caughtUp(path: string, until: number): Promise<void> {
    const all = this.#remembered();
    if (!all.some((watched) => watched.path === path && watched.since < until)) return;
    await this.#remember(
      all.map((watched) =>
        watched.path === path ? { path, since: Math.max(watched.since, until) } : watched,
      ),
    );
  }

  #news(path: string, news: News): void {
    const before = this.#untold.get(path);
    this.#untold.set(path, before === undefined ? news : together(before, news));
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#tell();
      },
      Math.max(0, this.#toldAt + QUIET_MS - Date.now()),
    );
  }

  #tell(): void {
    this.#toldAt = Date.now();
    for (const [path, news] of this.#untold) {
      void vscode.window
        .showInformationMessage(
          plainMessage(newsWords(news, isHiding() ? 'a watched folder' : basename(path))),
          'Open',
        )
        .then((choice) => {
          if (choice !== 'Open') return;
          return vscode.commands.executeCommand('transcriptAuditor.revealInTree', { runIds: news.runIds });
        });
    }
    this.#untold.clear();
  }

  #draw(): void {
    const { paths } = this;
    void vscode.commands.executeCommand('setContext', 'transcriptAuditor.watching', paths.length > 0);
    if (paths.length === 0) {
      this.#item?.dispose();
      this.#item = undefined;
      return;
    }
    this.#item ??= vscode.window.createStatusBarItem(
      'transcriptAuditor.watch',
      vscode.StatusBarAlignment.Left,
      9,
    );
    const [only] = paths;
    const names = `${paths.length} ${paths.length === 1 ? 'folder' : 'folders'}`;
    // Folders are called after models as well, and seldom by their whole names.
    const shown = isHiding() || paths.length > 1 ? names : basename(only ?? '').replaceAll('$(', '$ (');
    const which = isHiding() ? `${names}, whose names are hidden now` : paths.join('\n');
    this.#item.name = 'Transcript Auditor: watched folders';
    this.#item.text = `$(eye) ${shown}`;
    this.#item.tooltip = `Watched for new results:\n${which}\nClick to stop.`;
    this.#item.command = 'transcriptAuditor.stopWatching';
    this.#item.show();
  }

  #remembered(): readonly Watched[] {
    const parsed = v.safeParse(stateSchema, this.#services.state.get<unknown>(WATCHED_FOLDERS, []));
    return parsed.success ? parsed.output : [];
  }

  async #remember(watched: readonly Watched[]): Promise<void> {
    await this.#services.state.update(WATCHED_FOLDERS, watched);
    const isWatching = watched.length > 0;
    if (isWatching === this.#isMarked) return;
    this.#isMarked = isWatching;
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    await markWatching(folder?.uri.scheme === 'file' ? folder.uri.fsPath : undefined, isWatching);
  }
}

/** Whether a queue hides names of models, groups or conditions. */
function isHiding(): boolean {
  return hiddenNames.pattern !== undefined;
}

function together(a: News, b: News): News {
  const names = new Map([
    ...a.runIds.map((runId, index) => [runId, a.names[index] ?? ''] as const),
    ...b.runIds.map((runId, index) => [runId, b.names[index] ?? ''] as const),
  ]);
  return {
    runIds: [...names.keys()],
    names: [...names.values()],
    transcripts: a.transcripts + b.transcripts,
    skipped: [...a.skipped, ...b.skipped],
  };
}
