/** Home, End, Page Up and Page Down over all turns, drawn or not. */
import type { GoTo } from './useScrollTarget.ts';

interface Scrollable {
  readonly scroller: HTMLElement | null;
  readonly count: number;
  readonly goTo: GoTo;
}

/** Scrolls for a key; true when it did. Keys with modifiers are left alone. */
export function scrollKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'preventDefault'>,
  { scroller, count, goTo }: Scrollable,
): boolean {
  if (event.metaKey || event.altKey || event.ctrlKey || count === 0 || scroller === null) return false;
  const page = scroller.clientHeight * 0.9;
  switch (event.key) {
    case 'Home':
      goTo(0, 'start');
      break;
    case 'End':
      goTo(count - 1, 'end');
      break;
    case 'PageDown':
      scroller.scrollBy({ top: page, behavior: 'instant' });
      break;
    case 'PageUp':
      scroller.scrollBy({ top: -page, behavior: 'instant' });
      break;
    default:
      return false;
  }
  event.preventDefault();
  return true;
}
