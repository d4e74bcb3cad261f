/** The status-bar item of running launches: how far, how fast, how much. */
import * as vscode from 'vscode';
import { maskText } from '../../core/maskText.ts';
import { hiddenNames } from '../blindness/hiddenNames.ts';
import type { LaunchProgress } from '../../core/eval/launch.ts';
import { formatCost } from './launchWords.ts';
import type { RunningLaunches } from './runningLaunches.ts';

/** @param onDidHide names are hidden, or show again */
export function evalStatusBar(launches: RunningLaunches, onDidHide: vscode.Event<void>): vscode.Disposable {
  let item: vscode.StatusBarItem | undefined;
  const draw = (): void => {
    const running = launches.all;
    if (running.length === 0) {
      item?.dispose();
      item = undefined;
      return;
    }
    item ??= vscode.window.createStatusBarItem('transcriptAuditor.evals', vscode.StatusBarAlignment.Left, 10);
    item.name = 'Transcript Auditor: evaluations';
    const known = running.flatMap(({ progress }) => progress ?? []);
    item.text = `$(sync~spin) ${running.length > 1 ? `${running.length} evals · ` : ''}${statusWords(known)}`;
    item.tooltip = new vscode.MarkdownString(
      running
        .map(
          ({ name, progress }) =>
            `${escape(maskText(name, hiddenNames.pattern))}: ${progress === undefined ? 'planning' : statusWords([progress])}`,
        )
        .join('\n\n'),
    );
    item.command = {
      command: 'transcriptAuditor.openRunPage',
      title: 'Open Run Page',
      arguments: [runOf(known)],
    };
    item.show();
  };
  return vscode.Disposable.from(launches.onDidChange(draw), onDidHide(draw), {
    dispose: () => item?.dispose(),
  });
}

function runOf([first]: readonly LaunchProgress[]): { runId?: number } {
  return first === undefined ? {} : { runId: first.runId };
}

/** `120/400 · 85/min · $0.12`. */
export function statusWords(all: readonly LaunchProgress[]): string {
  if (all.length === 0) return 'planning';
  const sum = (value: (progress: LaunchProgress) => number): number =>
    all.reduce((total, progress) => total + value(progress), 0);
  const done = sum(({ transcripts, judgments }) => transcripts.done + transcripts.failed + judgments.done);
  const planned = sum(({ transcripts, judgments }) => transcripts.planned + judgments.planned);
  const failed = sum(({ transcripts }) => transcripts.failed);
  const cost = all.some((progress) => progress.cost !== null) ? sum(({ cost: spent }) => spent ?? 0) : null;
  const words = [`${done}/${planned}`, `${Math.round(sum(({ perMinute }) => perMinute))}/min`];
  if (failed > 0) words.push(`${failed} failed`);
  if (cost !== null) words.push(formatCost(cost));
  return words.join(' · ');
}

function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>]/g, String.raw`\$&`);
}
