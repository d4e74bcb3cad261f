/** Which turns are in the document: those on screen with a few around them, and the one that holds the focus. */
export function shownIndexes(
  range: {
    readonly startIndex: number;
    readonly endIndex: number;
    readonly overscan: number;
    readonly count: number;
  },
  pinned: number | null,
): number[] {
  const from = Math.max(0, range.startIndex - range.overscan);
  const to = Math.min(range.count - 1, range.endIndex + range.overscan);
  const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
  if (pinned === null || pinned >= range.count || (pinned >= from && pinned <= to)) return indexes;
  return pinned < from ? [pinned, ...indexes] : [...indexes, pinned];
}
