/** Home, End, Page Up and Page Down over all turns, drawn or not. */

interface Scrollable {
  readonly scrollElement: HTMLElement | null;
  scrollToIndex(index: number, options: { align: 'start' | 'end' }): void;
  scrollBy(delta: number): void;
}

/** Scrolls for a key; true when it did. Keys with modifiers, and those of text fields and wide blocks, are left alone. */
export function scrollKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'preventDefault'>,
  scrollable: Scrollable,
  count: number,
): boolean {
  if (event.metaKey || event.altKey || event.ctrlKey || count === 0) return false;
  const page = (scrollable.scrollElement?.clientHeight ?? 0) * 0.9;
  switch (event.key) {
    case 'Home':
      scrollable.scrollToIndex(0, { align: 'start' });
      break;
    case 'End':
      scrollable.scrollToIndex(count - 1, { align: 'end' });
      break;
    case 'PageDown':
      scrollable.scrollBy(page);
      break;
    case 'PageUp':
      scrollable.scrollBy(-page);
      break;
    default:
      return false;
  }
  event.preventDefault();
  return true;
}
