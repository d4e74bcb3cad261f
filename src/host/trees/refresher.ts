/** Decides when what changed is drawn: labels after a moment's pause, runs at most once a second. */

/** Labels that come in one after the other are drawn together. */
const LABELS_MS = 120;
/** An import commits many times a second. */
const RUNS_MS = 1_000;

export class Refresher {
  private readonly drawLabels: () => void;
  private readonly drawRuns: () => void;
  private labelsTimer: ReturnType<typeof setTimeout> | undefined;
  private runsTimer: ReturnType<typeof setTimeout> | undefined;
  private runsDrawn = -Infinity;

  constructor(drawLabels: () => void, drawRuns: () => void) {
    this.drawLabels = drawLabels;
    this.drawRuns = drawRuns;
  }

  labels(): void {
    this.labelsTimer ??= setTimeout(() => {
      this.labelsTimer = undefined;
      this.drawLabels();
    }, LABELS_MS);
  }

  /** Draws at once when a second has passed since the last time, else when it has. */
  runs(): void {
    if (this.runsTimer !== undefined) return;
    const wait = this.runsDrawn + RUNS_MS - performance.now();
    this.runsTimer = setTimeout(
      () => {
        this.runsTimer = undefined;
        this.runsDrawn = performance.now();
        this.drawRuns();
      },
      Math.max(0, wait),
    );
  }

  dispose(): void {
    clearTimeout(this.labelsTimer);
    clearTimeout(this.runsTimer);
  }
}
