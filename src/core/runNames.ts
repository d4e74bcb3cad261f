const ENDINGS = /(?<=[^/])(?:\.(?:csv|tsv|tab|txt|jsonl|ndjson|json|eval|parquet))+(?:\.(?:gz|zst|zstd))?$/i;
const HASH = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{7,64}$/i;

/**
 * Names for the runs of several files: the file's name without its extension, preceded by as many folders as it takes
 * to tell files of the same name apart (`results1/eval`, `results2/eval`). Files of one folder that differ in nothing but
 * their extension keep it (`log.eval`, `log.json`), and hashes get their folder (`skies/1a2b3c4`).
 *
 * @param paths absolute or relative, with `/` or `\`
 * @returns names in the order of `paths`; equal paths get equal names
 */
export function proposeRunNames(paths: readonly string[]): string[] {
  const split = paths.map((path) =>
    path
      .replaceAll('\\', '/')
      .split('/')
      .filter((segment) => segment !== ''),
  );
  const whole = onlyTheirEndsDiffer(split);
  // A cache names its files by hashes: the folder says of what (skies/1a2b3c4).
  const depth = split.map((segments) =>
    HASH.test(nameAt(segments, 1, false)) ? Math.min(2, segments.length) : 1,
  );
  for (;;) {
    const names = split.map((segments, index) => nameAt(segments, depth[index] ?? 1, whole.has(index)));
    const byName = new Map<string, number[]>();
    names.forEach((name, index) => byName.set(name, [...(byName.get(name) ?? []), index]));
    let deeper = false;
    for (const same of byName.values()) {
      if (same.length < 2 || same.every((index) => paths[index] === paths[same[0] ?? 0])) continue;
      for (const index of same) {
        if ((depth[index] ?? 1) >= (split[index]?.length ?? 1)) continue;
        depth[index] = (depth[index] ?? 1) + 1;
        deeper = true;
      }
    }
    if (!deeper) return names;
  }
}

/** Which paths have another beside them that is called the same but for its extension. */
function onlyTheirEndsDiffer(split: readonly (readonly string[])[]): ReadonlySet<number> {
  const byStem = new Map<string, { readonly path: string; readonly index: number }[]>();
  split.forEach((segments, index) => {
    const path = segments.join('/');
    const stem = path.replace(ENDINGS, '');
    byStem.set(stem, [...(byStem.get(stem) ?? []), { path, index }]);
  });
  const several = [...byStem.values()].filter((same) => new Set(same.map(({ path }) => path)).size > 1);
  return new Set(several.flatMap((same) => same.map(({ index }) => index)));
}

function nameAt(segments: readonly string[], depth: number, withEnd: boolean): string {
  const name = segments.slice(-depth).join('/');
  return withEnd ? name : name.replace(ENDINGS, '');
}
