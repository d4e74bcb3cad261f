/** One transcript as every importer hands it over and every reader gets it back. */

/** Who speaks. `developer` is OpenAI's newer name for a system message; it is kept as recorded. */
export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool';

/** How a stretch of reasoning was recorded. */
export type ReasoningOrigin = 'think-tag' | 'field' | 'block';

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'reasoning';
      readonly text: string;
      readonly origin: ReasoningOrigin;
      /** False for a `<think>` that the model never closed. */
      readonly closed: boolean;
    }
  | { readonly kind: 'tool-call'; readonly text: string; readonly name: string; readonly callId?: string }
  | { readonly kind: 'tool-result'; readonly text: string; readonly callId?: string }
  | { readonly kind: 'image'; readonly text: string };

export type PartKind = Part['kind'];

/**
 * One message.
 *
 * `raw` is the message exactly as recorded: its text, or (with `rawKind: 'json'`) the JSON of a structured message.
 * Labels are keyed by it, so it is never edited. `parts` is what we read from it and may be derived anew.
 */
export interface Turn {
  readonly role: Role;
  readonly raw: string;
  readonly rawKind: 'text' | 'json';
  readonly parts: readonly Part[];
  /** Set when it is known who wrote the turn, for example `prefill` or another model than the header says. */
  readonly author?: string;
}

/** Joins the text of the parts of one kind, in order, with a blank line between them. */
export function textOf(turn: Turn, kind: PartKind): string {
  return turn.parts
    .filter((part) => part.kind === kind)
    .map((part) => part.text)
    .join('\n\n');
}

/** A turn recorded as plain text and read as plain text. */
export function plainTurn(role: Role, raw: string): Turn {
  return { role, raw, rawKind: 'text', parts: [{ kind: 'text', text: raw }] };
}

/** True when the turn is one text part equal to what was recorded, so that no part needs storing. */
export function isPlain(turn: Turn): boolean {
  const [only] = turn.parts;
  return turn.parts.length === 1 && only !== undefined && only.kind === 'text' && only.text === turn.raw;
}
