/** Which key means what on the page. Pure, so that every rule about typing can be tested without a browser. */
import type { PanelAction, PanelSettings } from '../../../src/protocol/transcriptPanel.ts';

/** What a key, a button or a command asks for. */
export type Act = { readonly action: PanelAction } | { readonly answer: string } | { readonly score: string };

/** The parts of a `KeyboardEvent` that decide. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat: boolean;
  readonly isComposing: boolean;
}

/** Where the focus is. */
export type KeyPlace =
  /** A text field: everything typed is text. */
  | 'text'
  /** A button or another control, which space and Enter press. */
  | 'control'
  /** A menu or dialog, which has keys of its own. */
  | 'overlay'
  | 'page';

export type KeyMeaning =
  /** Not ours: VS Code and the browser get it. */
  | { readonly kind: 'pass' }
  /** Typing in a field of ours: stays in the page, so that VS Code's keybindings don't see it. */
  | { readonly kind: 'typing' }
  /** Handled here, but there is nothing to do (a key held down). */
  | { readonly kind: 'swallow' }
  | { readonly kind: 'act'; readonly act: Act };

const PASS: KeyMeaning = { kind: 'pass' };

/** Decides about one key press. */
export function keyMeaning(press: KeyPress, place: KeyPlace, settings: PanelSettings): KeyMeaning {
  if (isFindChord(press)) return { kind: 'act', act: { action: 'find' } };
  if (place === 'text') return isTyping(press) ? { kind: 'typing' } : PASS;
  // While an input method composes, keys are its own.
  if (press.isComposing || press.key === 'Process' || press.key === 'Dead') return PASS;
  if (press.ctrlKey || press.metaKey || press.altKey || place === 'overlay') return PASS;
  if (place === 'control' && (press.key === ' ' || press.key === 'Enter')) return PASS;
  const act = boundAct(press, settings);
  if (act === null) return PASS;
  if (press.repeat && !isRepeatable(act)) return { kind: 'swallow' };
  return { kind: 'act', act };
}

/** Ctrl+F or Cmd+F: VS Code's own find would see only the turns that happen to be drawn. */
function isFindChord(press: KeyPress): boolean {
  return (
    press.key.toLowerCase() === 'f' && press.ctrlKey !== press.metaKey && !press.altKey && !press.shiftKey
  );
}

/** Text, caret keys and editing chords. Function keys and other chords (Ctrl+P, Ctrl+Tab) go on to VS Code. */
function isTyping(press: KeyPress): boolean {
  if (press.isComposing) return true;
  if (press.ctrlKey || press.metaKey) return /^[acvxyz]$/i.test(press.key) || EDITING_KEYS.has(press.key);
  if (/^F\d+$/.test(press.key)) return false;
  return true;
}

const EDITING_KEYS = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'Backspace',
  'Delete',
  'Enter',
]);

/** Reading goes on while a key is held; a label is given once a press. */
function isRepeatable(act: Act): boolean {
  return 'action' in act && (act.action === 'next' || act.action === 'previous');
}

function boundAct(press: KeyPress, settings: PanelSettings): Act | null {
  const byKey = actFor(pressedKey(press), settings);
  if (byKey !== null) return byKey;
  // Layouts whose digits need shift (French), and the number pad, still have their digits in the same places.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
  return digit === undefined || press.shiftKey ? null : actFor(digit, settings);
}

/** The key with the case that shift gives it, whatever caps lock says. */
function pressedKey(press: KeyPress): string {
  if ([...press.key].length !== 1) return press.key;
  const lower = press.key.toLowerCase();
  const upper = press.key.toUpperCase();
  return lower === upper ? press.key : press.shiftKey ? upper : lower;
}

function actFor(key: string, { scheme, keys }: PanelSettings): Act | null {
  if (key === '') return null;
  const answer = scheme.answers.find((candidate) => candidate.key === key);
  if (answer !== undefined) return { answer: answer.id };
  const score = scheme.scores.find((candidate) => candidate.key === key);
  if (score !== undefined) return { score: score.id };
  const action = (Object.keys(keys) as PanelAction[]).find((candidate) => keys[candidate] === key);
  return action === undefined ? null : { action };
}

/** The key as it is printed on a button: `space`, `Shift+U`, `1`; empty when there is none. */
export function keyWords(key: string): string {
  if (key === ' ') return 'space';
  if ([...key].length === 1 && key !== key.toLowerCase()) return `Shift+${key}`;
  return key;
}

/** The key as small as a button has room for: `⇧U` for Shift+U. */
export function keyCap(key: string): string {
  return keyWords(key).replace(/^Shift\+/, '⇧');
}
