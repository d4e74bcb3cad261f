/** What the setting `transcriptAuditor.findings.rules` says. Free of `vscode`, and of the rules, which the worker has. */
import { FINDING_SEVERITIES, type FindingSeverity } from '../../core/finding.ts';

export interface RuleSettings {
  readonly off: readonly string[];
  readonly severities: Readonly<Record<string, FindingSeverity>>;
}

/**
 * Reads rule id to `off` or a severity; what can't be understood is as if it weren't there. Ids that no rule has do no
 * harm: whoever has the rules asks for theirs.
 */
export function readRuleSettings(value: unknown): RuleSettings {
  const off: string[] = [];
  const severities: Record<string, FindingSeverity> = {};
  if (typeof value !== 'object' || value === null) return { off, severities };
  for (const [id, chosen] of Object.entries(value)) {
    if (chosen === 'off') off.push(id);
    const severity = FINDING_SEVERITIES.find((one) => one === chosen);
    if (severity !== undefined) severities[id] = severity;
  }
  return { off, severities };
}
