/** Handing column mappings on: out to a file, in from a colleague’s. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { AuditError, messageOf } from '../../core/errors.ts';
import { readMappings, writeMappings } from '../../core/mappingFile.ts';
import { writeExport, type ExportResult } from '../../exporters/writeExport.ts';
import type { Command } from '../commands/command.ts';
import { argumentsOf } from './commandArguments.ts';
import type { ExportContext } from './exportContext.ts';
import { counted } from './mergeWords.ts';

const FILTERS = { 'Column mappings': ['json'], 'All files': ['*'] };
/** Thousands of mappings fit in this. */
const LARGEST_FILE = 4 * 1024 * 1024;
const pathArgument = v.object({ path: v.optional(v.string()) });

/** Writes every mapping that was used; undefined when the user chose no place. */
export async function exportMappings(
  context: ExportContext,
  argument?: unknown,
): Promise<ExportResult | undefined> {
  const { ui } = context;
  const mappings = context.mappings.all();
  if (mappings.length === 0) {
    throw new AuditError(
      'not-found',
      'No columns were mapped here yet.',
      'Import a table of any kind first.',
    );
  }
  const path =
    argumentsOf(pathArgument, argument).path ??
    (await ui.askWhereToSave({
      title: 'Export Column Mappings',
      defaultPath: join(ui.defaultFolder(), 'mappings.json'),
      filters: FILTERS,
    }));
  if (path === undefined) return undefined;
  const result = await writeExport(path, one(writeMappings(mappings), mappings.length));
  void ui
    .tell(`${counted(mappings.length, 'mapping', 'mappings')} written to ${path}.`)
    .catch(() => undefined);
  return result;
}

/**
 * Remembers the mappings of a file; those of the same header replace what was remembered.
 *
 * @throws AuditError `bad-input` for a file that is none of ours
 */
export async function importMappings(
  context: ExportContext,
  argument?: unknown,
): Promise<{ readonly added: number; readonly problems: readonly string[] } | undefined> {
  const { ui } = context;
  const path =
    argumentsOf(pathArgument, argument).path ??
    (await ui.askWhichFiles({ title: 'Import Column Mappings', filters: FILTERS }))[0];
  if (path === undefined) return undefined;
  const read = readMappings(await textOf(path));
  if (read === undefined) {
    throw new AuditError('bad-input', `${path} is no file of column mappings.`, 'Nothing was changed.');
  }
  await context.mappings.remember(read.mappings);
  const left =
    read.problems.length === 0 ? '' : ` ${read.problems.length} could not be read: ${read.problems[0]}`;
  void ui
    .tell(`${counted(read.mappings.length, 'mapping', 'mappings')} remembered.${left}`)
    .catch(() => undefined);
  return { added: read.mappings.length, problems: read.problems };
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_FILE) throw new AuditError('bad-input', `${path} is too large for column mappings.`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof AuditError) throw error;
    throw new AuditError(
      'file-missing',
      `${path} can’t be read: ${messageOf(error)}.`,
      'Nothing was changed.',
    );
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- what is written is always asked for piece by piece
async function* one(text: string, count: number): AsyncGenerator<{ text: string; count: number }> {
  yield { text, count };
}

/** The rows for the command table. */
export function mappingCommands<Host>(contextOf: (host: Host) => ExportContext): readonly Command<Host>[] {
  return [
    {
      id: 'transcriptAuditor.exportMappings',
      title: 'Export Column Mappings…',
      run: (host, argument) => exportMappings(contextOf(host), argument),
    },
    {
      id: 'transcriptAuditor.importMappings',
      title: 'Import Column Mappings…',
      run: (host, argument) => importMappings(contextOf(host), argument),
    },
  ];
}
