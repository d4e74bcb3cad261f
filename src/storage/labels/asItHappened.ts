import { compareEvents, type LabelEvent } from '../../core/labelEvent.ts';

/**
 * Events of several people in one order to read them in: each person's in their own order, which needs no clock, and those
 * of different people by time. A clock that was set back doesn't put a later act before an earlier one.
 */
export function asItHappened<E extends Pick<LabelEvent, 'annotator' | 'seq' | 'eventId' | 'time'>>(
  events: readonly E[],
): readonly E[] {
  const latest = new Map<string, string>();
  return [...events]
    .sort(compareEvents)
    .map((event) => {
      const before = latest.get(event.annotator) ?? '';
      const at = event.time > before ? event.time : before;
      latest.set(event.annotator, at);
      return { event, at };
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : compareEvents(a.event, b.event)))
    .map(({ event }) => event);
}
