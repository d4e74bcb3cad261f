/** What one annotator said at one item of a queue, read from a transcript's events. Pure. */
import { hidesAnything } from '../../core/blindness.ts';
import {
  compareEvents,
  EMPTY_LABEL,
  MAIN_TOPIC,
  subjectText,
  type LabelEvent,
  type LabelState,
  type LabelTopic,
} from '../../core/labelEvent.ts';

/** An item of a queue as label events name it. */
export interface LabelledItem {
  readonly queueId: number;
  /** The queue's uid. */
  readonly queue: string;
  readonly place: number;
  readonly annotator: string;
  /** Which hidden repeat of the transcript it is for this annotator; absent for most items. */
  readonly repeat?: number;
  /** The queue decides between annotators who disagree: the answer given here is an adjudication. */
  readonly adjudicates?: true;
}

/** Whose label, and of which showing of the transcript. */
export type Labeller = Pick<LabelledItem, 'annotator' | 'repeat'>;

/**
 * The events of the label that an item is about, in order: of the transcript itself, or of the hidden repeat.
 *
 * @param topic what of it, where that isn't its answer under the question of the verdict
 */
export function chainOf(
  history: readonly LabelEvent[],
  { annotator, repeat }: Labeller,
  topic: LabelTopic = MAIN_TOPIC,
): readonly LabelEvent[] {
  const { metric, span } = topic;
  const subject = subjectText({
    ...(metric === undefined ? {} : { metric }),
    ...(span === undefined ? {} : { span }),
    ...(repeat === undefined ? {} : { repeat }),
  });
  return history
    .filter(
      (event) => event.annotator === annotator && event.part === topic.part && subjectText(event) === subject,
    )
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

/**
 * What of the label was said at the item and not taken back there; what was said before it, elsewhere, is left out.
 *
 * @param here the events made at the item (`madeAt`)
 * @param chain all events of the label (`chainOf`): an event holds every score, whoever gave it before
 */
export function saidAt(
  state: LabelState,
  here: readonly LabelEvent[],
  chain: readonly LabelEvent[],
): LabelState {
  const standing = actsThatStand(here);
  const did = (action: LabelEvent['action']): boolean => standing.some((event) => event.action === action);
  const scored = scoresGiven(standing, chain);
  const { confidence } = state;
  return {
    answer: answerStands(here) ? state.answer : null,
    scores: Object.fromEntries(Object.entries(state.scores).filter(([id]) => scored.has(id))),
    note: did('note') ? state.note : '',
    flagged: did('flag') && state.flagged,
    ...(confidence !== undefined && did('confidence') ? { confidence } : {}),
  };
}

/** Which scores those events gave or took away. */
function scoresGiven(events: readonly LabelEvent[], chain: readonly LabelEvent[]): ReadonlySet<string> {
  const byId = new Map(chain.map((event) => [event.eventId, event]));
  const given = new Set<string>();
  for (const { action, parent, state } of events) {
    if (action !== 'score') continue;
    const before = byId.get(parent ?? '')?.state.scores ?? {};
    for (const id of Object.keys({ ...before, ...state.scores }))
      if (before[id] !== state.scores[id]) given.add(id);
  }
  return given;
}

/**
 * True once an answer was given at the item: what it revealed can't be unseen, whatever is undone. Nothing else counts:
 * a skip or note that is done again restores an answer that may have been given elsewhere.
 */
export function hasAnswered(here: readonly LabelEvent[]): boolean {
  return here.some(
    ({ action, state }) => (action === 'answer' || action === 'adjudicate') && state.answer !== null,
  );
}

/** The last answer given while something was hidden; undefined when there is none. */
export function answerBeforeReveal(events: readonly LabelEvent[]): string | undefined {
  const blind = events.findLast(
    ({ action, shown }) =>
      (action === 'answer' || action === 'adjudicate') &&
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
export function answerStands(here: readonly LabelEvent[]): boolean {
  const last = actsThatStand(here).findLast(
    ({ action }) => action === 'answer' || action === 'adjudicate' || action === 'clear',
  );
  return last !== undefined && last.action !== 'clear';
}

/** Without what was undone and not done again; undo and redo themselves are no acts. */
function actsThatStand(here: readonly LabelEvent[]): readonly LabelEvent[] {
  const undone = new Set<string>();
  for (const { action, target } of here) {
    if (target === null) continue;
    if (action === 'undo') undone.add(target);
    else if (action === 'redo') undone.delete(target);
  }
  return here.filter(({ action, eventId }) => action !== 'undo' && action !== 'redo' && !undone.has(eventId));
}
