/** Carries one act to disk: sends it, watches the time, sends it again when asked. Timers and host come from outside. */
import type { ProblemView } from '../../../src/protocol/channel.ts';
import { IDLE, nextSaveState, type PendingSave, type SaveEvent, type SaveState } from './saveState.ts';

/** After this the bar says that it is saving; before, it would only flicker. */
export const SLOW_AFTER_MS = 150;
/** After this the label counts as not confirmed. */
export const LATE_AFTER_MS = 3_000;
/** How long a host that gave a sign of life has to answer what it was asked before. */
const GRACE_MS = 1_000;

/**
 * `Answer` is what the host sends when the act is on disk.
 *
 * `send` must be safe to repeat: label changes name the whole new value, and the host writes no event when nothing
 * changes. Undo and redo aren't, so `repeatable` says which may be sent again by themselves.
 */
export interface SaverOptions<Answer> {
  readonly send: (save: PendingSave) => Promise<Answer>;
  readonly repeatable: (save: PendingSave) => boolean;
  readonly problemOf: (error: unknown) => ProblemView;
  readonly onState: (state: SaveState) => void;
}

export class Saver<Answer> {
  readonly #options: SaverOptions<Answer>;
  #state: SaveState = IDLE;
  #settle: ((answer: Answer | null) => void) | null = null;
  #attempt = 0;
  #askedAgain = false;
  #timers: ReturnType<typeof setTimeout>[] = [];

  constructor(options: SaverOptions<Answer>) {
    this.#options = options;
  }

  get state(): SaveState {
    return this.#state;
  }

  /** Resolves with the host's answer once the act is on disk, or with null when the user gave it up. One at a time. */
  save(save: PendingSave): Promise<Answer | null> {
    if (this.#state.phase !== 'idle') throw new Error('one act is being saved already');
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#askedAgain = false;
      this.#move({ type: 'start', save });
      this.#send(save);
    });
  }

  /** Sends it again, after a failure or a silence. */
  retry(): void {
    const state = this.#state;
    if (state.phase !== 'failed' && state.phase !== 'unconfirmed') return;
    this.#move({ type: 'retry' });
    this.#send(state.save);
  }

  /** Gives the act up. Whether an unconfirmed one is on disk isn't known then; the next answer of the host tells. */
  discard(): void {
    if (this.#state.phase === 'failed' || this.#state.phase === 'unconfirmed')
      this.#finish(null, 'discarded');
  }

  /**
   * The host said something though it is late with this act: after a moment it is asked again, once, since it may be
   * another host than the one that was asked. Called for every sign of life.
   */
  hostIsAlive(): void {
    if (this.#state.phase !== 'unconfirmed' || this.#askedAgain) return;
    this.#askedAgain = true;
    this.#later(GRACE_MS, () => {
      const state = this.#state;
      if (state.phase !== 'unconfirmed') return;
      if (this.#options.repeatable(state.save)) this.retry();
      else this.#move({ type: 'refused', problem: UNKNOWN_STEP });
    });
  }

  #send(save: PendingSave): void {
    const attempt = ++this.#attempt;
    this.#clearTimers();
    this.#later(SLOW_AFTER_MS, () => this.#move({ type: 'slow' }));
    this.#later(LATE_AFTER_MS, () => this.#move({ type: 'late' }));
    this.#options.send(save).then(
      // Any attempt's answer confirms the act: they all say the same.
      (answer) => this.#finish(answer, 'confirmed', save),
      (error: unknown) => {
        if (attempt === this.#attempt) this.#refuse(error);
      },
    );
  }

  #refuse(error: unknown): void {
    this.#clearTimers();
    this.#move({ type: 'refused', problem: this.#options.problemOf(error) });
  }

  #finish(answer: Answer | null, type: 'confirmed' | 'discarded', save?: PendingSave): void {
    const state = this.#state;
    if (state.phase === 'idle' || (save !== undefined && state.save !== save)) return;
    this.#clearTimers();
    this.#attempt += 1;
    this.#move({ type });
    const settle = this.#settle;
    this.#settle = null;
    settle?.(answer);
  }

  #move(event: SaveEvent): void {
    const next = nextSaveState(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    this.#options.onState(next);
  }

  #later(milliseconds: number, action: () => void): void {
    this.#timers.push(setTimeout(action, milliseconds));
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}

const UNKNOWN_STEP: ProblemView = {
  message: 'The extension host answers again, but didn’t say whether this was done.',
  hint: 'The labels shown are read anew when you discard this message.',
};
