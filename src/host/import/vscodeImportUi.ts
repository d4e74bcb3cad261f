/** Dialogs, messages, progress and the page of the import, as VS Code shows them. */
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { reportError } from '../commands/errorEdge.ts';
import { plainMessage } from '../plainMessage.ts';
import type { ImportUi, ImportWork, MessageAction, Question } from './importContext.ts';
import { openImportPage } from './importPage.ts';

/** Work that takes no longer than this shows no progress. */
const QUICK_MS = 250;
const RESULTS = {
  'Results, logs and tables': [
    'csv',
    'tsv',
    'tab',
    'jsonl',
    'ndjson',
    'json',
    'eval',
    'parquet',
    'gz',
    'zst',
  ],
  'All files': ['*'],
};

export function vscodeImportUi(extensionUri: vscode.Uri): ImportUi {
  return {
    askWhat,
    withProgress,
    ask,
    tell,
    pick: async (title, items) =>
      (await vscode.window.showQuickPick([...items], { title, matchOnDetail: true }))?.value,
    openPage: (title, view, handlers) => openImportPage(extensionUri, title, view, handlers),
    namePatternSetting: () =>
      vscode.workspace.getConfiguration('transcriptAuditor').get<string>('import.namePattern', '').trim(),
  };
}

async function askWhat(): Promise<readonly string[] | undefined> {
  let folders = true;
  let files = true;
  // The dialogs of Windows and Linux choose either files or folders; VS Code's own, which remote windows use, both.
  const native = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  if (native && process.platform !== 'darwin') {
    const kinds = [
      { label: '$(file) Files…', folders: false },
      { label: '$(folder) A folder with everything in it…', folders: true },
    ];
    const kind = await vscode.window.showQuickPick(kinds, { title: 'Import Transcripts' });
    if (kind === undefined) return undefined;
    folders = kind.folders;
    files = !kind.folders;
  }
  const uris = await vscode.window.showOpenDialog({
    title: 'Import Transcripts',
    openLabel: 'Import',
    canSelectMany: true,
    canSelectFiles: files,
    canSelectFolders: folders,
    ...(files ? { filters: RESULTS } : undefined),
  });
  return uris?.map((uri) => uri.fsPath);
}

async function withProgress<T>(title: string, task: (work: ImportWork) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let show: ImportWork['report'] = () => undefined;
  let last: Parameters<ImportWork['report']> | undefined;
  const done = task({
    cancelled: controller.signal,
    report: (...words) => {
      last = words;
      show(...words);
    },
  });
  const finished = done.then(
    () => true,
    () => true,
  );
  if (await Promise.race([finished, delay(QUICK_MS, false)])) return done;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: plainMessage(title), cancellable: true },
    async (progress, token) => {
      token.onCancellationRequested(() => controller.abort());
      let shown = 0;
      show = (message, fraction = shown) => {
        progress.report({ message: plainMessage(message), increment: Math.max(0, fraction - shown) * 100 });
        shown = Math.max(shown, fraction);
      };
      if (last !== undefined) show(...last);
      return done;
    },
  );
}

async function ask<T>({ message, detail, modal, answers }: Question<T>): Promise<T | undefined> {
  const items = answers.map(({ label, value }) => ({ title: label, value }));
  const options = { modal, ...(detail === undefined ? undefined : { detail }) };
  return (await vscode.window.showWarningMessage(plainMessage(message), options, ...items))?.value;
}

function tell(
  message: string,
  actions: readonly MessageAction[],
  severity: 'information' | 'warning' = 'information',
): void {
  const items = actions.map((action) => ({ title: action.label, action }));
  const shown =
    severity === 'warning'
      ? vscode.window.showWarningMessage(plainMessage(message), ...items)
      : vscode.window.showInformationMessage(plainMessage(message), ...items);
  void (async () => {
    const chosen = await shown;
    try {
      await chosen?.action.run();
    } catch (error) {
      reportError(chosen?.title ?? 'Import', error);
    }
  })();
}
