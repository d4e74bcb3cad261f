import { groupedNumber } from '../../core/groupedNumber.ts';
import type { RunDetails } from '../../core/ports.ts';

const NAMED = 5;

/**
 * Where a run came from: `Source: /data/eval.csv (em-csv, 1,200 rows, 3 rejected)`, and for one of several files the
 * first of the others below it; empty without files.
 */
export function sourceLine(
  run: Pick<RunDetails, 'files' | 'fileCount' | 'rowsKept' | 'rowsRejected'> | undefined,
): string {
  const [first, ...others] = run?.files ?? [];
  if (run === undefined || first === undefined) return '';
  const rejected = run.rowsRejected === 0 ? '' : `, ${groupedNumber(run.rowsRejected)} rejected`;
  const source = `Source: ${first.path} (${first.importer}, ${groupedNumber(run.rowsKept)} rows${rejected})`;
  if (others.length === 0) return source;
  const named = others
    .slice(0, NAMED)
    .map(({ path, role }) => `with ${path}${role === null || role === '' ? '' : ` (${role})`}`);
  const more = run.fileCount - 1 - named.length;
  return [source, ...named, ...(more > 0 ? [`and ${groupedNumber(more)} more files`] : [])].join('\n');
}
