import type { BundleMember, Recognition } from '../../core/importPlan.ts';
import type { FoundFile } from '../expandPaths.ts';
import type { FileHead } from '../importer.ts';

/** Files or a folder that become one run, in one row of the preview. */
export interface Bundle {
  /** The main file, or the folder that the importer lists by itself. */
  readonly path: string;
  /** Absent for a folder: naming a hundred thousand files to the host would stall it. */
  readonly members?: readonly BundleMember[];
  readonly recognition: Recognition;
  /** Every file that is spoken for, `path` and members included; they get no row of their own. */
  readonly claimed: ReadonlySet<string>;
  /** Summed over all files. */
  readonly sizeBytes: number;
  /** The folder whose files were a run by themselves, as long as the rest of the bundle wasn't there. */
  readonly formerPath?: string;
}

/** The selection as a bundler sees it. */
export interface Selection {
  /** All files found, in natural order by folder. */
  readonly files: readonly FoundFile[];
  /** A file's beginning, read once however many ask; undefined for what can't be read as text, zip or Parquet. */
  head(path: string): Promise<FileHead | undefined>;
  readonly signal: AbortSignal;
}

/**
 * Finds files that belong together, among those of one selection: by content first, by name second, looking into as few
 * files as will do. Adding one is one file and one line in `registry.ts`. What isn't claimed is recognised file by file.
 */
export interface Bundler {
  readonly id: string;
  find(selection: Selection): Promise<readonly Bundle[]>;
}
