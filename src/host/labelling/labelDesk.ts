/** Labelling as the panel and the commands do it: one change in, one event on disk, one view out. */
import { EMPTY_LABEL, type LabelEvent, type LabelState } from '../../core/labelEvent.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import { labelEventWords } from '../../core/labelWords.ts';
import type { AuditStore, LabelOutcome } from '../../core/ports.ts';
import type {
  LabelChange,
  LabelledView,
  LabelsView,
  LabelStateView,
} from '../../protocol/transcriptPanel.ts';
import { verdictView } from '../transcript/verdictView.ts';
import { applyLabelChange } from './labelChange.ts';

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
}

const MOST_HISTORY = 200;

export class LabelDesk {
  private readonly context: DeskContext;

  constructor(context: DeskContext) {
    this.context = context;
  }

  /** Commits a change; undefined when it changed nothing. Resolves after the commit, never before. */
  async label(request: LabelRequest): Promise<LabelOutcome | undefined> {
    const annotator = await this.context.annotator();
    const scheme = this.context.scheme();
    return this.context.write((store) => {
      // Read and written without a pause between, so that no other act of this annotator here can slip in.
      const current = store
        .labels(request.transcriptId)
        .current.find((label) => label.annotator === annotator);
      const state = applyLabelChange(current?.state ?? EMPTY_LABEL, request.change, scheme);
      if (state === undefined) return undefined;
      return store.appendLabel({
        transcriptId: request.transcriptId,
        part: 'answer',
        annotator,
        action: request.change.action,
        state,
        scheme: schemeOf(store, state, scheme, store.labels(request.transcriptId).history, annotator),
        secondsSpent: request.secondsSpent,
        judgeVisible: request.judgeVisible,
      });
    });
  }

  /** Takes the annotator's last act back, or does it again; undefined when there is nothing (or its text is gone). */
  async step(direction: 'undo' | 'redo', judgeVisible: boolean): Promise<LabelOutcome | undefined> {
    const annotator = await this.context.annotator();
    const scheme = this.context.scheme();
    return this.context.write((store) => {
      const step = direction === 'undo' ? store.nextUndo(annotator) : store.nextRedo(annotator);
      if (step === undefined || step.transcriptId === null) return undefined;
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
      });
    });
  }

  /** Everything the page shows about labels of one transcript. */
  async labelsView(transcriptId: number): Promise<LabelsView> {
    const annotator = (await this.context.knownAnnotator()) ?? '';
    const store = this.context.store();
    const row = store.transcriptRow(transcriptId);
    const { current, history } = store.labels(transcriptId);
    const leaf = row === undefined ? [] : store.leafCounts(row.armId, row.probeId);
    let total = 0;
    let labelled = 0;
    for (const cell of leaf) {
      total += cell.n;
      if (cell.humanVerdict !== 'none') labelled += cell.n;
    }
    const mine = current.find((label) => label.annotator === annotator)?.state ?? EMPTY_LABEL;
    return {
      annotator,
      mine: stateView(mine),
      others: current
        .filter((label) => label.annotator !== annotator)
        .map((label) => ({ annotator: label.annotator, state: stateView(label.state), time: label.time })),
      history: this.historyView(history),
      progress: { labelled, total },
      canUndo: annotator !== '' && store.nextUndo(annotator) !== undefined,
      canRedo: annotator !== '' && store.nextRedo(annotator) !== undefined,
    };
  }

  /** Labels and verdict of a transcript as they are now; undefined when it is gone. */
  async labelledView(transcriptId: number): Promise<LabelledView | undefined> {
    const store = this.context.store();
    const row = store.transcriptRow(transcriptId);
    const rule = store.transcript(transcriptId)?.rule ?? null;
    if (row === undefined) return undefined;
    return {
      transcriptId,
      labels: await this.labelsView(transcriptId),
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
