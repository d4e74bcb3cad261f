import type { AuditStore } from '../../core/ports.ts';

/** What changed in the database, by whichever window or worker. */
export type StoreChange =
  | { readonly kind: 'labels'; readonly transcriptIds: readonly number[] }
  | { readonly kind: 'runs' }
  | { readonly kind: 'database' };

const POLL_MS = 200;

/**
 * Notices what other connections committed. Asking for `data_version` costs under a microsecond, so it is asked five
 * times a second while somebody looks; SQLite has no notification across processes.
 */
export class ChangePoll {
  private readonly store: AuditStore;
  private readonly onChange: (change: StoreChange) => void;
  private readonly onError: (error: unknown) => void;
  private version: number;
  private labelRow: number;
  /** True while there are labels that weren't looked at yet. */
  private isBehind = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(store: AuditStore, onChange: (change: StoreChange) => void, onError: (error: unknown) => void) {
    this.store = store;
    this.onChange = onChange;
    this.onError = onError;
    this.version = store.dataVersion();
    this.labelRow = store.labelsSince(Number.MAX_SAFE_INTEGER).rowid;
    this.timer = setInterval(() => this.poll(), POLL_MS);
    this.timer.unref?.();
  }

  /** Looks now: own labels don't change `data_version`, but they do add label rows. */
  poll(force = false): void {
    try {
      const version = this.store.dataVersion();
      const others = version !== this.version;
      if (!others && !force && !this.isBehind) return;
      this.version = version;
      const labels = this.store.labelsSince(this.labelRow);
      this.labelRow = labels.rowid;
      this.isBehind = labels.more === true;
      if (labels.transcriptIds.length > 0)
        this.onChange({ kind: 'labels', transcriptIds: labels.transcriptIds });
      // A commit of another connection that added no labels changed runs; one that did may have changed both, and
      // drawing the runs once more than needed is cheap.
      if (others) this.onChange({ kind: 'runs' });
    } catch (error) {
      this.onError(error);
    }
  }

  dispose(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
