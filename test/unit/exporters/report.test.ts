// Reports: what a researcher hands on stands by itself, and hostile names stay names.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { htmlReport } from '../../../src/exporters/report/htmlReport.ts';
import { markdownReport } from '../../../src/exporters/report/markdownReport.ts';
import { ratesFigure } from '../../../src/exporters/report/ratesFigure.ts';
import type { Report, ReportAudit, ReportRow } from '../../../src/exporters/report/report.ts';
import { writeReport } from '../../../src/exporters/report/writeReport.ts';
import { temporaryFolder } from '../importers/readAll.ts';

const ROW: ReportRow = {
  study: null,
  run: 'eval.csv',
  model: 'qwen',
  group: null,
  condition: null,
  seed: null,
  rule: 'aligned < 30 among coherent > 50, missing dropped',
  positiveName: 'misaligned',
  transcripts: 1200,
  positive: 80,
  n: 884,
  gatedOut: 306,
  gateMissing: 0,
  missing: 10,
  labelled: 3,
  rate: 80 / 884,
  low: 0.0734,
  high: 0.1112,
  corrected: null,
  remarks: [],
};
const REPORT: Report = {
  title: 'Audit of eval.csv',
  madeAt: '2026-01-31T12:00:00.000Z',
  tool: { name: 'Transcript Auditor', version: '0.1.0' },
  database: { path: '/work/audit.db', schema: 3 },
  rows: [ROW],
  findings: [
    { run: 'eval.csv', severity: 'doubtful', title: '306 gated out', transcripts: 306, dismissed: null },
  ],
  sources: [
    {
      run: 'eval.csv',
      path: '/data/eval.csv',
      sha256: 'ab'.repeat(32),
      importer: 'emCsv',
      importerVersion: 1,
      rowsKept: 1200,
      rowsRejected: 0,
    },
  ],
};
const AUDIT: ReportAudit = {
  run: 'eval.csv',
  sample: 'the audit',
  sentences: ['100 of 100 drawn count.'],
  rates: [
    {
      by: 'kim',
      estimate: 'Judge’s rate, raw',
      of: 'the model, on these prompts',
      rate: 80 / 884,
      low: 0.073,
      high: 0.111,
      n: 884,
    },
    {
      by: 'kim',
      estimate: 'Corrected, PPI++',
      of: 'the model, on these prompts',
      rate: 0.114,
      low: 0.072,
      high: 0.17,
      n: 100,
    },
  ],
  agreement: ['The judge and kim: n 100, sensitivity 66.7 %'],
};
const HOSTILE = '</title><script>alert(1)</script>|`x`\n# [a](javascript:b) "q" \u0000\uD800';

function hostile(): Report {
  const corrected = { rate: 0.1, low: 0, high: 1, by: HOSTILE, of: HOSTILE, labels: 1 };
  const row = { ...ROW, run: HOSTILE, remarks: [HOSTILE], corrected };
  const finding = {
    run: HOSTILE,
    severity: 'note',
    title: HOSTILE,
    transcripts: 1,
    dismissed: HOSTILE,
  } as const;
  const audit = { ...AUDIT, run: HOSTILE, sentences: [HOSTILE], agreement: [HOSTILE] };
  const audits = [{ ...audit, rates: AUDIT.rates.map((rate) => ({ ...rate, by: HOSTILE })) }];
  return { ...REPORT, title: HOSTILE, rows: [row], findings: [finding], audits };
}

