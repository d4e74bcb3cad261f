/** Watching folders by command. */
import { basename } from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type { Command } from '../commands/command.ts';
import { plainMessage } from '../plainMessage.ts';
import type { Watches } from './watches.ts';

const argumentSchema = v.object({ path: v.optional(v.string()), fsPath: v.optional(v.string()) });

function pathIn(argument: unknown): string | undefined {
  const parsed = v.safeParse(argumentSchema, argument ?? {});
  // A Uri has both; its `path` is none of the file system's on Windows.
  return parsed.success ? (parsed.output.fsPath ?? parsed.output.path) : undefined;
}

async function watchFolder(watches: Watches, argument: unknown): Promise<unknown> {
  const given = pathIn(argument);
  if (given !== undefined) return watches.start(given);
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'Watch Folder for New Results',
      openLabel: 'Watch',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (uri === undefined) return undefined;
  const started = await watches.start(uri.fsPath);
  const slow = started.polled
    ? ' It lies on the network, so it is searched every ten seconds, which may be slow.'
    : '';
  void vscode.window
    .showInformationMessage(
      plainMessage(
        `Watching “${basename(started.path)}” for new results.${slow} What is there already isn’t imported by itself.`,
      ),
      'Import What Is There',
    )
    .then((choice) =>
      choice === undefined
        ? undefined
        : vscode.commands.executeCommand('transcriptAuditor.import', { paths: [started.path] }),
    );
  return started;
}

async function stopWatching(watches: Watches, argument: unknown): Promise<readonly string[]> {
  const { paths } = watches;
  const given = pathIn(argument);
  if (given !== undefined || paths.length < 2 || isFromCode(argument)) return watches.stop(given);
  const all = 'All of them';
  const picked = await vscode.window.showQuickPick([...paths, all], { title: 'Stop Watching' });
  if (picked === undefined) throw new AuditError('cancelled', 'Nothing was chosen.');
  return watches.stop(picked === all ? undefined : picked);
}

function isFromCode(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null;
}

export function watchCommands<Host>(watchesOf: (host: Host) => Watches): readonly Command<Host>[] {
  return [
    {
      id: 'transcriptAuditor.watchFolder',
      title: 'Watch Folder for New Results…',
      run: (host, argument) => watchFolder(watchesOf(host), argument),
    },
    {
      id: 'transcriptAuditor.stopWatching',
      title: 'Stop Watching',
      run: (host, argument) => stopWatching(watchesOf(host), argument),
    },
  ];
}
