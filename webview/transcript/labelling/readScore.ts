/** Reads a score as it was typed: a number within the scale, with a point or a comma; nothing takes the score away. */
export function readScore(
  typed: string,
  scale: { readonly minimum: number; readonly maximum: number },
): { readonly value: number | null } | { readonly problem: string } {
  const text = typed.trim().replace(',', '.');
  if (text === '') return { value: null };
  const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (!(value >= scale.minimum && value <= scale.maximum)) {
    return { problem: `a number from ${scale.minimum} to ${scale.maximum}` };
  }
  return { value };
}
