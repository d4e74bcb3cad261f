import { escapeHtml } from './escapeHtml.ts';
import { rateWords, rowName, type Report, type ReportRow } from './report.ts';

const NAMES_WIDTH = 320;
const PLOT_WIDTH = 360;
const WORDS_WIDTH = 200;
const ROW_HEIGHT = 24;
const TOP = 12;
const BOTTOM = 40;
const LONGEST_NAME = 46;
/** Steps of the axis, of which the first that needs at most six is taken. */
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25];

/** A dot and its interval for each row that has a rate, as SVG: black on white for print, no script, no outside reference. */
export function ratesFigure(report: Report): string {
  const rows = report.rows.filter(({ rate }) => rate !== null);
  const highest = Math.max(0.01, ...rows.map(({ rate, high }) => high ?? rate ?? 0));
  const step = STEPS.find((size) => highest / size <= 6) ?? 0.25;
  const end = Math.min(1, Math.ceil(highest / step - 1e-9) * step);
  const x = (fraction: number): string => (NAMES_WIDTH + (fraction / end) * PLOT_WIDTH).toFixed(1);
  const height = TOP + rows.length * ROW_HEIGHT + BOTTOM;
  const width = NAMES_WIDTH + PLOT_WIDTH + WORDS_WIDTH;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step);
  const base = height - BOTTOM + 4;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${escapeHtml(report.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...ticks.flatMap((tick) => [
      `<line x1="${x(tick)}" x2="${x(tick)}" y1="${TOP}" y2="${base}" stroke="#ddd"/>`,
      `<text x="${x(tick)}" y="${base + 16}" text-anchor="middle">${Number((tick * 100).toFixed(1))} %</text>`,
    ]),
    ...rows.flatMap((row, index) => mark(row, TOP + (index + 0.5) * ROW_HEIGHT, x)),
    '</svg>',
    '',
  ].join('\n');
}

function mark(row: ReportRow, y: number, x: (fraction: number) => string): readonly string[] {
  const name = [...rowName(row)];
  const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1).join('')}…` : name.join('');
  const interval =
    row.low === null || row.high === null
      ? []
      : [`<line x1="${x(row.low)}" x2="${x(row.high)}" y1="${y}" y2="${y}" stroke="#000" stroke-width="2"/>`];
  return [
    `<text x="${NAMES_WIDTH - 12}" y="${y + 4}" text-anchor="end">${escapeHtml(shown)}</text>`,
    ...interval,
    `<circle cx="${x(row.rate ?? 0)}" cy="${y}" r="4"/>`,
    `<text x="${NAMES_WIDTH + PLOT_WIDTH + 12}" y="${y + 4}">${escapeHtml(rateWords(row))}</text>`,
  ];
}
