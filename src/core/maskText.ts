/** Blocks out literal texts, as the triggers of a hidden condition, without moving what stands around them. */

const BLOCK = '█';

/**
 * What finds any of the masks, case ignored, also as they stand in JSON, such as the arguments of a tool; undefined when
 * there are none. Longer masks come first, so that one that holds another is blocked out whole.
 */
export function maskPattern(masks: readonly string[]): RegExp | undefined {
  const wanted = [...new Set(masks.filter((mask) => mask !== '').flatMap(spellings))].sort(
    (a, b) => b.length - a.length,
  );
  if (wanted.length === 0) return undefined;
  return new RegExp(wanted.map((mask) => mask.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'), 'giu');
}

/** As it is, as JSON with letters of all scripts, and as JSON of ASCII alone, which Python writes. */
function spellings(mask: string): readonly string[] {
  const inJson = JSON.stringify(mask).slice(1, -1);
  const inAscii = inJson.replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [mask, inJson, inAscii];
}

/** The text with every mask in it as blocks, one for each UTF-16 unit: offsets stay what they are. */
export function maskText(text: string, pattern: RegExp | undefined): string {
  return pattern === undefined ? text : text.replace(pattern, (found) => BLOCK.repeat(found.length));
}
