/**
 * Finds the characters of a text that a reader can't see or that change how others are shown: controls (ANSI escapes
 * begin with one), bidirectional controls, zero-width and filler characters, tags, variation selectors, lone surrogates.
 *
 * Model text is hostile: what can't be seen can still instruct a judge or a person, so it is drawn as marked tokens.
 */

/** Plain text, or a run of equal hidden characters (of tags: any tags). */
export type Segment = string | HiddenRun;

export interface HiddenRun {
  /** `U+200B`, `U+200B ×12`, or for tags what they spell: `tags “hi”`. */
  readonly label: string;
  /** In words, for a tooltip: `zero-width space`. */
  readonly name: string;
}

/** Past this many tokens in one text the rest is written out as plain text, so that no text can flood the page. */
export const MOST_TOKENS = 400;

const HIDDEN =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- finding them is the point.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

/** A quick no for the many texts that have none of them. */
export function hasHidden(text: string): boolean {
  HIDDEN.lastIndex = 0;
  return HIDDEN.test(text);
}

/** Splits a text into what is shown as it is and what is shown as tokens; joined labels and texts keep their order. */
export function splitHidden(text: string, mostTokens = MOST_TOKENS): Segment[] {
  if (!hasHidden(text)) return text === '' ? [] : [text];
  const segments: Segment[] = [];
  // Texts that touch are joined, so that a million hidden characters make one text and not a million.
  let pending: string[] = [];
  const flush = () => {
    if (pending.length > 0) segments.push(pending.join(''));
    pending = [];
  };
  let shownTo = 0;
  let tokens = 0;
  HIDDEN.lastIndex = 0;
  for (let match = HIDDEN.exec(text); match !== null; match = HIDDEN.exec(text)) {
    const at = match.index;
    if (isHarmless(text, at, match[0])) continue;
    const end = endOfRun(text, at, match[0]);
    if (at > shownTo) pending.push(text.slice(shownTo, at));
    const run = describeRun(text.slice(at, end), match[0]);
    if (tokens < mostTokens) {
      flush();
      segments.push(run);
    } else {
      pending.push(`⟨${run.label}⟩`);
    }
    tokens += 1;
    shownTo = end;
    HIDDEN.lastIndex = end;
  }
  if (shownTo < text.length) pending.push(text.slice(shownTo));
  flush();
  return segments;
}

/** The text with hidden characters written out, for attributes, where no token can stand. */
export function revealedPlain(text: string): string {
  return splitHidden(text, 0)
    .map((segment) => (typeof segment === 'string' ? segment : segment.label))
    .join('');
}

/** A line break written as CR LF, and the joiners and selectors that ordinary emoji are made of. */
function isHarmless(text: string, at: number, character: string): boolean {
  if (character === '\r') return text[at + 1] === '\n';
  if (character === '\ufe0f' || character === '\ufe0e')
    return EMOJI_BEFORE.test(text.slice(Math.max(0, at - 2), at));
  if (character === '\u200d') {
    return (
      EMOJI_BEFORE_JOINER.test(text.slice(Math.max(0, at - 3), at)) &&
      EMOJI_AFTER.test(text.slice(at + 1, at + 3))
    );
  }
  return false;
}

const EMOJI_BEFORE = /[\p{Extended_Pictographic}\d#*]$/u;
const EMOJI_BEFORE_JOINER = /(\p{Extended_Pictographic}|\p{Emoji_Modifier})\ufe0f?$/u;
const EMOJI_AFTER = /^\p{Extended_Pictographic}/u;

function endOfRun(text: string, at: number, first: string): number {
  let end = at + first.length;
  if (isTag(first)) {
    while (end < text.length && isTag(String.fromCodePoint(text.codePointAt(end) ?? 0))) end += 2;
    return end;
  }
  while (text.startsWith(first, end)) end += first.length;
  return end;
}

function isTag(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code >= 0xe0000 && code <= 0xe007f;
}

function describeRun(run: string, first: string): HiddenRun {
  if (isTag(first)) return describeTags(run);
  const count = run.length / first.length;
  const label = codePointLabel(first);
  return { label: count === 1 ? label : `${label} ×${count}`, name: characterName(first) };
}

/** Tags spell ASCII that no font draws: "ASCII smuggling". What they spell is shown. */
function describeTags(run: string): HiddenRun {
  const codes = [...run].map((character) => character.codePointAt(0) ?? 0);
  const spelled = codes
    .map((code) => (code >= 0xe0020 && code <= 0xe007e ? String.fromCodePoint(code - 0xe0000) : '·'))
    .join('');
  const label = `${codePointLabel(run)}${codes.length > 1 ? ` ×${codes.length}` : ''} “${spelled}”`;
  return { label, name: 'invisible tag characters, spelled out' };
}

/** `U+200B` for the first character of a text. */
export function codePointLabel(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

const NAMES: Readonly<Record<number, string>> = {
  0x00: 'null',
  0x07: 'bell',
  0x08: 'backspace',
  0x0d: 'carriage return',
  0x1b: 'escape (begins a terminal control sequence)',
  0x7f: 'delete',
  0xad: 'soft hyphen',
  0x61c: 'Arabic letter mark',
  0x200b: 'zero-width space',
  0x200c: 'zero-width non-joiner',
  0x200d: 'zero-width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x2028: 'line separator',
  0x2029: 'paragraph separator',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'end of bidirectional formatting',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override',
  0x2060: 'word joiner',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'first strong isolate',
  0x2069: 'end of bidirectional isolate',
  0x3164: 'Hangul filler',
  0xfeff: 'zero-width no-break space (byte order mark)',
};

function characterName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = NAMES[code];
  if (name !== undefined) return name;
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return 'control character';
  if ((code >= 0xfe00 && code <= 0xfe0f) || code >= 0xe0100) return 'variation selector';
  if (code >= 0xd800 && code <= 0xdfff) return 'half of a surrogate pair';
  return 'invisible character';
}
