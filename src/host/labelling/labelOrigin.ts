/** What a label has that the page's own scheme doesn't tell: an answer of another scheme, the file that carried it. */
import { compareEvents, isMainSubject, type LabelEvent } from '../../core/labelEvent.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import type { AnnotatorLabel, LabelStore } from '../../core/labelStore.ts';
import type { LabelStateView } from '../../protocol/transcriptPanel.ts';
import { schemeVersion } from '../../storage/rows/versionHash.ts';

export interface LabelOrigin {
  readonly given?: NonNullable<LabelStateView['given']>;
  readonly source?: string;
}

/** @param history every event on the transcript, in any order */
export function originOf(
  { annotator, state: { answer } }: AnnotatorLabel,
  history: readonly LabelEvent[],
  active: LabelScheme,
  store: Pick<LabelStore, 'labelScheme'>,
): LabelOrigin {
  let head: LabelEvent | undefined;
  for (const event of history) {
    if (event.annotator !== annotator || event.part !== 'answer' || !isMainSubject(event)) continue;
    if (head === undefined || compareEvents(head, event) < 0) head = event;
  }
  if (head === undefined) return {};
  const given = givenAs(answer, head, active, store);
  return {
    ...(head.source === undefined ? {} : { source: head.source }),
    ...(given === undefined ? {} : { given }),
  };
}

/**
 * Name and role that an answer had when it was given; undefined where they are those of now, or not known.
 *
 * @param head the last event of its chain
 */
export function givenAs(
  answer: string | null,
  { scheme }: Pick<LabelEvent, 'scheme'>,
  active: LabelScheme,
  store: Pick<LabelStore, 'labelScheme'>,
): LabelOrigin['given'] {
  if (answer === null) return undefined;
  const other = store.labelScheme(scheme.version)?.answers.find(({ id }) => id === answer);
  const now = active.answers.find(({ id }) => id === answer);
  // An earlier version of the scheme may have meant something else by the same id.
  if (other === undefined || (now?.name === other.name && now.role === other.role)) return undefined;
  return { name: other.name, role: other.role };
}

/** What of one's own answer the scheme of now doesn't tell: what it was called, and that giving it again is another act. */
export function versionView(
  answer: string | null,
  head: Pick<LabelEvent, 'scheme'>,
  active: LabelScheme,
  store: Pick<LabelStore, 'labelScheme'>,
): Pick<LabelStateView, 'given' | 'earlier'> {
  const given = givenAs(answer, head, active, store);
  return { ...(given === undefined ? {} : { given }), ...earlierView(answer, head, active) };
}

export function earlierView(
  answer: string | null,
  { scheme }: Pick<LabelEvent, 'scheme'>,
  active: LabelScheme | undefined,
): Pick<LabelStateView, 'earlier'> {
  const isEarlier = answer !== null && active !== undefined && scheme.version !== schemeVersion(active);
  return isEarlier ? { earlier: true } : {};
}
