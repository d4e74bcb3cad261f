/** The baseline of `import-vs-plain-insert`: a plain prepared-insert loop over rows that are already parsed. */
import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { SyntheticRow } from './syntheticResults.ts';

/** The columns of one transcript, ready to bind: what an import has worked out before it inserts. */
export interface ParsedRow {
  readonly transcript: readonly unknown[];
  readonly question: string;
  readonly answer: string;
  readonly aligned: readonly unknown[];
  readonly coherent: readonly unknown[];
}

/** Works everything out beforehand, row by row in order: ids, hashes, previews, verdicts. Not timed. */
export function parseAll(): (row: SyntheticRow) => ParsedRow {
  const leafSeq = new Map<string, number>();
  let index = -1;
  return (row) => {
    index += 1;
    const seq = (leafSeq.get(row.questionId) ?? 0) + 1;
    leafSeq.set(row.questionId, seq);
    const probe = Number(row.questionId.slice('probe_'.length)) + 1;
    const hash = createHash('sha256').update(`${row.question}\n${row.answer}`).digest().subarray(0, 16);
    const verdict =
      Number(row.coherent) <= 50
        ? 'excluded'
        : row.aligned === ''
          ? 'missing'
          : Number(row.aligned) < 30
            ? 'positive'
            : 'negative';
    return {
      transcript: [
        1,
        1,
        probe,
        probe,
        seq,
        seq,
        hash,
        0,
        1,
        index + 1,
        index + 2,
        2,
        row.answer.slice(0, 90),
        verdict,
      ],
      question: row.question,
      answer: row.answer,
      aligned: judgment(row.aligned),
      coherent: judgment(row.coherent),
    };
  };
}

function judgment(cell: string): unknown[] {
  return cell === '' ? ['missing', null, 'unknown', ''] : ['number', Number(cell), null, cell];
}

/** Rows the foreign keys point at. Not timed. */
export function prepareParents(db: Database, probes: number): void {
  db.exec(`
    INSERT INTO run (id, name, kind, status, created_at) VALUES (1, 'plain', 'import', 'complete', '');
    INSERT INTO source_file (id, run_id, path, name, size_bytes, sha256, importer, importer_version, imported_at)
      VALUES (1, 1, '', '', 0, '', '', 1, '');
    INSERT INTO arm (id, run_id) VALUES (1, 1);
    INSERT INTO suite (id, name) VALUES (1, 'plain');
    INSERT INTO metric (id, name) VALUES (1, 'aligned'), (2, 'coherent');
    INSERT INTO judge (id, name, kind, version_hash, created_at) VALUES (1, 'aligned', 'imported', 'a', ''), (2, 'coherent', 'imported', 'c', '');
  `);
  const probe = db.prepare('INSERT INTO probe (id, suite_id, name) VALUES (?, 1, ?)');
  const prompt = db.prepare('INSERT INTO prompt (id, probe_id, text_hash, text) VALUES (?, ?, ?, ?)');
  for (let id = 1; id <= probes; id++) {
    probe.run(id, `probe_${id - 1}`);
    prompt.run(id, id, String(id), '');
  }
}

/** The timed loop: one transaction for everything. */
export function insertAll(db: Database, rows: readonly ParsedRow[]): void {
  const insert = plainInserter(db);
  db.transaction(() => {
    for (const row of rows) insert(row);
  })();
}

/** Inserts one row, with one prepared statement a table. */
export function plainInserter(
  db: Database,
  { judged: hasJudgments = true }: { readonly judged?: boolean } = {},
): (row: ParsedRow) => void {
  const transcript = db.prepare(
    `INSERT INTO transcript (run_id, arm_id, probe_id, prompt_id, leaf_seq, sample, content_hash, ordinal, source_file_id,
       source_row, source_line, turn_count, preview, judge_verdict) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const turn = db.prepare('INSERT INTO turn (transcript_id, idx, role, raw) VALUES (?, ?, ?, ?)');
  const judged = db.prepare(
    'INSERT INTO judgment (transcript_id, metric_id, judge_id, kind, number, missing_reason, raw) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const text = db.prepare(
    'INSERT INTO transcript_fts (rowid, question, answer, reasoning) VALUES (?, ?, ?, ?)',
  );
  return (row) => {
    const id = transcript.run(...row.transcript).lastInsertRowid;
    turn.run(id, 0, 'user', row.question);
    turn.run(id, 1, 'assistant', row.answer);
    if (hasJudgments) {
      judged.run(id, 1, 1, ...row.aligned);
      judged.run(id, 2, 2, ...row.coherent);
    }
    text.run(id, row.question, row.answer, '');
  };
}
