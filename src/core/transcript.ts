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
      /** True when the provider encrypted it: `text` is the summary it gave, which may be empty. */
      readonly redacted?: boolean;
    }
  | { readonly kind: 'tool-call'; readonly text: string; readonly name: string; readonly callId?: string }
  | {
      readonly kind: 'tool-result';
      readonly text: string;
      readonly callId?: string;
      readonly name?: string;
      /** Set when the call failed; `type` as recorded, for example `timeout`. */
      readonly error?: { readonly type?: string; readonly message: string };
    }
  /** `text` describes it (kind and size, or its address); `source` is a `data:` URI or the address as recorded. */
  | { readonly kind: 'image'; readonly text: string; readonly source?: string }
  /** Audio, video, documents, structured data: described in `text`, shown as recorded. */
  | { readonly kind: 'data'; readonly text: string; readonly mediaType?: string }
  /** A token strip; `text` is the tokens joined, or their ids where no tokenizer was at hand. */
  | { readonly kind: 'tokens'; readonly text: string; readonly tokens: readonly TokenMark[] };

/** One token of a strip. */
export interface TokenMark {
  /** Counted from 0 in the whole context, whatever part of it the strip shows. */
  readonly position: number;
  readonly id?: number;
  readonly text?: string;
  /** True at the positions whose activations were read. */
  readonly marked?: boolean;
  /** What was said of this token, for example an oracle's answer here. */
  readonly note?: string;
}

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
  /**
   * Set when it is known who wrote the turn: `prefill` (put into the model's mouth as the start of its answer),
   * `authored` (written by the experimenter as if the model had said it), `auditor`, or another model's name.
   */
  readonly author?: string;
  /** What is known of its making, as recorded: reported model, time, usage, stop reason, source, ids. */
  readonly provenance?: Readonly<Record<string, unknown>>;
}

/**
 * Another course of the conversation than the one in the transcript's own turns: a branch that was rolled back, or the
 * same events as another party saw them. The transcript's own turns are the branch 0, which isn't listed.
 */
export interface Branch {
  /** Who sees this: `target`, `auditor`, `judge`, or as recorded. */
  readonly view: string;
  readonly name: string;
  /** The branch whose first `shared` turns this one begins with (0: the transcript's own); absent: none. */
  readonly parent?: number;
  readonly shared: number;
  /** The turns after the shared ones. */
  readonly turns: readonly Turn[];
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
