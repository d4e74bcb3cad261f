/** Characters that turn text around or can't be seen: bidirectional controls, zero-width ones, other controls. */
// Cc is control characters (white space is gone by then), Cf less the joiners that emoji and scripts are written with,
// the line separators, the fillers that look like nothing, and the tags that spell what nobody sees.
const HIDDEN =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]/gu;

/** Recorded text in one line of a tree: white space collapsed, hidden characters named, cut to a length. */
export function oneLine(text: string, length = 200): string {
  const cut = text.length > 4 * length ? text.slice(0, 4 * length) : text;
  const line = visible(cut.replace(/\s+/g, ' ').trim());
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** Our own words around recorded names: line breaks become spaces, hidden characters are named, spacing stays. */
export function visible(text: string): string {
  return text
    .replace(/[\r\n\t]/g, ' ')
    .replace(
      HIDDEN,
      (hidden) => `<U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
    );
}
