/**
 * One act after another. Keys pressed within a blink of the one before wait their turn and then mean the transcript
 * shown by then (1-1-1 labels three transcripts). Keys pressed later, while the bar already says "saving…", are refused
 * and said to be: a label must not land on a transcript that its reader has never seen.
 */

/** How long after an act's beginning further keys still wait for it, in milliseconds. */
export const PATIENCE_MS = 150;
const MOST_WAITING = 8;

export type Submission = 'started' | 'waiting' | 'refused';

export interface ActQueueOptions<Act> {
  readonly run: (act: Act) => Promise<void>;
  /** An act that threw; the acts that waited behind it are dropped. */
  readonly onError: (error: unknown) => void;
  readonly now: () => number;
}

export class ActQueue<Act> {
  readonly #options: ActQueueOptions<Act>;
  #waiting: Act[] = [];
  #busySince: number | null = null;

  constructor(options: ActQueueOptions<Act>) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#busySince !== null;
  }

  /** @param anyTime for acts that can't be refused, such as a note that was typed: they wait as long as it takes */
  submit(act: Act, anyTime = false): Submission {
    if (this.#busySince === null) {
      void this.#drain(act);
      return 'started';
    }
    const patient = this.#options.now() - this.#busySince <= PATIENCE_MS;
    if (!anyTime && (!patient || this.#waiting.length >= MOST_WAITING)) return 'refused';
    this.#waiting.push(act);
    return 'waiting';
  }

  /** True when one of the waiting acts is of that kind. */
  waits(isSuch: (act: Act) => boolean): boolean {
    return this.#waiting.some(isSuch);
  }

  /** Forgets what waits and says how many acts that were; the running one goes on. */
  drop(): number {
    const count = this.#waiting.length;
    this.#waiting = [];
    return count;
  }

  async #drain(first: Act): Promise<void> {
    let act: Act | undefined = first;
    while (act !== undefined) {
      this.#busySince = this.#options.now();
      try {
        await this.#options.run(act);
      } catch (error) {
        this.#waiting = [];
        this.#options.onError(error);
      }
      act = this.#waiting.shift();
    }
    this.#busySince = null;
  }
}
