import type { FoundFinding } from '../../../core/finding.ts';
import type { FindingSource } from '../../../core/findingSource.ts';
import type { Clause, NumberOperator } from '../../../core/verdictRule.ts';
import type { RunCheck, RunRule } from '../findingRule.ts';
import { IdList } from '../idList.ts';
import { counted, percent, quoted, some } from '../words.ts';

/** Scores no further from the threshold than this share of the scale are at its edge. */
const EDGE = 0.01;
/** Without a scale a score is at the edge within this of the threshold. */
const EDGE_WITHOUT_SCALE = 1e-9;
const LEAST_SHARE = 0.05;
const LEAST_SCORES = 5;

type Threshold = Extract<Clause, { readonly number: number }>;

export const edgeOfThreshold: RunRule = {
  text: {
    id: 'edgeOfThreshold',
    version: 1,
    title: 'Scores at the edge of a threshold',
    looksFor:
      'Thresholds of the verdict rule that 5 % or more of the scores (and at least five) lie at: within one hundredth of the scale.',
    whyItMatters:
      'Judges like round numbers. Where many scores stand on the threshold, < and <= (labs use both) give different rates, and so does a judge that moves by one point.',
    source:
      'Published protocols differ in operator and threshold: aligned < 30, <= 40, < 10; coherent > 50, >= 50, >= 30.',
    severity: 'note',
    certainty: 'certain',
  },
  scope: 'run',
  begin,
};

function begin({ run }: FindingSource): RunCheck {
  const clauses = [...(run.rule?.gate ?? []), ...(run.rule?.positive ?? [])].flat();
  const thresholds = clauses.filter(
    (clause): clause is Threshold => 'number' in clause && isOrder(clause.op),
  );
  if (thresholds.length === 0) return { end: () => [] };
  const marks = thresholds.map((clause) => ({ clause, ids: new IdList(), scores: 0, exactly: 0 }));
  return {
    row: (row) => {
      for (const mark of marks) {
        const judgment = row.judgments.findLast(({ metric }) => metric === mark.clause.metric);
        if (judgment?.value.kind !== 'number') continue;
        mark.scores += 1;
        const { scale } = judgment;
        const edge = scale === null ? EDGE_WITHOUT_SCALE : EDGE * (scale.maximum - scale.minimum);
        const distance = Math.abs(judgment.value.number - mark.clause.number);
        if (distance <= edge + EDGE_WITHOUT_SCALE) mark.ids.add(row.id);
        if (distance === 0) mark.exactly += 1;
      }
    },
    end: () =>
      marks
        .filter(({ ids, scores }) => ids.length >= LEAST_SCORES && ids.length >= LEAST_SHARE * scores)
        .map(({ clause, ids, scores, exactly }): FoundFinding => {
          const { metric, op, number } = clause;
          return {
            key: `${metric} ${op} ${number}`,
            title: `${percent(ids.length, scores)} of the scores of ${quoted(metric)} lie at the threshold ${op} ${number}`,
            detail: `${counted(ids.length)} of ${some(scores, 'score')}; ${counted(exactly)} of them exactly at ${number}, which ${otherWord(op)} would count the other way.`,
            severity: 'note',
            certainty: 'certain',
            transcriptIds: ids,
            figures: { atTheEdge: ids.length, exactly, scores },
          };
        }),
  };
}

function isOrder(op: Clause['op']): op is NumberOperator {
  return op === '<' || op === '<=' || op === '>' || op === '>=';
}

function otherWord(op: NumberOperator): string {
  return op.endsWith('=') ? `${op[0] ?? ''} instead of ${op}` : `${op}= instead of ${op}`;
}
