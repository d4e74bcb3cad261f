/** Turns as chat messages, and beside them what a message can't say. */
import type { RecordedTurn } from '../core/transcriptFile.ts';
import type { Turn } from '../core/transcript.ts';

/** What stands beside the messages of one conversation, by the index of the turn; only what is there. */
export interface BesideMessages {
  readonly recorded?: Readonly<Record<string, RecordedTurn>>;
  /** Who wrote the turn, where it is known. */
  readonly authors?: Readonly<Record<string, string>>;
  readonly provenance?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The message as recorded: its text, or the structured message itself. What was recorded in another form than a chat's
 * message (a row of a table, an oracle's record) is written as the text that is read of it.
 */
export function chatMessage(turn: Turn): unknown {
  const message = structured(turn);
  if (message === undefined) return { role: turn.role, content: turn.raw };
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    return { role: turn.role, content: message };
  }
  if ('role' in message && typeof message.role === 'string') return message;
  return { role: turn.role, content: turn.parts.map(({ text }) => text).join('\n\n') };
}

function structured({ raw, rawKind }: Turn): unknown {
  if (rawKind === 'text') return undefined;
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    // What was recorded is then only text.
    return undefined;
  }
}

export function besideMessages(turns: readonly Turn[]): BesideMessages {
  return {
    ...byIndex('recorded', turns, (turn) =>
      isSaidByMessage(turn)
        ? undefined
        : { role: turn.role, raw: turn.raw, kind: turn.rawKind, parts: turn.parts },
    ),
    ...byIndex('authors', turns, ({ author }) => author),
    ...byIndex('provenance', turns, ({ provenance }) => provenance),
  };
}

/**
 * True when the message, read again, is the same turn. Parts are read anew of what was recorded, but for those that were
 * made of what stood elsewhere in the file.
 */
function isSaidByMessage(turn: Turn): boolean {
  if (turn.rawKind === 'text') {
    const [part, ...others] = turn.parts;
    return (
      turn.role !== 'tool' ||
      (others.length === 0 && part?.kind === 'tool-result' && isBareResult(part, turn.raw))
    );
  }
  const message = chatMessage(turn);
  return (
    JSON.stringify(message) === turn.raw &&
    (message as { readonly role?: unknown } | null)?.role === turn.role &&
    !isPlain(message) &&
    !turn.raw.includes('"attachment://')
  );
}

function isBareResult(part: object, raw: string): boolean {
  return JSON.stringify(part) === JSON.stringify({ kind: 'tool-result', text: raw });
}

/** What would be read as a turn that was recorded as text. */
function isPlain(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return true;
  const { role: _, content, ...others } = message as Readonly<Record<string, unknown>>;
  return typeof content === 'string' && Object.keys(others).length === 0;
}

function byIndex<Name extends keyof BesideMessages, T>(
  name: Name,
  turns: readonly Turn[],
  valueOf: (turn: Turn) => T | undefined,
): Partial<Record<Name, Readonly<Record<string, T>>>> {
  const entries = turns.flatMap((turn, index) => {
    const value = valueOf(turn);
    return value === undefined ? [] : [[String(index), value] as const];
  });
  return entries.length === 0
    ? {}
    : ({ [name]: Object.fromEntries(entries) } as Partial<Record<Name, Readonly<Record<string, T>>>>);
}
