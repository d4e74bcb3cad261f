/** Turns and parts of several transcripts at once, very long ones shortened. */
import type { Part, Turn } from '../../core/transcript.ts';
import type { SqliteConnection } from '../loadSqlite.ts';
import { partFromRow, type PartRow } from '../rows/turnRows.ts';
import { shortened } from './shortenedText.ts';

/** Turns looked at from the beginning and from the end of a conversation. */
export const TURNS_AT_EACH_END = 60;
const MOST_PARTS = 200;

interface TurnRow extends Pick<Turn, 'role' | 'raw' | 'rawKind'> {
  readonly id: number;
  readonly transcriptId: number;
  readonly author: string | null;
  readonly provenance: string | null;
}

/** @returns turns by transcript, in order; transcripts without turns are left out */
export function turnsOf(
  db: SqliteConnection,
): (
  rows: readonly { readonly id: number; readonly turnCount: number }[],
) => ReadonlyMap<number, readonly Turn[]> {
  const wanted = `SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS count FROM json_each(?)`;
  const inside = `n.transcript_id = w.id AND (n.idx < ${TURNS_AT_EACH_END} OR n.idx >= w.count - ${TURNS_AT_EACH_END})`;
  const turns = db.prepare<[string], TurnRow>(
    `SELECT n.id, n.transcript_id AS transcriptId, n.role, ${shortened('n.raw')} AS raw, n.raw_kind AS rawKind, n.author,
       n.provenance
     FROM (${wanted}) w CROSS JOIN turn n ON ${inside} ORDER BY n.transcript_id, n.idx`,
  );
  const parts = db.prepare<[string], PartRow & { readonly turnId: number }>(
    `SELECT p.turn_id AS turnId, p.kind, ${shortened('p.text')} AS text,
       CASE WHEN p.kind IN ('reasoning', 'tool-call', 'tool-result') THEN p.data END AS data
     FROM (${wanted}) w CROSS JOIN turn n ON ${inside} JOIN part p ON p.turn_id = n.id AND p.idx < ${MOST_PARTS}
     ORDER BY p.turn_id, p.idx`,
  );
  return (rows) => {
    const places = JSON.stringify(rows.map(({ id, turnCount }) => [id, turnCount]));
    const byTurn = grouped(parts.all(places), ({ turnId }) => turnId);
    const byTranscript = grouped(turns.all(places), ({ transcriptId }) => transcriptId);
    return new Map(
      [...byTranscript].map(([id, list]) => [id, list.map((row) => turnOf(row, byTurn.get(row.id)))]),
    );
  };
}

function turnOf(
  { role, raw, rawKind, author, provenance }: TurnRow,
  parts: readonly PartRow[] | undefined,
): Turn {
  const read: readonly Part[] = parts?.map(partFromRow) ?? [{ kind: 'text', text: raw }];
  return {
    role,
    raw,
    rawKind,
    parts: read,
    ...(author === null ? {} : { author }),
    ...(provenance === null ? {} : { provenance: JSON.parse(provenance) as NonNullable<Turn['provenance']> }),
  };
}

function grouped<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => number,
): ReadonlyMap<number, readonly Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
