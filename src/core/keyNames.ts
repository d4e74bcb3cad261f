/** Which keys of the keyboard may be given a meaning, as `KeyboardEvent.key` names them. */

const NAMED = ['ArrowLeft', 'ArrowRight', 'Backspace', 'Delete', 'Insert'] as const;

/** True for a key that can be bound: one printable character (with or without shift), or one of a few named keys. */
export function isSingleKey(key: string): boolean {
  if ((NAMED as readonly string[]).includes(key)) return true;
  return [...key].length === 1 && !/[\p{C}\p{M}]|[^\S ]/u.test(key);
}

/** The key in words: `space` for a blank, the character itself for others. */
export function keyWords(key: string): string {
  if (key === ' ') return 'space';
  return key === '' ? 'no key' : key;
}
