/** Finding every scheme with its place, and what an edit of it begins with. */
import { basename, dirname, join, relative } from 'node:path';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../core/labelScheme.ts';
import { draftOf } from '../../core/schemeDraft.ts';
import type { EditedView, SchemeFields, SchemePlace } from '../../protocol/schemePage.ts';
import { findSchemes, SCHEME_FOLDER, type FoundScheme } from '../labelling/schemeSource.ts';
import type { SchemeDeskContext } from './schemeContext.ts';

export const BUILT_IN = 'built-in';

/** A scheme of the list with what is known of it. */
export interface PlacedScheme {
  readonly id: string;
  readonly place: SchemePlace;
  readonly where: string;
  readonly stamp: string;
  readonly found: FoundScheme | undefined;
  /** Null where it can't be used. */
  readonly scheme: LabelScheme | null;
  readonly problems: readonly string[];
}

/** The built-in scheme first, unless one of its name replaces it; then those of the setting, then files. */
export async function placedSchemes(
  context: Pick<SchemeDeskContext, 'setting' | 'folders'>,
): Promise<readonly PlacedScheme[]> {
  const { value, words } = context.setting();
  const folders = context.folders();
  const own = (await findSchemes(value, folders)).map((found): PlacedScheme => {
    const { at, stamp, reading } = found;
    const isFile = at.place === 'file';
    return {
      id: isFile ? `file:${at.path}` : `setting:${at.index}`,
      place: at.place,
      where: isFile ? shortPath(at.path, folders) : words,
      stamp,
      found,
      scheme: 'scheme' in reading ? reading.scheme : null,
      problems: 'problems' in reading ? reading.problems : [],
    };
  });
  if (own.some(({ scheme }) => scheme?.name === DEFAULT_LABEL_SCHEME.name)) return own;
  const builtIn: PlacedScheme = {
    id: BUILT_IN,
    place: 'built-in',
    where: 'built in',
    stamp: '',
    found: undefined,
    scheme: DEFAULT_LABEL_SCHEME,
    problems: [],
  };
  return [builtIn, ...own];
}

export function editedOf(placed: PlacedScheme | undefined): EditedView | null {
  if (placed === undefined || placed.scheme === null) return null;
  const { id, place, where, stamp, scheme } = placed;
  return { id, fields: draftOf(scheme), place, where, stamp };
}

/** A scheme to begin with: two answers that most questions have, and the one that every annotator needs. */
export function newScheme(all: readonly PlacedScheme[]): EditedView {
  const fields: SchemeFields = {
    name: freeName(all, 'my scheme'),
    metric: '',
    instructions: '',
    answers: [
      { id: 'yes', name: 'yes', key: '1', role: 'positive', description: '' },
      { id: 'no', name: 'no', key: '2', role: 'negative', description: '' },
      {
        id: 'unsure',
        name: 'unsure',
        key: '3',
        role: 'undecided',
        description: 'Can’t be decided from what is here.',
      },
    ],
    scores: [],
  };
  return { id: null, fields, place: null, where: '', stamp: '' };
}

export function freeName(all: readonly PlacedScheme[], name: string): string {
  const taken = new Set(all.map(({ scheme }) => scheme?.name));
  for (let copy = 1; ; copy++) {
    const candidate = copy === 1 ? name : `${name.slice(0, 75)} ${copy}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Two schemes of one name can't be told apart. The built-in one gives way to one of one's own. */
export function clashes(all: readonly PlacedScheme[], id: string | null, name: string): readonly string[] {
  const other = all.find((each) => each.scheme?.name === name && each.id !== id && each.id !== BUILT_IN);
  return other === undefined
    ? []
    : [`There already is a label scheme “${name}” (${other.where}). Choose another name.`];
}

/** As a reader finds it: from the workspace folder, which is named where there are several. */
export function shortPath(path: string, folders: readonly string[]): string {
  const folder = dirname(dirname(dirname(path)));
  const inFolder = join(SCHEME_FOLDER, basename(path));
  if (!folders.includes(folder)) return path;
  const from = folders.length > 1 ? join(basename(folder), inFolder) : relative(folder, path);
  return from.replaceAll('\\', '/');
}
