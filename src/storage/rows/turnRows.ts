import type { Part, ReasoningOrigin, Role, Turn } from '../../core/transcript.ts';
import type { SqliteConnection } from '../loadSqlite.ts';

/** A part as stored: what the kind and the text don't say is in `data`, as JSON. */
export interface PartRow {
  readonly kind: string;
  readonly text: string;
  readonly data: string | null;
}

interface TurnRow {
  readonly id: number;
  readonly idx: number;
  readonly role: Role;
  readonly raw: string;
  readonly rawKind: 'text' | 'json';
  readonly author: string | null;
}

export function partToRow(part: Part): PartRow {
  const { kind, text } = part;
  switch (kind) {
    case 'text':
    case 'image':
      return { kind, text, data: null };
    case 'reasoning':
      return { kind, text, data: JSON.stringify({ origin: part.origin, closed: part.closed }) };
    case 'tool-call':
      return { kind, text, data: JSON.stringify({ name: part.name, callId: part.callId }) };
    case 'tool-result':
      return { kind, text, data: part.callId === undefined ? null : JSON.stringify({ callId: part.callId }) };
  }
}

interface PartData {
  readonly origin?: ReasoningOrigin;
  readonly closed?: boolean;
  readonly name?: string;
  readonly callId?: string;
}

export function partFromRow({ kind, text, data }: PartRow): Part {
  const more = (data === null ? {} : JSON.parse(data)) as PartData;
  const call = more.callId === undefined ? {} : { callId: more.callId };
  switch (kind) {
    case 'reasoning':
      return { kind, text, origin: more.origin ?? 'field', closed: more.closed ?? true };
    case 'tool-call':
      return { kind, text, name: more.name ?? '', ...call };
    case 'tool-result':
      return { kind, text, ...call };
    case 'image':
      return { kind, text };
    default:
      return { kind: 'text', text };
  }
}

/** Parts worth storing: none for a turn that is one text part equal to its raw text. */
export function storedParts(turn: Turn): readonly Part[] {
  const [only] = turn.parts;
  if (only === undefined) {
    // "No parts" means "as recorded" in the table, so a message without content keeps one empty text.
    return turn.raw === '' ? [] : [{ kind: 'text', text: '' }];
  }
  return turn.parts.length === 1 && only.kind === 'text' && only.text === turn.raw ? [] : turn.parts;
}

/** Reads the turns `from` to `from + count - 1` of a transcript. */
export type TurnReader = (transcriptId: number, from: number, count: number) => readonly Turn[];

export function createTurnReader(db: SqliteConnection): TurnReader {
  const turns = db.prepare<[number, number, number], TurnRow>(
    `SELECT id, idx, role, raw, raw_kind AS rawKind, author FROM turn
     WHERE transcript_id = ? AND idx >= ? AND idx < ? ORDER BY idx`,
  );
  const parts = db.prepare<[number, number, number], PartRow & { readonly turnId: number }>(
    `SELECT p.turn_id AS turnId, p.kind, p.text, p.data FROM turn n JOIN part p ON p.turn_id = n.id
     WHERE n.transcript_id = ? AND n.idx >= ? AND n.idx < ? ORDER BY n.idx, p.idx`,
  );
  return (transcriptId, from, count) => {
    const byTurn = new Map<number, Part[]>();
    for (const row of parts.iterate(transcriptId, from, from + count)) {
      const list = byTurn.get(row.turnId);
      if (list === undefined) byTurn.set(row.turnId, [partFromRow(row)]);
      else list.push(partFromRow(row));
    }
    return turns.all(transcriptId, from, from + count).map(({ id, role, raw, rawKind, author }) => ({
      role,
      raw,
      rawKind,
      parts: byTurn.get(id) ?? [{ kind: 'text', text: raw }],
      ...(author === null ? {} : { author }),
    }));
  };
}
