// Looks into the database of a workbench from outside, as a researcher does, while the extension has it open.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Where the database of a workspace is unless another was chosen. */
export function databaseOf(workspace: string): string {
  return join(workspace, '.transcript-auditor', 'audit.db');
}

type Row = Readonly<Record<string, unknown>>;

let shell: boolean | undefined;

/** Rows of a query: through the `sqlite3` shell where there is one, else through our own build of SQLite. */
export function query<R = Row>(database: string, sql: string): R[] {
  shell ??= spawnSync('sqlite3', ['-version']).status === 0;
  if (shell) {
    const text = execFileSync('sqlite3', ['-readonly', '-json', database, sql], { encoding: 'utf8' });
    return text.trim() === '' ? [] : (JSON.parse(text) as R[]);
  }
  const connection = new Database(database, { readonly: true });
  try {
    return connection.prepare<[], R>(sql).all();
  } finally {
    connection.close();
  }
}

/** The number that a query answers with. */
export function count(database: string, sql: string): number {
  return Number(Object.values(query(database, sql)[0] ?? {})[0]);
}

/** One current label, in words that don't depend on the database it is in. */
export interface CurrentLabel {
  readonly probe: string;
  readonly sample: number;
  readonly annotator: string;
  readonly answer: string | null;
  readonly note: string | null;
  readonly flagged: number;
  readonly scores: string | null;
}

/** The current labels with the transcripts they belong to, in the order of the transcripts. */
export function currentLabels(database: string): CurrentLabel[] {
  return query<CurrentLabel>(
    database,
    `SELECT t.probe, t.sample, l.annotator, l.answer, l.note, l.flagged, l.scores
     FROM v_labels l JOIN v_transcripts t ON t.transcript_id = l.transcript_id
     ORDER BY t.probe, t.sample, l.annotator`,
  );
}

/** The content key of a transcript. */
export function keyOf(
  database: string,
  { probe, sample }: { readonly probe: string; readonly sample: number },
): string {
  const [row] = query<{ content_key: string }>(
    database,
    `SELECT content_key FROM v_transcripts WHERE probe = '${probe}' AND sample = ${sample}`,
  );
  if (row === undefined) throw new Error(`There is no ${probe} #${sample}.`);
  return row.content_key;
}
