import type { Compared } from '../../analysis/agreement/reading.ts';
import type { AuditScope } from './auditScope.ts';

/** How the rated transcripts came to be rated, which decides what may be read off a table. */
export function drawnHow(
  { db, queue }: AuditScope,
  transcripts: number,
  labelled: number,
): Compared['drawn'] {
  if (queue === undefined) return transcripts > 0 && labelled >= transcripts ? 'simple' : 'by-hand';
  if (queue.purpose !== 'sample') return 'by-hand';
  const design = db
    .prepare<[number], string | null>('SELECT design FROM queue WHERE id = ?')
    .pluck()
    .get(queue.queueId);
  const strata = design == null ? undefined : (JSON.parse(design) as { strata?: { by?: string } }).strata;
  return strata?.by === 'none' ? 'simple' : 'by-verdict';
}
