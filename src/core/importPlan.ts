/** The plan of an import: what the user sees in the preview and corrects there, one row a file. */

/** Roles a column of a generic table can have. `score` and `class` columns become judgments on a metric of their name, `label` columns labels of an annotator of their name. */
export const COLUMN_ROLES = [
  'question',
  'answer',
  'system',
  'reasoning',
  'messages',
  'probe',
  'model',
  'group',
  'condition',
  'sample',
  'score',
  'class',
  'label',
  'metadata',
  'ignore',
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** Column name to role; columns that are absent count as `metadata`. */
export type ColumnMapping = Readonly<Record<string, ColumnRole>>;

/** `answers`: what models said when asked. `training`: what a model was trained on. */
export type RunContent = 'answers' | 'training';

/** A file that is read along with another one. */
export interface BundleMember {
  readonly path: string;
  /** The importer's own word for it: `judgments`, `input`, `errors`, `transcript`. */
  readonly role: string;
}

/** What the first bytes of a file told. */
export type Recognition =
  | {
      readonly kind: 'transcripts';
      readonly importer: string;
      /** In words, for example "emergent-misalignment CSV with the judge's token distributions". */
      readonly description: string;
      /** What the file itself says of these; such fields need no proposal. */
      readonly carries: readonly ('model' | 'group' | 'condition')[];
      /** True when there is a header and nothing else: an empty run. */
      readonly headerOnly: boolean;
      /** Training data is a run of its own kind: it is read and searched, and has no rate. */
      readonly content?: RunContent;
    }
  | {
      readonly kind: 'needs-mapping';
      readonly importer: string;
      readonly columns: readonly string[];
      /** Identifies tables with the same header, so that a mapping is remembered. */
      readonly headerShape: string;
      /** The first rows, at most ten, as text cells in the order of `columns`. */
      readonly preview: readonly (readonly string[])[];
      readonly proposal: ColumnMapping;
      /** What the user should know before mapping, for example that a column name occurs twice. */
      readonly note?: string;
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly hint: string };

/** Names proposed from a file's path by a pattern, then edited by the user. */
export interface ProposedNames {
  readonly model?: string;
  readonly group?: string;
  readonly condition?: string;
  readonly seed?: string;
}

/** One file of an import, decided. */
export interface PlannedFile extends ProposedNames {
  readonly path: string;
  readonly runName: string;
  readonly importer: string;
  readonly mapping?: ColumnMapping;
  /** The run that this file replaces as a new version. */
  readonly supersedes?: number;
  /** Files that are read with it; folders that an importer lists itself have none. */
  readonly members?: readonly BundleMember[];
  /** Of a bundle: what stands for the hash of its bytes, so that it is known again. */
  readonly fingerprint?: string;
  /** Of a bundle: bytes of all its files, to tell how far its import is. */
  readonly sizeBytes?: number;
  readonly content?: RunContent;
  /** The run that this file goes on with: rows that are there are passed over. */
  readonly continues?: number;
  /** Not imported when, by the time it is begun, a run has it that isn't the one it replaces: for imports nobody asked for. */
  readonly unlessImported?: boolean;
}

export interface ImportPlan {
  readonly files: readonly PlannedFile[];
  /** Present when the files become a study. */
  readonly study?: { readonly name: string; readonly namePattern?: string };
}
