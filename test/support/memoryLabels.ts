import type { LabelEvent } from '../../src/core/labelEvent.ts';
import { compareForFile, sameEvent, type SchemeVersion } from '../../src/core/labelFile.ts';
import type { LabelMergeTarget } from '../../src/exporters/labels/mergeLabelFile.ts';

/** A database that is only a map. */
export class MemoryLabels implements LabelMergeTarget {
  readonly events = new Map<string, LabelEvent>();
  readonly schemes: SchemeVersion[] = [];

  addSchemes(schemes: readonly SchemeVersion[]): void {
    this.schemes.push(...schemes);
  }

  addEvents(events: readonly LabelEvent[]): { added: number; present: number; differing: string[] } {
    const differing: string[] = [];
    let added = 0;
    for (const event of events) {
      const known = this.events.get(event.eventId);
      if (known === undefined) {
        this.events.set(event.eventId, event);
        added += 1;
      } else if (!sameEvent(known, event)) differing.push(event.eventId);
    }
    return { added, present: events.length - added, differing };
  }

  sorted(): LabelEvent[] {
    return [...this.events.values()].sort(compareForFile);
  }
}
