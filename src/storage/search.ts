import { HUMAN_VERDICTS, type HumanVerdict } from '../core/effectiveLabel.ts';
import { JUDGE_VERDICTS, type JudgeVerdict } from '../core/verdictRule.ts';
import type { AuditDatabase } from './auditDatabase.ts';

/** More matches than this are not returned; nobody reads on from there. */
export const MOST_MATCHES = 1_000_000;

/** Matches in columns, one place in each a transcript, sorted by arm, probe and leafSeq. */
export interface SearchColumns {
  readonly ids: Float64Array;
  readonly armIds: Float64Array;
  readonly probeIds: Float64Array;
  /** Indexes into JUDGE_VERDICTS and HUMAN_VERDICTS. */
  readonly judge: Uint8Array;
  readonly human: Uint8Array;
  readonly truncated: boolean;
}

/**
 * The FTS5 query for what a user typed: every word must occur, words in quotes as a phrase, the last word as a prefix
 * while it is being typed. Nothing of FTS5's own syntax gets through. Undefined when there is no word in it.
 *
 * Source: sqlite.org/fts5.html, section 3.1 (strings are quoted, quotes inside doubled).
 */
export function ftsQuery(text: string): string | undefined {
  const terms: string[] = [];
  for (const match of text.matchAll(/"([^"]*)"?|[^\s"]+/g)) {
    const phrase = match[1] ?? match[0];
    // A term without letter or digit is no token, and FTS5 would find nothing at all for it.
    if (/[\p{L}\p{N}]/u.test(phrase))
      terms.push(`"${phrase.replaceAll('"', '""')}"${match[1] === undefined ? '*' : ''}`);
  }
  return terms.length === 0 ? undefined : terms.join(' ');
}

type MatchRow = [number, number, number, JudgeVerdict, HumanVerdict];

/** Transcripts (of runs that are shown) whose question, answer, reasoning or current notes hold all words of the text. */
export function searchTranscripts({ db }: AuditDatabase, text: string): SearchColumns {
  const query = ftsQuery(text);
  const rows =
    query === undefined
      ? []
      : db
          .prepare<[string, string, number], MatchRow>(
            `WITH hits(id) AS (
               SELECT rowid FROM transcript_fts WHERE transcript_fts MATCH ?
               UNION
               SELECT t.id FROM note_fts n JOIN label_event e ON e.id = n.rowid
                 JOIN transcript t ON t.content_hash = e.content_hash AND t.ordinal = e.ordinal
               WHERE note_fts MATCH ? AND NOT EXISTS (
                 SELECT 1 FROM label_event later WHERE later.content_hash = e.content_hash AND later.ordinal = e.ordinal
                   AND later.part = e.part AND later.annotator = e.annotator
                   AND later.metric = e.metric AND later.span = e.span AND later.repeat = e.repeat
                   AND (later.seq > e.seq OR (later.seq = e.seq AND later.event_id > e.event_id)))
             )
             SELECT t.id, t.arm_id, t.probe_id, t.judge_verdict, t.human_verdict
             FROM hits h CROSS JOIN transcript t ON t.id = h.id JOIN visible_run r ON r.id = t.run_id
             ORDER BY t.arm_id, t.probe_id, t.leaf_seq LIMIT ?`,
          )
          .raw()
          .all(query, query, MOST_MATCHES + 1);
  const truncated = rows.length > MOST_MATCHES;
  if (truncated) rows.pop();
  return {
    ids: Float64Array.from(rows, (row) => row[0]),
    armIds: Float64Array.from(rows, (row) => row[1]),
    probeIds: Float64Array.from(rows, (row) => row[2]),
    judge: Uint8Array.from(rows, (row) => JUDGE_VERDICTS.indexOf(row[3])),
    human: Uint8Array.from(rows, (row) => HUMAN_VERDICTS.indexOf(row[4])),
    truncated,
  };
}
