/** What a key means in the grid while no cell is being edited, in the manner of spreadsheets. */

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing?: boolean;
}

export type GridAct =
  | { readonly kind: 'move'; readonly rows: number; readonly columns: number; readonly extend: boolean }
  /** To the first or last row, column, or both. */
  | {
      readonly kind: 'jump';
      readonly rows: -1 | 0 | 1;
      readonly columns: -1 | 0 | 1;
      readonly extend: boolean;
    }
  | { readonly kind: 'page'; readonly direction: -1 | 1; readonly extend: boolean }
  | { readonly kind: 'open' }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'select-all' }
  | { readonly kind: 'select-row' }
  | { readonly kind: 'deselect' }
  | { readonly kind: 'fill-down' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  /** The browser does it and tells by an event; VS Code must not do it as well. */
  | { readonly kind: 'clipboard' };

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Undefined for keys that are not the grid's: Tab, function keys, VS Code's chords. */
export function gridAct(press: KeyPress): GridAct | undefined {
  const { key, shiftKey, altKey } = press;
  // On a Mac the command key; AltGr counts as ctrl and alt together, and types.
  const chord = (press.ctrlKey || press.metaKey) && !altKey;
  const move = MOVES[key];
  if (move !== undefined && !altKey) {
    const [rows, columns] = move;
    if (!chord) return { kind: 'move', rows, columns, extend: shiftKey };
    return { kind: 'jump', rows: sign(rows), columns: sign(columns), extend: shiftKey };
  }
  if (key === 'Home' || key === 'End') {
    const side = key === 'Home' ? -1 : 1;
    return { kind: 'jump', rows: chord ? side : 0, columns: side, extend: shiftKey };
  }
  if (key === 'PageUp' || key === 'PageDown') {
    if (chord || altKey) return undefined;
    return { kind: 'page', direction: key === 'PageUp' ? -1 : 1, extend: shiftKey };
  }
  if (chord) return chordAct(key.toLowerCase(), shiftKey);
  if (press.isComposing === true) return undefined;
  switch (key) {
    case 'Enter':
      return altKey || shiftKey ? undefined : { kind: 'open' };
    case 'F2':
      return { kind: 'open' };
    case ' ':
      return shiftKey ? { kind: 'select-row' } : { kind: 'toggle' };
    case 'Delete':
    case 'Backspace':
      return { kind: 'clear' };
    case 'Escape':
      return { kind: 'deselect' };
    default:
      return [...key].length === 1 && (!altKey || press.ctrlKey) ? { kind: 'type', text: key } : undefined;
  }
}

function chordAct(key: string, shiftKey: boolean): GridAct | undefined {
  switch (key) {
    case 'a':
      return shiftKey ? undefined : { kind: 'select-all' };
    case ' ':
      return { kind: 'select-row' };
    case 'd':
      return shiftKey ? undefined : { kind: 'fill-down' };
    case 'z':
      return { kind: shiftKey ? 'redo' : 'undo' };
    case 'y':
      return shiftKey ? undefined : { kind: 'redo' };
    case 'c':
    case 'v':
    case 'x':
      return shiftKey ? undefined : { kind: 'clipboard' };
    default:
      return undefined;
  }
}

function sign(n: number): -1 | 0 | 1 {
  if (n === 0) return 0;
  return n < 0 ? -1 : 1;
}

/**
 * Whether a key pressed in a text field or list is typing or editing there, and must not reach VS Code, which forwards
 * every key that nobody stopped. Its chords (Ctrl+Shift+P, F1) are let through.
 */
export function isTyping({ key, ctrlKey, metaKey, altKey }: KeyPress): boolean {
  if (/^F\d/.test(key)) return false;
  if ((!ctrlKey && !metaKey) || (ctrlKey && altKey)) return key !== 'Tab';
  return /^(?:[acvxyz]|Arrow\w+|Home|End|Backspace|Delete)$/i.test(key);
}
