/** The rows of a run that were not read, or read with something changed, as a text that can be opened. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { AuditStore, RunDetails } from '../../core/ports.ts';
import { oneLine } from './oneLine.ts';

export type Problem = ReturnType<AuditStore['problems']>[number];

/** More than this is said to be more; the text stays openable. */
export const MOST_PROBLEMS = 10_000;

/** One line a problem, `file:line: error: reason: excerpt`, under a heading that says what was kept. */
export function problemText(run: RunDetails, problems: readonly Problem[]): string {
  const count = (n: number): string => groupedNumber(n);
  const heading = [
    `${run.name}: ${count(run.rowsKept)} rows kept, ${count(run.rowsRejected)} not kept.`,
    ...(problems.length === 0 ? ['No problems were found.'] : []),
    ...(problems.length >= MOST_PROBLEMS ? [`The first ${count(MOST_PROBLEMS)} problems are listed.`] : []),
    '',
  ];
  return [...heading, ...problems.map(problemLine), ''].join('\n');
}

export function problemLine({ file, line, severity, reason, excerpt }: Problem): string {
  const text = oneLine(excerpt, 200);
  const said = oneLine(reason);
  return `${file}:${line}: ${severity}: ${text === '' ? said : `${said.replace(/\.$/, '')}: ${text}`}`;
}
