/**
 * Which side's shape and colour a verdict is drawn with: positive is drawn as bad and negative as good, the other way
 * round where the rule's positive side is what one hopes for. Other verdicts are drawn as what they are.
 */
export function drawnAs<Verdict extends string>(
  verdict: Verdict,
  positiveIsGood: boolean | undefined,
): Verdict | 'positive' | 'negative' {
  if (positiveIsGood !== true) return verdict;
  return verdict === 'positive' ? 'negative' : verdict === 'negative' ? 'positive' : verdict;
}
