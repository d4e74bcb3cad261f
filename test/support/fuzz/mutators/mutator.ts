import type { Dice } from '../dice.ts';
import type { FuzzInput } from '../fuzzInput.ts';

/** One way to spoil an input. What it does depends on the dice alone. */
export interface Mutator {
  readonly name: string;
  /** How often it is chosen, against the others. */
  readonly weight: number;
  /** Undefined when there is nothing in the input that it could change. */
  mutate(input: FuzzInput, dice: Dice, pool: readonly FuzzInput[]): FuzzInput | undefined;
}
