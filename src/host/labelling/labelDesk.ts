/** Labelling as the panel and the commands do it: one change in, one event on disk, one view out. */
import type { Shown } from '../../core/blindness.ts';
import { EMPTY_LABEL, type LabelEvent, type LabelState } from '../../core/labelEvent.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import { labelEventWords } from '../../core/labelWords.ts';
import type { LabelOutcome } from '../../core/labelStore.ts';
import type { AuditStore } from '../../core/ports.ts';
import type {
  LabelChange,
  LabelledView,
  LabelsView,
  LabelStateView,
} from '../../protocol/transcriptPanel.ts';
import { verdictView } from '../transcript/verdictView.ts';
import {
  answerBeforeReveal,
  chainOf,
  hasAnswered,
  historyBeside,
  madeAt,
  saidAt,
  stateAfter,
  type LabelledItem,
} from './itemLabels.ts';
import { applyLabelChange } from './labelChange.ts';
import { originOf } from './labelOrigin.ts';

/** What the desk needs from the session. */
export interface DeskContext {
  store(): AuditStore;
  /** Runs a write, waiting asynchronously while another writer holds the database. */
  write<T>(operation: (store: AuditStore) => T): Promise<T>;
  /** The annotator's name, asked for if need be. */
  annotator(): Promise<string>;
  /** The name if it is known without asking. */
  knownAnnotator(): Promise<string | undefined>;
  scheme(): LabelScheme;
}

export interface LabelRequest {
  readonly transcriptId: number;
  readonly change: LabelChange;
  readonly secondsSpent: number | null;
  readonly judgeVisible: boolean;
  /** The item of a queue that is answered; absent outside queues. */
  readonly item?: LabelledItem;
  /** What could be seen. */
  readonly shown?: Shown;
}

/** How labels are to be shown: of an item of a queue, and whether it is still hidden what was said before. */
export interface LabelsShown {
  readonly item?: LabelledItem;
  readonly covered?: boolean;
}

const MOST_HISTORY = 200;

export class LabelDesk {
  private readonly context: DeskContext;

  constructor(context: DeskContext) {
    this.context = context;
  }

  /** Commits a change; undefined when it changed nothing. Resolves after the commit, never before. */
  async label(request: LabelRequest): Promise<LabelOutcome | undefined> {
    const { item, shown, transcriptId, change } = request;
    const annotator = item?.annotator ?? (await this.context.annotator());
    const scheme = this.context.scheme();
    return this.context.write((store) => {
      // Read and written without a pause between, so that no other act of this annotator here can slip in.
      const { current, history } = store.labels(transcriptId);
      const before =
        item === undefined
          ? (current.find((label) => label.annotator === annotator)?.state ?? EMPTY_LABEL)
          : stateAfter(chainOf(history, item));
      const state = changedState(before, change, scheme, item, history);
      if (state === undefined) return undefined;
      return store.appendLabel({
        transcriptId,
        part: 'answer',
        annotator,
        action: change.action,
        state,
        scheme: schemeOf(store, state, scheme, history, annotator),
        secondsSpent: request.secondsSpent,
        judgeVisible: request.judgeVisible,
        ...(item === undefined ? {} : { queue: item.queue, place: item.place }),
        ...(item?.repeat === undefined ? {} : { repeat: item.repeat }),
        ...(shown === undefined ? {} : { shown }),
      });
    });
  }

  /**
   * What undo or redo would act on; undefined when there is nothing (or its text is gone). While a queue is worked on,
   * only what was said there: anything else would show a transcript that isn't in it.
   */
  nextStep(
    direction: 'undo' | 'redo',
    annotator: string,
    queue: string | undefined,
  ): { readonly event: LabelEvent; readonly transcriptId: number } | undefined {
    const store = this.context.store();
    const step = direction === 'undo' ? store.nextUndo(annotator) : store.nextRedo(annotator);
    if (step === undefined || step.transcriptId === null) return undefined;
    if (queue !== undefined && step.event.queue !== queue) return undefined;
    return { event: step.event, transcriptId: step.transcriptId };
  }

  /**
   * Takes the annotator's last act back, or does it again; undefined when there is nothing (or its text is gone).
   *
   * @param queue uid of the queue that is worked on: only what was said there is taken back
   */
  async step(
    direction: 'undo' | 'redo',
    judgeVisible: boolean,
    queue?: { readonly uid: string; readonly annotator: string; readonly shown: Shown },
  ): Promise<LabelOutcome | undefined> {
    const annotator = queue?.annotator ?? (await this.context.annotator());
    const scheme = this.context.scheme();
    return this.context.write((store) => {
      const step = direction === 'undo' ? store.nextUndo(annotator) : store.nextRedo(annotator);
      if (step === undefined || step.transcriptId === null) return undefined;
      if (queue !== undefined && step.event.queue !== queue.uid) return undefined;
      return store.appendLabel({
        transcriptId: step.transcriptId,
        part: step.event.part,
        annotator,
        action: direction,
        target: step.event.eventId,
        state: step.state,
        scheme: schemeOf(store, step.state, scheme, store.labels(step.transcriptId).history, annotator),
        secondsSpent: null,
        judgeVisible,
        ...(queue === undefined ? {} : { shown: queue.shown }),
      });
    });
  }

