import * as vscode from 'vscode';
import { isAllowedBlind } from '../blindness/whileBlind.ts';
import type { Host } from '../hostContext.ts';
import { atEdge } from './errorEdge.ts';
import { failureOf } from './failure.ts';

/** A command as package.json contributes it. */
export interface ContributedCommand {
  readonly command: string;
  readonly title: string;
}

/**
 * Registers every command of the manifest; what they do (`commandTable.ts`) and the host they act on are loaded with the
 * first that is called. Failures are shown once and passed on to callers by code.
 */
export function registerCommands(
  contributed: readonly ContributedCommand[],
  host: () => Promise<Host>,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...contributed.map(({ command: id, title }) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          return await atEdge(title, async () => {
            const [loaded, { commandById }] = await Promise.all([host(), import('./commandTable.ts')]);
            if (!isAllowedBlind(id)) loaded.blindness.demandSight();
            return commandById(id).run(loaded, ...args);
          });
        } catch (error) {
          // VS Code shows a second message for a command that a menu or key ran and that rejects; callers by code get
          // the failure as a value instead (docs/commands.md).
          return failureOf(error);
        }
      }),
    ),
  );
}
