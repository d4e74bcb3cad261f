import { targetText, type Target } from '../page/target.ts';

/** Notes that were typed and not saved yet, by what they are about: cancelled, failed or interrupted, they can be taken up again. */
export class NoteDrafts {
  readonly #texts = new Map<string, string>();

  keep(target: Target, text: string): void {
    this.#texts.set(targetText(target), text);
  }

  drop(target: Target): void {
    this.#texts.delete(targetText(target));
  }

  /** The draft when it says something else than the saved note. */
  of(target: Target, savedNote: string): string | null {
    const text = this.#texts.get(targetText(target));
    return text === undefined || text === savedNote ? null : text;
  }
}
