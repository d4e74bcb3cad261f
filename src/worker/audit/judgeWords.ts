import type { JudgeWord } from '../../analysis/audit/ratings.ts';
import type { JudgedValue } from '../../storage/audit/judgedValues.ts';
import type { AuditScope } from './auditScope.ts';

/** What judges said of a transcript; of another question than the verdict's only what they said on its metric. */
export function wordsOf({ names, selection }: AuditScope, values: readonly JudgedValue[]): JudgeWord[] {
  const { question } = selection;
  return values.flatMap(({ metricId, judgeId, kind, number, text }) => {
    const metric = names.metrics.get(metricId) ?? '';
    return question === '' || question === metric ? [{ metricId, judgeId, kind, number, text, metric }] : [];
  });
}
