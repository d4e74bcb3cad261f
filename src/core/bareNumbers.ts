/** The bare `NaN` and `Infinity` that Python's `json` writes, which no JSON has. */

/**
 * The text with each bare `NaN`, `Infinity` and `-Infinity` replaced. Texts in quotes are passed over by searching: one
 * expression for all of it fails where they are long.
 */
export function replaceBareNumbers(text: string, replacement: (word: string) => string): string {
  const kept: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      at = behindString(text, at);
      continue;
    }
    const word = code === 78 ? 'NaN' : code === 73 ? 'Infinity' : '';
    if (word === '' || !text.startsWith(word, at)) {
      at++;
      continue;
    }
    const start = text.charAt(at - 1) === '-' ? at - 1 : at;
    at += word.length;
    kept.push(text.slice(from, start), replacement(text.slice(start, at)));
    from = at;
  }
  return kept.join('') + text.slice(from);
}

/** Where what stands behind the string begins; the quote at its end has an even number of backslashes before it. */
export function behindString(text: string, start: number): number {
  for (let from = start + 1; ;) {
    const end = text.indexOf('"', from);
    if (end < 0) return text.length;
    let backslashes = 0;
    while (end - backslashes > from && text.charCodeAt(end - backslashes - 1) === 92) backslashes++;
    from = end + 1;
    if (backslashes % 2 === 0) return from;
  }
}
