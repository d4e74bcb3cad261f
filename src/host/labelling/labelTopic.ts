/** What a page asks to label, as label events name it. */
import { AuditError } from '../../core/errors.ts';
import { subjectOf, type LabelEvent, type LabelTopic } from '../../core/labelEvent.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { LabelAbout } from '../../protocol/transcriptAbout.ts';
import { anchorAt } from './passageText.ts';

/**
 * The chain that a label belongs to; the hidden repeat, where there is one, isn't part of it.
 *
 * @param history every event on the transcript
 * @throws AuditError `bad-input` for a passage that isn't there, `not-found` for one that nobody marked
 */
export function topicOf(
  store: Pick<AuditStore, 'branchTurns'>,
  transcriptId: number,
  history: readonly LabelEvent[],
  { part, metric, span, passage }: LabelAbout,
): LabelTopic {
  if (passage !== undefined) {
    const marked = history.find(({ eventId }) => eventId === passage);
    if (marked?.span === undefined)
      throw new AuditError('not-found', 'That passage isn’t marked any more.', 'Select it again.');
    return topicOfEvent(marked);
  }
  const asked = metric === undefined ? {} : { metric };
  if (span === undefined) return { part: part ?? 'answer', ...asked };
  return { ...anchorAt(store, transcriptId, span), ...asked };
}

/** The same for an event, without its repeat. */
export function topicOfEvent(event: LabelEvent): LabelTopic {
  const { repeat: _showing, ...subject } = subjectOf(event);
  return { part: event.part, ...subject };
}

/** What a page calls it. */
export function aboutOf(event: LabelEvent): LabelAbout {
  const metric = event.metric === undefined ? {} : { metric: event.metric };
  if (event.span !== undefined) return { ...metric, passage: event.eventId };
  return { ...(event.part === 'reasoning' ? { part: 'reasoning' as const } : {}), ...metric };
}
