/** Notes that were typed and not saved yet, by transcript: cancelled, failed or interrupted, they can be taken up again. */
export class NoteDrafts {
  readonly #texts = new Map<number, string>();

  keep(transcriptId: number, text: string): void {
    this.#texts.set(transcriptId, text);
  }

  drop(transcriptId: number): void {
    this.#texts.delete(transcriptId);
  }

  /** The draft when it says something else than the saved note. */
  of(transcriptId: number, savedNote: string): string | null {
    const text = this.#texts.get(transcriptId);
    return text === undefined || text === savedNote ? null : text;
  }
}
