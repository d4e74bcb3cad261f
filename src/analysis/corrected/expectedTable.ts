import { type AuditCell, type AuditTable, JUDGE_CLASSES } from './auditTable.ts';
import { type Design, expectedShares, type Guess, type PlanFrame } from './planDesigns.ts';

/** The counts that an audit is expected to give, in fractions of labels. */
export function expectedTable(frame: PlanFrame, design: Design, guess: Guess, labels: number): AuditTable {
  const shares = design.share(labels);
  const cells: AuditCell[] = [];
  const groups = design.strata.map((stratum, group) => {
    const n = shares[group]?.labels ?? 0;
    JUDGE_CLASSES.forEach((judge, at) => {
      const size = stratum.sizes[at] ?? 0;
      if (size === 0) return;
      const own = (n * size) / stratum.size;
      const expected = expectedShares(judge, guess);
      cells.push({
        group,
        judge,
        size,
        labels: own,
        n: own,
        positive: own * expected.positive,
        negative: own * expected.negative,
      });
    });
    return { size: stratum.size, labels: n, n };
  });
  return {
    cells,
    groups,
    size: frame.size,
    labels: groups.reduce((sum, { n }) => sum + n, 0),
    gated: frame.gated || (guess.wronglyCountedIn ?? 0) > 0,
    judgeVaries: true,
    prompts: [],
    promptNames: [],
  };
}
