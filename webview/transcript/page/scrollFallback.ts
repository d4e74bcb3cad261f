/** Scroll keys scroll the turns also when nothing in them has the focus: after a click beside them, say. */
export function scrollPageKey(event: KeyboardEvent): boolean {
  if (event.target !== document.body || event.ctrlKey || event.metaKey || event.altKey) return false;
  const scroller = document.querySelector<HTMLElement>('.scroller');
  if (scroller === null) return false;
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    scroller.scrollBy({ top: event.key === 'ArrowDown' ? 40 : -40 });
  } else if (['Home', 'End', 'PageUp', 'PageDown'].includes(event.key)) {
    scroller.dispatchEvent(
      new KeyboardEvent('keydown', { key: event.key, bubbles: false, cancelable: true }),
    );
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}
