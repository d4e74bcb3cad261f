/** Inputs made by hand: one thing each, as far as it goes. */
import type { FuzzInput } from './fuzzInput.ts';

export interface Extreme {
  readonly name: string;
  /** Only for the slow target: it is large, or takes its time. */
  readonly slow: boolean;
  make(): FuzzInput;
}

export const EXTREMES: readonly Extreme[] = [];
