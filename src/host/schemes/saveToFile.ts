import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AuditError } from '../../core/errors.ts';
import { schemeFileText } from '../../core/schemeDraft.ts';
import { exportError } from '../../exporters/exportError.ts';
import { writeExport } from '../../exporters/writeExport.ts';
import { readSchemeFile, SCHEME_FOLDER } from '../labelling/schemeSource.ts';
import { shortPath } from './placedSchemes.ts';
import { changedMeanwhile, type SaveOutcome, type SaveTarget } from './saveTarget.ts';
import { withoutScheme } from './saveToSetting.ts';
import { schemeFileName } from './schemeFileName.ts';

/**
 * Writes the scheme to its file, whole or not at all; to a new one where it has none. One of the settings moves: it is
 * taken out of them once the file is there. Nothing is written over a file that isn't as the editor read it.
 *
 * @throws AuditError `bad-input` without a folder; `read-only`, `disk-full` and the like as for exports
 */
export async function saveToFile({ scheme, placed, stamp, context }: SaveTarget): Promise<SaveOutcome> {
  const folders = context.folders();
  const at = placed?.found?.at;
  const known = at?.place === 'file' ? at.path : undefined;
  if (at?.place === 'setting' && placed?.stamp !== stamp) {
    return changedMeanwhile(placed?.where ?? '', placed?.stamp ?? '', placed?.scheme ?? null);
  }
  const path = known ?? (await newPath(scheme.name, folders[0]));
  const now = await readSchemeFile(path);
  if (now.stamp !== (known === undefined ? '' : stamp)) {
    const theirs = 'scheme' in now.reading ? now.reading.scheme : null;
    return changedMeanwhile(shortPath(path, folders), now.stamp, theirs);
  }
  await makeFolder(dirname(path));
  await writeExport(path, only(schemeFileText(scheme)));
  if (at?.place === 'setting') await context.writeSetting(withoutScheme(context.setting().value, at.index));
  return { state: 'written', where: shortPath(path, folders) };
}

async function newPath(name: string, folder: string | undefined): Promise<string> {
  if (folder === undefined) {
    throw new AuditError(
      'bad-input',
      'No folder is open to save a file in.',
      'Open one, or save it in your settings.',
    );
  }
  const schemes = join(folder, SCHEME_FOLDER);
  await makeFolder(schemes);
  return join(schemes, schemeFileName(name, await readdir(schemes)));
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw exportError(error, folder);
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- what is written comes in pieces, of which this is one.
async function* only(text: string): AsyncGenerator<{ readonly text: string; readonly count: number }> {
  yield { text, count: 1 };
}
