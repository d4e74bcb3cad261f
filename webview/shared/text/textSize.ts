/** Sizes of texts in words. */

/** `412 characters`, `1.2k characters`, `3.4M characters`. */
export function charactersText(length: number): string {
  return `${shortCount(length)} character${length === 1 ? '' : 's'}`;
}

/** `412`, `1.2k`, `3.4M`. */
export function shortCount(count: number): string {
  if (count < 1_000) return String(count);
  const [value, unit] = count < 999_950 ? [count / 1_000, 'k'] : [count / 1_000_000, 'M'];
  return `${value < 99.95 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)}${unit}`;
}

/** Characters as the kB they are shown as on a button: `412 kB`. One character of ASCII is one byte. */
export function kilobytesText(length: number): string {
  return length < 1_000_000 ? `${Math.round(length / 1_000)} kB` : `${(length / 1_000_000).toFixed(1)} MB`;
}

/** The first line that says something, cut to `limit` characters. */
export function firstLine(text: string, limit = 120): string {
  // Only the beginning is looked at: the text may have no line break for megabytes.
  const line =
    text
      .slice(0, 4 * limit)
      .trimStart()
      .split(/\r?\n/, 1)[0] ?? '';
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** `1,234`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
