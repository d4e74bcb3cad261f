/** What an import says of itself, in plain words. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import { basename } from 'node:path';
import type { LeftOut } from './defaultAnswers.ts';
import type { ImportProgress, WrittenImport } from '../../worker/tasks/import.ts';

/** How the reason begins by which a file is left out that is imported already; its run follows. */
const ALREADY = 'It is imported already as ';

/** Why a file is left out that is imported already. */
export function alreadyWords(run: string): string {
  return `${ALREADY}“${run}”.`;
}

/** 4,830 with its noun: "1 file", "4,830 transcripts". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${groupedNumber(n)} ${n === 1 ? one : many}`;
}

/** "Imported 4,830 transcripts in 26 runs; 3 rows not read." */
export function resultWords(written: WrittenImport, stopped: boolean): string {
  const { runs, failed } = written;
  const kept = sum(runs.map((run) => run.kept));
  const rejected = sum(runs.map((run) => run.rejected));
  const empty = runs.filter((run) => run.kept === 0 && !run.partial).length;
  const partial = runs.filter((run) => run.partial);
  const [only] = runs;
  const where =
    runs.length === 1 && only !== undefined
      ? `as “${only.name}”`
      : `in ${count(runs.length, 'run')}${empty === 0 ? '' : ` (${groupedNumber(empty)} empty)`}`;
  const parts = [`${stopped ? 'Stopped: kept' : 'Imported'} ${count(kept, 'transcript')} ${where}`];
  if (partial.length > 0) parts.push(`“${partial.map((run) => run.name).join('”, “')}” is marked partial`);
  if (rejected > 0) parts.push(`${count(rejected, 'row')} not read`);
  if (failed.length > 0) parts.push(`${count(failed.length, 'file')} could not be read: ${listed(failed)}`);
  return ended(parts.join('; '));
}

/** Said when there is nothing to import at all. */
export function nothingWords(leftOut: readonly LeftOut[]): string {
  const [only] = leftOut;
  if (leftOut.length === 1 && only !== undefined) {
    return `${basename(only.path)} was not imported. ${only.reason}`;
  }
  return `None of the ${count(leftOut.length, 'file')} was imported. ${listed(leftOut)}`;
}

/** How many are imported already, then other files by reason, the commonest first, at most three reasons. */
function listed(files: readonly LeftOut[]): string {
  const known = files.filter(({ reason }) => reason.startsWith(ALREADY));
  const words = known.length < 2 ? [] : [`${groupedNumber(known.length)} are imported already.`];
  const byReason = new Map<string, LeftOut[]>();
  for (const file of known.length < 2 ? files : files.filter((left) => !known.includes(left))) {
    // Which columns it was that told differs from file to file.
    const kind = file.reason.replace(/ \([^()]*\)/, '');
    byReason.set(kind, [...(byReason.get(kind) ?? []), file]);
  }
  const groups = [...byReason].sort(([, a], [, b]) => b.length - a.length);
  for (const [kind, [first, ...others]] of groups.slice(0, 3)) {
    const name = basename(first?.path ?? '');
    words.push(
      others.length === 0
        ? `${name}: ${first?.reason ?? kind}`
        : `${name} and ${count(others.length, 'other')}: ${kind}`,
    );
  }
  if (groups.length > 3) words.push(`${count(groups.length - 3, 'more reason')}.`);
  return words.join(' ');
}

/** "12,400 rows, 3 of 26 files, 31,000 rows/s". */
export function progressWords(progress: ImportProgress): string {
  const { rows, files, filesDone, rowsPerSecond } = progress;
  const parts = [count(rows, 'row')];
  if (files > 1) parts.push(`${Math.min(filesDone + 1, files)} of ${count(files, 'file')}`);
  if (rowsPerSecond > 0) parts.push(`${groupedNumber(roundTo2(rowsPerSecond))} rows/s`);
  return parts.join(', ');
}

/** Two significant digits, so that the figure doesn't flicker. */
function roundTo2(n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(n)) - 1);
  return Math.round(n / unit) * unit;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function ended(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
