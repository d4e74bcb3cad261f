/** The parts of turns that are in the document, and what of them is selected. */
import { rangeOf, scrollToRange, shownTextOf, type ShownText } from '../find/ranges.ts';
import type { Stretch } from '../quotes/renderedPassage.ts';
import type { Block } from './sentences.ts';

export interface DrawnPart {
  readonly turn: number;
  readonly part: number;
  readonly shown: ShownText;
}

/** Each begins a paragraph of its own; code and plain text is read by lines. */
const BLOCKS = 'p, li, td, th, blockquote, .heading, pre, .chunk, .plain, .prose';
const BY_LINE = 'pre, .chunk';

/** In the order of the text; parts that are folded have none and are left out. */
export function drawnParts(): DrawnPart[] {
  return [...document.querySelectorAll<HTMLElement>('article[data-index] [data-part]')].flatMap((element) => {
    const part = drawnPart(element);
    return part === null || part.shown.text.trim() === '' ? [] : [part];
  });
}

function drawnPart(element: HTMLElement): DrawnPart | null {
  const turn = element.closest<HTMLElement>('article[data-index]')?.dataset['index'];
  const part = element.dataset['part'];
  if (turn === undefined || part === undefined) return null;
  return { turn: Number(turn), part: Number(part), shown: shownTextOf(element) };
}

export function blocksOf({ shown }: DrawnPart): Block[] {
  const blocks: Block[] = [];
  let last: Element | null = null;
  for (const { node, from } of shown.nodes) {
    const element: Element | null = node.parentElement?.closest(BLOCKS) ?? null;
    const to = from + node.data.length;
    const open = blocks.at(-1);
    if (open !== undefined && element === last) blocks[blocks.length - 1] = { ...open, to };
    else blocks.push({ from, to, byLine: element?.matches(BY_LINE) ?? false });
    last = element;
  }
  return blocks;
}

/** What is selected in the first part that the selection touches; null when nothing is. */
export function selectedStretch(): { readonly part: DrawnPart; readonly stretch: Stretch } | null {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  for (const element of document.querySelectorAll<HTMLElement>('article[data-index] [data-part]')) {
    if (!range.intersectsNode(element)) continue;
    const part = drawnPart(element);
    const stretch = part === null ? null : stretchIn(part.shown, range);
    if (part !== null && stretch !== null) return { part, stretch };
  }
  return null;
}

/** Without spaces at its ends; null when only spaces of it are in the part. */
function stretchIn({ nodes, text }: ShownText, range: Range): Stretch | null {
  let from = -1;
  let to = -1;
  for (const { node, from: start } of nodes) {
    if (!range.intersectsNode(node)) continue;
    const first = start + (node === range.startContainer ? range.startOffset : 0);
    const last = start + (node === range.endContainer ? range.endOffset : node.data.length);
    if (last <= first) continue;
    if (from < 0) from = first;
    to = last;
  }
  if (from < 0) return null;
  const words = text.slice(from, to).trim();
  if (words === '') return null;
  const at = text.indexOf(words, from);
  return { from: at, to: at + words.length };
}

/** Selects it, as a mouse would, and brings it into view. */
export function selectStretch({ shown }: DrawnPart, stretch: Stretch): void {
  const range = rangeOf(shown, stretch);
  const selection = document.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  const scroller = document.querySelector<HTMLElement>('.scroller');
  if (scroller !== null) scrollToRange(scroller, range);
}
