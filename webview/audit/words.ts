import { visible } from '../shared/name.tsx';
/** A whole number with commas between its thousands. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A sentence as it is drawn: hidden characters shown, and numbers kept together with their unit. */
export function prose(text: string): string {
  return visible(text)
    .replace(/(\d) (%|points?\b)/g, '$1\u00a0$2')
    .replace(/\[([^[\]]*), /g, '[$1,\u00a0');
}
