const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Names as people count: `s2` before `s10`; those that differ in case alone still have an order. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
