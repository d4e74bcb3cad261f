/** The label schemes there are: the built-in one, those of the setting, and one a file in the workspace. */
import { hash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { messageOf } from '../../core/errors.ts';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../core/labelScheme.ts';
import { readLabelScheme, type SchemeReading } from '../../core/labelSchemeFile.ts';

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

/** A scheme of one's own, readable or not, with the place it was found at. */
export interface FoundScheme {
  readonly at:
    { readonly place: 'setting'; readonly index: number } | { readonly place: 'file'; readonly path: string };
  /** The place in words, for problems. */
  readonly where: string;
  /** Names what is written there now: another one means that it was changed. */
  readonly stamp: string;
  /** Problems among them: an earlier scheme has the same name, so that this one isn't used. */
  readonly reading: SchemeReading;
}

/**
 * Reads every scheme of one's own; never throws.
 *
 * @param setting the value of `transcriptAuditor.labelSchemes`, whatever it is
 * @param folders workspace folders, whose `.transcript-auditor/schemes/*.json` are read
 */
export async function findSchemes(
  setting: unknown,
  folders: readonly string[],
): Promise<readonly FoundScheme[]> {
  const found: FoundScheme[] = (Array.isArray(setting) ? (setting as readonly unknown[]) : []).map(
    (value, index) => ({
      at: { place: 'setting', index },
      where: `${SETTING}, scheme ${index + 1}`,
      stamp: stampOf(JSON.stringify(value) ?? ''),
      reading: readLabelScheme(value),
    }),
  );
  for (const path of (await Promise.all(folders.map(schemeFiles))).flat()) {
    const { stamp, reading } = await readSchemeFile(path);
    found.push({ at: { place: 'file', path }, where: basename(path), stamp, reading });
  }
  const names = new Set<string>();
  return found.map((each) => {
    if (!('scheme' in each.reading)) return each;
    const { name } = each.reading.scheme;
    if (!names.has(name)) {
      names.add(name);
      return each;
    }
    const problem = `there already is a label scheme “${name}”; this one is not used.`;
    return { ...each, reading: { problems: [problem] } };
  });
}

/**
 * Reads every scheme; never throws. A scheme of the setting or of a file replaces the built-in one of the same name; two
 * of one's own with one name are a problem, and the first is used.
 */
export async function collectSchemes(
  setting: unknown,
  folders: readonly string[],
): Promise<SchemeCollection> {
  const isList = Array.isArray(setting) || setting === undefined || setting === null;
  const problems: string[] = isList ? [] : [`${SETTING} is not a list of label schemes.`];
  const own: LabelScheme[] = [];
  for (const { where, reading } of await findSchemes(setting, folders)) {
    if ('scheme' in reading) own.push(reading.scheme);
    else problems.push(`${where}: ${reading.problems.join(' ')}`);
  }
  const builtIn = own.some(({ name }) => name === DEFAULT_LABEL_SCHEME.name) ? [] : [DEFAULT_LABEL_SCHEME];
  return { schemes: [...builtIn, ...own], problems };
}

/** What a file holds now, with its stamp; the stamp of a file that isn't there is empty. */
export async function readSchemeFile(
  path: string,
): Promise<{ readonly stamp: string; readonly reading: SchemeReading }> {
  let text: string;
  try {
    if ((await stat(path)).size > LARGEST_FILE_BYTES) {
      return { stamp: 'large', reading: { problems: ['The file is over 1 MiB; a scheme is small.'] } };
    }
    text = await readFile(path, 'utf8');
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { stamp: isGone ? '' : 'unread', reading: { problems: [messageOf(error)] } };
  }
  return { stamp: stampOf(text), reading: readJson(text) };
}

export function stampOf(text: string): string {
  return hash('sha256', text, 'hex');
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

function readJson(text: string): SchemeReading {
  try {
    return readLabelScheme(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch (error) {
    return { problems: [`The file is not JSON: ${messageOf(error)}`] };
  }
}
