/** Blocks out literal texts, as the triggers of a hidden condition, without moving what stands around them. */

const BLOCK = '█';

/**
 * What finds any of the masks, case ignored; undefined when there are none. Longer masks come first, so that one that
 * holds another is blocked out whole.
 */
export function maskPattern(masks: readonly string[]): RegExp | undefined {
  const wanted = masks.filter((mask) => mask !== '').sort((a, b) => b.length - a.length);
  if (wanted.length === 0) return undefined;
  return new RegExp(wanted.map((mask) => mask.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'), 'giu');
}

/** The text with every mask in it as blocks, one for each UTF-16 unit: offsets stay what they are. */
export function maskText(text: string, pattern: RegExp | undefined): string {
  return pattern === undefined ? text : text.replace(pattern, (found) => BLOCK.repeat(found.length));
}
