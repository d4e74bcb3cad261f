import { type Bounds, type Estimate, type Figure, whyInWords } from './figure.ts';

/** `77.8 % [54.8, 91.0]`; without an interval the reason stands in its place, and without a figure only the reason. */
export function shareWords({ figure, bounds }: Estimate): string {
  return inWords(figure, bounds, percent, 1, ' %');
}

/** `.35 [.12, .58]`, as shares. */
export function coefficientWords({ figure, bounds }: Estimate): string {
  return inWords(figure, bounds, coefficient, 2, '');
}

/** `77.8`, `0`, `100`; `99.98` where one decimal would round up to all. */
export function percent(value: number, decimals = 1): string {
  return value === 0 || value === 1 ? String(value * 100) : short(value * 100, decimals, [0, 100]);
}

/** `.35`, `-.02`, `0`, `1`; `.996` where two decimals would round up to 1. */
export function coefficient(value: number, decimals = 2): string {
  if (Number.isInteger(value)) return String(value);
  return short(value, decimals, [-1, 0, 1]).replace(/^(-?)0\./, '$1.');
}

/** As many decimals as it takes not to print a value that isn't one of the ends as one of them. */
function short(value: number, decimals: number, ends: readonly number[]): string {
  const text = value.toFixed(decimals);
  return decimals < 6 && ends.includes(Number(text)) ? short(value, decimals + 1, ends) : text;
}

function inWords(
  figure: Figure,
  bounds: Bounds,
  format: (value: number, decimals: number) => string,
  decimals: number,
  unit: string,
): string {
  if (figure.value === undefined) return `not told (${whyInWords(figure.why)})`;
  const value = format(figure.value, decimals) + unit;
  if (bounds.low === undefined) return `${value} (no interval: ${whyInWords(bounds.why)})`;
  const [low, high] = [format(bounds.low, decimals), format(bounds.high, decimals)];
  // A narrow interval gets more decimals, so that it is never printed as a point.
  if (low === high && decimals < 6) return inWords(figure, bounds, format, decimals + 1, unit);
  return `${value} [${low}, ${high}]`;
}
