/** Everything stored of a database’s runs but ids and times, so that two databases can be compared. */
import type { SqliteConnection } from '../../../src/storage/loadSqlite.ts';
import { all } from './storageDesk.ts';

const ARM = `(SELECT coalesce(m.name, '') || '/' || coalesce(c.name, '') FROM arm a LEFT JOIN model m ON m.id = a.model_id
  LEFT JOIN condition c ON c.id = a.condition_id WHERE a.id = `;

const TABLES: Readonly<Record<string, string>> = {
  runs: 'SELECT name, status, content, deleted_at FROM run ORDER BY id',
  files: `SELECT path, size_bytes, sha256, role, rows_kept, rows_rejected, rows_read, bytes_read, prefix_sha256
    FROM source_file ORDER BY path, id`,
  problems: `SELECT f.path, p.row, p.line, p.severity, p.reason FROM import_problem p
    JOIN source_file f ON f.id = p.source_file_id ORDER BY f.path, p.row, p.reason`,
  facts: `SELECT f.path, a.name, a.value FROM run_fact a LEFT JOIN source_file f ON f.id = a.source_file_id
    ORDER BY f.path, a.name, a.value`,
  transcripts: `SELECT ${ARM}t.arm_id) AS arm, p.name AS probe, q.text AS prompt, t.leaf_seq, t.sample,
      hex(t.content_hash) AS hash, t.ordinal, f.path, t.source_row, t.source_line, t.preview, t.judge_verdict,
      t.human_verdict, t.metadata
    FROM transcript t JOIN probe p ON p.id = t.probe_id JOIN prompt q ON q.id = t.prompt_id
    JOIN source_file f ON f.id = t.source_file_id ORDER BY t.id`,
  turns: `SELECT n.idx, n.role, n.raw, n.provenance FROM turn n ORDER BY n.transcript_id, n.idx`,
  branches: `SELECT b.idx, b.view, b.name, b.parent_idx, b.shared, b.turn_count, n.raw FROM branch b
    JOIN branch_turn n ON n.branch_id = b.id ORDER BY b.transcript_id, b.idx, n.idx`,
  judgments: `SELECT m.name, j.kind, j.number, j.text FROM judgment j JOIN metric m ON m.id = j.metric_id
    ORDER BY j.transcript_id, j.id`,
  labels:
    'SELECT event_id, seq, annotator, parent_event_id, answer, source FROM label_event ORDER BY annotator, event_id',
  summary: `SELECT ${ARM}l.arm_id) AS arm, p.name AS probe, l.judge_verdict, l.human_verdict, l.n FROM leaf_summary l
    JOIN probe p ON p.id = l.probe_id ORDER BY 1, 2, 3, 4`,
};

export function runDump(db: SqliteConnection): Record<string, unknown[]> {
  return Object.fromEntries(Object.entries(TABLES).map(([name, sql]) => [name, all(db, sql)]));
}
