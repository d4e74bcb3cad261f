/** Looks ahead, so that the next key shows its transcript at once. */
import type { NeighbourView, TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import { targetText, type Target } from './target.ts';

export const DIRECTIONS = ['next', 'next-unlabelled', 'previous'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export type Peek = (target: Target, direction: Direction) => Promise<NeighbourView | null>;

export class Neighbours {
  readonly #peek: Peek;
  #of: Target | null = null;
  #found = new Map<Direction, Promise<NeighbourView | null>>();

  constructor(peek: Peek) {
    this.#peek = peek;
  }

  /** Starts looking around a transcript; what was known of another one is forgotten. */
  async lookAround(target: Target): Promise<void> {
    this.forget();
    this.#of = target;
    // One after the other: none of them may stand in the way of a label.
    for (const direction of DIRECTIONS) {
      if (this.#of !== target) return;
      if (this.#found.has(direction)) continue;
      await this.#ask(target, direction).catch(() => null);
    }
  }

  /** Labels changed elsewhere, or the list did: what was seen may be wrong. */
  forget(): void {
    this.#of = null;
    this.#found = new Map();
  }

  /** The neighbour, from memory where it is known. An end of the list is always asked for anew: it may have grown. */
  async take(target: Target, direction: Direction): Promise<NeighbourView | null> {
    if (this.#of === null || targetText(this.#of) !== targetText(target)) {
      this.forget();
      this.#of = target;
    }
    const known = this.#found.get(direction);
    const view = await (known ?? this.#ask(target, direction));
    return view === null && known !== undefined ? this.#ask(target, direction) : view;
  }

  #ask(target: Target, direction: Direction): Promise<NeighbourView | null> {
    const found = this.#found;
    const asked = this.#peek(target, direction);
    found.set(direction, asked);
    asked.catch(() => found.delete(direction));
    return asked;
  }
}

/** What was looked ahead at doesn't know what was answered since. */
export function withProgress(next: TranscriptView, before: TranscriptView): TranscriptView {
  if (next.queue === undefined || next.queue.queueId !== before.queue?.queueId) return next;
  return { ...next, queue: { ...next.queue, progress: before.queue.progress } };
}
