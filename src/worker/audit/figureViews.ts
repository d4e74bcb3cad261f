/** Figures as the page shows them: value, interval in brackets, and where they lie for the drawing. */
import type { Bounds, Estimate, Figure } from '../../analysis/agreement/figure.ts';
import { whyInWords } from '../../analysis/agreement/figure.ts';
import { coefficient, percent } from '../../analysis/agreement/figureWords.ts';
import type { FigureView } from '../../protocol/auditPage.ts';

type Format = (value: number, decimals: number) => string;

interface FigureOptions {
  readonly n?: number | null;
  readonly note?: string;
}

/** `84.9 %` and `[76.9, 90.5]`. */
export function shareFigure(name: string, estimate: Estimate, options: FigureOptions = {}): FigureView {
  return figureView(name, estimate, percent, 1, ' %', options);
}

/** `.70` and `[.57, .82]`. */
export function coefficientFigure(name: string, estimate: Estimate, options: FigureOptions = {}): FigureView {
  return figureView(name, estimate, coefficient, 2, '', options);
}

/** Points of a score: `-3.2` and `[-5.0, -1.4]`. */
export function pointsFigure(
  name: string,
  figure: Figure,
  bounds: Bounds,
  options: FigureOptions = {},
): FigureView {
  const format: Format = (value, decimals) => value.toFixed(decimals);
  return figureView(name, { figure, bounds, method: '' }, format, 1, '', options);
}

/** A coefficient that comes without an interval. */
export function bareFigure(name: string, figure: Figure, options: FigureOptions = {}): FigureView {
  const shown = figure.value === undefined ? untoldWords(figure.why) : coefficient(figure.value);
  return {
    name,
    value: shown,
    interval: '',
    n: options.n ?? null,
    note: options.note ?? '',
    ...placeOf(figure),
  };
}

/** A rate of 0..1 whose interval is known to have a width, or that has none. */
export function rateFigure(
  name: string,
  rate: number,
  interval: { readonly low: number; readonly high: number } | undefined,
  options: FigureOptions = {},
): FigureView {
  const { low, high } = interval ?? { low: null, high: null };
  return {
    name,
    value: `${rateText(rate)} %`,
    interval: interval === undefined ? '' : bracketed(interval.low, interval.high, percentText, 1),
    n: options.n ?? null,
    note: options.note ?? '',
    at: rate,
    low,
    high,
  };
}

/** A difference of rates in percentage points, signed. */
export function differenceFigure(
  name: string,
  difference: number,
  interval: { readonly low: number; readonly high: number },
  options: FigureOptions = {},
): FigureView {
  const signed: Format = (value, decimals) => `${value > 0 ? '+' : ''}${(100 * value).toFixed(decimals)}`;
  return {
    name,
    value: `${signed(difference, 1)} points`,
    interval: bracketed(interval.low, interval.high, signed, 1),
    n: options.n ?? null,
    note: options.note ?? '',
    at: difference,
    ...interval,
  };
}

function figureView(
  name: string,
  { figure, bounds }: Estimate,
  format: Format,
  decimals: number,
  unit: string,
  { n = null, note = '' }: FigureOptions,
): FigureView {
  if (figure.value === undefined) {
    return { name, value: untoldWords(figure.why), interval: '', n, note, at: null, low: null, high: null };
  }
  const interval =
    bounds.low === undefined
      ? `no interval: ${whyInWords(bounds.why)}`
      : bracketed(bounds.low, bounds.high, format, decimals);
  return {
    name,
    value: `${format(figure.value, decimals)}${unit}`,
    interval,
    n,
    note,
    at: figure.value,
    low: bounds.low ?? null,
    high: bounds.low === undefined ? null : bounds.high,
  };
}

function untoldWords(why: Parameters<typeof whyInWords>[0]): string {
  return `not told: ${whyInWords(why)}`;
}

function placeOf(figure: Figure): Pick<FigureView, 'at' | 'low' | 'high'> {
  return { at: figure.value ?? null, low: null, high: null };
}

/** A narrow interval gets more decimals, so that it is never printed as a point. */
function bracketed(low: number, high: number, format: Format, decimals: number): string {
  const [from, to] = [format(low, decimals), format(high, decimals)];
  return from === to && decimals < 6 ? bracketed(low, high, format, decimals + 1) : `[${from}, ${to}]`;
}

function percentText(value: number, decimals: number): string {
  return (100 * value).toFixed(decimals);
}

function rateText(rate: number): string {
  return percentText(rate, 1);
}
