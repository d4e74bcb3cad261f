/** The label schemes there are: the built-in one, those of the setting, and one a file in the workspace. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { messageOf } from '../../core/errors.ts';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../core/labelScheme.ts';
import { readLabelScheme } from '../../core/labelSchemeFile.ts';

/** Beside the workspace's database. */
export const SCHEME_FOLDER = join('.transcript-auditor', 'schemes');

const LARGEST_FILE_BYTES = 1024 * 1024;
const SETTING = 'transcriptAuditor.labelSchemes';

export interface SchemeCollection {
  /** The built-in scheme is among them, unless one of its name replaces it. Names are unique. */
  readonly schemes: readonly LabelScheme[];
  /** What could not be used, for the user: where and why, one text a scheme. */
  readonly problems: readonly string[];
}

/**
 * Reads every scheme; never throws. A scheme of the setting or of a file replaces the built-in one of the same name; two
 * of one's own with one name are a problem, and the first is used.
 *
 * @param setting the value of `transcriptAuditor.labelSchemes`, whatever it is
 * @param folders workspace folders, whose `.transcript-auditor/schemes/*.json` are read
 */
export async function collectSchemes(
  setting: unknown,
  folders: readonly string[],
): Promise<SchemeCollection> {
  const problems: string[] = [];
  const own = new Map<string, LabelScheme>();
  const add = (value: unknown, where: string): void => {
    const read = readLabelScheme(value);
    if ('problems' in read) problems.push(`${where}: ${read.problems.join(' ')}`);
    else if (own.has(read.scheme.name)) {
      problems.push(`${where}: there already is a label scheme “${read.scheme.name}”; this one is not used.`);
    } else own.set(read.scheme.name, read.scheme);
  };

  if (Array.isArray(setting)) {
    setting.forEach((value, index) => add(value, `${SETTING}, scheme ${index + 1}`));
  } else if (setting !== undefined && setting !== null) {
    problems.push(`${SETTING} is not a list of label schemes.`);
  }
  for (const path of (await Promise.all(folders.map(schemeFiles))).flat()) {
    try {
      add(await readJson(path), basename(path));
    } catch (error) {
      problems.push(`${basename(path)}: ${messageOf(error)}`);
    }
  }
  const builtIn = own.has(DEFAULT_LABEL_SCHEME.name) ? [] : [DEFAULT_LABEL_SCHEME];
  return { schemes: [...builtIn, ...own.values()], problems };
}

/** The scheme of that name; the built-in one (or else the first) and a problem when there is none. */
export function chooseScheme(
  { schemes }: SchemeCollection,
  name: string,
): { readonly scheme: LabelScheme; readonly problem: string } {
  const wanted = name.trim() === '' ? DEFAULT_LABEL_SCHEME.name : name.trim();
  const found = schemes.find((scheme) => scheme.name === wanted);
  if (found !== undefined) return { scheme: found, problem: '' };
  const fallback = schemes.find((scheme) => scheme.name === DEFAULT_LABEL_SCHEME.name) ?? schemes[0];
  const scheme = fallback ?? DEFAULT_LABEL_SCHEME;
  const known = schemes.map((candidate) => `“${candidate.name}”`).join(', ');
  return {
    scheme,
    problem: `There is no label scheme “${wanted}”; “${scheme.name}” is used. Known are ${known}.`,
  };
}

async function schemeFiles(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(join(folder, SCHEME_FOLDER));
    return names
      .filter((name) => name.toLowerCase().endsWith('.json'))
      .sort()
      .map((name) => join(folder, SCHEME_FOLDER, name));
  } catch {
    // No such folder is the usual case; one that can't be listed has no schemes for us either.
    return [];
  }
}

async function readJson(path: string): Promise<unknown> {
  if ((await stat(path)).size > LARGEST_FILE_BYTES)
    throw new Error('The file is over 1 MiB; a scheme is small.');
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error(`The file is not JSON: ${messageOf(error)}`, { cause: error });
  }
}
