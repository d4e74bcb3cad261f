/** A recorded name: whatever direction it is written in, or claims to be, stays within it, and nothing in it is hidden. */
export function Name({ text }: { text: string }) {
  return <bdi>{visible(text)}</bdi>;
}

// Controls, those that turn text around, and those that can't be seen, less the joiners of emoji and scripts.
const HIDDEN =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]/gu;

/** Hidden characters named, such as `<U+202E>`; line breaks stay where `lines` says so. */
export function visible(text: string, { lines = false } = {}): string {
  return text.replace(HIDDEN, (hidden) =>
    lines && /[\n\t]/.test(hidden)
      ? hidden
      : `<U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}
