/** Every rule, one line each; the order is that of the settings and of docs/findings.md. */
import type { FindingRule } from './findingRule.ts';
import { conditionNotApplied } from './rules/conditionNotApplied.ts';
import { constantJudge } from './rules/constantJudge.ts';
import { denominatorHides } from './rules/denominatorHides.ts';
import { edgeOfThreshold } from './rules/edgeOfThreshold.ts';
import { emptyAnswers } from './rules/emptyAnswers.ts';
import { equalAtTemperatureZero } from './rules/equalAtTemperatureZero.ts';
import { exactDuplicates } from './rules/exactDuplicates.ts';
import { fewerThanReported } from './rules/fewerThanReported.ts';
import { filledInScores } from './rules/filledInScores.ts';
import { intervalsThatCantBe } from './rules/intervalsThatCantBe.ts';
import { judgeMassElsewhere } from './rules/judgeMassElsewhere.ts';
import { judgeTrainedOnRows } from './rules/judgeTrainedOnRows.ts';
import { mixedJudges } from './rules/mixedJudges.ts';
import { prefilledTurns } from './rules/prefilledTurns.ts';
import { rationaleContradictsScore } from './rules/rationaleContradictsScore.ts';
import { reasoningInAnswer } from './rules/reasoningInAnswer.ts';
import { refusalsAsNegative } from './rules/refusalsAsNegative.ts';
import { reportedNotReproduced } from './rules/reportedNotReproduced.ts';
import { runDifference } from './rules/runDifference.ts';
import { scoreNotItsTokens } from './rules/scoreNotItsTokens.ts';
import { selfJudged } from './rules/selfJudged.ts';
import { sharedAnswers } from './rules/sharedAnswers.ts';
import { textInstructsJudge } from './rules/textInstructsJudge.ts';
import { thinkTags } from './rules/thinkTags.ts';
import { truncatedAnswers } from './rules/truncatedAnswers.ts';
import { turnProvenance } from './rules/turnProvenance.ts';
import { undeclaredMetrics } from './rules/undeclaredMetrics.ts';

export const findingRules: readonly FindingRule[] = [
  conditionNotApplied,
  judgeMassElsewhere,
  scoreNotItsTokens,
  denominatorHides,
  refusalsAsNegative,
  edgeOfThreshold,
  exactDuplicates,
  sharedAnswers,
  equalAtTemperatureZero,
  undeclaredMetrics,
  thinkTags,
  reasoningInAnswer,
  prefilledTurns,
  truncatedAnswers,
  emptyAnswers,
  rationaleContradictsScore,
  constantJudge,
  mixedJudges,
  selfJudged,
  judgeTrainedOnRows,
  textInstructsJudge,
  turnProvenance,
  fewerThanReported,
  reportedNotReproduced,
  filledInScores,
  intervalsThatCantBe,
  runDifference,
];

/** The rule with that id, for *Explain*; undefined for one of a newer version. */
export function findingRule(id: string): FindingRule | undefined {
  return findingRules.find(({ text }) => text.id === id);
}
