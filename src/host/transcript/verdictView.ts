import { humanWords, judgeWords } from '../../analysis/outline/verdictWords.ts';
import type { HumanVerdict } from '../../core/effectiveLabel.ts';
import { describeRule, type JudgeVerdict, type VerdictRule } from '../../core/verdictRule.ts';
import type { VerdictView } from '../../protocol/transcriptPanel.ts';

/** The verdict of judge and people under the run's rule, in the rule's own words. */
export function verdictView(judge: JudgeVerdict, human: HumanVerdict, rule: VerdictRule | null): VerdictView {
  return {
    judge,
    judgeWords: judgeWords(judge, rule),
    rule: rule === null ? '' : describeRule(rule),
    ...(rule?.positiveIsGood === true ? { positiveIsGood: true } : {}),
    human,
    humanWords: humanWords(human, rule),
  };
}
