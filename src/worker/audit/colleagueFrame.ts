/** What a sample was drawn from where only its counts came along: a colleague's queue. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import { judgedTotals } from '../../storage/audit/auditRuns.ts';
import { strataOf, type SampleItem } from '../../storage/audit/sampleRows.ts';
import type { AuditScope } from './auditScope.ts';
import type { FrameCells } from './frameCells.ts';

/**
 * Fills in the frame from the counts of its maker. They stand for the selection only where it holds all that was drawn: else the
 * sample is of more than is here, and which part of it is here was not left to chance. Verdicts of now go with counts of then
 * only if they are the same in number; where they aren't (another rule, other judgments, other runs), the judge is left out.
 */
export function addColleagueFrame(
  cells: FrameCells,
  { db, runs, texts }: Pick<AuditScope, 'db' | 'runs' | 'texts'>,
  queueId: number,
  items: readonly SampleItem[],
): void {
  const strata = strataOf(db, queueId);
  const then = new Map<JudgeVerdict, number>();
  for (const { judged } of strata) {
    for (const [judge, n] of Object.entries(judged) as [JudgeVerdict, number][])
      then.set(judge, (then.get(judge) ?? 0) + n);
  }
  const now = judgedTotals(db, runs.runIds);
  cells.knowsJudge = then.size === now.size && [...then].every(([judge, n]) => now.get(judge) === n);
  for (const { name, size, judged } of strata) {
    if (!cells.knowsJudge) cells.add(name, 0, 'unjudged', '', size);
    else for (const [judge, n] of Object.entries(judged)) cells.add(name, 0, judge as JudgeVerdict, '', n);
    cells.covered += size;
  }
  const away = items.filter((item) => texts.transcripts(item).length === 0).length;
  if (away > 0) {
    cells.refusal = `This sample was drawn elsewhere, and ${groupedNumber(away)} of its ${groupedNumber(items.length)} transcripts are not among those selected: what is here of it is no random sample. Select or import all the runs that it was drawn from.`;
  } else if (!cells.knowsJudge) {
    cells.notes.push(
      'This sample was drawn elsewhere, and the judge’s verdicts were not the same there: they are left out, and rates are from people’s labels alone.',
    );
  }
}
