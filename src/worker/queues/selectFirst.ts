import { hash } from 'node:crypto';
import type { Breathe, Frame } from '../../storage/queues/scanFrame.ts';

/** A drawn transcript, by its number in the frame, with its permanent random number (64 hexadecimal digits). */
export interface SelectedKey {
  readonly number: number;
  readonly random: string;
}

/** How many keys are hashed between two looks at the clock. */
const AT_ONCE = 2_000;

/**
 * Of each stratum the transcripts that come first in permanent random order, over all strata in that order: what
 * `drawSample` of src/analysis/sampling draws, with memory for those drawn only (a test holds the two equal).
 *
 * @param numbers how many of each stratum, by name; none of those not named, all of those that are smaller
 */
export async function selectFirst(
  seed: string,
  frame: Frame,
  numbers: ReadonlyMap<string, number>,
  breathe: Breathe,
): Promise<readonly SelectedKey[]> {
  const ofStratum = frame.names.map((name) => new Smallest(numbers.get(name) ?? 0));
  for (let number = 0; number < frame.keys.size; number += 1) {
    const smallest = ofStratum[frame.stratum[number] ?? 0];
    if (smallest !== undefined && smallest.n > 0)
      smallest.add({ number, random: permanentNumberOf(seed, frame.keys.text(number)) });
    if (number % AT_ONCE === 0) await breathe();
  }
  return ofStratum.flatMap((smallest) => smallest.all()).sort(byRandom);
}

/** As `permanentNumber` of src/analysis/sampling, by Node's own SHA-256, which is several times as fast. */
export function permanentNumberOf(seed: string, key: string): string {
  return hash('sha256', `${seed}\n${key}`, 'hex');
}

function byRandom(a: SelectedKey, b: SelectedKey): number {
  return a.random < b.random ? -1 : a.random > b.random ? 1 : 0;
}

/** The n smallest of what is added; holds twice as many at most. */
class Smallest {
  readonly n: number;
  #kept: SelectedKey[] = [];
  #limit = '';

  constructor(n: number) {
    this.n = n;
  }

  add(selected: SelectedKey): void {
    if (this.#limit !== '' && selected.random > this.#limit) return;
    this.#kept.push(selected);
    if (this.#kept.length >= 2 * this.n + 64) this.#trim();
  }

  all(): readonly SelectedKey[] {
    this.#trim();
    return this.#kept;
  }

  #trim(): void {
    this.#kept.sort(byRandom);
    this.#kept.length = Math.min(this.#kept.length, this.n);
    if (this.#kept.length === this.n) this.#limit = this.#kept.at(-1)?.random ?? '';
  }
}
