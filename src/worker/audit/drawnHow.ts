import type { Compared } from '../../analysis/agreement/reading.ts';
import type { QueueHead } from '../../storage/audit/sampleRows.ts';
import type { AuditScope } from './auditScope.ts';

/**
 * How the rated transcripts came to be rated, which decides what may be read off a table.
 *
 * @param sampleAlone the sample that all labels are of; undefined where any is outside it
 */
export function drawnHow(
  { db, queue: chosen }: AuditScope,
  transcripts: number,
  labelled: number,
  sampleAlone: QueueHead | undefined,
): Compared['drawn'] {
  const queue = chosen ?? sampleAlone;
  if (queue === undefined) return transcripts > 0 && labelled >= transcripts ? 'simple' : 'by-hand';
  if (queue.purpose !== 'sample') return 'by-hand';
  const design = db
    .prepare<[number], string | null>('SELECT design FROM queue WHERE id = ?')
    .pluck()
    .get(queue.queueId);
  const strata = design == null ? undefined : (JSON.parse(design) as { strata?: { by?: string } }).strata;
  return strata?.by === 'none' ? 'simple' : 'by-verdict';
}
