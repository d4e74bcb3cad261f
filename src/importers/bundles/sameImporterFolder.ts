/** Folders whose files hold one transcript each: all files of one importer become one run. */
import { dirname } from 'node:path';
import type { Recognition } from '../../core/importPlan.ts';
import { candidateKind } from '../candidateNames.ts';
import type { FoundFile } from '../expandPaths.ts';
import type { FileHead, Importer } from '../importer.ts';
import type { Bundle, Bundler, Selection } from './bundler.ts';

/** Folders of more files are judged by this many, spread over them, when those are all of one importer. */
const LOOKED_AT = 500;

type Transcripts = Extract<Recognition, { kind: 'transcripts' }>;

/** @param importers asked in order, as for single files; given, so that the registries don't need each other */
export function sameImporterFolder(importers: () => readonly Importer[]): Bundler {
  return {
    id: 'sameImporterFolder',
    async find(selection) {
      if (!importers().some(({ onePerFile }) => onePerFile === true)) return [];
      const folders = new Map<string, FoundFile[]>();
      for (const file of selection.files) {
        if (file.onlyInBundles === true) continue;
        // Files that were chosen one by one stand for themselves, not for the rest of their folder.
        const key = `${file.chosen ? 'chosen' : 'found'} ${dirname(file.path)}`;
        const files = folders.get(key);
        if (files === undefined) folders.set(key, [file]);
        else files.push(file);
      }
      const bundles: Bundle[] = [];
      for (const files of folders.values()) {
        if (files.length > 1) bundles.push(...(await bundlesOf(files, selection, importers())));
      }
      return bundles;
    },
  };
}

async function bundlesOf(
  files: readonly FoundFile[],
  selection: Selection,
  importers: readonly Importer[],
): Promise<readonly Bundle[]> {
  const sample = spread(files, LOOKED_AT);
  const looked = await recogniseAll(sample, selection, importers);
  const [only] = looked.values();
  const alike = looked.size === 1 && only !== undefined && only.files.length === sample.length;
  const groups =
    sample.length === files.length
      ? looked
      : alike && sameEndings(files)
        ? new Map([[only.recognition.importer, { recognition: only.recognition, files }]])
        : await recogniseAll(files, selection, importers);
  return [...groups.values()].flatMap((group) => (group.files.length > 1 ? [bundleOf(group)] : []));
}

interface Group {
  readonly recognition: Transcripts;
  readonly files: readonly FoundFile[];
}

/** By importer, of those that read one transcript a file. */
async function recogniseAll(
  files: readonly FoundFile[],
  selection: Selection,
  importers: readonly Importer[],
): Promise<Map<string, Group>> {
  const groups = new Map<string, { recognition: Transcripts; files: FoundFile[] }>();
  for (const file of files) {
    const read = await selection.head(file.path);
    const recognition = read === undefined ? undefined : oneTranscript(read, importers);
    if (recognition === undefined) continue;
    const group = groups.get(recognition.importer);
    if (group === undefined) groups.set(recognition.importer, { recognition, files: [file] });
    else group.files.push(file);
  }
  return groups;
}

function oneTranscript(head: FileHead, importers: readonly Importer[]): Transcripts | undefined {
  for (const importer of importers) {
    const recognition = importer.recognise(head);
    if (recognition === undefined) continue;
    return importer.onePerFile === true && recognition.kind === 'transcripts' ? recognition : undefined;
  }
  return undefined;
}

function bundleOf({ recognition, files }: Group): Bundle {
  const [first, ...others] = files;
  if (first === undefined) throw new RangeError('a bundle of no files');
  return {
    path: first.chosen ? first.path : dirname(first.path),
    ...(first.chosen ? { members: others.map(({ path }) => ({ path, role: 'transcript' })) } : undefined),
    recognition: { ...recognition, headerOnly: false },
    claimed: new Set(files.map(({ path }) => path)),
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** At most `n` of them, evenly, first and last included. */
function spread<T>(items: readonly T[], n: number): readonly T[] {
  if (items.length <= n) return items;
  const step = (items.length - 1) / (n - 1);
  return Array.from({ length: n }, (_, index) => items[Math.round(index * step)]).filter(
    (item) => item !== undefined,
  );
}

/** A table among thousands of JSON documents is worth a look at each. */
function sameEndings(files: readonly FoundFile[]): boolean {
  const endings = new Set(files.map(({ path }) => path.slice(path.lastIndexOf('.')).toLowerCase()));
  return endings.size === 1 && candidateKind(files[0]?.path ?? '') === 'results';
}
