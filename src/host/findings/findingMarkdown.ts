/** A finding as Markdown, for *Explain* and for the clipboard. Recorded names are only ever text in it. */
import type { FindingRuleText } from '../../core/finding.ts';
import type { FindingRow } from '../../core/findingStore.ts';
import { CERTAINTY_WORDS, SEVERITY_WORDS } from '../../core/findingWords.ts';
import { groupedNumber } from '../../core/groupedNumber.ts';
import { oneLine, visible } from '../trees/oneLine.ts';
import { dismissedWords, transcriptCount } from './findingFacts.ts';

const RULES_SETTING = 'transcriptAuditor.findings.rules';

/**
 * Everything about a finding, on a page.
 *
 * @param rule null for a rule of another version
 * @param otherRuns names of the runs it is about beside its own
 */
export function explainMarkdown(
  finding: FindingRow,
  rule: FindingRuleText | null,
  otherRuns: readonly string[],
): string {
  const sections = [
    `# ${plain(finding.title)}`,
    facts(finding, otherRuns),
    safeDetail(finding.detail),
    figureTable(finding.figures),
    ...(rule === null ? [] : ruleSections(rule)),
    `## Turning it off\n\nIf it is known and meant, dismiss it with a reason: that holds for this file imported again, and can be taken back. To turn the rule off everywhere, or give its findings another severity, set this in the settings:\n\n\`\`\`json\n"${RULES_SETTING}": { "${finding.rule.replace(/\W/g, '')}": "off" }\n\`\`\``,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** A finding for a note or a report: title, where, detail, figures. */
export function findingMarkdown(finding: FindingRow, otherRuns: readonly string[]): string {
  const sections = [
    `### ${plain(finding.title)}`,
    facts(finding, otherRuns),
    safeDetail(finding.detail),
    figureTable(finding.figures),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function facts(finding: FindingRow, otherRuns: readonly string[]): string {
  const severity = SEVERITY_WORDS[finding.severity];
  const certainty = CERTAINTY_WORDS[finding.certainty];
  return [
    `- **${severity.name}**: ${severity.means}.`,
    `- **${certainty.name}**: ${certainty.means}.`,
    `- Run: ${plain(finding.runName)}; ${transcriptCount(finding.transcripts).toLowerCase()}.`,
    ...(otherRuns.length === 0 ? [] : [`- Other runs: ${otherRuns.map(plain).join(', ')}.`]),
    ...(finding.dismissed === null ? [] : [`- ${plain(dismissedWords(finding.dismissed))}.`]),
    `- Rule: \`${finding.rule.replace(/\W/g, '')}\`, first found on ${plain(finding.foundAt.slice(0, 10))}.`,
  ].join('\n');
}

function ruleSections(rule: FindingRuleText): string[] {
  return [
    `## What the rule looks for\n\n${plain(rule.looksFor)}`,
    `## Why it matters\n\n${plain(rule.whyItMatters)}`,
    `## Source\n\n${plain(rule.source)}`,
  ];
}

function figureTable(figures: FindingRow['figures']): string {
  const rows = Object.entries(figures).map(([name, value]) => `| ${plain(name)} | ${figure(value)} |`);
  return rows.length === 0 ? '' : ['| figure | value |', '|---|---:|', ...rows].join('\n');
}

function figure(value: number): string {
  return Number.isInteger(value) && value >= 0 ? groupedNumber(value) : String(value);
}

/** Recorded text as nothing but text: CommonMark lets every punctuation mark of ASCII be escaped. */
export function plain(text: string): string {
  return oneLine(text, 2_000).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/**
 * A rule's own Markdown. Rules write no links, pictures or HTML, so whatever looks like one came from a name: it stays
 * text. Code spans are text already.
 */
function safeDetail(detail: string): string {
  return detail
    .split('\n')
    .map((line) =>
      visible(line)
        .split(/(`[^`]*`)/)
        .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(/[<>[\]@:]/g, '\\$&')))
        .join(''),
    )
    .join('\n');
}
