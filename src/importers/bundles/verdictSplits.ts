/** Files of chats whose names give a verdict on the rows of another file, or of each other. */
import { dirname } from 'node:path';
import { chatJsonl } from '../chatJsonl.ts';
import type { FoundFile } from '../expandPaths.ts';
import { namedVerdict, type NamedVerdict } from '../verdictSplitNames.ts';
import type { Bundle, Bundler, Selection } from './bundler.ts';

interface Part {
  readonly file: FoundFile;
  readonly verdict: NamedVerdict;
}

export const verdictSplits: Bundler = {
  id: 'verdictSplits',
  async find(selection) {
    const byPath = new Map(selection.files.map((file) => [file.path, file]));
    const groups = new Map<string, Part[]>();
    for (const file of selection.files) {
      const verdict = namedVerdict(file.path);
      if (verdict === undefined) continue;
      const key = JSON.stringify([dirname(file.path), verdict.whole, verdict.metric]);
      groups.set(key, [...(groups.get(key) ?? []), { file, verdict }]);
    }
    const bundles: Bundle[] = [];
    for (const parts of groups.values()) {
      const bundle = await bundleOf(parts, byPath, selection);
      if (bundle !== undefined) bundles.push(bundle);
    }
    return bundles;
  },
};

async function bundleOf(
  parts: readonly Part[],
  byPath: ReadonlyMap<string, FoundFile>,
  selection: Selection,
): Promise<Bundle | undefined> {
  const whole = byPath.get(parts[0]?.verdict.whole ?? '');
  const both = parts.some(({ verdict }) => verdict.negated) && parts.some(({ verdict }) => !verdict.negated);
  // One half alone says the same of all its rows: it is a file like any other.
  if (whole === undefined && !both) return undefined;
  const files = [...(whole === undefined ? [] : [whole]), ...parts.map(({ file }) => file)];
  const [main, ...others] = files;
  if (main === undefined) return undefined;
  for (const { path } of files) if (!(await isChats(path, selection))) return undefined;
  const read = await selection.head(main.path);
  const recognition = read === undefined ? undefined : chatJsonl.recognise(read);
  if (recognition?.kind !== 'transcripts') return undefined;
  const metric = parts[0]?.verdict.metric ?? '';
  return {
    path: main.path,
    members: others.map(({ path }) => ({ path, role: 'judgments' })),
    recognition: {
      ...recognition,
      importer: 'verdictSplit',
      description: `${recognition.description}, with “${metric}” from file names`,
    },
    claimed: new Set(files.map(({ path }) => path)),
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

async function isChats(path: string, selection: Selection): Promise<boolean> {
  const head = await selection.head(path);
  return head !== undefined && chatJsonl.recognise(head)?.kind === 'transcripts';
}
