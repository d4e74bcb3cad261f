import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditError } from '../../core/errors.ts';
import type { ExportChunk } from '../exporter.ts';
import { exportError } from '../exportError.ts';
import { writeExport } from '../writeExport.ts';
import { auditTable } from './auditTable.ts';
import { htmlReport } from './htmlReport.ts';
import { pngFigure } from './pngFigure.ts';
import { markdownReport } from './markdownReport.ts';
import { ratesFigure } from './ratesFigure.ts';
import { ratesTable } from './ratesTable.ts';
import type { Report } from './report.ts';

/** A report on disk. */
export interface WrittenReport {
  readonly folder: string;
  /** Names of the files in it, the manifest last. */
  readonly files: readonly string[];
}

const FIGURE = 'rates.svg';
const DARK_FIGURE = 'rates-dark.svg';

/**
 * Writes a folder: `report.html`, `report.md`, the figure (as SVG and PNG, for light and for dark pages), the table behind it, and `manifest.json`, which names tool,
 * database, sources and every file with its SHA-256. The manifest is written last: a folder that has one is whole.
 *
 * @throws AuditError as `writeExport` does; `bad-input` when the folder's place is taken by a file
 */
export async function writeReport(
  folder: string,
  report: Report,
  options: { readonly signal?: AbortSignal } = {},
): Promise<WrittenReport> {
  await makeFolder(folder);
  const figure = ratesFigure(report);
  const dark = ratesFigure(report, 'dark');
  const contents: readonly (readonly [string, string | Uint8Array])[] = [
    [FIGURE, figure],
    [DARK_FIGURE, dark],
    ...(await picture(FIGURE, figure)),
    ...(await picture(DARK_FIGURE, dark)),
    ['rates.csv', ratesTable(report)],
    ...((report.audits ?? []).length === 0 ? [] : [['audits.csv', auditTable(report)] as const]),
    ['report.md', markdownReport(report, FIGURE)],
    ['report.html', htmlReport(report, figure)],
  ];
  const files: { name: string; sha256: string; bytes: number }[] = [];
  for (const [name, content] of contents) {
    const { sha256, bytes } = await writeExport(join(folder, name), once(content), options);
    files.push({ name, sha256, bytes });
  }
  const { title, madeAt, tool, database, sources } = report;
  const manifest = {
    format: 'transcript-auditor-report',
    version: 1,
    title,
    madeAt,
    tool,
    database,
    reportSha256: createHash('sha256').update(JSON.stringify(report)).digest('hex'),
    sources,
    rates: (report.audits ?? []).map(({ run, sample, rates }) => ({ run, sample, estimates: rates })),
    files,
  };
  await writeExport(join(folder, 'manifest.json'), once(`${JSON.stringify(manifest, null, 2)}\n`), options);
  return { folder, files: [...files.map(({ name }) => name), 'manifest.json'] };
}

/** The figure as PNG under its own name; nothing for a figure that is too large for one. */
async function picture(name: string, svg: string): Promise<readonly (readonly [string, Uint8Array])[]> {
  const png = await pngFigure(svg);
  return png === undefined ? [] : [[name.replace(/svg$/, 'png'), png]];
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if (!(await stat(folder)).isDirectory()) throw new AuditError('bad-input', `${folder} is a file.`);
  } catch (error) {
    throw exportError(error, folder);
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- what is written is always asked for piece by piece
async function* once(content: string | Uint8Array): AsyncGenerator<ExportChunk> {
  yield typeof content === 'string' ? { text: content, count: 1 } : { text: '', bytes: content, count: 1 };
}
