/** What merging label files did, in words. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { LabelMergeResult } from '../../exporters/labels/mergeLabelFile.ts';

/** A file that could not be read at all. */
export interface UnreadFile {
  readonly path: string;
  readonly reason: string;
}

/** `124 new events, 30 already here; 2 lines not read.` */
export function mergeWords(results: readonly LabelMergeResult[], failed: readonly UnreadFile[]): string {
  const sum = (count: (result: LabelMergeResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  const added = sum((result) => result.added);
  const present = sum((result) => result.present);
  const unread = sum((result) => result.unread);
  let words = `${counted(added, 'new event', 'new events')}, ${grouped(present)} already here`;
  if (unread > 0) words += `; ${counted(unread, 'line', 'lines')} not read`;
  if (failed.length > 0) words += `; ${counted(failed.length, 'file', 'files')} not read`;
  return `${words}.`;
}

/** Every problem, one a line, as `path:line: reason hint`, in the form that VS Code makes links of. */
export function problemList(results: readonly LabelMergeResult[], failed: readonly UnreadFile[]): string {
  const lines = failed.map(({ path, reason }) => `${path}: ${reason}`);
  for (const { path, problems, unread } of results) {
    for (const { line, reason, hint } of problems) lines.push(`${path}:${line}: ${reason} ${hint}`.trimEnd());
    const shown = problems.filter((problem) => problem.severity === 'error').length;
    if (unread > shown)
      lines.push(`${path}: ${counted(unread - shown, 'more line was', 'more lines were')} not read.`);
  }
  return `${lines.join('\n')}\n`;
}

export function counted(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

function grouped(count: number): string {
  return groupedNumber(count);
}
