/** How long a transcript has been on screen since it was shown or last labelled; time with the page hidden is left out. */
export class ScreenTime {
  readonly #now: () => number;
  #countedMs = 0;
  #runningSince: number | null;

  /** @param now milliseconds, never going back */
  constructor(now: () => number) {
    this.#now = now;
    this.#runningSince = now();
  }

  restart(): void {
    this.#countedMs = 0;
    if (this.#runningSince !== null) this.#runningSince = this.#now();
  }

  setVisible(visible: boolean): void {
    if (visible === (this.#runningSince !== null)) return;
    if (this.#runningSince !== null) this.#countedMs += this.#now() - this.#runningSince;
    this.#runningSince = visible ? this.#now() : null;
  }

  /** Seconds, to a tenth. */
  seconds(): number {
    const running = this.#runningSince === null ? 0 : this.#now() - this.#runningSince;
    return Math.round((this.#countedMs + running) / 100) / 10;
  }
}
