/** Labels of a transcript as its page draws them. */
import { compareEvents, EMPTY_LABEL, type LabelEvent } from '../../core/labelEvent.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import { labelEventWords, labelStateWords, subjectWords } from '../../core/labelWords.ts';
import type { LabelledView, LabelsView } from '../../protocol/transcriptPanel.ts';
import { verdictView } from '../transcript/verdictView.ts';
import { schemeOfMetric, type DeskContext } from './deskContext.ts';
import {
  answerBeforeReveal,
  chainOf,
  historyBeside,
  madeAt,
  saidAt,
  stateAfter,
  type LabelledItem,
} from './itemLabels.ts';
import { originOf, versionView } from './labelOrigin.ts';
import { besideViews, isMainLabel, passageViews, stateView, type Seer } from './subjectViews.ts';

/** How labels are to be shown: of an item of a queue, and whether it is still hidden what was said before. */
export interface LabelsShown {
  readonly item?: LabelledItem;
  readonly covered?: boolean;
  /** Texts that are blocked out of turns, and so of passages. */
  readonly masks?: readonly string[];
}

/** What the desk knows of steps back and forth. */
interface Steps {
  nextStep(direction: 'undo' | 'redo', annotator: string, queue: string | undefined): unknown;
}

const MOST_HISTORY = 200;

export async function labelsView(
  context: DeskContext,
  steps: Steps,
  transcriptId: number,
  { item, covered = false, masks = [] }: LabelsShown = {},
): Promise<LabelsView> {
  const annotator = item?.annotator ?? (await context.knownAnnotator()) ?? '';
  const store = context.store();
  const row = store.transcriptRow(transcriptId);
  const { current, history } = store.labels(transcriptId);
  const scheme = context.scheme();
  const leaf = row === undefined ? [] : store.leafCounts(row.armId, row.probeId);
  let total = 0;
  let labelled = 0;
  for (const cell of leaf) {
    total += cell.n;
    if (cell.humanVerdict !== 'none') labelled += cell.n;
  }
  const chain = chainOf(history, item ?? { annotator });
  const here = item === undefined ? [] : madeAt(chain, item);
  const standing = current.find((label) => label.annotator === annotator);
  const own = item === undefined ? (standing?.state ?? EMPTY_LABEL) : stateAfter(chain);
  const mine = item !== undefined && covered ? saidAt(own, here, chain) : own;
  const head = chain.at(-1);
  const shownHistory = item === undefined ? history : covered ? here : historyBeside(history, item);
  const blind = covered
    ? undefined
    : answerBeforeReveal(
        item === undefined ? history.filter((event) => isMainOf(event, annotator)).sort(compareEvents) : here,
      );
  const seer: Seer = { annotator, covered, masks, ...(item === undefined ? {} : { item }) };
  const beside = besideViews(context, history, seer);
  const passages = passageViews(context, transcriptId, history, seer);
  return {
    annotator,
    mine: { ...stateView(mine), ...(head && versionView(mine.answer, head, scheme, store)) },
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
    history: historyView(context, shownHistory),
    progress: { labelled, total },
    canUndo: annotator !== '' && steps.nextStep('undo', annotator, item?.queue) !== undefined,
    canRedo: annotator !== '' && steps.nextStep('redo', annotator, item?.queue) !== undefined,
    ...(blind === undefined ? {} : { beforeReveal: blind }),
    ...(beside.length === 0 ? {} : { beside }),
    ...(passages.length === 0 ? {} : { passages }),
  };
}

/** Labels and verdict of a transcript as they are now; undefined when it is gone. */
export async function labelledView(
  context: DeskContext,
  steps: Steps,
  transcriptId: number,
  shown: LabelsShown = {},
): Promise<LabelledView | undefined> {
  const store = context.store();
  const row = store.transcriptRow(transcriptId);
  const rule = store.transcript(transcriptId)?.rule ?? null;
  if (row === undefined) return undefined;
  return {
    transcriptId,
    labels: await labelsView(context, steps, transcriptId, shown),
    verdict: verdictView(row.judgeVerdict, row.humanVerdict, rule),
  };
}

function historyView(context: DeskContext, history: readonly LabelEvent[]): LabelsView['history'] {
  const byId = new Map(history.map((event) => [event.eventId, event]));
  const versions = new Map<string, LabelScheme | undefined>();
  return history
    .slice(-MOST_HISTORY)
    .reverse()
    .map((event) => ({
      eventId: event.eventId,
      annotator: event.annotator,
      action: event.action,
      words: eventWords(event, schemeOfEvent(context, event, versions), (id) => byId.get(id)),
      time: event.time,
      judgeVisible: event.judgeVisible,
    }));
}

function eventWords(
  event: LabelEvent,
  scheme: LabelScheme,
  lookup: (id: string) => LabelEvent | undefined,
): string {
  const about = subjectWords(event);
  const isMark = event.span !== undefined && event.action !== 'undo' && event.action !== 'redo';
  // Marks are made and changed as a whole.
  const words = !isMark
    ? labelEventWords(event, scheme, lookup)
    : event.action === 'clear'
      ? 'mark removed'
      : `marked: ${labelStateWords(event.state, scheme)}`;
  return about === '' ? words : `${about}: ${words}`;
}

/** The scheme that names the event's answers: the one it was given under, or that of its question where it isn't here. */
function schemeOfEvent(
  context: DeskContext,
  { metric, scheme: { version } }: LabelEvent,
  versions: Map<string, LabelScheme | undefined>,
): LabelScheme {
  if (!versions.has(version)) versions.set(version, context.store().labelScheme(version));
  return versions.get(version) ?? schemeOfMetric(context, metric) ?? context.scheme();
}

function isMainOf(event: LabelEvent, annotator: string): boolean {
  return event.annotator === annotator && isMainLabel(event);
}
