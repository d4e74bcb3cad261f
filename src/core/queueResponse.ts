/** What an annotator has done about an item of a queue, as it follows from their events there. */
import { HIDEABLE, type Shown } from './blindness.ts';
import { compareEvents, type LabelEvent } from './labelEvent.ts';
import type { LabelRole } from './labelScheme.ts';

export interface QueueResponse {
  readonly kind: 'answered' | 'unsure' | 'skipped';
  /** The event that decides it: the answer that counts, or the skip. */
  readonly eventId: string;
  /** `secondsSpent` of that answer; null for what was skipped. */
  readonly seconds: number | null;
  /** Their last event on the item in the queue: where it differs, they changed their mind. */
  readonly lastEventId: string;
}

/** What of a label event decides. */
export interface QueueAct extends Pick<
  LabelEvent,
  'eventId' | 'seq' | 'action' | 'target' | 'secondsSpent' | 'judgeVisible' | 'shown'
> {
  readonly answer: string | null;
  /** Of the answer; null when there is none, or its meaning isn't known. */
  readonly role: LabelRole | null;
}

/**
 * The response that follows from events. The first answer is the response: what one says after the reveal is another matter.
 * Only where it was *unsure* a later decided answer takes its place, if no more could be seen by then. Undoing or clearing the
 * answer opens the item again. An answer given then is the response if no more could be seen than before; else it is what was
 * taken back, since taking it back and pressing another key is no other thing than pressing the other key.
 *
 * @param events one annotator's events on one item of one queue, in any order: on the transcript's answer as a whole, under
 *   the metric of verdicts; of a hidden repeat, those made at its place
 * @returns undefined for an open item
 */
export function queueResponse(events: readonly QueueAct[]): QueueResponse | undefined {
  const ordered = [...events].sort(compareEvents);
  const undone = undoneActs(ordered);
  const takenBack: QueueAct[] = [];
  let standing: QueueAct | undefined;
  let skipped: QueueAct | undefined;
  for (const event of ordered) {
    if (!DECIDING.has(event.action)) continue;
    if (undone.has(event.eventId)) {
      if (event.answer !== null && event.action !== 'skip') takenBack.push(event);
    } else if (event.action === 'skip') skipped = event;
    else if (event.answer === null) {
      if (standing !== undefined) takenBack.push(standing);
      standing = skipped = undefined;
    } else if (standing === undefined)
      standing = takenBack.findLast((before) => sawMore(before, event)) ?? event;
    else if (decidesAtLast(standing, event)) standing = event;
  }
  const deciding = standing ?? skipped;
  const last = ordered.at(-1);
  if (deciding === undefined || last === undefined) return undefined;
  const kind = standing === undefined ? 'skipped' : isUnsure(standing) ? 'unsure' : 'answered';
  return {
    kind,
    eventId: deciding.eventId,
    seconds: standing?.secondsSpent ?? null,
    lastEventId: last.eventId,
  };
}

/** Acts that give or take an answer, or pass an item over. */
const DECIDING: ReadonlySet<QueueAct['action']> = new Set(['answer', 'adjudicate', 'clear', 'skip']);

/** Ids of what was undone and not redone. */
function undoneActs(ordered: readonly QueueAct[]): ReadonlySet<string> {
  const undone = new Set<string>();
  for (const { action, target } of ordered) {
    if (target === null) continue;
    if (action === 'undo') undone.add(target);
    else if (action === 'redo') undone.delete(target);
  }
  return undone;
}

function isUnsure({ role }: QueueAct): boolean {
  return role === null || role === 'undecided';
}

function decidesAtLast(before: QueueAct, event: QueueAct): boolean {
  return isUnsure(before) && !isUnsure(event) && !sawMore(before, event);
}

function sawMore(before: QueueAct, event: QueueAct): boolean {
  const seen = (shown: Shown | undefined, name: (typeof HIDEABLE)[number], judge: boolean): boolean =>
    shown === undefined ? name === 'judge' && judge : shown[name];
  return HIDEABLE.some(
    (name) => seen(event.shown, name, event.judgeVisible) && !seen(before.shown, name, before.judgeVisible),
  );
}
