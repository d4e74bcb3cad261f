/** Labels the transcript shown: one act at a time, each on disk before anything else happens. */
import type { LabelChange, LabelledView, TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import type { LabelAbout } from '../../../src/protocol/transcriptAbout.ts';
import type { SteppedView } from '../../../src/protocol/transcriptRequests.ts';
import { HostProblem } from '../../shared/hostClient.ts';
import type { TranscriptHost } from '../page/transcriptHost.ts';
import { isJudgeShown, transcriptName, type PageState } from '../page/pageState.ts';
import type { PageStore } from '../page/store.ts';
import { isShown, targetOf, type Target } from '../page/target.ts';
import { isMain, labelOf, questionOf } from './aim.ts';
import { changesNothing, changeWords } from './labelWords.ts';
import type { NoteDrafts } from './noteDrafts.ts';
import { Saver } from './saver.ts';
import { isStep, type PendingSave } from './saveState.ts';
import type { ScreenTime } from './screenTime.ts';

export interface LabellingOptions {
  readonly store: PageStore<PageState>;
  readonly host: TranscriptHost;
  readonly screenTime: ScreenTime;
  readonly drafts: NoteDrafts;
  readonly applyLabels: (labelled: LabelledView) => void;
  readonly show: (view: SteppedView) => void;
  /** What is on disk isn't certain: read it anew. */
  readonly reread: () => void;
  /** The act failed or isn't confirmed; what waits behind it must not go on. */
  readonly onTrouble: () => void;
}

/** `same`: it was so already, no event was written. `unsaved`: it isn't on disk as far as is known. */
export type Outcome = 'saved' | 'same' | 'unsaved';

/** An answer that one gave before, elsewhere, still answers an open item. */
function isOpenItem({ queue }: TranscriptView, change: LabelChange): boolean {
  return (
    change.action === 'answer' &&
    queue !== undefined &&
    queue.response !== 'answered' &&
    queue.response !== 'unsure'
  );
}

type Answer =
  | { readonly kind: 'labelled'; readonly labelled: LabelledView }
  | { readonly kind: 'stepped'; readonly view: SteppedView | null };

export class Labelling {
  readonly saver: Saver<Answer>;
  readonly #options: LabellingOptions;
  /** True once the host was silent on the act: nobody knows then whether it is on disk. */
  #uncertain = false;

  constructor(options: LabellingOptions) {
    this.#options = options;
    this.saver = new Saver<Answer>({
      send: (save) => this.#send(save),
      repeatable: ({ change }) => !isStep(change),
      problemOf: (error) => ({
        message: error instanceof Error ? error.message : String(error),
        hint: error instanceof HostProblem ? error.hint : '',
      }),
      onState: (save) => {
        options.store.update({ save });
        if (save.phase === 'unconfirmed') this.#uncertain = true;
        if (save.phase === 'failed' || save.phase === 'unconfirmed') options.onTrouble();
      },
    });
  }

  /** Why nothing can be labelled now; empty when it can. */
  get obstacle(): string {
    const { settings, silent, view } = this.#options.store.state;
    if (view === null || settings === null) return 'No transcript is open.';
    if (settings.readOnlyReason !== '') return `Nothing can be labelled: ${settings.readOnlyReason}`;
    if (silent) return 'The extension host isn’t answering; nothing was labelled.';
    return '';
  }

  /** Commits a change to that transcript or item; resolves when it is on disk, or given up. The page says which. */
  async change(target: Target, change: LabelChange, about: LabelAbout = {}): Promise<Outcome> {
    const { store, applyLabels, screenTime, drafts } = this.#options;
    const { view, settings } = store.state;
    if (view === null || settings === null || !this.#mayLabel()) return 'unsaved';
    const words = changeWords(change, questionOf(settings, about.metric).scheme, about);
    const isOpen = isOpenItem(view, change) && isMain(about);
    if (isShown(view, target) && changesNothing(change, labelOf(view.labels, about)) && !isOpen) {
      if (change.action === 'note' || change.action === 'mark') drafts.drop(target, about);
      store.update({ notice: { text: `Already ${words}; nothing was written.`, tone: 'info' } });
      return 'same';
    }
    const answer = await this.saver.save(this.#pending(view, target, change, words, about));
    if (answer?.kind !== 'labelled') {
      this.#giveUp();
      return 'unsaved';
    }
    if (change.action === 'note' || change.action === 'mark') drafts.drop(target, about);
    this.#uncertain = false;
    applyLabels(answer.labelled);
    if (isShown(store.state.view, target)) screenTime.restart();
    this.#say(`Saved: ${words}`);
    return 'saved';
  }

  /** Undoes or redoes the last act, wherever it was, and shows that transcript. */
  async step(direction: 'undo' | 'redo'): Promise<void> {
    const { store, show } = this.#options;
    const { view } = store.state;
    if (view === null || !this.#mayLabel()) return;
    if (direction === 'undo' ? !view.labels.canUndo : !view.labels.canRedo) {
      store.update({ notice: { text: `There is nothing to ${direction}.`, tone: 'info' } });
      return;
    }
    const answer = await this.saver.save(
      this.#pending(view, targetOf(view), { action: direction }, direction),
    );
    if (answer?.kind !== 'stepped') {
      this.#giveUp();
      return;
    }
    this.#uncertain = false;
    if (answer.view === null) {
      store.update({ notice: { text: `There is nothing to ${direction}.`, tone: 'info' } });
      return;
    }
    show(answer.view);
    this.#say(`${direction === 'undo' ? 'Undone' : 'Redone'}, on ${transcriptName(answer.view)}`);
  }

  #mayLabel(): boolean {
    const { obstacle } = this;
    if (obstacle !== '') this.#options.store.update({ notice: { text: obstacle, tone: 'problem' } });
    return obstacle === '';
  }

  #pending(
    view: TranscriptView,
    target: Target,
    change: PendingSave['change'],
    words: string,
    about: LabelAbout = {},
  ): PendingSave {
    const { store, screenTime } = this.#options;
    return {
      target,
      transcriptName: isShown(view, target) ? transcriptName(view) : 'another transcript',
      change,
      about,
      words,
      secondsSpent: screenTime.seconds(),
      judgeVisible: isJudgeShown(store.state) || store.state.judgeSeen.has(target.transcriptId),
    };
  }

  async #send(save: PendingSave): Promise<Answer> {
    const { host } = this.#options;
    const { target, about, secondsSpent, judgeVisible } = save;
    const change = save.change;
    // No time-out here: a late answer still tells that the label is on disk. The saver watches the time.
    const patient = { timeoutMs: Infinity };
    if (isStep(change)) {
      return { kind: 'stepped', view: await host.request(change.action, null, patient) };
    }
    const what = isMain(about) ? {} : { about };
    const params = { ...target, ...what, change, secondsSpent, judgeVisible } as const;
    return { kind: 'labelled', labelled: await host.request('label', params, patient) };
  }

  #giveUp(): void {
    if (this.#uncertain) this.#options.reread();
    this.#uncertain = false;
  }

  #say(text: string): void {
    this.#options.store.update({ announcement: text, notice: { text, tone: 'info' } });
  }
}
