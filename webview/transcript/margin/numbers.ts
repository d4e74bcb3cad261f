/** Numbers as the margin shows them. */

/** A score with one decimal, whatever its size: `12.0`, `0.1`; tiny ones keep one digit that isn't zero. */
export function scoreText(score: number): string {
  if (score !== 0 && Math.abs(score) < 0.05) return score.toPrecision(1);
  return score.toFixed(1);
}

/** A probability: `.61`, `1`, `< .01`. */
export function probabilityText(probability: number): string {
  if (probability >= 0.995) return '1';
  if (probability < 0.005) return probability === 0 ? '0' : '<.01';
  return probability.toFixed(2).replace(/^0/, '');
}

/** Where a value stands on a scale, from 0 to 100 %. */
export function percentOf(
  value: number,
  scale: { readonly minimum: number; readonly maximum: number },
): number {
  const width = scale.maximum - scale.minimum;
  if (!(width > 0) || !Number.isFinite(value)) return 0;
  return Math.min(100, Math.max(0, (100 * (value - scale.minimum)) / width));
}

const STEPS = [
  [60, 's'],
  [60, 'min'],
  [24, 'h'],
  [7, 'd'],
  [Infinity, 'wk'],
] as const;

/** `now`, `5 min ago`, `2 d ago`; an unreadable time stands as it was written. */
export function agoText(time: string, now: number): string {
  const then = Date.parse(time);
  if (Number.isNaN(then)) return time;
  let amount = Math.max(0, (now - then) / 1_000);
  if (amount < 45) return 'now';
  for (const [size, unit] of STEPS) {
    if (amount < size) return `${Math.round(amount)} ${unit} ago`;
    amount /= size;
  }
  return time;
}