  /** Everything the page shows about labels of one transcript. */
  async labelsView(transcriptId: number, { item, covered = false }: LabelsShown = {}): Promise<LabelsView> {
    const annotator = item?.annotator ?? (await this.context.knownAnnotator()) ?? '';
    const store = this.context.store();
    const row = store.transcriptRow(transcriptId);
    const { current, history } = store.labels(transcriptId);
    const scheme = this.context.scheme();
    const leaf = row === undefined ? [] : store.leafCounts(row.armId, row.probeId);
    let total = 0;
    let labelled = 0;
    for (const cell of leaf) {
      total += cell.n;
      if (cell.humanVerdict !== 'none') labelled += cell.n;
    }
    const chain = item === undefined ? [] : chainOf(history, item);
    const here = item === undefined ? [] : madeAt(chain, item);
    const own =
      item === undefined
        ? (current.find((label) => label.annotator === annotator)?.state ?? EMPTY_LABEL)
        : stateAfter(chain);
    const beside = item === undefined ? history : covered ? here : historyBeside(history, item);
    const blind = covered
      ? undefined
      : answerBeforeReveal(item === undefined ? history.filter((event) => isMine(event, annotator)) : here);
    return {
      annotator,
      mine: stateView(item !== undefined && covered ? saidAt(own, here) : own),
      others: current
        .filter((label) => label.annotator !== annotator)
        .map((label) => {
          const { given, source } = originOf(label, history, scheme, store);
          return {
            annotator: label.annotator,
            state: { ...stateView(label.state), ...(given === undefined ? {} : { given }) },
            time: label.time,
            ...(source === undefined ? {} : { source }),
          };
        }),
      history: this.historyView(beside),
      progress: { labelled, total },
      canUndo: annotator !== '' && this.nextStep('undo', annotator, item?.queue) !== undefined,
      canRedo: annotator !== '' && this.nextStep('redo', annotator, item?.queue) !== undefined,
      ...(blind === undefined ? {} : { beforeReveal: blind }),
    };
  }

  /** Labels and verdict of a transcript as they are now; undefined when it is gone. */
  async labelledView(transcriptId: number, shown: LabelsShown = {}): Promise<LabelledView | undefined> {
    const store = this.context.store();
    const row = store.transcriptRow(transcriptId);
    const rule = store.transcript(transcriptId)?.rule ?? null;
    if (row === undefined) return undefined;
    return {
      transcriptId,
      labels: await this.labelsView(transcriptId, shown),
      verdict: verdictView(row.judgeVerdict, row.humanVerdict, rule),
    };
  }

  private historyView(history: readonly LabelEvent[]): LabelsView['history'] {
    const scheme = this.context.scheme();
    const byId = new Map(history.map((event) => [event.eventId, event]));
    return history
      .slice(-MOST_HISTORY)
      .reverse()
      .map((event) => ({
        eventId: event.eventId,
        annotator: event.annotator,
        action: event.action,
        words: labelEventWords(event, scheme, (id) => byId.get(id)),
        time: event.time,
        judgeVisible: event.judgeVisible,
      }));
  }
}

/**
 * The state after a change; undefined when there is nothing to write. At an open item of a queue the answer that one
 * gave before, elsewhere, is written all the same: it answers the item. Answered items can't be skipped any more.
 */
function changedState(
  before: LabelState,
  change: LabelChange,
  scheme: LabelScheme,
  item: LabelledItem | undefined,
  history: readonly LabelEvent[],
): LabelState | undefined {
  const here = item === undefined ? [] : madeAt(chainOf(history, item), item);
  if (change.action === 'skip') {
    const isDone = item === undefined || hasAnswered(here) || here.at(-1)?.action === 'skip';
    return isDone ? undefined : before;
  }
  const state = applyLabelChange(before, change, scheme);
  if (state !== undefined || change.action !== 'answer' || item === undefined) return state;
  return saidAt(before, here).answer === change.answer ? undefined : before;
}

function isMine({ annotator, part, metric, span, repeat }: LabelEvent, name: string): boolean {
  return (
    annotator === name &&
    part === 'answer' &&
    metric === undefined &&
    span === undefined &&
    repeat === undefined
  );
}

/**
 * The scheme that a state is stored under: the active one, unless the state carries an answer that was given under
 * another scheme (a note on an older label, an undo across a change of scheme). That answer keeps its meaning.
 */
function schemeOf(
  store: AuditStore,
  { answer }: LabelState,
  active: LabelScheme,
  history: readonly LabelEvent[],
  annotator: string,
): LabelScheme {
  if (answer === null || active.answers.some(({ id }) => id === answer)) return active;
  const given = history.findLast((event) => event.annotator === annotator && event.state.answer === answer);
  return (given === undefined ? undefined : store.labelScheme(given.scheme.version)) ?? active;
}

function stateView(state: LabelStateView): LabelStateView {
  return { answer: state.answer, scores: state.scores, note: state.note, flagged: state.flagged };
}
