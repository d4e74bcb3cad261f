/** Labels of the reasoning, of further questions and of passages, as the page shows them. */
import {
  compareEvents,
  isEmptyLabel,
  isMainSubject,
  subjectText,
  type LabelEvent,
  type LabelState,
} from '../../core/labelEvent.ts';
import { maskPattern, maskText } from '../../core/maskText.ts';
import type { LabelStateView } from '../../protocol/transcriptPanel.ts';
import type { BesideView, PassageView } from '../../protocol/transcriptAbout.ts';
import { cutText } from '../transcript/cutText.ts';
import { schemeOfMetric, type DeskContext } from './deskContext.ts';
import { chainOf, madeAt, saidAt, stateAfter, type LabelledItem } from './itemLabels.ts';
import { earlierView } from './labelOrigin.ts';
import { topicOfEvent } from './labelTopic.ts';
import { placeOf, textAt } from './passageText.ts';

/** Passages shown of one transcript. */
const MOST_PASSAGES = 200;
const LONGEST_SHOWN = 400;

/** Whose view it is, and what of it may be seen. */
export interface Seer {
  readonly annotator: string;
  /** The item of a queue that the transcript is shown as. */
  readonly item?: LabelledItem;
  /** Only what was said at the item may be seen. */
  readonly covered: boolean;
  /** Texts that are blocked out of turns. */
  readonly masks: readonly string[];
}

export function stateView(state: LabelState): LabelStateView {
  const { answer, scores, note, flagged, confidence } = state;
  return { answer, scores, note, flagged, ...(confidence === undefined ? {} : { confidence }) };
}

/** What was said of the reasoning and to further questions; those of which nothing was said are left out. */
export function besideViews(
  context: DeskContext,
  history: readonly LabelEvent[],
  seer: Seer,
): readonly BesideView[] {
  const shown = history.filter(
    (event) =>
      event.span === undefined &&
      (event.part === 'reasoning' || event.metric !== undefined) &&
      isOfShowing(event, seer),
  );
  const topics = Map.groupBy(shown, ({ part, metric }) => JSON.stringify([part, metric ?? '']));
  return [...topics.values()].flatMap((events) => {
    const [first] = events;
    if (first === undefined) return [];
    const topic = topicOfEvent(first);
    const chain = chainOf(events, labellerOf(seer), topic);
    const state = stateAfter(chain);
    const mine =
      seer.covered && seer.item !== undefined ? saidAt(state, madeAt(chain, seer.item), chain) : state;
    const others = seer.covered
      ? []
      : headsOf(events)
          .filter(({ annotator, state: said }) => annotator !== seer.annotator && !isEmptyLabel(said))
          .map((head) => ({
            annotator: head.annotator,
            state: givenView(context, head),
            time: head.time,
          }));
    if (isEmptyLabel(mine) && others.length === 0) return [];
    const own = chain.at(-1);
    return [
      {
        part: topic.part,
        ...(topic.metric === undefined ? {} : { metric: topic.metric }),
        mine: {
          ...(own === undefined || mine !== state ? stateView(mine) : givenView(context, own)),
          ...(own && earlierView(mine.answer, own, schemeOfMetric(context, topic.metric))),
        },
        others,
      },
    ];
  });
}

/** Passages that are marked now, in the order of the text. */
export function passageViews(
  context: DeskContext,
  transcriptId: number,
  history: readonly LabelEvent[],
  seer: Seer,
): readonly PassageView[] {
  const { annotator, item, covered, masks } = seer;
  const marks = history.filter(
    (event) =>
      event.span !== undefined &&
      isOfShowing(event, seer) &&
      (!covered || (event.annotator === annotator && (item === undefined || isMadeAt(event, item)))),
  );
  const chains = Map.groupBy(marks, ({ part, ...event }) => `${part} ${subjectText(event)}`);
  const heads = [...chains.values()].flatMap(headsOf).filter(({ state }) => !isEmptyLabel(state));
  if (heads.length === 0) return [];
  const store = context.store();
  const pattern = maskPattern(masks);
  const masked = (text: string): string => maskText(text, pattern);
  return heads
    .sort((a, b) => comparePlaces(a.span, b.span) || compareEvents(a, b))
    .slice(0, MOST_PASSAGES)
    .map((head): PassageView => {
      const { span } = head;
      const place = span === undefined ? null : placeOf(store, transcriptId, span);
      // Where the text is gone nobody can tell what of the quote a mask would have covered.
      const quote =
        place !== null
          ? textAt(store, transcriptId, place, masked)
          : pattern === undefined
            ? (span?.quote ?? '')
            : '';
      return {
        id: head.eventId,
        annotator: head.annotator,
        isMine: head.annotator === annotator,
        ...(head.metric === undefined ? {} : { metric: head.metric }),
        place,
        turn: span?.turn ?? 0,
        ...(span?.branch === undefined ? {} : { branch: span.branch }),
        quote: cutText(quote, LONGEST_SHOWN),
        state: givenView(context, head),
        time: head.time,
      };
    });
}

function labellerOf({ annotator, item }: Seer): { readonly annotator: string; readonly repeat?: number } {
  return { annotator, ...(item?.repeat === undefined ? {} : { repeat: item.repeat }) };
}

/** One's own of this showing of the transcript, and nobody else's hidden repeats. */
function isOfShowing(event: LabelEvent, { annotator, item }: Seer): boolean {
  return event.annotator === annotator ? event.repeat === item?.repeat : event.repeat === undefined;
}

function isMadeAt({ queue, place }: LabelEvent, item: LabelledItem): boolean {
  return queue === item.queue && place === item.place;
}

/** Everybody's last event of one chain. */
function headsOf(events: readonly LabelEvent[]): LabelEvent[] {
  const heads = new Map<string, LabelEvent>();
  for (const event of events) {
    const head = heads.get(event.annotator);
    if (head === undefined || compareEvents(head, event) < 0) heads.set(event.annotator, event);
  }
  return [...heads.values()];
}

/** The state with the name of its answer, where that is of another scheme than the one in force. */
function givenView(context: DeskContext, event: LabelEvent): LabelStateView {
  const { state, scheme, metric } = event;
  const view = stateView(state);
  if (state.answer === null) return view;
  const other = context
    .store()
    .labelScheme(scheme.version)
    ?.answers.find(({ id }) => id === state.answer);
  const now = schemeOfMetric(context, metric)?.answers.find(({ id }) => id === state.answer);
  // An earlier version of the scheme may have meant something else by the same id.
  if (other === undefined || (now?.name === other.name && now.role === other.role)) return view;
  return { ...view, given: { name: other.name, role: other.role } };
}

function comparePlaces(a: LabelEvent['span'], b: LabelEvent['span']): number {
  if (a === undefined || b === undefined) return 0;
  return (
    (a.branch ?? 0) - (b.branch ?? 0) || a.turn - b.turn || a.part - b.part || a.from - b.from || a.to - b.to
  );
}

/** True for the label of the transcript's answer under the question of the verdict. */
export function isMainLabel(event: LabelEvent): boolean {
  return event.part === 'answer' && isMainSubject(event);
}