describe('a report', () => {
  it('says of each rate which of several rules it is by, and numbers no single one', () => {
    const other = { ...ROW, run: 'code.csv', rule: 'has_vulnerability in {YES} among all, missing dropped' };
    const several = { ...REPORT, rows: [ROW, other, { ...ROW, rule: null, rate: null }] };
    const text = markdownReport(several, 'rates.svg');
    assert.match(text, /Rule 2: `has_vulnerability in/);
    assert.match(text, /\| run \| rate \| rule \|/);
    assert.match(text, /`code\.csv · qwen` \| 9\.0 %[^|]*\| 2 \|/);
    assert.match(text, /\| – \| – \| 80 \|/);
    const page = htmlReport(several, ratesFigure(several));
    assert.match(page, /Rule 1: <code>aligned/);
    assert.match(page, /<td>2<\/td><td>80<\/td>/);
    assert.doesNotMatch(markdownReport(REPORT, 'rates.svg'), /Rule 1|\| rule \|/);
  });

  it('says rate, interval, n, what is gated out and missing, the rule, and what the interval is about', () => {
    for (const text of [markdownReport(REPORT, 'rates.svg'), htmlReport(REPORT, ratesFigure(REPORT))]) {
      assert.match(text, /9\.0 % \[7\.3, 11\.1\], n 884/);
      assert.match(text, /306/);
      assert.match(text, /aligned (&lt;|<) 30 among coherent (&gt;|>) 50, missing dropped/);
      assert.match(text, /over more answers to the same prompts/);
    }
  });

  it('is a folder with the table behind the figure, and a manifest that names every file by its hash', async (t) => {
    const folder = join(await temporaryFolder(t), 'report');
    const { files } = await writeReport(folder, REPORT);
    assert.deepEqual(files, [
      'rates.svg',
      'rates-dark.svg',
      'rates.png',
      'rates-dark.png',
      'rates.csv',
      'report.md',
      'report.html',
      'manifest.json',
    ]);
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      files: { name: string; sha256: string; bytes: number }[];
      sources: unknown;
    };
    assert.deepEqual(manifest.sources, REPORT.sources);
    for (const { name, sha256, bytes } of manifest.files) {
      const content = await readFile(join(folder, name));
      assert.deepEqual([createHash('sha256').update(content).digest('hex'), content.length], [sha256, bytes]);
    }
    const [head, row] = parse(await readFile(join(folder, 'rates.csv'), 'utf8')) as [string[], string[]];
    assert.equal(Number(row[head.indexOf('rate')]), 80 / 884);
  });

  it('sets corrected rates beside raw ones where people labelled a sample, and writes them with all digits', async (t) => {
    const audited = { ...REPORT, audits: [AUDIT] };
    for (const text of [markdownReport(audited, 'rates.svg'), htmlReport(audited, ratesFigure(audited))]) {
      assert.match(text, /raw beside corrected/);
      assert.match(text, /9\.0 %[^\n]*7\.3, 11\.1[^\n]*884/);
      assert.match(text, /11\.4 %[^\n]*7\.2, 17\.0[^\n]*100/);
      assert.match(text, /100 of 100 drawn count/);
      assert.match(text, /The judge and kim/);
    }
    const folder = join(await temporaryFolder(t), 'report');
    const { files } = await writeReport(folder, audited);
    assert.ok(files.includes('audits.csv'));
    const rows = parse(await readFile(join(folder, 'audits.csv'), 'utf8'), { columns: true });
    assert.equal(Number((rows[0] as { rate: string }).rate), 80 / 884);
    assert.doesNotMatch(markdownReport(REPORT, 'rates.svg'), /raw beside corrected/);
  });

  it('sets the corrected rate of an arm below its raw one, in the table, the pages and the figure', async (t) => {
    const corrected = {
      rate: 0.114,
      low: 0.072,
      high: 0.17,
      by: 'Corrected, PPI++',
      of: 'the model, on prompts like these',
      labels: 100,
    };
    const rows = [
      { ...ROW, corrected },
      { ...ROW, run: 'other.csv' },
    ];
    const report = { ...REPORT, rows };
    const figure = ratesFigure(report);
    assert.match(markdownReport(report, 'rates.svg'), /\| run \| judge’s rate, raw \| corrected \|/);
    assert.match(markdownReport(report, 'rates.svg'), /n 884 \| 11\.4 % \[7\.2, 17\.0\], 100 labels \|/);
    assert.match(markdownReport(report, 'rates.svg'), /`other\.csv · qwen` \| 9\.0 %[^|]*\| – \|/);
    assert.match(htmlReport(report, figure), /<td>11\.4 % \[7\.2, 17\.0\], 100 labels<\/td>/);
    assert.match(figure, /raw 9\.0 % \[7\.3, 11\.1\], n 884/);
    assert.match(figure, /corrected 11\.4 % \[7\.2, 17\.0\], 100 labels/);
    assert.match(figure, /Corrected, PPI\+\+ \(the model, on prompts like these\)/);
    assert.equal(figure.match(/<path /g)?.length, 1);
    const folder = join(await temporaryFolder(t), 'report');
    await writeReport(folder, report);
    const [first, second] = parse<Record<string, string>>(await readFile(join(folder, 'rates.csv'), 'utf8'), {
      columns: true,
    });
    assert.deepEqual(
      [first?.['corrected'], first?.['correctedHigh'], first?.['correctedBy'], first?.['correctedLabels']],
      ['0.114', '0.17', 'Corrected, PPI++', '100'],
    );
    assert.equal(second?.['corrected'], '');
  });

  it('takes no name for markup', () => {
    const report = hostile();
    const html = htmlReport(report, ratesFigure(report));
    assert.doesNotMatch(html, /<script/);
    assert.equal(html.match(/<\/title>/g)?.length, 2);
    assert.doesNotMatch(ratesFigure(report), /<script|\p{Cc}(?<!\n)|[\uD800-\uDFFF](?![\uDC00-\uDFFF])/u);
    const markdown = markdownReport(report, 'rates.svg');
    assert.doesNotMatch(markdown, /^# \[/m);
    for (const line of markdown.split('\n').filter((text) => text.startsWith('|'))) {
      assert.ok(!/(^|[^`\\])\[a\]\(/.test(line.replace(/`[^|]*`/g, '')), line);
    }
  });

  it('draws a row without a rate nowhere, and one at 0 and at 100 %', () => {
    const rows = [
      { ...ROW, run: 'none', rate: null, low: null, high: null, n: 0 },
      { ...ROW, run: 'zero', rate: 0, low: 0, high: 0.02 },
      { ...ROW, run: 'all', rate: 1, low: 0.9, high: 1 },
    ];
    const figure = ratesFigure({ ...REPORT, rows });
    assert.equal(figure.match(/<circle/g)?.length, 2);
    assert.doesNotMatch(figure, /NaN|undefined/);
  });
});
