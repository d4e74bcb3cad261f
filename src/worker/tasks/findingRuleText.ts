import { findingRule } from '../../analysis/findings/registry.ts';
import type { FindingRuleText } from '../../core/finding.ts';

/** What a rule says of itself; null for one that this version doesn't know. Asked of the worker, which has the rules. */
export function findingRuleText({ rule }: { readonly rule: string }): Promise<FindingRuleText | null> {
  return Promise.resolve(findingRule(rule)?.text ?? null);
}
