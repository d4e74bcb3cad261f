/** Where a text occurs in another, without regard to case; the same rule for what the page marks as for what it counts. */
export function occurrences(
  text: string,
  needle: string,
  most = 2_000,
): { readonly from: number; readonly to: number }[] {
  if (needle === '') return [];
  const pattern = new RegExp(needle.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'giu');
  const found: { from: number; to: number }[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push({ from: match.index, to: match.index + match[0].length });
    if (found.length >= most) break;
  }
  return found;
}
