/** Texts of pages that VS Code draws from documents of ours: in memory, and gone when somebody mustn't read them any more. */
export class ShownTexts {
  private readonly texts = new Map<string, string>();
  private readonly lost: string;

  /** @param lost what a page says whose text isn't known, as after a reload of the window */
  constructor(lost: string) {
    this.lost = lost;
  }

  show(path: string, text: string): void {
    this.texts.set(path, text);
  }

  of(path: string): string {
    return this.texts.get(path) ?? this.lost;
  }

  /**
   * Takes every text away.
   *
   * @param words what the pages say instead, should VS Code open one again
   * @returns whose pages they are
   */
  hide(words: string): readonly string[] {
    const paths = [...this.texts.keys()];
    for (const path of paths) this.texts.set(path, `${words} ${this.lost}`);
    return paths;
  }
}
