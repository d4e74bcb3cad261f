import type { Compared } from '../../analysis/agreement/reading.ts';
import { strataOf, type QueueHead, type StoredStratum } from '../../storage/audit/sampleRows.ts';
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
  const strata = strataOf(db, queue.queueId);
  if (isEven(strata)) return 'simple';
  return isEven(strata.filter(isFlagged)) && isEven(strata.filter((stratum) => !isFlagged(stratum)))
    ? 'by-verdict'
    : 'unequal';
}

/** Chances that differ by less than this factor do for a table that isn't weighted. */
const ALIKE = 1.25;

/** Whether all had about the same chance, but for what can't be drawn in parts. */
function isEven(strata: readonly StoredStratum[]): boolean {
  const [size, drawn] = strata.reduce(([all, some], one) => [all + one.size, some + one.drawn], [0, 0]);
  return strata.every((stratum) => {
    const fair = (stratum.size * drawn) / size;
    return Math.abs(stratum.drawn - fair) <= Math.max(1, (ALIKE - 1) * fair);
  });
}

/** Where only flagged ones are in it. */
function isFlagged({ judged }: StoredStratum): boolean {
  return Object.entries(judged).every(([judge, n]) => judge === 'positive' || n === 0);
}
