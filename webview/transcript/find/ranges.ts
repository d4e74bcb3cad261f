/** Stretches of text as ranges of the document, for the browser's own highlights. */

/** The text that an element shows, and the nodes it is made of. */
export interface ShownText {
  readonly text: string;
  readonly nodes: readonly { readonly node: Text; readonly from: number }[];
}

/** What is model text in an element: not what the page says about it. */
export function shownTextOf(element: HTMLElement): ShownText {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest('[data-token], .turn-head, .fold, .margin, .said') == null
      ? NodeFilter.FILTER_ACCEPT
      : NodeFilter.FILTER_REJECT,
  );
  const nodes: { readonly node: Text; readonly from: number }[] = [];
  const texts: string[] = [];
  let length = 0;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { data } = node as Text;
    nodes.push({ node: node as Text, from: length });
    texts.push(data);
    length += data.length;
  }
  return { text: texts.join(''), nodes };
}

export function rangeOf(
  { nodes }: ShownText,
  { from, to }: { readonly from: number; readonly to: number },
): Range {
  const range = document.createRange();
  const start = nodes.findLast((entry) => entry.from <= from);
  const end = nodes.findLast((entry) => entry.from < to);
  if (start !== undefined) range.setStart(start.node, from - start.from);
  if (end !== undefined) range.setEnd(end.node, to - end.from);
  return range;
}

/** Scrolls when the range isn't well in view. */
export function scrollToRange(scroller: HTMLElement, range: Range): void {
  const box = range.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  if (box.top < frame.top + 40 || box.bottom > frame.bottom - 20) {
    scroller.scrollBy({ top: box.top - frame.top - frame.height / 3, behavior: 'instant' });
  }
}
