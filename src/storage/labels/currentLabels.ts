import type { Opinion } from '../../core/effectiveLabel.ts';
import { compareEvents, subjectText, type LabelEvent } from '../../core/labelEvent.ts';
import type { LabelRole } from '../../core/labelScheme.ts';

/** What of an event decides the current label; events of one part of one transcript. */
export type ChainEvent = Pick<LabelEvent, 'eventId' | 'annotator' | 'seq' | 'parent' | 'action' | 'target'>;

/**
 * The head of each annotator's chain: the event with the highest (seq, event id), whatever order they came in.
 *
 * @param events all events on one part of one transcript with one subject, by anybody
 */
export function headsOf<E extends ChainEvent & LabelEvent>(events: readonly E[]): readonly E[] {
  const heads = new Map<string, E>();
  for (const event of events) {
    const head = heads.get(event.annotator);
    if (head === undefined || compareEvents(head, event) < 0) heads.set(event.annotator, event);
  }
  return [...heads.values()];
}

/** The heads of all chains among events on one transcript: by part, subject and annotator. */
export function chainHeads<E extends ChainEvent & LabelEvent>(events: readonly E[]): readonly E[] {
  const chains = new Map<string, E[]>();
  for (const event of events) {
    const name = `${event.part} ${subjectText(event)}`;
    const chain = chains.get(name);
    if (chain === undefined) chains.set(name, [event]);
    else chain.push(event);
  }
  return [...chains.values()].flatMap(headsOf);
}

/**
 * Whether a label is an adjudication. The act that gave the answer tells: notes, scores and flags pass the question to
 * their parent, undo and redo to what they restored. (v_labels walks the same way.)
 */
export function isAdjudicated(head: ChainEvent, byId: ReadonlyMap<string, ChainEvent>): boolean {
  const seen = new Set<string>();
  for (let event: ChainEvent | undefined = head; event !== undefined && !seen.has(event.eventId);) {
    if (event.action === 'adjudicate') return true;
    seen.add(event.eventId);
    event = byId.get(deciderOf(event, byId) ?? '');
  }
  return false;
}

/** Id of the event that is asked instead; null when the event itself gave or took away the answer. */
function deciderOf(event: ChainEvent, byId: ReadonlyMap<string, ChainEvent>): string | null {
  switch (event.action) {
    case 'adjudicate':
    case 'answer':
    case 'clear':
      return null;
    case 'score':
    case 'note':
    case 'flag':
    case 'confidence':
    case 'skip':
      return event.parent;
    case 'redo':
      return event.target;
    case 'undo':
      return byId.get(event.target ?? '')?.parent ?? null;
  }
}

/** Everybody's current answer. An answer whose scheme isn't known yet decides nothing. */
export function opinionsOf(
  events: readonly (LabelEvent & { readonly role: LabelRole | null })[],
): readonly Opinion[] {
  if (events.length === 0) return [];
  const byId = new Map(events.map((event) => [event.eventId, event]));
  return headsOf(events)
    .filter((head) => head.state.answer !== null)
    .map((head) => ({
      annotator: head.annotator,
      role: head.role ?? 'undecided',
      adjudicated: isAdjudicated(head, byId),
    }));
}

/**
 * What each annotator says for themselves: their current answer, or the one that they had given before they adjudicated. Those
 * who only adjudicated are left out.
 */
export function ownOpinionsOf(
  events: readonly (LabelEvent & { readonly role: LabelRole | null })[],
): readonly Opinion[] {
  const byId = new Map(events.map((event) => [event.eventId, event]));
  const before = headsOf(events).flatMap((head) => {
    const theirs = events.filter(({ annotator }) => annotator === head.annotator).sort(compareEvents);
    const decided = theirs.findIndex(({ action }) => action === 'adjudicate');
    return isAdjudicated(head, byId) ? theirs.slice(0, decided) : theirs;
  });
  return opinionsOf(before);
}
