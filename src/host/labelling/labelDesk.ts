/** Labelling as the panel and the commands do it: one change in, one event on disk, one view out. */
import type { Shown } from '../../core/blindness.ts';
import {
  EMPTY_LABEL,
  isEmptyLabel,
  isMainSubject,
  type LabelEvent,
  type LabelState,
  type LabelTopic,
} from '../../core/labelEvent.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import type { LabelOutcome } from '../../core/labelStore.ts';
import { AuditError } from '../../core/errors.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { LabelAbout } from '../../protocol/transcriptAbout.ts';
import type { LabelChange, LabelledView, LabelsView } from '../../protocol/transcriptPanel.ts';
import { schemeOfMetric, type DeskContext } from './deskContext.ts';
import { answerStands, chainOf, madeAt, saidAt, stateAfter, type LabelledItem } from './itemLabels.ts';
import { actionOf, answered, applyLabelChange } from './labelChange.ts';
import { schemeVersion } from '../../storage/rows/versionHash.ts';
import { labelledView, labelsView, type LabelsShown } from './labelsViews.ts';
import { topicOf, topicOfEvent } from './labelTopic.ts';

export interface LabelRequest {
  readonly transcriptId: number;
  readonly change: LabelChange;
  /** What of the transcript; absent: its answer, under the question of the verdict. */
  readonly about?: LabelAbout;
  readonly secondsSpent: number | null;
  readonly judgeVisible: boolean;
  /** The item of a queue that is answered; absent outside queues. */
  readonly item?: LabelledItem;
  /** What could be seen. */
  readonly shown?: Shown;
}

export class LabelDesk {
  private readonly context: DeskContext;

  constructor(context: DeskContext) {
    this.context = context;
  }

