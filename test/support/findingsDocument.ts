/** The rules as docs/findings.md and the settings describe them. */
import { findingRules } from '../../src/analysis/findings/registry.ts';
import { FINDING_SEVERITIES } from '../../src/core/finding.ts';

export const RULES_START = '<!-- rules: written by scripts/findingsDocument.ts -->';
export const RULES_END = '<!-- end of rules -->';

export function rulesInWords(): string {
  return findingRules
    .map(({ text }) => {
      const { id, title, looksFor, whyItMatters, source, severity, certainty } = text;
      return [
        `### ${title}`,
        `\`${id}\`, ${severity}, ${certainty}`,
        looksFor,
        `**Why it matters.** ${whyItMatters}`,
        `**Source.** ${source}`,
      ].join('\n\n');
    })
    .join('\n\n');
}

/** The properties of the setting `transcriptAuditor.findings.rules`. */
export function ruleProperties(): Record<string, unknown> {
  return Object.fromEntries(
    findingRules.map(({ text }) => [
      text.id,
      {
        type: 'string',
        enum: ['off', ...FINDING_SEVERITIES],
        default: text.severity,
        description: `${text.title}. ${text.looksFor}`,
      },
    ]),
  );
}
