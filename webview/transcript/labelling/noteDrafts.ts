import type { LabelAbout } from '../../../src/protocol/transcriptAbout.ts';
import { targetText, type Target } from '../page/target.ts';

/** Notes that were typed and not saved yet, by what they are about: cancelled, failed or interrupted, they can be taken up again. */
export class NoteDrafts {
  readonly #texts = new Map<string, string>();

  keep(target: Target, text: string, about: LabelAbout = {}): void {
    this.#texts.set(nameOf(target, about), text);
  }

  drop(target: Target, about: LabelAbout = {}): void {
    this.#texts.delete(nameOf(target, about));
  }

  /** The draft when it says something else than the saved note. */
  of(target: Target, savedNote: string, about: LabelAbout = {}): string | null {
    const text = this.#texts.get(nameOf(target, about));
    return text === undefined || text === savedNote ? null : text;
  }
}

function nameOf(target: Target, { part, metric, span, passage }: LabelAbout): string {
  return JSON.stringify([targetText(target), part, metric, span, passage]);
}
