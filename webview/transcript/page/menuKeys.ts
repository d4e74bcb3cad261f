/** Moves the focus among a menu's items for arrow keys, Home and End; true when the key was one of those. */
export function stepMenu(event: {
  readonly key: string;
  readonly currentTarget: EventTarget | null;
}): boolean {
  if (!(event.currentTarget instanceof HTMLElement)) return false;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return false;
  items.at(to % items.length)?.focus();
  return true;
}
