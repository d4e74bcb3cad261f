/** What the import page (preview of several files, mapping of columns) and the host say to each other. */

export type ImportFieldName = 'runName' | 'model' | 'group' | 'condition' | 'seed';

/** What the user can correct of a file. */
export type ImportNames = Readonly<Record<ImportFieldName, string>>;

export interface ImportFileRow extends ImportNames {
  readonly path: string;
  /** Path relative to what was dropped. */
  readonly label: string;
  readonly sizeBytes: number;
  readonly state: 'ready' | 'needs-mapping' | 'refused' | 'already-imported' | 'changed';
  /** What it was recognised as, why it was refused, or of which run it is a copy or a new version. */
  readonly description: string;
  readonly hint: string;
  readonly headerOnly: boolean;
  /** Another file of this list with the same bytes. */
  readonly sameAs?: string;
  /** For `already-imported` and `changed`: the name of the run that holds it now. */
  readonly earlierRun?: string;
  readonly included: boolean;
  /** For files imported before: import as a new version of that run (labels stay), or as a run of its own. */
  readonly asNewVersion: boolean;
  /** Whether it can be gone on with in that run, and whether it is. */
  readonly canContinue: boolean;
  readonly continues: boolean;
  /** The bundle whose row this one and others stand for, by its `path`. */
  readonly partOf?: string;
  /** Several files that become one run. */
  readonly bundle?: { readonly files: number; readonly splittable: boolean };
  /** Fields that the file's own rows carry (or, in `edit`, that stand in another row); read-only cells that say so. */
  readonly carried: readonly ImportFieldName[];
  readonly mapping?: MappingView;
}

/** The core's `ColumnRole`; the host's types hold the two equal. */
export type ColumnRoleName =
  | 'question'
  | 'answer'
  | 'system'
  | 'reasoning'
  | 'messages'
  | 'probe'
  | 'model'
  | 'group'
  | 'condition'
  | 'sample'
  | 'score'
  | 'class'
  | 'label'
  | 'metadata'
  | 'ignore';

export interface MappingView {
  readonly columns: readonly string[];
  readonly preview: readonly (readonly string[])[];
  readonly roles: Readonly<Record<string, ColumnRoleName>>;
  /** True when a mapping of the same header was used before and is proposed again. */
  readonly remembered: boolean;
  /** What is wrong with `roles`, in words; empty when the file can be imported with them. */
  readonly problem: string;
}

export interface ImportView {
  /** `edit` shows the runs of an existing study to be corrected; nothing is read from disk. */
  readonly mode: 'import' | 'edit';
  readonly studyName: string;
  /** False for a single file, which becomes a run without a study. */
  readonly isStudy: boolean;
  readonly namePattern: string;
  readonly files: readonly ImportFileRow[];
}

export interface ImportRequests {
  [method: string]: { params: unknown; result: unknown };
  ready: { params: null; result: ImportView };
  /** Applies a file-name pattern to all rows whose cells the user hasn't typed in; answers with the proposals by path. */
  applyPattern: {
    params: { readonly pattern: string };
    result:
      | {
          readonly ok: true;
          readonly names: Readonly<Record<string, Partial<Record<ImportFieldName, string>>>>;
        }
      | { readonly ok: false; readonly problem: string };
  };
  /** A bundle as a run a file: the rows that take its place. They are joined again by putting its own row back. */
  split: { params: { readonly path: string }; result: readonly ImportFileRow[] };
  /** Says what is wrong with the roles given to a table's columns; empty when nothing is. */
  checkRoles: {
    params: { readonly roles: Readonly<Record<string, ColumnRoleName>> };
    result: { readonly problem: string };
  };
  /** Starts the import (or saves the corrections) and closes the page. */
  confirm: {
    params: {
      readonly studyName: string;
      readonly isStudy: boolean;
      readonly namePattern: string;
      readonly files: readonly (ImportNames &
        Pick<ImportFileRow, 'path' | 'included' | 'asNewVersion' | 'continues' | 'partOf'> & {
          readonly roles?: Readonly<Record<string, ColumnRoleName>>;
        })[];
    };
    result: null;
  };
  cancel: { params: null; result: null };
}

export interface ImportEvents {
  [event: string]: unknown;
  view: ImportView;
}
