import { inlineCode } from '../copy/markdownQuoting.ts';
import { AUDIT_HEAD, AUDIT_WORDS, auditCells } from './auditTable.ts';
import { correctedLine, INTERVAL_WORDS, rateCells, ruleNumbers, rulesOf, type Report } from './report.ts';

/** The report as Markdown: names are quoted as code, since models and files may be called anything. */
export function markdownReport(report: Report, figure: string): string {
  const { findings, sources, tool, database } = report;
  const rates = rateCells(report, cell, plain);
  const ruleOf = ruleNumbers(report);
  const corrected = correctedLine(report);
  const lines = [
    `# ${plain(report.title)}`,
    '',
    `Written ${report.madeAt} by ${tool.name} ${tool.version} from ${cell(database.path)} (schema ${database.schema}).`,
    '',
    '## Rates',
    '',
    `![Rates with intervals](${figure})`,
    '',
    ...rulesOf(report).flatMap((rule, index) =>
      ruleOf === undefined ? [`Rule: ${inlineCode(rule)}.`] : [`Rule ${index + 1}: ${inlineCode(rule)}.`, ''],
    ),
    INTERVAL_WORDS,
    '',
    ...(corrected === undefined ? [] : [plain(corrected), '']),
    ...table(rates.head, rates.rows),
    '',
    ...audited(report),
    '## Findings',
    '',
    ...(findings.length === 0
      ? ['None.']
      : table(
          ['severity', 'run', 'finding', 'transcripts', 'dismissed'],
          findings.map(({ severity, run, title, transcripts, dismissed }) => [
            severity,
            cell(run),
            plain(title),
            String(transcripts),
            dismissed === null ? '' : plain(dismissed),
          ]),
        )),
    '',
    '## Sources',
    '',
    ...table(
      ['run', 'file', 'SHA-256', 'importer', 'rows kept', 'rows not kept'],
      sources.map((source) => [
        cell(source.run),
        cell(source.path),
        cell(source.sha256 === '' ? '–' : source.sha256),
        `${source.importer} ${source.importerVersion}`,
        String(source.rowsKept),
        String(source.rowsRejected),
      ]),
    ),
    '',
  ];
  return lines.join('\n');
}

/** Raw beside corrected, a section a run. */
function audited({ audits = [] }: Report): readonly string[] {
  if (audits.length === 0) return [];
  const sections = audits.flatMap((audit) => [
    `### ${plain(audit.run)}`,
    '',
    ...audit.sentences.flatMap((sentence) => [plain(sentence), '']),
    ...(audit.rates.length === 0 ? [] : [...table(AUDIT_HEAD, auditCells(audit, plain)), '']),
    ...audit.agreement.map((line) => `- ${plain(line)}`),
    ...(audit.agreement.length === 0 ? [] : ['']),
  ]);
  return ['## People’s labels: raw beside corrected', '', AUDIT_WORDS, '', ...sections];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** A name in a cell: as code, the bar that would end the cell escaped. */
function cell(text: string): string {
  return inlineCode(text).replaceAll('|', '\\|');
}

/** Words of ours that may hold names: whatever Markdown or HTML would read is escaped. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+!|<>&~]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
