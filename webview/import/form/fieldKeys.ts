import { isTyping } from '../grid/gridKeys.ts';

/** For fields and lists outside the grid: what is typed there stays there, and VS Code's chords go on to VS Code. */
export function keepTyping(event: KeyboardEvent): void {
  if (isTyping(event)) event.stopPropagation();
}
