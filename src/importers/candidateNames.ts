/** Which files of a folder are looked into, by their names alone; what they are is told by what is in them. */

const COMPRESSED = /\.(gz|zst|zstd)$/i;
const RESULTS = /\.(csv|tsv|tab|jsonl|ndjson|json|eval|parquet)$/i;
const FOR_BUNDLES = /\.(txt|yaml|yml)$/i;

/**
 * `results`: may be transcripts by itself. `bundles`: only ever part of something (prompts, settings), so that it counts
 * when a bundler claims it. Undefined: no results.
 */
export function candidateKind(name: string): 'results' | 'bundles' | undefined {
  const plain = name.replace(COMPRESSED, '');
  if (RESULTS.test(plain)) return 'results';
  return FOR_BUNDLES.test(plain) ? 'bundles' : undefined;
}

/** True for JSON documents, compressed or not: in folders these are often settings of other tools. */
export function isJsonName(name: string): boolean {
  return /\.json$/i.test(name.replace(COMPRESSED, ''));
}

/** Tables and lines are added to at their end while they are written; other formats are written anew as a whole. */
export function isAppendOnly(name: string): boolean {
  return /\.(csv|tsv|tab|jsonl|ndjson)$/i.test(name);
}

/** Telling a name apart from its endings: `a.jsonl.gz` is `a`. */
export function withoutEndings(name: string): string {
  return name.replace(COMPRESSED, '').replace(RESULTS, '');
}
