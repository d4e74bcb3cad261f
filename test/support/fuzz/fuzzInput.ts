/** What is written to disk and imported: files by their path in a folder, and what of it a user opens. */
import type { ZipPart } from '../zipFile.ts';
import type { LinkTarget } from './spareLinks.ts';

export type FuzzEntry =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** Kept apart until it is written, so that its members can be changed. */
  | { readonly kind: 'zip'; readonly parts: readonly ZipPart[] }
  /** A symbolic link. */
  | { readonly kind: 'link'; readonly target: LinkTarget };

export interface FuzzInput {
  /** The sample it was made of. */
  readonly sample: string;
  /** The importer that knows the sample before it is changed. */
  readonly aim: string;
  readonly files: ReadonlyMap<string, FuzzEntry>;
  /** The file that is opened; empty for the whole folder. */
  readonly opened: string;
  /** What was done to it, in order. */
  readonly done: readonly string[];
}

export function withFile(input: FuzzInput, name: string, entry: FuzzEntry): FuzzInput {
  return { ...input, files: new Map(input.files).set(name, entry) };
}

/** Names of the files that are bytes: what is opened where that is one of them, else all. */
export function byteFiles(input: FuzzInput): string[] {
  if (input.files.get(input.opened)?.kind === 'bytes') return [input.opened];
  return [...input.files].filter(([, entry]) => entry.kind === 'bytes').map(([name]) => name);
}

export function bytesOf(input: FuzzInput, name: string): Buffer {
  const entry = input.files.get(name);
  if (entry?.kind !== 'bytes') throw new Error(`${name} has no bytes of its own`);
  return entry.bytes;
}
