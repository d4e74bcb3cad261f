import { dirname, relative, sep } from 'node:path';

/** The folder that all of these are in. */
export function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => dirname(path).split(sep));
  const shared = [...first];
  for (const other of others) {
    let same = 0;
    while (same < shared.length && shared[same] === other[same]) same++;
    shared.length = same;
  }
  return shared.join(sep) || sep;
}

/** Labels as they are, but files of one name are told apart by the folders they lie in. */
export function distinctLabels(
  files: readonly { readonly path: string; readonly label: string }[],
): string[] {
  const seen = new Map<string, number>();
  for (const { label } of files) seen.set(label, (seen.get(label) ?? 0) + 1);
  const root = commonFolder(files.map(({ path }) => path));
  return files.map(({ path, label }) =>
    (seen.get(label) ?? 0) > 1 ? relative(root, path).split(sep).join('/') : label,
  );
}
