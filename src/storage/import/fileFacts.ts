import type { SqliteConnection } from '../loadSqlite.ts';

/** What reading the files of a run whole told. */
export interface FileFacts {
  readonly sizeBytes?: number;
  /** Of the main file's own bytes; empty for a folder. */
  readonly sha256?: string;
  /** Of a run made of several files; see the column. */
  readonly fingerprint?: string;
  readonly members?: readonly { readonly path: string; readonly sha256: string }[];
}

/** Completes the rows of a run's files; what its importer said of a member stays. To be called in a transaction. */
export function storeFileFacts(
  db: SqliteConnection,
  { runId, mainId }: { readonly runId: number; readonly mainId: number },
  facts: FileFacts,
): void {
  const { sha256 = null, sizeBytes = null, fingerprint = null, members = [] } = facts;
  db.prepare(
    `UPDATE source_file SET sha256 = coalesce(?, sha256), size_bytes = coalesce(?, size_bytes),
       fingerprint = coalesce(?, fingerprint) WHERE id = ?`,
  ).run(sha256, sizeBytes, fingerprint, mainId);
  const member = db.prepare(
    "UPDATE source_file SET sha256 = ? WHERE run_id = ? AND path = ? AND sha256 = ''",
  );
  for (const each of members) member.run(each.sha256, runId, each.path);
}
