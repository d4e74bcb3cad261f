/** What is asked when the one file to import has been imported before. */
import { basename } from 'node:path';
import type { Candidate } from './candidates.ts';
import type { ImportContext } from './importContext.ts';

export type KnownChoice = 'import' | 'version' | 'continue';

/**
 * A changed file (or one that is in only in part) is asked about at once. Of an unchanged one the user is told, with
 * ways to see it or to import it all the same; that needs no answer, so nothing waits for one.
 *
 * @returns what to do with the file now; undefined when nothing
 */
export async function askAboutKnownFile(
  context: ImportContext,
  { path, state, earlier }: Candidate,
  again: (onDuplicate: KnownChoice) => Promise<unknown>,
): Promise<KnownChoice | undefined> {
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
  const { continuable, partial } = earlier;
  return context.ui.ask<KnownChoice>({
    message: partial
      ? `An import of ${name} into “${earlier.name}” was stopped midway.`
      : `${name} ${continuable ? 'grew' : 'changed'} since it was imported as “${earlier.name}”.`,
    detail: [
      ...(continuable ? ['Going on adds what isn’t in yet.'] : []),
      'As a new version it takes the place of that run, and every label on a text that is in both stays.',
    ].join(' '),
    modal: true,
    answers: [
      ...(continuable
        ? [{ label: partial ? 'Go On Where It Stopped' : 'Add What Is New', value: 'continue' as const }]
        : []),
      { label: 'Import as a New Version', value: 'version' },
      { label: 'Import as a Separate Run', value: 'import' },
    ],
  });
}
