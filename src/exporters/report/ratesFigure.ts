import { escapeHtml } from './escapeHtml.ts';
import {
  correctedLine,
  correctedWords,
  INTERVAL_WORDS,
  rateWords,
  rowName,
  rulesOf,
  type Report,
  type ReportRow,
} from './report.ts';

const NAMES_WIDTH = 320;
const PLOT_WIDTH = 360;
const WORDS_WIDTH = 200;
/** With `raw` or `corrected` before the numbers. */
const LONG_WORDS_WIDTH = 290;
const ROW_HEIGHT = 24;
/** Of a row that has its corrected rate below the raw one. */
const PAIR_HEIGHT = 44;
const TOP = 12;
const BOTTOM = 40;
const LONGEST_NAME = 46;
const CAPTION_HEIGHT = 16;
const LONGEST_CAPTION = 140;
/** Steps of the axis, of which the first that needs at most six is taken. */
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25];

/** On paper, and on a dark page. */
export type FigureTheme = 'light' | 'dark';
interface Inks {
  readonly ground: string;
  readonly ink: string;
  readonly grid: string;
}
const INKS: Readonly<Record<FigureTheme, Inks>> = {
  light: { ground: '#fff', ink: '#000', grid: '#ddd' },
  dark: { ground: '#1e1e1e', ink: '#e8e8e8', grid: '#4a4a4a' },
};

/**
 * A dot and its interval for each row that has a rate, with its corrected rate as a diamond below where there is one, as
 * SVG: no script, no outside reference.
 */
export function ratesFigure(report: Report, theme: FigureTheme = 'light'): string {
  const inks = INKS[theme];
  const { ground, ink, grid } = inks;
  const rows = report.rows.filter(({ rate, corrected }) => rate !== null || corrected !== null);
  const highest = rows.reduce(
    (most, { rate, high, corrected }) =>
      Math.max(most, high ?? rate ?? 0, corrected?.high ?? corrected?.rate ?? 0),
    0.01,
  );
  const step = STEPS.find((size) => highest / size <= 6) ?? 0.25;
  const end = Math.min(1, Math.ceil(highest / step - 1e-9) * step);
  const x = (fraction: number): string => (NAMES_WIDTH + (fraction / end) * PLOT_WIDTH).toFixed(1);
  const caption = captionOf(report);
  const isCorrected = rows.some(({ corrected }) => corrected !== null);
  const tops = topsOf(rows);
  const height = (tops.at(-1) ?? TOP) + BOTTOM + caption.length * CAPTION_HEIGHT;
  const width = NAMES_WIDTH + PLOT_WIDTH + (isCorrected ? LONG_WORDS_WIDTH : WORDS_WIDTH);
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step);
  const base = (tops.at(-1) ?? TOP) + 4;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="12" fill="${ink}">`,
    `<title>${escapeHtml(report.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${ground}"/>`,
    ...ticks.flatMap((tick) => [
      `<line x1="${x(tick)}" x2="${x(tick)}" y1="${TOP}" y2="${base}" stroke="${grid}"/>`,
      `<text x="${x(tick)}" y="${base + 16}" text-anchor="middle">${Number((tick * 100).toFixed(1))} %</text>`,
    ]),
    ...rows.flatMap((row, index) => marks(row, tops[index] ?? TOP, x, inks)),
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
  const corrected = correctedLine(report);
  return [
    ...(words === undefined ? [] : [words]),
    INTERVAL_WORDS,
    ...(corrected === undefined ? [] : [corrected]),
  ];
}

/** Where each row begins, and where the last one ends. */
function topsOf(rows: readonly ReportRow[]): readonly number[] {
  const tops = [TOP];
  for (const { corrected } of rows) {
    tops.push((tops.at(-1) ?? TOP) + (corrected === null ? ROW_HEIGHT : PAIR_HEIGHT));
  }
  return tops;
}

function cut(text: string, longest: number): string {
  const letters = [...text];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : text;
}

type Place = (fraction: number) => string;

/** The raw rate as a dot; where there is a corrected one, hollow, with that as a diamond below. */
function marks(row: ReportRow, top: number, x: Place, { ink, ground }: Inks): readonly string[] {
  const { rate, low, high, corrected } = row;
  const middle = top + (corrected === null ? ROW_HEIGHT : PAIR_HEIGHT) / 2;
  const raw = corrected === null ? middle : top + ROW_HEIGHT / 2;
  const circle = (at: string): string =>
    `<circle cx="${at}" cy="${raw}" r="4"${corrected === null ? '' : ` fill="${ground}" stroke="${ink}" stroke-width="1.5"`}/>`;
  const below = top + PAIR_HEIGHT - ROW_HEIGHT / 2;
  const diamond = (at: string): string => `<path d="M${at} ${below - 5}l5 5l-5 5l-5 -5z"/>`;
  return [
    `<text x="${NAMES_WIDTH - 12}" y="${middle + 4}" text-anchor="end">${escapeHtml(cut(rowName(row), LONGEST_NAME))}</text>`,
    ...(rate === null ? [] : mark({ rate, low, high }, raw, x, ink, circle)),
    words(raw, corrected === null ? rateWords(row) : `raw ${rateWords(row)}`),
    ...(corrected === null
      ? []
      : [...mark(corrected, below, x, ink, diamond), words(below, `corrected ${correctedWords(row)}`)]),
  ];
}

function words(y: number, text: string): string {
  return `<text x="${NAMES_WIDTH + PLOT_WIDTH + 12}" y="${y + 4}">${escapeHtml(text)}</text>`;
}

function mark(
  { rate, low, high }: { readonly rate: number; readonly low: number | null; readonly high: number | null },
  y: number,
  x: Place,
  ink: string,
  point: (at: string) => string,
): readonly string[] {
  const interval =
    low === null || high === null
      ? []
      : [`<line x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}" stroke="${ink}" stroke-width="2"/>`];
  return [...interval, point(x(rate))];
}
