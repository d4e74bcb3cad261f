/** One watched folder: hears of changes, waits until they have settled, and imports them. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import { isAppendOnly } from '../../importers/candidateNames.ts';
import { reportError } from '../commands/errorEdge.ts';
import type { ImportContext } from '../import/importContext.ts';
import { log } from '../log.ts';
import { importNews, quietContext, type News } from './importNews.ts';
import { isOfInterest } from './newsTargets.ts';
import { SettledFiles } from './settledFiles.ts';

/** How often a folder is searched that the system tells nothing of, milliseconds. */
const POLL_MS = 10_000;
/** Clocks of file servers differ from ours by as much, and what is found twice is imported once. */
const MARGIN_MS = 5_000;

export interface FolderWatchOptions {
  readonly root: string;
  /** What was written before is left alone, milliseconds since 1970. */
  readonly since: number;
  /** True for folders whose changes the system doesn't tell: they are searched every ten seconds. */
  readonly isPolled: boolean;
  readonly imports: ImportContext;
  /** Files written since, in the worker. */
  readonly search: (since: number, signal: AbortSignal) => Promise<readonly string[]>;
  readonly onNews: (news: News) => void;
  /** Everything written before this moment has been taken in. */
  readonly onCaughtUp: (since: number) => void;
}

export class FolderWatch implements vscode.Disposable {
  readonly #options: FolderWatchOptions;
  readonly #stop = new AbortController();
  readonly #quiet: ImportContext;
  readonly #files: SettledFiles;
  readonly #watcher: vscode.FileSystemWatcher | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #searchedSince: number;
  #hasFailed = false;

  constructor(options: FolderWatchOptions) {
    const { root, isPolled, imports, since } = options;
    this.#options = options;
    this.#searchedSince = since;
    this.#quiet = quietContext(imports, this.#stop.signal);
    this.#files = new SettledFiles({
      stat: (path) =>
        stat(path).then(
          (stats) => (stats.isFile() ? { sizeBytes: stats.size, modifiedMs: stats.mtimeMs } : undefined),
          () => undefined,
        ),
      isAppendOnly,
      onSettled: (paths) => this.#import(paths),
    });
    if (!isPolled) {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(root), '**/*');
      this.#watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
      this.#watcher.onDidCreate(({ fsPath }) => this.#heard(fsPath));
      this.#watcher.onDidChange(({ fsPath }) => this.#heard(fsPath));
    }
    // What came while nobody watched.
    void this.#search();
  }

  dispose(): void {
    this.#stop.abort('keep');
    clearTimeout(this.#timer);
    this.#watcher?.dispose();
    this.#files.dispose();
  }

  #heard(path: string): void {
    if (isOfInterest(this.#options.root, path)) {
      this.#files.note(path);
      return;
    }
    // A folder that was moved in is told of by its own name alone.
    void stat(path).then(
      (stats) => {
        if (stats.isDirectory()) this.#searchSoon(1_000);
      },
      () => undefined,
    );
  }

  #searchSoon(wait: number): void {
    if (this.#timer !== undefined || this.#stop.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#search();
    }, wait);
  }

  async #search(): Promise<void> {
    const begun = Date.now();
    try {
      const paths = await this.#options.search(this.#searchedSince, this.#stop.signal);
      this.#searchedSince = begun - MARGIN_MS;
      for (const path of paths) if (isOfInterest(this.#options.root, path)) this.#files.note(path);
      if (paths.length === 0) this.#options.onCaughtUp(begun - MARGIN_MS);
    } catch (error) {
      this.#failed(error);
    }
    if (this.#options.isPolled) this.#searchSoon(POLL_MS);
  }

  async #import(paths: readonly string[]): Promise<void> {
    const { root, since, onNews, onCaughtUp } = this.#options;
    const begun = Date.now();
    try {
      const news = await importNews(this.#quiet, root, paths, since);
      this.#hasFailed = false;
      for (const { path, reason } of news.skipped)
        log().info(`watching ${root}: ${path} left out: ${reason}`);
      if (this.#stop.signal.aborted) return;
      if (news.transcripts > 0) onNews(news);
      if (this.#files.waiting === 0) onCaughtUp(begun - MARGIN_MS);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Everything goes to the log; a message appears once, until something works again. */
  #failed(error: unknown): void {
    if (this.#stop.signal.aborted || (error instanceof AuditError && error.kind === 'cancelled')) return;
    log().warn(`watching ${this.#options.root}`, error);
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    reportError(`Watching ${basename(this.#options.root)}`, error);
  }
}
