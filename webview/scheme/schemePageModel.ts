/** The page's conductor: what is edited, what the host says of it, and what is asked of the host. */
import type {
  SchemeFields,
  SchemePageEvents,
  SchemePageRequests,
  SchemePageView,
} from '../../src/protocol/schemePage.ts';
import { HostProblem, type HostClient } from '../shared/hostClient.ts';
import { FIRST_STATE, isDirty, readKept, type Kept, type SchemeState, type Wish } from './schemeState.ts';

/** Typing pauses for so long before the host is asked what it comes to, in milliseconds. */
const PAUSE_MS = 150;
const READY_TIMEOUT_MS = 5_000;
const READY_ATTEMPTS = 6;

interface Keeper {
  getState(): unknown;
  setState(state: unknown): void;
}

export class SchemePageModel {
  #state: SchemeState = FIRST_STATE;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #checks = 0;
  readonly #listeners = new Set<() => void>();
  readonly #host: HostClient<SchemePageRequests, SchemePageEvents>;
  readonly #keeper: Keeper;

  constructor(host: HostClient<SchemePageRequests, SchemePageEvents>, keeper: Keeper) {
    this.#host = host;
    this.#keeper = keeper;
    host.on('schemes', (view) => this.#schemesChanged(view));
    host.on('edit', (view) => this.wish({ kind: 'show', view }));
  }

  get state(): SchemeState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks what there is, again while nothing answers; what was typed before the page was hidden is there again. */
  async start(): Promise<void> {
    const kept = readKept(this.#keeper.getState());
    for (let attempt = 1; this.#state.view === null; attempt++) {
      try {
        const view = await this.#host.request('ready', null, { timeoutMs: READY_TIMEOUT_MS });
        if (kept !== null && view.edited?.id === kept.edited.id) this.#restore(view, kept);
        else this.#show(view);
      } catch (error) {
        const isSilent = error instanceof HostProblem && error.kind === 'timeout';
        if (!isSilent || attempt >= READY_ATTEMPTS) {
          this.#update({ problem: wordsOf(error) });
          return;
        }
      }
    }
  }

  /** Goes to another scheme; asks first where something would be lost. */
  wish(wish: Wish): void {
    if (isDirty(this.#state)) this.#update({ wish });
    else void this.#follow(wish);
  }

  /** Leaves what was typed. */
  discard(): void {
    const { wish } = this.#state;
    if (wish !== null) void this.#follow(wish);
  }

  stay(): void {
    this.#update({ wish: null });
  }

  change(fields: SchemeFields): void {
    this.#update({ fields, saved: '', removed: null });
    this.#keep();
    this.#checkSoon();
  }

  /** Takes something away, so that it can be put back. */
  remove(words: string, fields: SchemeFields): void {
    const { fields: before } = this.#state;
    if (before === null) return;
    this.change(fields);
    this.#update({ removed: { words, before }, announcement: `${words} removed.` });
  }

  putBack(): void {
    const { removed } = this.#state;
    if (removed === null) return;
    this.change(removed.before);
    this.#update({ announcement: `${removed.words} is back.` });
  }

  /** @param stamp of what may be written over; that of what was opened unless told */
  async save(place: 'setting' | 'file', stamp?: string): Promise<void> {
    const { edited, fields, wish, saving } = this.#state;
    if (edited === null || fields === null || saving) return;
    this.#update({ saving: true, problem: '' });
    try {
      const params = { id: edited.id, fields, place, stamp: stamp ?? edited.stamp };
      const saved = await this.#host.request('save', params, { timeoutMs: 60_000 });
      if (saved.state === 'refused') {
        const problem = `Nothing was saved. ${saved.problems.join(' ')}`;
        this.#update({ problem, announcement: problem });
      } else if (saved.state === 'changed') {
        const { message, theirs, stamp: now } = saved;
        this.#update({ clash: { message, theirs, stamp: now }, announcement: message });
      } else {
        this.#show(saved.view);
        this.#update({ saved: saved.message, announcement: saved.message });
        if (wish !== null && wish.kind !== 'show') await this.#follow(wish);
      }
    } catch (error) {
      const problem = wordsOf(error);
      this.#update({ problem, announcement: problem });
    } finally {
      this.#update({ saving: false });
    }
  }

  /** Takes what somebody else wrote in place of what was typed. */
  takeTheirs(): void {
    const { clash, edited } = this.#state;
    if (clash?.theirs == null || edited === null) return;
    const { theirs, stamp } = clash;
    this.#update({ edited: { ...edited, fields: theirs, stamp }, clash: null, fields: theirs });
    this.#keep();
    this.#checkSoon();
  }

  use(id: string): Promise<void> {
    return this.#ask(async () => {
      const view = await this.#host.request('use', { id });
      this.#update({ view: { ...view, edited: null }, announcement: 'You label with it from now on.' });
    });
  }

  openText(id: string): Promise<void> {
    return this.#ask(async () => void (await this.#host.request('openText', { id })));
  }

  followLink(url: string): void {
    void this.#ask(async () => void (await this.#host.request('followLink', { url })));
  }

  async #follow(wish: Wish): Promise<void> {
    this.#update({ wish: null });
    await this.#ask(async () => {
      if (wish.kind === 'show') this.#show(wish.view);
      else if (wish.kind === 'create') this.#show(await this.#host.request('create', null));
      else this.#show(await this.#host.request('edit', { id: wish.id, copy: wish.kind === 'copy' }));
    });
  }

  async #ask(what: () => Promise<void>): Promise<void> {
    this.#update({ problem: '' });
    try {
      await what();
    } catch (error) {
      const problem = wordsOf(error);
      this.#update({ problem, announcement: problem });
    }
  }

  #show(view: SchemePageView): void {
    const { edited } = view;
    this.#update({
      ...FIRST_STATE,
      view,
      edited,
      fields: edited?.fields ?? null,
      saving: this.#state.saving,
    });
    this.#keep();
    void this.#check();
  }

  #restore(view: SchemePageView, { edited, fields }: Kept): void {
    this.#update({ view, edited, fields });
    void this.#check();
    this.#schemesChanged(view);
  }

  /** Somebody else wrote: what was only read follows, what was typed stays and is told of it. */
  #schemesChanged(view: SchemePageView): void {
    const { edited, clash } = this.#state;
    const now = view.edited;
    this.#update({ view });
    // What is being saved comes back with its own answer.
    const isOurs = this.#state.saving || now?.stamp === edited?.stamp;
    if (edited === null || now === null || now.id !== edited.id || isOurs) {
      void this.#check();
      return;
    }
    if (!isDirty(this.#state)) {
      this.#show(view);
      return;
    }
    if (clash?.stamp === now.stamp) return;
    const message = `${now.where} was changed by somebody else while you were editing it.`;
    this.#update({ clash: { message, theirs: now.fields, stamp: now.stamp }, announcement: message });
  }

  #checkSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), PAUSE_MS);
  }

  async #check(): Promise<void> {
    const { edited, fields } = this.#state;
    if (edited === null || fields === null) return;
    const check = ++this.#checks;
    try {
      const checked = await this.#host.request('check', { id: edited.id, fields }, { timeoutMs: 60_000 });
      if (check === this.#checks) this.#update({ checked });
    } catch (error) {
      if (check === this.#checks) this.#update({ problem: wordsOf(error) });
    }
  }

  #keep(): void {
    const { edited, fields } = this.#state;
    this.#keeper.setState(
      edited === null || fields === null ? undefined : ({ edited, fields } satisfies Kept),
    );
  }

  #update(change: Partial<SchemeState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof HostProblem) return `${error.message} ${error.hint}`.trim();
  return error instanceof Error ? error.message : String(error);
}
