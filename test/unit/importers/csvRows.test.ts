import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import type { ImportProblem } from '../../../src/core/imported.ts';
import { CsvRecordScanner } from '../../../src/importers/csvRecordScanner.ts';
import { readCsvRows, type CsvOptions, type CsvRow } from '../../../src/importers/csvRows.ts';
import { fixture, temporaryFile, temporaryFolder } from './readAll.ts';

interface Rows {
  readonly rows: readonly CsvRow[];
  readonly problems: readonly ImportProblem[];
}

async function read(path: string, columns: number, more: Partial<CsvOptions> = {}): Promise<Rows> {
  const rows: CsvRow[] = [];
  const problems: ImportProblem[] = [];
  const signal = new AbortController().signal;
  const options = {
    path,
    signal,
    onBytes: () => undefined,
    delimiter: ',',
    returnEndsRow: false,
    columns,
    ...more,
  };
  for await (const batch of readCsvRows(options)) {
    for (const event of batch) {
      if ('problem' in event) problems.push(event.problem);
      else rows.push(event);
    }
  }
  return { rows, problems };
}

async function readText(t: TestContext, text: string | Uint8Array, columns = 3): Promise<Rows> {
  return await read(await temporaryFile(t, 'table.csv', text), columns);
}

const kept = ({ rows }: Rows): unknown[] => rows.map(({ line, cells }) => [line, ...cells]);
const told = ({ problems }: Rows): unknown[] => problems.map(({ line, reason }) => [line, reason]);

test('what Python’s csv module writes is read back, with the line of each row', async () => {
  const expected = JSON.parse(await readFile(fixture('pythonCells.json'), 'utf8')) as {
    cells: string[][];
    lines: number[];
  };
  const { rows, problems } = await read(fixture('pythonCells.csv'), 3);
  assert.deepEqual(
    rows.map(({ cells }) => cells),
    expected.cells,
  );
  assert.deepEqual(
    rows.map(({ line }) => line),
    expected.lines,
  );
  assert.deepEqual(problems, []);
});