  /** Commits a change; undefined when it changed nothing. Resolves after the commit, never before. */
  async label(request: LabelRequest): Promise<LabelOutcome | undefined> {
    const { item, shown, transcriptId, change, about = {} } = request;
    const annotator = item?.annotator ?? (await this.context.annotator());
    return this.context.write((store) => {
      // Read and written without a pause between, so that no other act of this annotator here can slip in.
      const { history } = store.labels(transcriptId);
      const topic = topicOf(store, transcriptId, history, about);
      const chain = chainOf(history, item ?? { annotator }, topic);
      const scheme = this.schemeFor(store, topic, chain);
      const before = stateAfter(chain);
      const changed =
        topic.span === undefined
          ? changedState(before, change, scheme, item, topic, chain)
          : markedState(before, change, scheme);
      // The answer that stands already, given again under a later version of the scheme, is of that version.
      const state = changed ?? (isGivenAnew(before, change, scheme, chain) ? before : undefined);
      if (state === undefined) return undefined;
      // What people are in conflict about is the verdict's question, asked of the answer.
      const adjudicates = item?.adjudicates === true && topic.part === 'answer' && isMainSubject(topic);
      const action = actionOf(change, before, state, adjudicates);
      const keeps = change.action !== 'answer' && action !== 'answer' && state.answer === before.answer;
      return store.appendLabel({
        transcriptId,
        ...topic,
        annotator,
        action,
        state,
        scheme: schemeOf(store, state, scheme, keeps ? chain.at(-1) : undefined),
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
    return this.context.write((store) => {
      const step = direction === 'undo' ? store.nextUndo(annotator) : store.nextRedo(annotator);
      if (step === undefined || step.transcriptId === null) return undefined;
      if (queue !== undefined && step.event.queue !== queue.uid) return undefined;
      const { event } = step;
      const topic = topicOfEvent(event);
      const chain = chainOf(store.labels(step.transcriptId).history, event, topic);
      const scheme = this.schemeFor(store, topic, chain);
      const restored = direction === 'redo' ? event : chain.find(({ eventId }) => eventId === event.parent);
      return store.appendLabel({
        transcriptId: step.transcriptId,
        part: event.part,
        annotator,
        action: direction,
        target: event.eventId,
        state: step.state,
        scheme: schemeOf(store, step.state, scheme, restored),
        secondsSpent: null,
        judgeVisible,
        ...(queue === undefined ? {} : { shown: queue.shown }),
      });
    });
  }

  /** Everything the page shows about labels of one transcript. */
  labelsView(transcriptId: number, shown?: LabelsShown): Promise<LabelsView> {
    return labelsView(this.context, this, transcriptId, shown);
  }

  /** Labels and verdict of a transcript as they are now; undefined when it is gone. */
  labelledView(transcriptId: number, shown?: LabelsShown): Promise<LabelledView | undefined> {
    return labelledView(this.context, this, transcriptId, shown);
  }

  /**
   * The scheme that a label is given under: that of its question.
   *
   * @throws AuditError `bad-input` for a question that isn't asked any more, unless it was answered before
   */
  private schemeFor(store: AuditStore, { metric }: LabelTopic, chain: readonly LabelEvent[]): LabelScheme {
    const version = chain.at(-1)?.scheme.version;
    const scheme =
      schemeOfMetric(this.context, metric) ??
      (version === undefined ? undefined : store.labelScheme(version));
    if (scheme !== undefined) return scheme;
    throw new AuditError(
      'bad-input',
      `The question “${metric ?? ''}” isn’t asked now.`,
      'The setting transcriptAuditor.alsoLabel names the schemes whose questions are.',
    );
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
  topic: LabelTopic,
  chain: readonly LabelEvent[],
): LabelState | undefined {
  if (change.action === 'mark') throw new AuditError('bad-input', 'Only a passage can be marked.');
  const here = item === undefined ? [] : madeAt(chain, item);
  if (change.action === 'skip') {
    const isItem = item !== undefined && topic.metric === undefined && topic.part === 'answer';
    const isDone = !isItem || answerStands(here) || here.at(-1)?.action === 'skip';
    return isDone ? undefined : before;
  }
  if (item === undefined) return applyLabelChange(before, change, scheme);
  const said = saidAt(before, here, chain);
  if (change.action !== 'answer') {
    // What one said elsewhere before can be said again here.
    const isNew = applyLabelChange(said, change, scheme) !== undefined;
    return isNew ? (applyLabelChange(before, change, scheme) ?? before) : undefined;
  }
  if (said.answer === change.answer) return undefined;
  const { confidence: _elsewhere, ...base } = before;
  // How sure one was elsewhere isn't how sure one is here.
  const own = said.confidence === undefined ? base : { ...base, confidence: said.confidence };
  return applyLabelChange({ ...own, answer: said.answer }, change, scheme) ?? answered(own, change.answer);
}

/** Whether an answer is given that stands under another scheme or version, where it may mean something else. */
function isGivenAnew(
  before: LabelState,
  change: LabelChange,
  scheme: LabelScheme,
  chain: readonly LabelEvent[],
): boolean {
  const head = chain.at(-1);
  if (change.action !== 'answer' || before.answer !== change.answer || head === undefined) return false;
  return head.scheme.version !== schemeVersion(scheme);
}

/** What is said of a passage after a change; taking the mark away leaves nothing of it. */
function markedState(before: LabelState, change: LabelChange, scheme: LabelScheme): LabelState | undefined {
  if (change.action === 'clear') return isEmptyLabel(before) ? undefined : EMPTY_LABEL;
  if (change.action === 'skip') return undefined;
  return applyLabelChange(before, change, scheme);
}

/**
 * The scheme that a state is stored under: the active one, unless the state carries an answer that was given before (a
 * note on an older label, an undo across a change of scheme). That answer keeps its meaning, also where the active scheme
 * has one of the same id.
 *
 * @param from the event that the answer is taken over from; undefined for an answer that is given now
 */
function schemeOf(
  store: AuditStore,
  { answer }: LabelState,
  active: LabelScheme,
  from: LabelEvent | undefined,
): LabelScheme {
  if (answer === null || from === undefined) return active;
  return store.labelScheme(from.scheme.version) ?? active;
}
