import type { LabelEvent } from '../../core/labelEvent.ts';

/** What replaying needs of an event. */
export type UndoableEvent = Pick<LabelEvent, 'eventId' | 'action' | 'target'>;

/** Event ids, the next one to undo or redo last. */
export interface UndoStacks {
  readonly undo: readonly string[];
  readonly redo: readonly string[];
}

/**
 * Replays one annotator's events, oldest first. An act goes on the undo stack and clears the redo stack; an undo moves
 * its target from one to the other, a redo moves it back. Nothing is kept in memory between calls, so undo works across
 * transcripts, windows and restarts.
 */
export function replay(events: Iterable<UndoableEvent>): UndoStacks {
  const undo: string[] = [];
  let redo: string[] = [];
  for (const { eventId, action, target } of events) {
    if (action === 'undo' || action === 'redo') {
      const [from, to] = action === 'undo' ? [undo, redo] : [redo, undo];
      const at = target === null ? -1 : from.lastIndexOf(target);
      if (at === -1) continue;
      const [moved] = from.splice(at, 1);
      if (moved !== undefined) to.push(moved);
    } else {
      undo.push(eventId);
      redo = [];
    }
  }
  return { undo, redo };
}
