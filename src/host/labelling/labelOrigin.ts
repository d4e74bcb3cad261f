/** What a label has that the page's own scheme doesn't tell: an answer of another scheme, the file that carried it. */
import { compareEvents, isMainSubject, type LabelEvent } from '../../core/labelEvent.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import type { AnnotatorLabel, LabelStore } from '../../core/labelStore.ts';
import type { LabelStateView } from '../../protocol/transcriptPanel.ts';

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
  const { source, scheme } = head;
  const origin = source === undefined ? {} : { source };
  if (answer === null) return origin;
  const other = store.labelScheme(scheme.version)?.answers.find(({ id }) => id === answer);
  const now = active.answers.find(({ id }) => id === answer);
  // An earlier version of the scheme may have meant something else by the same id.
  if (other === undefined || (now?.name === other.name && now.role === other.role)) return origin;
  return { ...origin, given: { name: other.name, role: other.role } };
}
