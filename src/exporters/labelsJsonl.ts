import { AuditError } from '../core/errors.ts';
import type { LabelEvent } from '../core/labelEvent.ts';
import { compareForFile, compareSchemes, formatEventLine, formatHeaderLine } from '../core/labelFile.ts';
import { chunked } from './chunked.ts';
import type { LabelExporter } from './exporter.ts';

/** The label file of docs/label-files.md: headers by scheme, then events in an order that no merge disturbs. */
export const labelsJsonl: LabelExporter = {
  id: 'labels-jsonl',
  title: 'Labels (JSON Lines)',
  extension: 'jsonl',
  async *chunks({ schemes, events }) {
    const headers = schemes.length === 0 ? [undefined] : [...schemes].sort(compareSchemes);
    yield { text: headers.map((scheme) => `${formatHeaderLine(scheme)}\n`).join(''), count: 0 };
    let last: LabelEvent | undefined;
    yield* chunked(events, (event) => {
      // The order is the source's to keep, since sorting here would need all events at once.
      if (last !== undefined && compareForFile(last, event) >= 0) {
        throw new AuditError('bug', `Label event ${event.eventId} is out of order.`, 'Nothing was written.');
      }
      last = event;
      return `${formatEventLine(event)}\n`;
    });
  },
};
