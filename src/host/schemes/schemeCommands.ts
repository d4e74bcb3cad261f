/** Opening the page that edits label schemes. */
import { AuditError } from '../../core/errors.ts';
import type { Command } from '../commands/command.ts';
import type { Host } from '../hostContext.ts';
import { schemesOf } from './createSchemePanel.ts';

export const schemeCommands: readonly Command<Host>[] = [
  {
    id: 'transcriptAuditor.editLabelScheme',
    title: 'Edit Label Scheme…',
    run: async (host, argument) => {
      await host.session.openExisting();
      const { desk, panel } = schemesOf(host);
      const name = nameOf(argument);
      const id = name === undefined ? await desk.idInForce() : await desk.idOf(name);
      if (id === undefined) {
        throw new AuditError(
          'not-found',
          `There is no label scheme “${name ?? ''}”.`,
          'New Label Scheme makes one.',
        );
      }
      const view = await desk.view(id);
      panel.open(view);
      return { name: view.edited?.fields.name, where: view.edited?.where };
    },
  },
  {
    id: 'transcriptAuditor.newLabelScheme',
    title: 'New Label Scheme…',
    run: async (host) => {
      await host.session.openExisting();
      const { desk, panel } = schemesOf(host);
      const view = await desk.view(null);
      panel.open(view);
      return { name: view.edited?.fields.name };
    },
  },
];

function nameOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { name } = argument as { readonly name?: unknown };
  return typeof name === 'string' && name.trim() !== '' ? name : undefined;
}
