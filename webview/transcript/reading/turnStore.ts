/**
 * The turns of one transcript, fetched as they come into view, and the whole texts that were asked for. Knows the host
 * only as functions.
 */
import type { TurnView } from '../../../src/protocol/transcriptParts.ts';
import { CallPairs, type PartPlace } from './callPairs.ts';
import { foldKey } from './readingState.ts';

export interface TurnSource {
  turns(from: number, count: number): Promise<readonly TurnView[]>;
  partText(turn: number, part: number): Promise<string>;
  partImage(turn: number, part: number): Promise<string | null>;
  rawTurn(turn: number): Promise<string>;
}

/** A text that is fetched when somebody looks. */
export type FetchedText =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly text: string }
  | { readonly status: 'failed'; readonly problem: string };

/** Turns a request, aligned, so that scrolling to and fro asks for the same ranges. */
export const RANGE = 40;
/** Raw texts kept; the oldest go first. */
const MOST_RAW = 200;
/** Pictures kept, of up to 8 MB each. */
const MOST_IMAGES = 20;

export class TurnStore {
  readonly count: number;
  readonly #source: TurnSource;
  readonly #problemOf: (error: unknown) => string;
  readonly #turns = new Map<number, TurnView>();
  readonly #asked = new Set<number>();
  readonly #wholeParts = new Map<string, FetchedText>();
  readonly #rawTurns = new Map<number, FetchedText>();
  readonly #images = new Map<string, FetchedText>();
  readonly #calls = new CallPairs();
  readonly #listeners = new Set<() => void>();
  #problem = '';

  constructor(
    count: number,
    first: readonly TurnView[],
    source: TurnSource,
    problemOf: (error: unknown) => string,
  ) {
    this.count = count;
    this.#source = source;
    this.#problemOf = problemOf;
    for (const turn of first) this.#add(turn);
  }

  /** Why turns are missing, if the last request for them failed. */
  get problem(): string {
    return this.#problem;
  }

  turn(index: number): TurnView | undefined {
    return this.#turns.get(index);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Fetches what of `from` to `to` (both included) isn't here yet. */
  want(from: number, to: number): void {
    for (let start = Math.floor(from / RANGE) * RANGE; start <= to; start += RANGE) {
      const end = Math.min(start + RANGE, this.count);
      const known = this.#asked.has(start) || this.#hasAll(Math.max(start, from), Math.min(end - 1, to));
      if (!known) void this.#fetch(start, end - start);
    }
  }

  /** One turn, fetched when it isn't here; undefined when it can't be had. */
  async load(index: number): Promise<TurnView | undefined> {
    const start = Math.floor(index / RANGE) * RANGE;
    if (!this.#turns.has(index)) await this.#fetch(start, Math.min(RANGE, this.count - start));
    return this.#turns.get(index);
  }

  /** Asks again for turns whose request failed. */
  retry(): void {
    this.#problem = '';
    this.#changed();
  }

  /** The whole text of a part that came cut; undefined until `wantWhole`. */
  whole(turn: number, part: number): FetchedText | undefined {
    return this.#wholeParts.get(foldKey(turn, part));
  }

  wantWhole(turn: number, part: number): void {
    const key = foldKey(turn, part);
    if (this.#wholeParts.get(key)?.status === 'loading') return;
    this.#keep(this.#wholeParts, key, this.#source.partText(turn, part));
  }

  /** What of a part's text is here: all of it, once it was asked for. */
  textOf(turn: number, part: number): string | undefined {
    const whole = this.whole(turn, part);
    return whole?.status === 'ready' ? whole.text : this.#turns.get(turn)?.parts[part]?.text;
  }

  /** A picture that didn't come with its turn; asks for it when it isn't here. */
  image(turn: number, part: number): FetchedText {
    const key = foldKey(turn, part);
    const known = this.#images.get(key);
    if (known !== undefined) return known;
    const oldest = this.#images.keys().next();
    if (this.#images.size >= MOST_IMAGES && oldest.done !== true) this.#images.delete(oldest.value);
    this.#keep(
      this.#images,
      key,
      this.#source.partImage(turn, part).then((uri) => uri ?? ''),
    );
    return { status: 'loading' };
  }

  /** The result of a call or the call of a result, among the turns that are here. */
  partner(turn: number, part: number): PartPlace | undefined {
    const found = this.#turns.get(turn)?.parts[part];
    return found === undefined ? undefined : this.#calls.partner(found, { turn, part });
  }

  /** The turn as recorded; asks for it when it isn't here. */
  raw(turn: number): FetchedText {
    const known = this.#rawTurns.get(turn);
    if (known !== undefined) return known;
    const oldest = this.#rawTurns.keys().next();
    if (this.#rawTurns.size >= MOST_RAW && oldest.done !== true) this.#rawTurns.delete(oldest.value);
    this.#keep(this.#rawTurns, turn, this.#source.rawTurn(turn));
    return { status: 'loading' };
  }

  #add(turn: TurnView): void {
    this.#turns.set(turn.index, turn);
    this.#calls.add(turn);
  }

  #hasAll(from: number, to: number): boolean {
    for (let index = from; index <= to; index += 1) if (!this.#turns.has(index)) return false;
    return true;
  }

  async #fetch(from: number, count: number): Promise<void> {
    this.#asked.add(from);
    try {
      for (const turn of await this.#source.turns(from, count)) this.#add(turn);
      this.#problem = '';
    } catch (error) {
      this.#problem = this.#problemOf(error);
    } finally {
      this.#asked.delete(from);
      this.#changed();
    }
  }

  #keep<Key>(texts: Map<Key, FetchedText>, key: Key, request: Promise<string>): void {
    texts.set(key, { status: 'loading' });
    request.then(
      (text) => {
        texts.set(key, { status: 'ready', text });
        this.#changed();
      },
      (error: unknown) => {
        texts.set(key, { status: 'failed', problem: this.#problemOf(error) });
        this.#changed();
      },
    );
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
