/** Puts the focus back on what is read, after a field, menu or dialog closed. */
export function focusTurns(): void {
  document.querySelector<HTMLElement>('article[tabindex="0"]')?.focus({ preventScroll: true });
}
