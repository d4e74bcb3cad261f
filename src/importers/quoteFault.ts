/** Finds what is wrong with the quotes of a CSV record that the parser refused. */

const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;

export interface QuoteFault {
  readonly kind: 'never-closed' | 'text-after-closing' | 'quote-in-unquoted';
  /** Index of the quote that opened the cell, or that stands in an unquoted one. */
  readonly quoteAt: number;
}

/**
 * @param bytes the record from its first byte on, and possibly more after it
 * @param delimiter one byte, for example that of `,`
 * @returns undefined when all quotes are in order up to the end of the record
 */
export function findQuoteFault(bytes: Uint8Array, delimiter: number): QuoteFault | undefined {
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === QUOTE) {
      const quoteAt = at;
      const after = afterClosingQuote(bytes, at + 1);
      if (after === undefined) return { kind: 'never-closed', quoteAt };
      const next = bytes[after];
      if (next !== undefined && next !== delimiter && next !== NEWLINE && next !== RETURN) {
        return { kind: 'text-after-closing', quoteAt };
      }
      at = after;
    } else {
      while (at < bytes.length && bytes[at] !== delimiter && bytes[at] !== NEWLINE && bytes[at] !== RETURN) {
        if (bytes[at] === QUOTE) return { kind: 'quote-in-unquoted', quoteAt: at };
        at++;
      }
    }
    if (bytes[at] !== delimiter) return undefined;
    at++;
  }
  return undefined;
}

function afterClosingQuote(bytes: Uint8Array, from: number): number | undefined {
  for (let at = bytes.indexOf(QUOTE, from); at >= 0; at = bytes.indexOf(QUOTE, at + 2)) {
    if (bytes[at + 1] !== QUOTE) return at + 1;
  }
  return undefined;
}
