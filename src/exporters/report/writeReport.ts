import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditError } from '../../core/errors.ts';
import { exportError } from '../exportError.ts';
import { writeExport } from '../writeExport.ts';
import { auditTable } from './auditTable.ts';
import { htmlReport } from './htmlReport.ts';
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

/**
 * Writes a folder: `report.html`, `report.md`, the figure, the table behind it, and `manifest.json`, which names tool,
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
  const texts: readonly (readonly [string, string])[] = [
    [FIGURE, figure],
    ['rates.csv', ratesTable(report)],
    ...((report.audits ?? []).length === 0 ? [] : [['audits.csv', auditTable(report)] as const]),
    ['report.md', markdownReport(report, FIGURE)],
    ['report.html', htmlReport(report, figure)],
  ];
  const files: { name: string; sha256: string; bytes: number }[] = [];
  for (const [name, text] of texts) {
    const { sha256, bytes } = await writeExport(join(folder, name), once(text), options);
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
    files,
  };
  await writeExport(join(folder, 'manifest.json'), once(`${JSON.stringify(manifest, null, 2)}\n`), options);
  return { folder, files: [...files.map(({ name }) => name), 'manifest.json'] };
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
async function* once(text: string): AsyncGenerator<{ text: string; count: number }> {
  yield { text, count: 1 };
}
