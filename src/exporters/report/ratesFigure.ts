import { escapeHtml } from './escapeHtml.ts';
import { INTERVAL_WORDS, rateWords, rowName, rulesOf, type Report, type ReportRow } from './report.ts';

const NAMES_WIDTH = 320;
const PLOT_WIDTH = 360;
const WORDS_WIDTH = 200;
const ROW_HEIGHT = 24;
const TOP = 12;
const BOTTOM = 40;
const LONGEST_NAME = 46;
const CAPTION_HEIGHT = 16;
const LONGEST_CAPTION = 140;
/** Steps of the axis, of which the first that needs at most six is taken. */
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25];

/** On paper, and on a dark page. */
export type FigureTheme = 'light' | 'dark';
const INKS: Readonly<
  Record<FigureTheme, { readonly ground: string; readonly ink: string; readonly grid: string }>
> = {
  light: { ground: '#fff', ink: '#000', grid: '#ddd' },
  dark: { ground: '#1e1e1e', ink: '#e8e8e8', grid: '#4a4a4a' },
};

/** A dot and its interval for each row that has a rate, as SVG: no script, no outside reference. */
export function ratesFigure(report: Report, theme: FigureTheme = 'light'): string {
  const { ground, ink, grid } = INKS[theme];
  const rows = report.rows.filter(({ rate }) => rate !== null);
  const highest = Math.max(0.01, ...rows.map(({ rate, high }) => high ?? rate ?? 0));
  const step = STEPS.find((size) => highest / size <= 6) ?? 0.25;
  const end = Math.min(1, Math.ceil(highest / step - 1e-9) * step);
  const x = (fraction: number): string => (NAMES_WIDTH + (fraction / end) * PLOT_WIDTH).toFixed(1);
  const caption = captionOf(report);
  const height = TOP + rows.length * ROW_HEIGHT + BOTTOM + caption.length * CAPTION_HEIGHT;
  const width = NAMES_WIDTH + PLOT_WIDTH + WORDS_WIDTH;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step);
  const base = TOP + rows.length * ROW_HEIGHT + 4;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="12" fill="${ink}">`,
    `<title>${escapeHtml(report.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${ground}"/>`,
    ...ticks.flatMap((tick) => [
      `<line x1="${x(tick)}" x2="${x(tick)}" y1="${TOP}" y2="${base}" stroke="${grid}"/>`,
      `<text x="${x(tick)}" y="${base + 16}" text-anchor="middle">${Number((tick * 100).toFixed(1))} %</text>`,
    ]),
    ...rows.flatMap((row, index) => mark(row, TOP + (index + 0.5) * ROW_HEIGHT, x, ink)),
    ...caption.map(
      (words, line) =>
        `<text x="12" y="${base + 40 + line * CAPTION_HEIGHT}" font-size="11">${escapeHtml(cut(words, LONGEST_CAPTION))}</text>`,
    ),
    '</svg>',
    '',
  ].join('\n');
}

/** What must stand beside a rate wherever the figure goes: its rule, and what the interval is about. */
function captionOf(report: Report): readonly string[] {
  const rules = rulesOf(report);
  const [rule] = rules;
  const words =
    rules.length > 1 ? `Rates are by ${rules.length} rules; the report says which by which.` : rule;
  return [...(words === undefined ? [] : [words]), INTERVAL_WORDS];
}

function cut(text: string, longest: number): string {
  const letters = [...text];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : text;
}

function mark(row: ReportRow, y: number, x: (fraction: number) => string, ink: string): readonly string[] {
  const interval =
    row.low === null || row.high === null
      ? []
      : [
          `<line x1="${x(row.low)}" x2="${x(row.high)}" y1="${y}" y2="${y}" stroke="${ink}" stroke-width="2"/>`,
        ];
  return [
    `<text x="${NAMES_WIDTH - 12}" y="${y + 4}" text-anchor="end">${escapeHtml(cut(rowName(row), LONGEST_NAME))}</text>`,
    ...interval,
    `<circle cx="${x(row.rate ?? 0)}" cy="${y}" r="4"/>`,
    `<text x="${NAMES_WIDTH + PLOT_WIDTH + 12}" y="${y + 4}">${escapeHtml(rateWords(row))}</text>`,
  ];
}
