/** Gives the page of agreement and corrected rates what it needs; made with its first use. */
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type { AuditSelection } from '../../protocol/auditPage.ts';
import type { Host } from '../hostContext.ts';
import { AuditPage } from './auditPage.ts';
import { cellChoices, type CellItem } from './cellChoices.ts';

const pages = new WeakMap<Host['session'], AuditPage>();

export function auditPageOf(host: Host): AuditPage {
  const known = pages.get(host.session);
  if (known !== undefined) return known;
  const page = create(host);
  pages.set(host.session, page);
  host.context.subscriptions.push(page);
  return page;
}

function create(host: Host): AuditPage {
  const { session, blindness } = host;
  const worker = async () => {
    const database = await session.openExisting();
    if (database === undefined)
      throw new AuditError('not-found', 'There are no runs yet.', 'Import results first.');
    return database.worker;
  };
  return new AuditPage({
    extensionUri: host.context.extensionUri,
    blindness,
    onDidChange: session.onDidChange,
    figures: async (selection, signal, onProgress) =>
      (await worker()).run('auditFigures', selection, {
        signal,
        onProgress: ({ done, total }) => onProgress(total === 0 ? 0 : Math.min(1, done / total)),
      }),
    openCell: async (selection, cell) => {
      const found = await (await worker()).run('auditCell', { selection, ...cell });
      if (found.transcripts.length === 0) {
        throw new AuditError(
          'not-found',
          'No transcript is in that cell any more.',
          'Labels changed meanwhile.',
        );
      }
      blindness.demandSight();
      const { title, all, single } = cellChoices(selection, cell, found);
      const separator = { label: 'Read one', kind: vscode.QuickPickItemKind.Separator };
      const picked = await vscode.window.showQuickPick<vscode.QuickPickItem | CellItem>(
        [...all, separator, ...single],
        { title, placeHolder: 'Walk through them, or choose one to read', matchOnDescription: true },
      );
      if (picked !== undefined && 'command' in picked) await command(picked.command, picked.argument);
    },
    newSample: (selection) => command('transcriptAuditor.newAuditSample', runsOf(selection)),
    writeReport: (selection) => command('transcriptAuditor.writeReport', runsOf(selection)),
  });
}

function runsOf({ runIds }: AuditSelection): { readonly runIds?: readonly number[] } {
  return runIds.length === 0 ? {} : { runIds };
}

async function command(id: string, argument: unknown): Promise<void> {
  await vscode.commands.executeCommand(id, argument);
}
