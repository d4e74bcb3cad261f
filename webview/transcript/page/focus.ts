/** Puts the focus back on what is read, after a field, menu or dialog closed. */
export function focusTurns(): void {
  document.querySelector<HTMLElement>('article[tabindex="0"]')?.focus({ preventScroll: true });
}

/**
 * Where a queue says that it is done: puts the focus on what can be done next, so that its key leads on from its end.
 * To be called before the host is asked for more, since the next key may come before its answer.
 */
export function focusQueueEnd(): void {
  document.querySelector<HTMLElement>('.queue-end vscode-button')?.focus();
}
