/** After a start without the transcript that was being read: offers it. Asks the memento and the tabs, nothing else. */
import * as vscode from 'vscode';
import { plainMessage } from '../plainMessage.ts';
import { oneLine } from '../trees/oneLine.ts';
import type { LastTranscript } from './lastTranscript.ts';
import { TRANSCRIPT_VIEW_TYPE } from './viewType.ts';

/** VS Code restores its tabs within this time after it started us, in milliseconds. */
const RESTORED_AFTER_MS = 1_500;

/** Looks once, a moment after activation; the timer is gone with the returned disposable. */
export function offerLastTranscript(last: LastTranscript): vscode.Disposable {
  const key = last.key();
  if (key === undefined || !last.wasOpen()) return { dispose: () => undefined };
  const timer = setTimeout(() => {
    // A tab behind others has no page yet, so the tabs are asked and not our panels.
    if (!last.wasOpen() || isTabOpen()) return;
    void offer(last, key);
  }, RESTORED_AFTER_MS);
  return { dispose: () => clearTimeout(timer) };
}

async function offer(last: LastTranscript, key: string): Promise<void> {
  const title = oneLine(last.title());
  const what = title === '' ? 'a transcript' : `“${title}”`;
  const choice = await vscode.window.showInformationMessage(
    plainMessage(
      `You were reading ${what}. Its tab went away without being closed; labels that were confirmed are kept.`,
    ),
    'Reopen',
  );
  if (choice === 'Reopen') await vscode.commands.executeCommand('transcriptAuditor.openTranscript', { key });
  // Declined once is enough, unless another transcript has been opened in the meantime.
  else if (!isTabOpen()) last.closed();
}

function isTabOpen(): boolean {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(
      ({ input }) =>
        // VS Code puts a prefix of its own before the type.
        input instanceof vscode.TabInputWebview && input.viewType.endsWith(TRANSCRIPT_VIEW_TYPE),
    );
}
