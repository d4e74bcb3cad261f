import type { AuditStore } from '../../../src/core/ports.ts';
import { labelInput } from './storageDesk.ts';

/** What the host does on undo: ask for the step, append it. Returns the transcript it was on. */
export function undo(store: AuditStore, annotator = 'kim'): number | undefined {
  const step = store.nextUndo(annotator);
  if (step?.transcriptId == null) return undefined;
  store.appendLabel(
    labelInput(step.transcriptId, '', {
      annotator,
      part: step.event.part,
      action: 'undo',
      target: step.event.eventId,
      state: step.state,
    }),
  );
  return step.transcriptId;
}

export function redo(store: AuditStore, annotator = 'kim'): number | undefined {
  const step = store.nextRedo(annotator);
  if (step?.transcriptId == null) return undefined;
  store.appendLabel(
    labelInput(step.transcriptId, '', {
      annotator,
      part: step.event.part,
      action: 'redo',
      target: step.event.eventId,
      state: step.state,
    }),
  );
  return step.transcriptId;
}
