/** What one annotator said at one item of a queue, read from a transcript's events. Pure. */
import { hidesAnything } from '../../core/blindness.ts';
import { compareEvents, EMPTY_LABEL, type LabelEvent, type LabelState } from '../../core/labelEvent.ts';

/** An item of a queue as label events name it. */
export interface LabelledItem {
  readonly queueId: number;
  /** The queue's uid. */
  readonly queue: string;
  readonly place: number;
  readonly annotator: string;
  /** Which hidden repeat of the transcript it is for this annotator; absent for most items. */
  readonly repeat?: number;
}

/** The events of the label that an item is about: the transcript's own, or that of the hidden repeat; in order. */
export function chainOf(history: readonly LabelEvent[], item: LabelledItem): readonly LabelEvent[] {
  return history
    .filter((event) => isAnswerOf(event, item) && event.repeat === item.repeat)
    .sort(compareEvents);
}

/** Those of them that were made at the item. */
export function madeAt(chain: readonly LabelEvent[], { queue, place }: LabelledItem): readonly LabelEvent[] {
  return chain.filter((event) => event.queue === queue && event.place === place);
}

/** The state after the last event. */
export function stateAfter(chain: readonly LabelEvent[]): LabelState {
  return chain.at(-1)?.state ?? EMPTY_LABEL;
}

/** What of the state was said at the item; what was said before it is left out. */
export function saidAt(state: LabelState, here: readonly LabelEvent[]): LabelState {
  const did = (...actions: readonly LabelEvent['action'][]): boolean =>
    here.some(({ action }) => actions.includes(action));
  return {
    answer: answerStands(here) ? state.answer : null,
    scores: did('score') ? state.scores : {},
    note: did('note') ? state.note : '',
    flagged: did('flag') && state.flagged,
  };
}

/** True once an answer was given at the item: what it revealed can't be unseen, whatever is undone. */
export function hasAnswered(here: readonly LabelEvent[]): boolean {
  return here.some(({ action, state }) => action !== 'skip' && state.answer !== null && isSaying(action));
}

/** The last answer given while something was hidden; undefined when there is none. */
export function answerBeforeReveal(events: readonly LabelEvent[]): string | undefined {
  const blind = events.findLast(
    ({ action, shown }) =>
      action === 'answer' &&
      shown !== undefined &&
      hidesAnything({
        judge: !shown.judge,
        model: !shown.model,
        group: !shown.group,
        condition: !shown.condition,
      }),
  );
  return blind?.state.answer ?? undefined;
}

/**
 * Which hidden repeat of a transcript an item is for an annotator: the number it has already, or the next one that no
 * queue has used.
 */
export function repeatNumber(
  history: readonly LabelEvent[],
  at: Pick<LabelledItem, 'queue' | 'place' | 'annotator'>,
): number {
  const repeats = history.filter((event) => event.annotator === at.annotator && event.repeat !== undefined);
  const known = repeats.find((event) => event.queue === at.queue && event.place === at.place)?.repeat;
  return known ?? Math.max(0, ...repeats.map(({ repeat = 0 }) => repeat)) + 1;
}

/**
 * Events that may be shown beside an item: nothing of this annotator's other labels of the same transcript, since those
 * would show that it came before, and nobody's repeats.
 */
export function historyBeside(history: readonly LabelEvent[], item: LabelledItem): readonly LabelEvent[] {
  return history.filter((event) =>
    event.annotator === item.annotator ? event.repeat === item.repeat : event.repeat === undefined,
  );
}

/** Whether an answer given here is neither undone nor cleared. */
function answerStands(here: readonly LabelEvent[]): boolean {
  const undone = new Set<string>();
  for (const { action, target } of here) {
    if (target === null) continue;
    if (action === 'undo') undone.add(target);
    else if (action === 'redo') undone.delete(target);
  }
  const last = here.findLast(
    ({ action, eventId }) =>
      (action === 'answer' || action === 'adjudicate' || action === 'clear') && !undone.has(eventId),
  );
  return last !== undefined && last.action !== 'clear';
}

function isAnswerOf({ annotator, part, metric, span }: LabelEvent, item: LabelledItem): boolean {
  return annotator === item.annotator && part === 'answer' && metric === undefined && span === undefined;
}

function isSaying(action: LabelEvent['action']): boolean {
  return action === 'answer' || action === 'adjudicate' || action === 'redo';
}
