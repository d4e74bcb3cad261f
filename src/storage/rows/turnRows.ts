import type { Part, ReasoningOrigin, Role, TokenMark, Turn } from '../../core/transcript.ts';
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
  readonly provenance: string | null;
}

export function partToRow(part: Part): PartRow {
  const { kind, text } = part;
  switch (kind) {
    case 'text':
      return { kind, text, data: null };
    case 'image':
      return { kind, text, data: dataOf({ source: part.source }) };
    case 'data':
      return { kind, text, data: dataOf({ mediaType: part.mediaType }) };
    case 'tokens':
      return { kind, text, data: dataOf({ tokens: part.tokens }) };
    case 'reasoning':
      return {
        kind,
        text,
        data: dataOf({ origin: part.origin, closed: part.closed, redacted: part.redacted }),
      };
    case 'tool-call':
      return { kind, text, data: dataOf({ name: part.name, callId: part.callId }) };
    case 'tool-result':
      return { kind, text, data: dataOf({ callId: part.callId, name: part.name, error: part.error }) };
  }
}

/** JSON of what is there; null when nothing is. */
function dataOf(more: PartData): string | null {
  const json = JSON.stringify(more);
  return json === '{}' ? null : json;
}

interface PartData {
  readonly origin?: ReasoningOrigin | undefined;
  readonly closed?: boolean | undefined;
  readonly redacted?: boolean | undefined;
  readonly name?: string | undefined;
  readonly callId?: string | undefined;
  readonly error?: Extract<Part, { kind: 'tool-result' }>['error'] | undefined;
  readonly source?: string | undefined;
  readonly mediaType?: string | undefined;
  readonly tokens?: readonly TokenMark[] | undefined;
}

export function partFromRow({ kind, text, data }: PartRow): Part {
  const more = (data === null ? {} : JSON.parse(data)) as PartData;
  const call = more.callId === undefined ? {} : { callId: more.callId };
  switch (kind) {
    case 'reasoning':
      return {
        kind,
        text,
        origin: more.origin ?? 'field',
        closed: more.closed ?? true,
        ...(more.redacted === true ? { redacted: true } : {}),
      };
    case 'tool-call':
      return { kind, text, name: more.name ?? '', ...call };
    case 'tool-result':
      return {
        kind,
        text,
        ...call,
        ...(more.name === undefined ? {} : { name: more.name }),
        ...(more.error === undefined ? {} : { error: more.error }),
      };
    case 'image':
      return { kind, text, ...(more.source === undefined ? {} : { source: more.source }) };
    case 'data':
      return { kind, text, ...(more.mediaType === undefined ? {} : { mediaType: more.mediaType }) };
    case 'tokens':
      return { kind, text, tokens: more.tokens ?? [] };
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
    `SELECT id, idx, role, raw, raw_kind AS rawKind, author, provenance FROM turn
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
    return turns
      .all(transcriptId, from, from + count)
      .map(({ id, role, raw, rawKind, author, provenance }) => ({
        role,
        raw,
        rawKind,
        parts: byTurn.get(id) ?? [{ kind: 'text', text: raw }],
        ...(author === null ? {} : { author }),
        ...(provenance === null ? {} : { provenance: JSON.parse(provenance) as Turn['provenance'] & object }),
      }));
  };
}
