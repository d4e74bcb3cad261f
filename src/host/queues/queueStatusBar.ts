/** The status-bar item of the queue that is worked on: how far, how fast, how long still. */
import * as vscode from 'vscode';
import type { AuditStore } from '../../core/ports.ts';
import { hiddenNames } from '../blindness/hiddenNames.ts';
import { oneLine } from '../trees/oneLine.ts';
import type { QueueDesk } from './queueDesk.ts';
import { blindWords, statusWords } from './queueWords.ts';

export function queueStatusBar(
  desk: QueueDesk,
  store: () => AuditStore | undefined,
  onDidChangeStore: vscode.Event<unknown>,
): vscode.Disposable {
  let item: vscode.StatusBarItem | undefined;
  const draw = (): void => {
    const { open } = desk;
    const database = store();
    if (open === undefined || database === undefined) {
      item?.dispose();
      item = undefined;
      return;
    }
    item ??= vscode.window.createStatusBarItem('transcriptAuditor.queue', vscode.StatusBarAlignment.Left, 11);
    const { queue, annotator } = open;
    const shown = { ...queue, name: hiddenNames.inName(oneLine(queue.name, 60)) };
    const text = statusWords(shown, database.queueProgress(queue.queueId, annotator));
    item.name = 'Transcript Auditor: queue';
    item.text = `$(checklist) ${text.replaceAll('$(', '$ (')}`;
    const hidden = blindWords(queue.blind);
    item.tooltip = hidden === '' ? 'Next in the queue' : `Next in the queue; ${hidden} until you answer`;
    item.command = 'transcriptAuditor.nextInQueue';
    item.show();
  };
  draw();
  return vscode.Disposable.from(desk.onDidChange(draw), onDidChangeStore(draw), {
    dispose: () => item?.dispose(),
  });
}
