/** The page's conductor: keeps what is shown, who is asked and what is saved in step. Draws nothing itself. */
import type { LabelledView, OpenedView, TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import type { TranscriptEvents } from '../../../src/protocol/transcriptRequests.ts';
import { branchOf, BranchReading } from '../branches/branchReading.ts';
import { FindSession } from '../find/findSession.ts';
import { MAIN_AIM } from '../labelling/aim.ts';
import { aimAtStep } from '../labelling/aimActs.ts';
import { ActQueue } from '../labelling/actQueue.ts';
import { Labelling } from '../labelling/labelling.ts';
import { NoteDrafts } from '../labelling/noteDrafts.ts';
import { ScreenTime } from '../labelling/screenTime.ts';
import { followed, NO_PASSAGE } from '../passages/passageState.ts';
import { SentenceSelection } from '../passages/sentenceSelection.ts';
import { lookForQuotes } from '../quotes/quoteReading.ts';
import { NO_QUOTES } from '../quotes/quoteState.ts';
import type { TurnStore } from '../reading/turnStore.ts';
import { runAct, type QueuedAct } from './acts.ts';
import { Liveness } from './liveness.ts';
import { Neighbours } from './neighbours.ts';
import { dropWaiting, noteJudgeSeen } from './pageNotes.ts';
import { FIRST_STATE, type PageState } from './pageState.ts';
import { readPersisted, type Persisted } from './persisted.ts';
import { messageOf } from './problems.ts';
import type { Keeper, TurnListHandle } from './pagePorts.ts';
import { PageStore } from './store.ts';
import { isShown, targetOf } from './target.ts';
import type { TranscriptHost } from './transcriptHost.ts';

const NOTHING_HIDDEN = { model: false, group: false, condition: false };

export class TranscriptPage {
  readonly store = new PageStore<PageState>(FIRST_STATE);
  readonly host: TranscriptHost;
  readonly neighbours: Neighbours;
  readonly drafts = new NoteDrafts();
  readonly screenTime = new ScreenTime(() => performance.now());
  readonly labelling: Labelling;
  readonly queue: ActQueue<QueuedAct>;
  readonly find: FindSession;
  readonly liveness: Liveness;
  readonly branches: BranchReading;
  readonly sentences = new SentenceSelection(this);
  turns: TurnStore | null = null;
  list: TurnListHandle | null = null;
  /** Where a newly shown transcript is scrolled to. */
  firstTurn = 0;

  readonly #keeper: Keeper;
  /** Grows with every set of labels drawn, so that an older answer that comes later is dropped. */
  #labelsSerial = 0;

  constructor(host: TranscriptHost, keeper: Keeper) {
    this.host = host;
    this.#keeper = keeper;
    const { store } = this;
    this.neighbours = new Neighbours((target, direction) => host.request('peek', { ...target, direction }));
    this.labelling = new Labelling({
      store,
      host,
      screenTime: this.screenTime,
      drafts: this.drafts,
      applyLabels: (labelled) => this.applyLabels(labelled),
      show: (view) => {
        this.show(view);
        aimAtStep(this, view);
      },
      reread: () => void this.reread(),
      onTrouble: () => dropWaiting(this),
    });
    this.queue = new ActQueue<QueuedAct>({
      run: (act) => runAct(this, act),
      onError: (error) => this.problem(error),
      now: () => performance.now(),
    });
    this.find = new FindSession({
      store,
      find: (transcriptId, text, signal) => {
        const { branch } = store.state;
        return host.request('find', { transcriptId, text, ...(branch === 0 ? {} : { branch }) }, { signal });
      },
      firstShownTurn: () => this.list?.firstShownTurn() ?? 0,
      reveal: (turn) => this.list?.revealTurn(turn),
    });
    this.branches = new BranchReading(host);
    this.liveness = new Liveness({
      ping: () => void host.request('ping', null, { timeoutMs: 60_000 }).catch(() => undefined),
      onChange: (silent) => store.update({ silent }),
      now: () => performance.now(),
    });
    store.subscribe(() => noteJudgeSeen(store));
  }

  /** Says `ready` and shows what the host answers. */
  async start(): Promise<void> {
    const { host, store } = this;
    host.onLife(() => {
      this.liveness.alive();
      this.labelling.saver.hostIsAlive();
    });
    host.on('show', (opened) => this.open(opened));
    host.on('labelled', (labelled) => {
      this.applyLabels(labelled);
      this.#lookAround();
    });
    host.on('queueMoved', ({ queueId, progress }) => {
      const { view } = store.state;
      if (view?.queue?.queueId !== queueId) return;
      store.update({ view: { ...view, queue: { ...view.queue, progress } } });
      this.#lookAround();
    });
    // A question that was asked may not be any more.
    host.on('settings', (settings) => this.store.update({ settings, aim: MAIN_AIM }));
    this.liveness.start();
    const remembered = this.remembered();
    const { closedInstructions = [] } = remembered;
    this.store.update({ reading: { ...this.store.state.reading, closedInstructions } });
    await this.reopen(remembered);
  }

  /** Asks the host what to show, as at the start: after a reload, or when nothing is certain any more. */
  async reopen(persisted: Persisted): Promise<void> {
    try {
      const { key, queue } = persisted;
      const params = { key, ...(queue === null ? {} : { queue }) };
      const opened = await this.host.request('ready', params, { timeoutMs: 30_000 });
      this.open(opened, persisted);
    } catch (error) {
      if (this.store.state.view === null) this.store.update({ phase: 'error', phaseWords: messageOf(error) });
      else this.problem(error);
    }
  }

  /** Reads the transcript shown anew, where it is: its labels may not be what the page thinks. */
  async reread(): Promise<void> {
    const { view, reading, branch } = this.store.state;
    if (view !== null) {
      const turn = this.list?.firstShownTurn() ?? 0;
      const { queue = null } = targetOf(view);
      await this.reopen({ key: view.key, queue, turn, branch, folds: reading.folds });
    }
  }

  /** Draws what the host opened. */
  open(opened: OpenedView, persisted?: Persisted): void {
    const { transcript, gone, settings, kept, paused = null } = opened;
    this.store.update({ settings, kept, paused });
    if (transcript === null) {
      this.turns = null;
      // Nothing of what was looked ahead at is true any more, and nothing of it may stay.
      this.neighbours.forget();
      const phase = paused !== null ? 'paused' : gone === '' ? 'empty' : 'gone';
      this.store.update({
        phase,
        phaseWords: gone,
        view: null,
        quotes: NO_QUOTES,
        entry: null,
        notice: null,
      });
      return;
    }
    const same = persisted !== undefined && persisted.key === transcript.key;
    // Drawn again after a correction elsewhere: the reader stays where they are.
    const again = isShown(this.store.state.view, targetOf(transcript));
    const turn = same ? persisted.turn : again ? (this.list?.firstShownTurn() ?? 0) : 0;
    this.show(transcript, {
      turn,
      folds: same ? persisted.folds : again ? this.store.state.reading.folds : {},
      ...(same ? { branch: persisted.branch } : again ? { branch: this.store.state.branch } : {}),
    });
  }

  /** Draws a transcript, and looks around it. */
  show(
    view: TranscriptView,
    from: {
      readonly turn: number;
      readonly folds: PageState['reading']['folds'];
      readonly branch?: number;
    } = { turn: 0, folds: {} },
  ): void {
    const { store } = this;
    const another = !isShown(store.state.view, targetOf(view));
    const wished = from.branch ?? this.branches.first(view);
    const branch = branchOf(view, wished) === null ? 0 : wished;
    this.turns = this.branches.open(view, branch);
    this.firstTurn = Math.min(from.turn, Math.max(0, this.turns.count - 1));
    this.#labelsSerial += 1;
    if (another) this.screenTime.restart();
    store.update({
      phase: 'open',
      phaseWords: '',
      view,
      serial: store.state.serial + 1,
      branch,
      quotes: another ? NO_QUOTES : { ...store.state.quotes, problem: '' },
      ...(another ? { passages: NO_PASSAGE, aim: MAIN_AIM } : {}),
      reading: { ...store.state.reading, folds: from.folds },
      entry: another ? null : store.state.entry,
      notice: null,
    });
    this.find.transcriptChanged();
    this.remember();
    lookForQuotes(this);
    this.#lookAround();
  }

  /**
   * Shows another course of the same conversation. The reader stays where they are as long as both are the same there,
   * and else begins where they part.
   *
   * @param turn where to go instead
   */
  showBranch(branch: number, turn?: number): void {
    const { store } = this;
    const { view, reading } = store.state;
    const { branch: before } = store.state;
    if (view === null || this.turns === null || branch === before) return;
    const here = this.list?.firstShownTurn() ?? 0;
    const opened = this.branches.change(before, { turns: this.turns, folds: reading.folds }, branch);
    if (opened === null) return;
    const fork = (branchOf(view, branch) ?? branchOf(view, before))?.shared ?? 0;
    this.turns = opened.turns;
    this.firstTurn = Math.max(0, Math.min(turn ?? Math.min(here, fork), opened.turns.count - 1));
    store.update({ branch, reading: { ...reading, folds: opened.folds } });
    this.find.transcriptChanged();
    this.remember();
  }

  /** Tells the host where the reader went by themselves, and takes over the labels it answers with. */
  moved(view: TranscriptView): void {
    const serial = this.#labelsSerial;
    this.host.request('moved', targetOf(view)).then(
      (labelled) => {
        if (serial === this.#labelsSerial) this.applyLabels(labelled);
      },
      (error: unknown) => this.problem(error),
    );
  }

  /** Draws labels and verdict if they are those of the transcript shown. */
  applyLabels({ transcriptId, labels, verdict, queue, revealed }: LabelledView): void {
    const { view, passages } = this.store.state;
    if (view === null || !isShown(view, { transcriptId, ...(queue === undefined ? {} : { queue }) })) return;
    this.#labelsSerial += 1;
    const current = followed(view.labels, labels, passages.current);
    if (current !== passages.current) this.store.update({ passages: { ...passages, current } });
    if (revealed !== undefined) this.reveal(revealed);
    else this.store.update({ view: { ...view, labels, verdict, ...(queue === undefined ? {} : { queue }) } });
  }

  /** Draws what was hidden until now, where the reader is. */
  reveal(view: TranscriptView): void {
    const { store } = this;
    const { view: before, branch } = store.state;
    if (before === null || !isShown(before, targetOf(view))) return;
    this.#labelsSerial += 1;
    const { model, group, condition } = before.hidden ?? NOTHING_HIDDEN;
    // Turns say who wrote them only now, and their texts are whole.
    if (model || group || condition) this.turns = this.branches.open(view, branch);
    store.update({ view });
    lookForQuotes(this);
  }

  /** Commands of VS Code do what keys and buttons do. */
  onAct(handler: (act: TranscriptEvents['act']) => void): void {
    this.host.on('act', handler);
  }

  problem(error: unknown): void {
    this.store.update({ notice: { text: messageOf(error), tone: 'problem' }, waitingWords: '' });
  }

  /** What a reload would open. */
  remembered(): Persisted {
    return readPersisted(this.#keeper.getState());
  }

  /** Keeps what a reload needs. */
  remember(): void {
    const { view, reading, branch } = this.store.state;
    if (view === null) return;
    const state: Persisted = {
      key: view.key,
      queue: targetOf(view).queue ?? null,
      branch,
      turn: this.list?.firstShownTurn() ?? this.firstTurn,
      folds: reading.folds,
      closedInstructions: reading.closedInstructions,
    };
    this.#keeper.setState(state);
  }

  #lookAround(): void {
    const { view } = this.store.state;
    if (view !== null) void this.neighbours.lookAround(targetOf(view));
  }
}
