/** Corrected rates of runs, as trees say them beside the raw ones: worked out in the worker, some time after labels came. */
import * as vscode from 'vscode';
import type { RunAudit } from '../../storage/audit/storedAudit.ts';

/** So long after the last change, and at most a tenth of the time, they are looked at again. */
const PAUSE_MS = 3_000;

export interface CorrectedRatesSource {
  /** Brings what is kept up to date; every run that has a corrected rate. */
  read(): Promise<readonly RunAudit[]>;
  /** Labels, runs or the database changed. */
  readonly onDidChange: vscode.Event<unknown>;
  readonly blindness?: { readonly isBlind: boolean; readonly onDidChange: vscode.Event<void> } | undefined;
}

export class CorrectedRates implements vscode.Disposable {
  readonly #source: CorrectedRatesSource;
  readonly #subscription: vscode.Disposable;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  #known: ReadonlyMap<number, RunAudit> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #isReading = false;
  #isStale = false;
  #tookMs = 0;

  constructor(source: CorrectedRatesSource) {
    this.#source = source;
    this.#subscription = vscode.Disposable.from(
      source.onDidChange(() => this.look()),
      source.blindness?.onDidChange(() => this.look()) ?? { dispose: () => undefined },
    );
  }

  /** What a tree says of a run; undefined where nothing is corrected, or hidden. */
  of(runId: number): RunAudit | undefined {
    return this.#source.blindness?.isBlind === true ? undefined : this.#known.get(runId);
  }

  /** Has them read a little later; many calls are one. */
  look(): void {
    this.#isStale = true;
    if (this.#isReading || this.#source.blindness?.isBlind === true) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), Math.max(PAUSE_MS, 10 * this.#tookMs));
  }

  async #read(): Promise<void> {
    const start = performance.now();
    [this.#isReading, this.#isStale] = [true, false];
    try {
      const found = new Map((await this.#source.read()).map((audit) => [audit.runId, audit]));
      const isSame =
        found.size === this.#known.size &&
        [...found].every(([runId, { short, words }]) => {
          const known = this.#known.get(runId);
          return known?.short === short && known.words === words;
        });
      this.#known = found;
      if (!isSame) this.#changes.fire();
    } catch {
      // A tree without them is better than none; the next label looks again.
    } finally {
      this.#tookMs = performance.now() - start;
      this.#isReading = false;
      if (this.#isStale) this.look();
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#changes.dispose();
  }
}
