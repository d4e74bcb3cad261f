/** Tells whether the extension host is there: pings it, and counts everything it says as a sign of life. */

export const PING_EVERY_MS = 2_000;
/** Silent for longer than this, and the page says so. */
export const SILENT_AFTER_MS = 4_000;

export interface LivenessOptions {
  readonly ping: () => void;
  readonly onChange: (silent: boolean) => void;
  readonly now: () => number;
}

export class Liveness {
  readonly #options: LivenessOptions;
  #lastLife: number;
  /** When the oldest ping without any sign of life since was sent. */
  #askedAt: number | null = null;
  #lastPing = 0;
  #lastTick: number;
  #silent = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#lastLife = options.now();
    this.#lastTick = this.#lastLife;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.tick(), PING_EVERY_MS / 4);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** The host said something. */
  alive(): void {
    this.#lastLife = this.#options.now();
    this.#askedAt = null;
    this.#become(false);
  }

  /** Looks at the clock. */
  tick(): void {
    const now = this.#options.now();
    // After a sleep of the machine the answers still wait behind this timer: the time slept doesn't count.
    if (this.#askedAt !== null && now - this.#lastTick > PING_EVERY_MS) this.#askedAt = now;
    this.#lastTick = now;
    if (this.#askedAt !== null && now - this.#askedAt >= SILENT_AFTER_MS) this.#become(true);
    const due = this.#askedAt === null ? this.#lastLife : this.#lastPing;
    if (now - due < PING_EVERY_MS) return;
    this.#lastPing = now;
    this.#askedAt ??= now;
    this.#options.ping();
  }

  #become(silent: boolean): void {
    if (silent === this.#silent) return;
    this.#silent = silent;
    this.#options.onChange(silent);
  }
}
