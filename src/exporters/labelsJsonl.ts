import { AuditError } from '../core/errors.ts';
import type { LabelEvent } from '../core/labelEvent.ts';
import {
  compareForFile,
  compareSchemes,
  formatEventLine,
  formatHeaderLine,
  versionOfEvent,
} from '../core/labelFile.ts';
import { formatQueueLines } from '../core/labelFileQueue.ts';
import { chunked } from './chunked.ts';
import { LONGEST_LINE_BYTES } from './labels/boundedLines.ts';
import type { LabelExporter } from './exporter.ts';

/** The label file of docs/label-files.md: headers by scheme, queues, then events in an order that no merge disturbs. */
export const labelsJsonl: LabelExporter = {
  id: 'labels-jsonl',
  title: 'Labels (JSON Lines)',
  extension: 'jsonl',
  async *chunks({ schemes, events, queues = [], version = 1 }) {
    const headers = schemes.length === 0 ? [undefined] : [...schemes].sort(compareSchemes);
    yield { text: headers.map((scheme) => `${formatHeaderLine(scheme, version)}\n`).join(''), count: 0 };
    for (const queue of queues) {
      for (const line of formatQueueLines(queue)) if (isReadable(line)) yield { text: `${line}\n`, count: 0 };
    }
    let last: LabelEvent | undefined;
    yield* chunked(events, (event) => {
      // The order is the source's to keep, since sorting here would need all events at once.
      if (last !== undefined && compareForFile(last, event) >= 0) {
        throw new AuditError('bug', `Label event ${event.eventId} is out of order.`, 'Nothing was written.');
      }
      if (versionOfEvent(event) > version) {
        throw new AuditError(
          'bug',
          `Label event ${event.eventId} needs a later version.`,
          'Nothing was written.',
        );
      }
      last = event;
      return `${formatEventLine(event)}\n`;
    });
  },
};

/** A wave of hundreds of thousands of transcripts, which nobody works through, would be passed over by who reads it. */
function isReadable(line: string): boolean {
  return line.length * 3 < LONGEST_LINE_BYTES || Buffer.byteLength(line) <= LONGEST_LINE_BYTES;
}
