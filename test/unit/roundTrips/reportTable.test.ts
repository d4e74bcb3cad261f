// The table of a report holds every digit and every name as it is, and isn't taken for results.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { CORRECTED_COLUMNS, RATES_COLUMNS } from '../../../src/core/reportTable.ts';
import type { Report, ReportRow } from '../../../src/exporters/report/report.ts';
import { writeReport } from '../../../src/exporters/report/writeReport.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { awkwardText } from '../../support/roundTrips/awkwardTexts.ts';
import { temporaryFolder } from '../importers/readAll.ts';

const name = fc.option(awkwardText);
const count = fc.nat(10 ** 9);
const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0));
const anyCorrected = fc.record({
  rate: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
  low: share,
  high: share,
  by: awkwardText,
  of: awkwardText,
  labels: count,
});
const anyRow: fc.Arbitrary<ReportRow> = fc.record({
  study: name,
  run: awkwardText,
  model: name,
  group: name,
  condition: name,
  seed: name,
  rule: name,
  positiveName: name,
  transcripts: count,
  positive: count,
  n: count,
  gatedOut: count,
  gateMissing: count,
  missing: count,
  labelled: count,
  rate: share,
  low: share,
  high: share,
  corrected: fc.option(anyCorrected),
  remarks: fc.array(awkwardText, { maxLength: 2 }),
});

function report(rows: readonly ReportRow[]): Report {
  return {
    title: 'Audit',
    madeAt: '2026-01-31T12:00:00.000Z',
    tool: { name: 'Transcript Auditor', version: '0.1.0' },
    database: { path: '/audit.db', schema: 1 },
    rows,
    findings: [],
    sources: [],
  };
}

/** What any program should find in the cell; NUL and half surrogates can't be in a table. */
const inTable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

describe('the table of a report', () => {
  it('is read back equal, cell by cell, and refused as a table of figures, however many rows it has', async (t) => {
    const folder = join(await temporaryFolder(t), 'report');
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 6 }), async (rows) => {
        await writeReport(folder, report(rows));
        const [head = [], ...cells] = parse(await readFile(join(folder, 'rates.csv'), 'utf8'), {
          record_delimiter: '\n',
        });
        assert.deepEqual(head, [...RATES_COLUMNS, ...CORRECTED_COLUMNS]);
        assert.deepEqual(
          cells.map((line) => line.slice(RATES_COLUMNS.length)),
          rows.map(({ corrected }) => {
            if (corrected === null) return CORRECTED_COLUMNS.map(() => '');
            const { rate, low, high, by, of, labels } = corrected;
            return [rate, low, high, inTable(by), inTable(of), labels].map((value) => String(value ?? ''));
          }),
        );
        const read = cells.map((line) =>
          Object.fromEntries(
            RATES_COLUMNS.map((column, index) => {
              const cell = line[index] ?? '';
              return [column, typeof rows[0]?.[column] === 'number' && cell !== '' ? Number(cell) : cell];
            }),
          ),
        );
        const expected = rows.map((row) =>
          Object.fromEntries(
            RATES_COLUMNS.map((column) => {
              const value = row[column];
              if (value === null) return [column, ''];
              if (typeof value === 'number')
                return [column, typeof rows[0]?.[column] === 'number' ? value : String(value)];
              return [column, inTable(typeof value === 'string' ? value : value.join('; '))];
            }),
          ),
        );
        assert.deepEqual(read, expected);
        const { recognition } = await recogniseFile(join(folder, 'rates.csv'));
        assert.equal(recognition.kind, 'refused');
        assert.match(recognition.kind === 'refused' ? recognition.reason : '', /table of rates of a report/);
      }),
      { numRuns: 100 },
    );
  });
});
