const LIMIT = 20_000;

/** JSON arguments, indented; null for anything else (shown as recorded), or when laying out would lose something. */
export function readableArguments(text: string): string | null {
  if (text.length > LIMIT || !/^\s*[{[]/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    // Numbers beyond what JavaScript holds, and keys given twice, would silently change.
    if (changesNumbers(text) || hasRepeatedKeys(text, value)) return null;
    return JSON.stringify(value, null, 2);
  } catch {
    return null;
  }
}

function changesNumbers(text: string): boolean {
  return /\d{16,}|\d\.\d{16,}|\d[eE][+-]?\d{3,}/.test(text);
}

/** Compares how many keys were written with how many are left. */
function hasRepeatedKeys(text: string, value: unknown): boolean {
  const written = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(
    (match) => match[1] !== undefined,
  ).length;
  return written !== countKeys(value);
}

function countKeys(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + 1 + countKeys(item), 0);
}
