import type { ImportProgress } from './tasks/import.ts';

const REPORT_EVERY_MS = 100;
/** The rate is taken over about this long. */
const RATE_WINDOW_MS = 3000;

/** Counts bytes and rows over all files of an import and reports now and then. */
export class ProgressMeter {
  readonly #sizes: ReadonlyMap<string, number>;
  readonly #report: (progress: ImportProgress) => void;
  readonly #bytes: number;
  #path = '';
  #filesDone = 0;
  #bytesBefore = 0;
  #bytesOfFile = 0;
  #rows = 0;
  #lastReport = 0;
  #samples: { at: number; rows: number }[] = [{ at: performance.now(), rows: 0 }];

  /** @param sizes the files in order, by path */
  constructor(sizes: ReadonlyMap<string, number>, report: (progress: ImportProgress) => void) {
    this.#sizes = sizes;
    this.#report = report;
    this.#bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  }

  startFile(path: string): void {
    this.#path = path;
    this.#bytesOfFile = 0;
    this.#maybeReport();
  }

  fileBytes(bytes: number): void {
    this.#bytesOfFile = bytes;
    this.#maybeReport();
  }

  rows(count: number): void {
    this.#rows += count;
    this.#maybeReport();
  }

  endFile(): void {
    this.#bytesBefore += this.#sizes.get(this.#path) ?? 0;
    this.#bytesOfFile = 0;
    this.#filesDone++;
    this.#maybeReport();
  }

  /** The last word, whatever the time. */
  finish(): void {
    this.#lastReport = 0;
    this.#maybeReport();
  }

  #maybeReport(): void {
    const now = performance.now();
    if (now - this.#lastReport < REPORT_EVERY_MS && this.#lastReport !== 0) return;
    this.#lastReport = now;
    this.#samples.push({ at: now, rows: this.#rows });
    while (this.#samples.length > 2 && now - (this.#samples[0]?.at ?? now) > RATE_WINDOW_MS)
      this.#samples.shift();
    const first = this.#samples[0] ?? { at: now, rows: 0 };
    const seconds = (now - first.at) / 1000;
    this.#report({
      filesDone: this.#filesDone,
      files: this.#sizes.size,
      rows: this.#rows,
      bytesDone: this.#bytesBefore + this.#bytesOfFile,
      bytes: this.#bytes,
      rowsPerSecond: seconds <= 0 ? 0 : Math.round((this.#rows - first.rows) / seconds),
      path: this.#path,
    });
  }
}
