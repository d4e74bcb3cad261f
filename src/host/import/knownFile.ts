/** What is asked when the one file to import has been imported before. */
import { basename } from 'node:path';
import type { Candidate } from './candidates.ts';
import type { ImportContext } from './importContext.ts';

/**
 * A changed file (or one that is in only in part) is asked about at once. Of an unchanged one the user is told, with
 * ways to see it or to import it all the same; that needs no answer, so nothing waits for one.
 *
 * @returns what to do with the file now; undefined when nothing
 */
export async function askAboutKnownFile(
  context: ImportContext,
  { path, state, earlier }: Candidate,
  again: (onDuplicate: 'import' | 'version') => Promise<unknown>,
): Promise<'import' | 'version' | undefined> {
  if (earlier === undefined) return 'import';
  const name = basename(path);
  if (state === 'already-imported') {
    const from = earlier.samePath ? '' : ', from another path';
    context.ui.tell(`${name} is imported already as “${earlier.name}”${from}. Nothing was doubled.`, [
      { label: 'Show It', run: () => context.reveal({ runIds: [earlier.runId] }) },
      { label: 'Import Again as a Separate Run', run: () => again('import') },
    ]);
    return undefined;
  }
  return context.ui.ask<'import' | 'version'>({
    message: earlier.partial
      ? `An import of ${name} into “${earlier.name}” was stopped midway.`
      : `${name} changed since it was imported as “${earlier.name}”.`,
    detail:
      'As a new version it takes the place of that run, and every label on a text that is in both stays.',
    modal: true,
    answers: [
      { label: 'Import as a New Version', value: 'version' },
      { label: 'Import as a Separate Run', value: 'import' },
    ],
  });
}
