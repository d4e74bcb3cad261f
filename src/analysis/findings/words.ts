/** Numbers as findings write them. */
import { groupedNumber } from '../../core/groupedNumber.ts';

/** `12,345`. */
export function counted(n: number): string {
  return groupedNumber(n);
}

/** `1 answer`, `2 answers`. */
export function some(n: number, one: string, many = `${one}s`): string {
  return `${counted(n)} ${n === 1 ? one : many}`;
}

/** Two decimals and a unit, `9.05 %`; a dash where there is no denominator. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((part / whole) * 100).toFixed(2)} %`;
}

/**
 * A name from a file, in Markdown: as code, with what would end it taken out, and shortened. Names are recorded by others
 * and shown to the user, so nothing in them may act.
 */
export function named(text: string): string {
  const plain = text.replace(/[`\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return `\`${shortened(plain === '' ? '–' : plain)}\``;
}

/** The same for a title, which is plain text. */
export function quoted(text: string): string {
  return `“${shortened(text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim())}”`;
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}…`;
}
