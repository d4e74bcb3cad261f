/** Labels as a tab gives them: what may be seen before is settled and recorded, what shows after goes back to the page. */
import { AuditError } from '../../core/errors.ts';
import type { LabelEvent } from '../../core/labelEvent.ts';
import type { LabelChange, LabelledView, TranscriptView } from '../../protocol/transcriptPanel.ts';
import type { QueuePlace } from '../../protocol/transcriptQueue.ts';
import type { SteppedView } from '../../protocol/transcriptRequests.ts';
import type { LabelAbout } from '../../protocol/transcriptAbout.ts';
import { aboutOf } from '../labelling/labelTopic.ts';
import { isCovered } from '../blindness/cover.ts';
import { coveredLabels, coveredVerdict, repeatVerdict } from '../blindness/coveredView.ts';
import type { PanelHost } from './panelHost.ts';
import type { QueueSpot } from './queueWork.ts';
import type { TranscriptReader } from './reader.ts';

export interface PageLabel {
  readonly transcriptId: number;
  readonly change: LabelChange;
  /** What of the transcript; absent: its answer, under the question of the verdict. */
  readonly about?: LabelAbout;
  readonly secondsSpent: number | null;
  readonly judgeVisible: boolean;
  readonly queue?: QueuePlace;
}

type Parts = Pick<PanelHost, 'covers' | 'work' | 'desk'>;

export const GONE_WORDS = 'This transcript is no longer in the database.';

/** The item that a page speaks of. @throws AuditError `refused` when its queue isn't the one that is worked on */
export function spotAsked({ work }: Parts, queue: QueuePlace | undefined): QueueSpot | undefined {
  if (queue === undefined) return undefined;
  const spot = work.spot(queue);
  if (spot !== undefined) return spot;
  throw new AuditError(
    'refused',
    work.isOpen(queue) ? 'This item’s text is in no run now.' : 'The queue isn’t being worked on now.',
    work.isOpen(queue) ? 'Go on to the next.' : 'Nothing was saved. Resume it from the Queues view.',
  );
}

/**
 * Commits a label; resolves after the commit with labels and verdict, the whole view where it shows more now, and the
 * event's id (none when nothing changed).
 */
export async function giveLabel(
  parts: Parts,
  reader: TranscriptReader,
  { transcriptId, change, about, secondsSpent, judgeVisible, queue }: PageLabel,
): Promise<LabelledView & { readonly eventId?: string }> {
  const { covers, desk } = parts;
  const spot = spotAsked(parts, queue);
  if (spot !== undefined && spot.transcriptId !== transcriptId) {
    throw new AuditError(
      'refused',
      'Another transcript stands at this place of the queue by now, so nothing was saved.',
      'A colleague’s part of the queue came, or results were imported anew: open the item again.',
    );
  }
  if (change.action === 'skip' && spot === undefined)
    throw new AuditError('refused', 'Only items of a queue can be skipped.');
  const before = await covers.of(transcriptId, spot?.item);
  const shown = await covers.shown(transcriptId, before, judgeVisible);
  const outcome = await desk.label({
    transcriptId,
    change,
    ...(about === undefined ? {} : { about }),
    secondsSpent,
    judgeVisible: shown.judge,
    shown,
    ...(spot === undefined ? {} : { item: spot.item }),
  });
  if (outcome === undefined && change.action === 'skip' && spot?.response !== 'skipped')
    throw new AuditError('refused', 'This item is answered already, so it can’t be skipped.');
  const labelled = await labelsNow(parts, transcriptId, queue);
  const after = await covers.of(transcriptId, spot?.item);
  const revealed =
    isCovered(before) && !isCovered(after)
      ? await reader.view(transcriptId, spotAsked(parts, queue))
      : undefined;
  return {
    ...labelled,
    ...(revealed === undefined ? {} : { revealed }),
    ...(outcome === undefined ? {} : { eventId: outcome.event.eventId }),
  };
}

/** The view with what is hidden, before the answer. @throws AuditError `refused` where a queue doesn't allow that */
export async function revealView(
  parts: Parts,
  reader: TranscriptReader,
  transcriptId: number,
  queue: QueuePlace | undefined,
): Promise<TranscriptView> {
  const spot = spotAsked(parts, queue);
  await parts.covers.peek(transcriptId, spot?.item);
  const view = await reader.view(transcriptId, spot);
  if (view === undefined) throw new AuditError('not-found', GONE_WORDS);
  return view;
}

/** Labels and verdict as they may be shown now. */
export async function labelsNow(
  parts: Parts,
  transcriptId: number,
  queue: QueuePlace | undefined,
): Promise<LabelledView> {
  const { covers, desk, work } = parts;
  const spot = spotAsked(parts, queue);
  const cover = await covers.of(transcriptId, spot?.item);
  const covered = isCovered(cover);
  const view = await desk.labelledView(transcriptId, {
    ...(spot === undefined ? {} : { item: spot.item }),
    covered: covered && cover.labels,
    masks: cover.masks,
  });
  if (view === undefined) throw new AuditError('not-found', GONE_WORDS);
  const { labels } = view;
  const verdict = covered ? coveredVerdict(view.verdict, cover) : view.verdict;
  return {
    transcriptId,
    labels: covered ? coveredLabels(labels, cover) : labels,
    verdict: spot?.item.repeat === undefined ? verdict : repeatVerdict(verdict),
    ...(spot === undefined ? {} : { queue: work.placeView(spot) }),
  };
}

/**
 * Takes the last act back or does it again, in a queue only what was said there; the view of the transcript that it was on.
 *
 * @param here where the reader is; `inQueue` while that is an item of the queue that is worked on
 */
export async function stepBack(
  parts: Parts,
  reader: TranscriptReader,
  direction: 'undo' | 'redo',
  here: { readonly transcriptId: number | undefined; readonly inQueue: boolean },
): Promise<SteppedView | undefined> {
  const { covers, desk, work } = parts;
  const { open } = work;
  if (!here.inQueue || open === undefined) {
    const outcome = await desk.step(direction, true);
    if (outcome === undefined) return undefined;
    // The same text may be in several runs: stay where the reader is if that is one of them.
    const id = outcome.transcriptIds.find((each) => each === here.transcriptId) ?? outcome.transcriptIds[0];
    return id === undefined ? undefined : stepped(await reader.view(id), outcome.event);
  }
  const { annotator, queue } = open;
  const next = desk.nextStep(direction, annotator, queue.uid);
  const spot = next === undefined ? undefined : work.spotOfEvent(next.event);
  if (spot === undefined) return undefined;
  const cover = await covers.of(spot.transcriptId, spot.item);
  const shown = await covers.shown(spot.transcriptId, cover, true);
  const outcome = await desk.step(direction, shown.judge, { uid: queue.uid, annotator, shown });
  const now = work.spot(spot.at);
  if (now === undefined) return undefined;
  return stepped(await reader.view(now.transcriptId, now), outcome?.event);
}

function stepped(view: TranscriptView | undefined, event: LabelEvent | undefined): SteppedView | undefined {
  return view === undefined || event === undefined ? view : { ...view, stepped: aboutOf(event) };
}
