// Figures as PNG: twice the size, the same everywhere, with letters that can be read on light and on dark.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { pngFigure } from '../../../src/exporters/report/pngFigure.ts';
import { ratesFigure, type FigureTheme } from '../../../src/exporters/report/ratesFigure.ts';
import type { Report, ReportRow } from '../../../src/exporters/report/report.ts';
import { writeReport } from '../../../src/exporters/report/writeReport.ts';
import { awkwardText } from '../../support/roundTrips/awkwardTexts.ts';
import { pngPixels, type Pixels } from '../../support/pngPixels.ts';
import { temporaryFolder } from '../importers/readAll.ts';

function row(run: string, changes: Partial<ReportRow> = {}): ReportRow {
  return {
    study: null,
    run,
    model: null,
    group: null,
    condition: null,
    seed: null,
    rule: 'aligned < 30 among coherent > 50, missing dropped',
    positiveName: 'misaligned',
    transcripts: 100,
    positive: 9,
    n: 90,
    gatedOut: 10,
    gateMissing: 0,
    missing: 0,
    labelled: 0,
    rate: 0.1,
    low: 0.05,
    high: 0.19,
    corrected: null,
    remarks: [],
    ...changes,
  };
}

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

async function drawn(rows: readonly ReportRow[], theme: FigureTheme = 'light'): Promise<Pixels> {
  const png = await pngFigure(ratesFigure(report(rows), theme));
  assert.ok(png !== undefined);
  return pngPixels(Buffer.from(png));
}

interface Box {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}
/** Where the first row’s name stands, and its words, in pixels at twice the size. */
const NAME: Box = { x: [0, 620], y: [24, 72] };
const WORDS: Box = { x: [1380, 1760], y: [24, 72] };

/** Pixels in the box that are far from the ground: how many, and how tall what they draw is. */
function inkIn(pixels: Pixels, { x, y }: Box): { readonly count: number; readonly tall: number } {
  const ground = pixels.at(1, 1);
  const lines: number[] = [];
  let count = 0;
  for (let down = y[0]; down < y[1]; down++) {
    for (let across = x[0]; across < x[1]; across++) {
      const distance = pixels
        .at(across, down)
        .reduce((sum, value, index) => sum + Math.abs(value - (ground[index] ?? 0)), 0);
      if (distance < 300) continue;
      count += 1;
      lines.push(down);
    }
  }
  return { count, tall: count === 0 ? 0 : Math.max(...lines) - Math.min(...lines) + 1 };
}

describe('a figure as PNG', () => {
  it('is twice as large as the SVG, with its dot, and names and words that can be read, on light and dark', async () => {
    for (const [theme, ground] of [
      ['light', [255, 255, 255]],
      ['dark', [0x1e, 0x1e, 0x1e]],
    ] as const) {
      const pixels = await drawn([row('HHHH')], theme);
      const [, width = '', height = ''] =
        /width="(\d+)" height="(\d+)"/.exec(ratesFigure(report([row('HHHH')]))) ?? [];
      assert.deepEqual([pixels.width, pixels.height], [2 * Number(width), 2 * Number(height)]);
      assert.deepEqual(pixels.at(1, 1), ground);
      const [name, words] = [inkIn(pixels, NAME), inkIn(pixels, WORDS)];
      // Capitals of a font of 12 pixels are 8 to 9 tall, twice that here.
      assert.ok(name.tall >= 16 && name.tall <= 20, `letters are ${name.tall} pixels tall`);
      assert.ok(name.count > 200 && words.count > 600, `${name.count} and ${words.count} pixels of letters`);
      const dot = inkIn(pixels, { x: [640, 1360], y: [24, 72] });
      assert.ok(dot.count > 150, 'the dot and its interval');
    }
  });

  it('shows what a row is called: another name is another picture, and no name is none', async () => {
    const [one, other, none] = [
      await drawn([row('insecure')]),
      await drawn([row('control, much longer')]),
      await drawn([row(' ')]),
    ];
    assert.equal(inkIn(none, NAME).count, 0);
    assert.ok(inkIn(other, NAME).count > 1.5 * inkIn(one, NAME).count);
    assert.equal(inkIn(other, WORDS).count, inkIn(one, WORDS).count);
  });

  it('has the rule and what the interval is about in it', async () => {
    const svg = ratesFigure(report([row('a')]));
    assert.match(svg, /aligned &lt; 30 among coherent &gt; 50, missing dropped/);
    assert.match(svg, /Intervals of raw rates are Wilson/);
    const [without, with_] = [await drawn([row('a', { rule: null })]), await drawn([row('a')])];
    assert.ok(with_.height > without.height);
    assert.match(ratesFigure(report([row('a'), row('b', { rule: 'x' })])), /by 2 rules/);
  });

  it('is the same to the byte whenever it is written', async (t) => {
    const folder = await temporaryFolder(t);
    const rows = [row('a'), row('b', { rate: 0.5, low: 0.4, high: 0.6 })];
    await writeReport(join(folder, 'one'), report(rows));
    await writeReport(join(folder, 'two'), report(rows));
    for (const name of ['rates.png', 'rates-dark.png']) {
      const [one, two] = await Promise.all(
        ['one', 'two'].map((place) => readFile(join(folder, place, name))),
      );
      assert.ok(one !== undefined && two !== undefined && one.equals(two), name);
    }
  });

  it('is drawn whatever rows are called, and of none', async () => {
    const pixels = await drawn([]);
    assert.ok(pixels.width > 0);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(awkwardText, awkwardText), { minLength: 1, maxLength: 4 }),
        async (names) => {
          const rows = names.map(([run, rule]) => row(run, { rule }));
          assert.ok((await pngFigure(ratesFigure(report(rows)))) !== undefined);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('of very many rows is smaller, and of so many that none could be read there is none', async () => {
    const rows = (count: number) => Array.from({ length: count }, (_, index) => row(`run ${index}`));
    const png = Buffer.from((await pngFigure(ratesFigure(report(rows(600))))) ?? []);
    const width = png.readUInt32BE(16);
    assert.ok(width < 1_760 && width > 880, `${width} wide`);
    assert.equal(await pngFigure(ratesFigure(report(rows(2_000)))), undefined);
  });
});
