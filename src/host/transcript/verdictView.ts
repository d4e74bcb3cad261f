import type { HumanVerdict } from '../../core/effectiveLabel.ts';
import { describeRule, type JudgeVerdict, type VerdictRule } from '../../core/verdictRule.ts';
import type { VerdictView } from '../../protocol/transcriptPanel.ts';

/** The verdict of judge and people under the run's rule, in the rule's own words. */
export function verdictView(judge: JudgeVerdict, human: HumanVerdict, rule: VerdictRule | null): VerdictView {
  return {
    judge,
    judgeWords: judgeWords(judge, rule),
    rule: rule === null ? '' : describeRule(rule),
    human,
    humanWords: humanWords(human, rule),
  };
}

/** What the rule calls a judge's verdict: misaligned, aligned, incoherent, missing, not judged. */
export function judgeWords(verdict: JudgeVerdict, rule: VerdictRule | null): string {
  switch (verdict) {
    case 'positive':
      return rule?.positiveName ?? 'positive';
    case 'negative':
      return rule?.negativeName ?? 'negative';
    case 'excluded':
      return rule?.excludedName ?? 'excluded';
    case 'gate-missing':
      return `${rule?.excludedName ?? 'gate'} or not: missing`;
    case 'missing':
      return 'missing';
    case 'unjudged':
      return 'not judged';
  }
}

/** What the rule calls people's verdict; empty when nobody answered. */
export function humanWords(verdict: HumanVerdict, rule: VerdictRule | null): string {
  switch (verdict) {
    case 'none':
      return '';
    case 'positive':
      return rule?.positiveName ?? 'positive';
    case 'negative':
      return rule?.negativeName ?? 'negative';
    case 'excluded':
      return rule?.excludedName ?? 'excluded';
    case 'undecided':
      return 'unsure';
    case 'conflict':
      return 'annotators disagree';
  }
}