test('whatever cells a trustworthy writer writes are read back equal, on the lines where they stand', async (t) => {
  const folder = await temporaryFolder(t);
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', '\r', ' ', 'é', '😀', '\t', '\\', '{') }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('x'.repeat(300_000), '""""', '\n\n\n'),
  );
  const tables = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(tables, fc.constantFrom('\n', '\r\n'), fc.boolean(), async (table, lineEnd, bom) => {
      const options = { record_delimiter: lineEnd, quoted_match: /[\r\n]/ };
      const text = stringify([['a', 'b', 'c'], ...table], options);
      const path = join(folder, 'table.csv');
      await writeFile(
        path,
        (bom ? '\ufeff' : '') + text.replace(/[\ud800-\udbff](?![\udc00-\udfff])/g, '\ufffd'),
      );
      const { rows, problems } = await read(path, 3);
      assert.deepEqual(problems, []);
      const wellFormed = table.map((row) => row.map((value) => value.toWellFormed()));
      assert.deepEqual(
        rows.map(({ cells }) => cells),
        wellFormed,
      );
      let line = 1 + lineEnds(stringify([['a', 'b', 'c']], options));
      for (const [index, row] of table.entries()) {
        assert.equal(rows[index]?.line, line);
        line += lineEnds(stringify([row], options));
      }
    }),
    { numRuns: 150 },
  );
});

function lineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

test('a general CSV parser reads the same cells from any text that it accepts', () => {
  const piece = fc.constantFrom('a', 'bc', '"', '""', ',', ',,', '\n', '\r\n', '\r', ' ', 'é');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const bytes = Buffer.from(pieces.join(''));
      let expected: string[][];
      try {
        const options = {
          record_delimiter: ['\r\n', '\n'],
          relax_column_count: true,
          skip_empty_lines: true,
        };
        expected = parse(bytes, options);
      } catch {
        return;
      }
      assert.deepEqual(scanAll(bytes), expected);
    }),
    { numRuns: 20_000 },
  );
});

function scanAll(bytes: Buffer): string[][] {
  const scanner = new CsvRecordScanner(',', false);
  const records: string[][] = [];
  let at = scanner.skipBlankLines(bytes, 0);
  while (at < bytes.length) {
    assert.equal(scanner.scan(bytes, at, true), 'record');
    records.push(scanner.cells);
    at = scanner.skipBlankLines(bytes, scanner.end);
  }
  return records;
}

test('where the file is cut into chunks makes no difference', () => {
  const text = 'a,"b\r\n""c""",d\r\n"x","",y\n1,2,3';
  const [first] = scanAll(Buffer.from(text));
  for (let cut = 0; cut < text.length; cut++) {
    const scanner = new CsvRecordScanner(',', false);
    const outcome = scanner.scan(Buffer.from(text.slice(0, cut)), 0, false);
    if (outcome === 'record') assert.deepEqual(scanner.cells, first, `cut at ${cut}`);
    else assert.equal(outcome, 'incomplete', `cut at ${cut}`);
  }
});

test('a quote that is never closed is reported where it opened, and the rows around it are kept', async (t) => {
  const found = await readText(t, 'a,b,c\n1,fine,x\n2,"open,y\n3,fine,z\n');
  assert.deepEqual(kept(found), [
    [2, '1', 'fine', 'x'],
    [4, '3', 'fine', 'z'],
  ]);
  assert.deepEqual(told(found), [[3, 'A quote opens here and is never closed. The line was left out.']]);
});

test('a missing closing quote costs its own row only', async (t) => {
  const found = await readText(t, 'a,b,c\n1,"two\nlines","open\n2,"good\none",y\n3,fine,z\n');
  assert.deepEqual(kept(found), [
    [4, '2', 'good\none', 'y'],
    [6, '3', 'fine', 'z'],
  ]);
  assert.equal(found.problems[0]?.line, 3);
});

test('a quote that isn’t doubled is one problem, however many lines the cell has', async (t) => {
  const found = await readText(t, 'a,b,c\n1,"first\nsays "no" to it\nlast",x\n2,fine,y\n');
  assert.deepEqual(kept(found), [[5, '2', 'fine', 'y']]);
  assert.deepEqual(told(found), [
    [
      2,
      'A quoted cell goes on after its closing quote: a quote is missing or isn’t doubled. Lines 2 to 4 were left out.',
    ],
  ]);
});

test('a quote inside an unquoted cell is text, as other readers take it, and is told', async (t) => {
  const found = await readText(t, 'a,b,c\n1,a 5" screen,x\n2,fine,y\n');
  assert.deepEqual(kept(found), [
    [2, '1', 'a 5" screen', 'x'],
    [3, '2', 'fine', 'y'],
  ]);
  assert.match(found.rows[0]?.oddity ?? '', /quote inside a cell/);
});

test('ragged rows are reported and the rest is kept; blank lines and empty cells at the end are nothing', async (t) => {
  const found = await readText(t, 'a,b,c\n1,2\n\n3,4,5\n6,7,8,9\n1,2,3,,\n   \n');
  assert.deepEqual(kept(found), [
    [4, '3', '4', '5'],
    [6, '1', '2', '3'],
  ]);
  assert.deepEqual(told(found), [
    [2, 'The row has 2 cells where the header has 3.'],
    [5, 'The row has 4 cells where the header has 3.'],
  ]);
});

test('bytes that are not UTF-8 become U+FFFD, and the row says where they are', async (t) => {
  const bytes = Buffer.concat([
    Buffer.from('a,b,c\n1,caf'),
    Buffer.from([0xe9]),
    Buffer.from(',x\n2,a genuine \ufffd,y\n3,cut off,'),
    Buffer.from([0xf0, 0x9f]),
  ]);
  const { rows } = await readText(t, bytes);
  assert.deepEqual(
    rows.map(({ cells, invalidAt }) => [cells[1], invalidAt]),
    [
      ['caf\ufffd', 11],
      ['a genuine \ufffd', undefined],
      ['cut off', bytes.length - 2],
    ],
  );
});

test('UTF-16 with a byte order mark is read in either byte order', async (t) => {
  const text = '\ufeffa,b,c\n1,é 漢字 😀,"two\nlines"\n';
  const little = Buffer.from(text, 'utf16le');
  const big = Buffer.from(little).swap16();
  for (const bytes of [little, big]) {
    assert.deepEqual(kept(await readText(t, bytes)), [[2, '1', 'é 漢字 😀', 'two\nlines']]);
  }
});

test('a lone return ends a line in the oldest files, and is text in all others', async (t) => {
  const old = await temporaryFile(t, 'old.csv', 'a,b,c\r1,2,3\r4,5,6');
  assert.deepEqual(kept(await read(old, 3, { returnEndsRow: true })), [
    [2, '1', '2', '3'],
    [3, '4', '5', '6'],
  ]);
  assert.deepEqual(kept(await readText(t, 'a,b,c\n1,pro\rgress,3\n4,5,6\n')), [
    [2, '1', 'pro\rgress', '3'],
    [4, '4', '5', '6'],
  ]);
});

test('an open quote over more than 64 MiB is given up without holding the file, and reading goes on', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'big.csv');
  const line = `1,${'y'.repeat(65_530)},3\n`;
  await writeFile(path, `a,b,c\n0,"open,x\n${line.repeat(1_100)}`);
  const { rows, problems } = await read(path, 3);
  assert.equal(rows.length, 1_100);
  assert.deepEqual(
    problems.map(({ line: at, reason }) => [at, reason]),
    [[2, 'A quote opens here and isn’t closed within 64 MiB. The line was left out.']],
  );
});
