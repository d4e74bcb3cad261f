/** Which result answers which call. Pure. */
import type { PartView, TurnView } from '../../../src/protocol/transcriptParts.ts';

export interface PartPlace {
  readonly turn: number;
  readonly part: number;
}

export class CallPairs {
  readonly #calls = new Map<string, PartPlace[]>();
  readonly #results = new Map<string, PartPlace[]>();
  readonly #seen = new Set<number>();

  add(turn: TurnView): void {
    if (this.#seen.has(turn.index)) return;
    this.#seen.add(turn.index);
    turn.parts.forEach(({ kind, callId }, part) => {
      const places = kind === 'tool-call' ? this.#calls : kind === 'tool-result' ? this.#results : undefined;
      if (places === undefined || callId === undefined) return;
      const known = places.get(callId) ?? [];
      known.push({ turn: turn.index, part });
      places.set(callId, known);
    });
  }

  /** For a call the next result under its id, for a result the last call before it: ids may come again. */
  partner({ kind, callId }: PartView, place: PartPlace): PartPlace | undefined {
    if (callId === undefined) return undefined;
    if (kind === 'tool-call') {
      const after = (this.#results.get(callId) ?? []).filter((result) => isBefore(place, result));
      return after.reduce<PartPlace | undefined>(
        (best, next) => (best === undefined || isBefore(next, best) ? next : best),
        undefined,
      );
    }
    if (kind !== 'tool-result') return undefined;
    const before = (this.#calls.get(callId) ?? []).filter((call) => isBefore(call, place));
    return before.reduce<PartPlace | undefined>(
      (best, next) => (best === undefined || isBefore(best, next) ? next : best),
      undefined,
    );
  }
}

function isBefore(a: PartPlace, b: PartPlace): boolean {
  return a.turn < b.turn || (a.turn === b.turn && a.part < b.part);
}
