/**
 * Puts away what tells what a queue hides and stands in the window already: pages of runs and figures, explanations,
 * diffs, and notifications from before.
 */
import * as vscode from 'vscode';
import type { WindowBlindness } from './windowBlindness.ts';

const OUR_PAGES = 'transcriptAuditor.';
const OUR_DOCUMENTS = 'transcript-auditor-';
/** They hide by themselves, tell of files that aren't imported yet, or hold a scheme that is being written. */
const KEPT_PAGES = ['transcript', 'import', 'scheme'];

/**
 * Closes them when something is hidden, and again whenever one is opened meanwhile: VS Code reopens closed editors, and
 * those of before a reload.
 */
export function keepTellingClosed(
  blindness: Pick<WindowBlindness, 'isBlind' | 'onDidChange'>,
): vscode.Disposable {
  const close = (tabs: readonly vscode.Tab[]): void => {
    const telling = blindness.isBlind ? tabs.filter(({ input }) => tells(input)) : [];
    // A tab that went away by itself is as good as closed.
    if (telling.length > 0) vscode.window.tabGroups.close(telling, true).then(undefined, () => undefined);
  };
  const closeAll = (): void => close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs));
  closeAll();
  return vscode.Disposable.from(
    blindness.onDidChange(() => {
      if (!blindness.isBlind) return;
      // Each single one can't be taken back; what was imported, for one, is named in them. Those that come later are masked.
      void vscode.commands.executeCommand('notifications.clearAll');
      closeAll();
    }),
    vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => close([...opened, ...changed])),
  );
}

function tells(input: unknown): boolean {
  if (input instanceof vscode.TabInputWebview) {
    // VS Code puts a prefix of its own before the type.
    const at = input.viewType.indexOf(OUR_PAGES);
    return at >= 0 && !KEPT_PAGES.includes(input.viewType.slice(at + OUR_PAGES.length));
  }
  if (input instanceof vscode.TabInputText) return input.uri.scheme.startsWith(OUR_DOCUMENTS);
  return input instanceof vscode.TabInputTextDiff && input.original.scheme.startsWith(OUR_DOCUMENTS);
}
