/** Names that no message may show while a queue hides whose they are: the last line behind everything that asks first. */
import { maskPattern, maskText } from '../../core/maskText.ts';

/** Shorter names are part of ordinary words. */
const SHORTEST = 3;

class HiddenNames {
  private whole: RegExp | undefined;
  private parts: RegExp | undefined;

  /** What finds any of them; undefined while none are hidden. */
  get pattern(): RegExp | undefined {
    return this.whole;
  }

  hide(names: readonly string[]): void {
    this.whole = maskPattern(longEnough(names));
    this.parts = maskPattern(longEnough(names.flatMap((name) => [name, ...name.split(/[^\p{L}\p{N}]+/u)])));
  }

  clear(): void {
    this.whole = undefined;
    this.parts = undefined;
  }

  /** A queue's name as it may be shown: people call it after what it hides, and seldom in full (`insecure` of 32b). */
  inName(name: string): string {
    return maskText(name, this.parts);
  }
}

function longEnough(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => name.length >= SHORTEST && !/^\d+$/.test(name));
}

/** Those of this window; messages come from everywhere. */
export const hiddenNames = new HiddenNames();
