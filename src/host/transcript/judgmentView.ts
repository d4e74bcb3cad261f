/** What judges said, as the page draws it. Pure. */
import type { StoredJudgment } from '../../core/ports.ts';
import type { Clause, VerdictRule } from '../../core/verdictRule.ts';
import type { JudgmentView } from '../../protocol/transcriptPanel.ts';
import type { QuoteView } from '../../protocol/transcriptParts.ts';
import { missingWords } from './missingWords.ts';

const MOST_TOKENS = 20;

/**
 * @param quotes what `citedPassages` told of the judgment, with the places that were found
 */
export function judgmentView(
  stored: StoredJudgment,
  rule: VerdictRule | null,
  quotes: readonly QuoteView[],
): JudgmentView {
  const { judge, value } = stored;
  return {
    metric: stored.metric,
    judge: {
      name: judge.name,
      version: stored.judgeVersion.slice(0, 8),
      kind: judge.kind,
      ...(judge.model === undefined ? {} : { model: judge.model }),
    },
    value:
      value.kind === 'missing'
        ? { kind: 'missing', reason: value.reason, words: missingWords(value.reason, judge.kind) }
        : value,
    ...(stored.scale === null ? {} : { scale: stored.scale }),
    thresholds: rule === null ? [] : [...thresholds(rule, stored.metric)],
    ...(stored.raw === null ? {} : { raw: stored.raw }),
    ...(stored.distribution === null ? {} : { tokens: likeliest(stored.distribution) }),
    ...(stored.rationale === null ? {} : { rationale: stored.rationale }),
    ...(quotes.length === 0 ? {} : { quotes }),
  };
}

function* thresholds(rule: VerdictRule, metric: string): Generator<JudgmentView['thresholds'][number]> {
  for (const [part, condition] of [
    ['gate', rule.gate],
    ['predicate', rule.positive],
  ] as const) {
    for (const clause of condition.flat()) {
      if (clause.metric === metric && isNumeric(clause)) yield { op: clause.op, number: clause.number, part };
    }
  }
}

function isNumeric(clause: Clause): clause is Extract<Clause, { number: number }> {
  return 'number' in clause;
}

function likeliest(distribution: Readonly<Record<string, number>>): { token: string; probability: number }[] {
  return Object.entries(distribution)
    .map(([token, probability]) => ({ token, probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, MOST_TOKENS);
}
