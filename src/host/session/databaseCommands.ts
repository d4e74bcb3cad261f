/** Choosing, making and looking at the database by command. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type { Command } from '../commands/command.ts';
import type { Host } from '../hostContext.ts';
import { log } from '../log.ts';
import { plainMessage } from '../plainMessage.ts';
import { chooseDatabase } from './place.ts';

const pathArgument = v.object({ path: v.string() });
const FILTERS = { 'Transcript Auditor database': ['db', 'sqlite'], 'All files': ['*'] };

async function switchTo(host: Host, path: string | undefined): Promise<string | undefined> {
  // Chosen first: views that ask for the database as soon as this one is closed shall get the other.
  await chooseDatabase(host.context, path);
  await host.session.close();
  const opened = path === undefined ? await host.session.openExisting() : await host.session.openOrCreate();
  return opened?.place.path;
}

export const databaseCommands: readonly Command[] = [
  {
    id: 'transcriptAuditor.chooseDatabase',
    title: 'Open Another Database…',
    run: async (host, argument) => {
      const given = v.safeParse(pathArgument, argument);
      if (given.success) return switchTo(host, given.output.path);
      const [picked] =
        (await vscode.window.showOpenDialog({ filters: FILTERS, openLabel: 'Use this database' })) ?? [];
      return picked === undefined ? undefined : switchTo(host, picked.fsPath);
    },
  },
  {
    id: 'transcriptAuditor.newDatabase',
    title: 'Start Another Database…',
    run: async (host, argument) => {
      const given = v.safeParse(pathArgument, argument);
      if (given.success) return switchTo(host, given.output.path);
      const picked = await vscode.window.showSaveDialog({ filters: FILTERS, saveLabel: 'Start here' });
      return picked === undefined ? undefined : switchTo(host, picked.fsPath);
    },
  },
  {
    id: 'transcriptAuditor.useDefaultDatabase',
    title: 'Use the Workspace’s Database',
    run: (host) => switchTo(host, undefined),
  },
  {
    id: 'transcriptAuditor.databaseInfo',
    title: 'Show Where the Database Is',
    run: async (host, argument) => {
      const database = await host.session.openExisting();
      const { locateDatabase } = await import('./place.ts');
      const place = database?.place ?? (await locateDatabase(host.context));
      const quiet = v.safeParse(v.object({ quiet: v.literal(true) }), argument).success;
      const readOnlyReason = database?.store.readOnlyReason ?? '';
      if (!quiet) void showPlace(place.path, place.reason, readOnlyReason, database !== undefined);
      return { path: place.path, reason: place.reason, open: database !== undefined, readOnlyReason };
    },
  },
  {
    id: 'transcriptAuditor.checkDatabase',
    title: 'Check the Database',
    run: async (host) => {
      const database = await host.session.openExisting();
      if (database === undefined) throw new AuditError('not-found', 'There is no database yet.');
      const result = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: 'Checking the database' },
        () => database.worker.run('integrityCheck', null),
      );
      void vscode.window.showInformationMessage(
        result.ok
          ? 'The database is sound.'
          : plainMessage(`The database is damaged: ${result.problems[0] ?? 'unknown'}`),
      );
      return result;
    },
  },
  {
    id: 'transcriptAuditor.purgeDeletedRuns',
    title: 'Remove Deleted Runs for Good…',
    run: async (host, argument) => {
      const database = await host.session.openExisting();
      if (database === undefined) return 0;
      const confirmed = v.safeParse(v.object({ confirmed: v.literal(true) }), argument).success;
      if (!confirmed && !(await confirmPurge())) return undefined;
      const count = await database.worker.run('purgeDeleted', null);
      host.session.runsChanged();
      return count;
    },
  },
  { id: 'transcriptAuditor.showLog', title: 'Show Log', run: () => log().show() },
];

async function confirmPurge(): Promise<boolean> {
  const choice = await vscode.window.showWarningMessage(
    'Remove deleted runs for good?',
    {
      modal: true,
      detail:
        'They can’t be brought back after that. Labels stay and are found again if the files are imported anew.',
    },
    'Remove',
  );
  return choice === 'Remove';
}

async function showPlace(path: string, reason: string, readOnly: string, exists: boolean): Promise<void> {
  const text = [`${exists ? 'Database' : 'The database will be'}: ${path}.`, reason, readOnly];
  const choice = await vscode.window.showInformationMessage(
    plainMessage(text.filter((part) => part !== '').join(' ')),
    'Copy Path',
  );
  if (choice === 'Copy Path') await vscode.env.clipboard.writeText(path);
}
