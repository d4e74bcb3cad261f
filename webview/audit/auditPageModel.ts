/** The page's conductor: what the host last said, and what the controls ask of it. */
import type {
  AuditPageEvents,
  AuditPageRequests,
  AuditPageView,
  AuditSelection,
} from '../../src/protocol/auditPage.ts';
import { HostProblem, type HostClient } from '../shared/hostClient.ts';

const READY_TIMEOUT_MS = 5_000;
const READY_ATTEMPTS = 6;
/** While figures are shown as being worked out, silence of so long is looked into. */
const SILENCE_MS = 10_000;

export interface AuditPageState {
  readonly view: AuditPageView | null;
  /** Of what is being worked out, 0..1. */
  readonly share: number;
  readonly problem: string;
  /** True when nobody answers any more. */
  readonly silent: boolean;
  /** Read by screen readers. */
  readonly announcement: string;
}

export type AuditAct = 'cancel' | 'again' | 'newSample' | 'writeReport';

export class AuditPageModel {
  #state: AuditPageState = { view: null, share: 0, problem: '', silent: false, announcement: '' };
  #heardAt = Date.now();
  readonly #listeners = new Set<() => void>();
  readonly #host: HostClient<AuditPageRequests, AuditPageEvents>;

  constructor(host: HostClient<AuditPageRequests, AuditPageEvents>) {
    this.#host = host;
    host.on('view', (view) => this.#show(view));
    host.on('progress', ({ share }) => this.#heard({ share }));
    setInterval(() => void this.#listen(), SILENCE_MS / 2);
  }

  get state(): AuditPageState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks what to show, and asks again while nothing answers. */
  async start(): Promise<void> {
    for (let attempt = 1; this.#state.view === null; attempt++) {
      try {
        this.#show(await this.#host.request('ready', null, { timeoutMs: READY_TIMEOUT_MS }));
      } catch (error) {
        const isSilent = error instanceof HostProblem && error.kind === 'timeout';
        if (!isSilent || attempt >= READY_ATTEMPTS) {
          this.#update({ problem: wordsOf(error) });
          return;
        }
      }
    }
  }

  /** Changes a part of the selection; figures follow. */
  async select(change: Partial<AuditSelection>): Promise<void> {
    const { view } = this.#state;
    if (view === null || view.state === 'blind') return;
    await this.#ask(async () =>
      this.#show(await this.#host.request('select', { ...view.selection, ...change })),
    );
  }

  act(act: AuditAct): Promise<void> {
    return this.#ask(async () => {
      await this.#host.request(act, null, { timeoutMs: Infinity });
    });
  }

  /** Waits until the user chose or left the list. */
  openCell(comparison: string, row: string, column: string): Promise<void> {
    return this.#ask(async () => {
      await this.#host.request('openCell', { comparison, row, column }, { timeoutMs: Infinity });
    });
  }

  async #ask(what: () => Promise<void>): Promise<void> {
    this.#update({ problem: '' });
    try {
      await what();
    } catch (error) {
      this.#update({ problem: wordsOf(error) });
    }
  }

  #show(view: AuditPageView): void {
    const before = this.#state.view?.state;
    const done = before === 'working' && view.state === 'ready';
    const began = view.state === 'working' && before !== 'working';
    const announcement = done ? 'The figures are there.' : began ? 'Working out the figures.' : undefined;
    this.#heard({
      view,
      ...(began ? { share: 0 } : {}),
      ...(announcement === undefined ? {} : { announcement }),
    });
  }

  /** After a crash of the extension host its pages stay open and nobody updates them. */
  async #listen(): Promise<void> {
    const { view, silent } = this.#state;
    if (view === null || (view.state !== 'working' && !silent)) return;
    if (Date.now() - this.#heardAt < SILENCE_MS) return;
    try {
      await this.#host.request('ping', null, { timeoutMs: READY_TIMEOUT_MS });
      this.#heard({});
    } catch {
      this.#update({ silent: true });
    }
  }

  #heard(change: Partial<AuditPageState>): void {
    this.#heardAt = Date.now();
    this.#update({ ...change, silent: false });
  }

  #update(change: Partial<AuditPageState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof HostProblem) return `${error.message} ${error.hint}`.trim();
  return error instanceof Error ? error.message : String(error);
}
