/** Turns, their parts, branches and quotes, as the transcript page draws them. */

export interface PartView {
  readonly kind: 'text' | 'reasoning' | 'tool-call' | 'tool-result' | 'image' | 'data' | 'tokens';
  /** At most `PART_TEXT_LIMIT` characters; `fullLength` tells how many there are. */
  readonly text: string;
  readonly fullLength: number;
  /** Reasoning only: false for a `<think>` that was never closed. */
  readonly closed?: boolean;
  /** Reasoning only: the provider encrypted it, and `text` is its summary. */
  readonly redacted?: boolean;
  /** Tool calls, and results that name their tool. */
  readonly toolName?: string;
  /** Joins a call and its result. */
  readonly callId?: string;
  /** Tool results only: the call failed. */
  readonly error?: { readonly type?: string; readonly message: string };
  /** Images only, and only what can be drawn without the network: a `data:` URI of a raster image. */
  readonly imageSource?: string;
  /** Images only: how many bytes a picture has that is sent when asked for (`partImage`). */
  readonly imageBytes?: number;
  /** Images only: why none is drawn, in words. */
  readonly imageRefusal?: string;
  readonly mediaType?: string;
  /** Token strips only; at most `STRIP_LIMIT` of them. */
  readonly tokens?: readonly TokenView[];
  /** Token strips only: how many there are. */
  readonly tokenCount?: number;
}

/** A token of a strip; `position` counts from 0 in the whole context. */
export interface TokenView {
  readonly position: number;
  readonly id?: number;
  readonly text?: string;
  readonly marked?: boolean;
  readonly note?: string;
}

export const STRIP_LIMIT = 4000;

/** Another course of the conversation. */
export interface BranchView {
  /** From 1; 0 is the transcript's own turns. */
  readonly index: number;
  readonly view: string;
  readonly name: string;
  readonly parent?: number;
  /** How many turns it shares with its parent. */
  readonly shared: number;
  readonly turnCount: number;
}

/** A passage that a judge cites, looked for in the transcript's own turns, and where it isn't there in its branches. */
export interface QuoteView {
  readonly quote: string;
  readonly note?: string;
  /** Places of its parts (one, unless `[...]` leaves something out); empty when it is nowhere. */
  readonly places: readonly {
    readonly turn: number;
    readonly part: number;
    readonly start: number;
    readonly end: number;
    /** True when spaces, quotes, dashes or case had to be overlooked. */
    readonly normalised: boolean;
  }[];
  /** The branch that the places are in; absent: the transcript's own turns. */
  readonly branch?: number;
  /** True while nobody has looked yet: `quotePlaces` does. */
  readonly pending?: boolean;
}

export interface TurnView {
  readonly index: number;
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
  readonly parts: readonly PartView[];
  readonly author?: string;
  /** What is known of its making, as text. */
  readonly provenance?: readonly { readonly name: string; readonly value: string }[];
}

/** A finding as a transcript's margin names it. */
export interface FindingMarkView {
  readonly findingId: number;
  readonly severity: 'wrong' | 'doubtful' | 'note';
  readonly title: string;
}
