import { escapeHtml } from './escapeHtml.ts';
import { AUDIT_HEAD, AUDIT_WORDS, auditCells } from './auditTable.ts';
import { correctedLine, INTERVAL_WORDS, rateCells, ruleNumbers, rulesOf, type Report } from './report.ts';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}
th,td{border:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top;font-variant-numeric:tabular-nums}
code{overflow-wrap:anywhere}svg{max-width:100%;height:auto}`;

/** The report as one HTML file that needs nothing else: no script, nothing from elsewhere (its policy says so). */
export function htmlReport(report: Report, figure: string): string {
  const { title, madeAt, tool, database, findings, sources } = report;
  // Cells are escaped by the table.
  const rates = rateCells(report, String, String);
  const ruleOf = ruleNumbers(report);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>
<h1>${escapeHtml(title)}</h1>
<p>Written ${escapeHtml(madeAt)} by ${escapeHtml(tool.name)} ${escapeHtml(tool.version)} from <code>${escapeHtml(database.path)}</code> (schema ${database.schema}).</p>
<h2>Rates</h2>
${figure}
${rulesOf(report)
  .map(
    (rule, index) =>
      `<p>Rule${ruleOf === undefined ? '' : ` ${index + 1}`}: <code>${escapeHtml(rule)}</code>.</p>`,
  )
  .join('\n')}
${[INTERVAL_WORDS, correctedLine(report)].flatMap((line) => (line === undefined ? [] : [`<p>${escapeHtml(line)}</p>`])).join('\n')}
${table(rates.head, rates.rows)}
${audited(report)}<h2>Findings</h2>
${
  findings.length === 0
    ? '<p>None.</p>'
    : table(
        ['severity', 'run', 'finding', 'transcripts', 'dismissed'],
        findings.map((finding) => [
          finding.severity,
          finding.run,
          finding.title,
          String(finding.transcripts),
          finding.dismissed ?? '',
        ]),
      )
}
<h2>Sources</h2>
${table(
  ['run', 'file', 'SHA-256', 'importer', 'rows kept', 'rows not kept'],
  sources.map((source) => [
    source.run,
    source.path,
    source.sha256 === '' ? '–' : source.sha256,
    `${source.importer} ${source.importerVersion}`,
    String(source.rowsKept),
    String(source.rowsRejected),
  ]),
)}
</body></html>
`;
}

/** Raw beside corrected, a section a run. */
function audited({ audits = [] }: Report): string {
  if (audits.length === 0) return '';
  const sections = audits.map((audit) =>
    [
      `<h3>${escapeHtml(audit.run)}</h3>`,
      ...audit.sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
      ...(audit.rates.length === 0 ? [] : [table(AUDIT_HEAD, auditCells(audit, String))]),
      ...(audit.agreement.length === 0
        ? []
        : [`<ul>${audit.agreement.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`]),
    ].join('\n'),
  );
  return `<h2>People’s labels: raw beside corrected</h2>\n<p>${AUDIT_WORDS}</p>\n${sections.join('\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: 'th' | 'td', texts: readonly string[]): string =>
    `<tr>${texts.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells('th', head)}</thead><tbody>${rows.map((row) => cells('td', row)).join('\n')}</tbody></table>`;
}
