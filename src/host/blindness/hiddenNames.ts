/** Names that no message may show while a queue hides whose they are: the last line behind everything that asks first. */
import { maskPattern } from '../../core/maskText.ts';

/** Shorter names are part of ordinary words. */
const SHORTEST = 3;

class HiddenNames {
  private current: RegExp | undefined;

  /** What finds any of them; undefined while none are hidden. */
  get pattern(): RegExp | undefined {
    return this.current;
  }

  hide(names: readonly string[]): void {
    this.current = maskPattern([...new Set(names)].filter((name) => name.length >= SHORTEST));
  }

  clear(): void {
    this.current = undefined;
  }
}

/** Those of this window; messages come from everywhere. */
export const hiddenNames = new HiddenNames();
