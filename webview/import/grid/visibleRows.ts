/** Which rows are drawn. All are of one height, so this is a matter of division. */

/** Pixels; `import.css` says the same. */
export const ROW_HEIGHT = 44;
/** Rows drawn beyond both edges, so that scrolling by a notch shows no gap. */
const BEYOND = 6;

/** Indexes in order: the rows in sight, and the active one wherever it is, since it holds the keyboard's focus. */
export function visibleRows(rows: number, top: number, height: number, active: number): number[] {
  const from = Math.max(0, Math.min(Math.floor(top / ROW_HEIGHT) - BEYOND, rows - 1));
  const to = Math.min(rows, Math.ceil((top + height) / ROW_HEIGHT) + BEYOND);
  const drawn = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
  if (active >= 0 && active < rows) {
    if (active < from) drawn.unshift(active);
    else if (active >= to) drawn.push(active);
  }
  return drawn;
}
