/** Where a text is in another one, in time linear in both whatever they hold (`indexOf` isn't, for periodic texts). */
export interface TextFinder {
  readonly length: number;
  /** The first place that begins at or behind `from`; -1 when there is none. */
  find(text: string, from: number): number;
  /** The last place that ends at or before `before`; -1 when there is none. */
  findLast(text: string, before: number): number;
}

/** Knuth, Morris and Pratt 1977. The needle is not empty. */
export function textFinder(needle: string): TextFinder {
  // Made when first needed: most needles are looked for in many texts that are shorter.
  let forward: Pattern | undefined;
  let backward: Pattern | undefined;
  return {
    length: needle.length,
    find(text, from) {
      if (text.length - from < needle.length) return -1;
      forward ??= patternOf(needle);
      const last = scan(forward, text, from, text.length, 1);
      return last < 0 ? -1 : last - needle.length + 1;
    },
    findLast(text, before) {
      if (before < needle.length) return -1;
      backward ??= patternOf(reversed(needle));
      return scan(backward, text, before - 1, -1, -1);
    },
  };
}

interface Pattern {
  readonly needle: string;
  /** For each beginning of the needle the length of its longest proper beginning that is also its end. */
  readonly borders: Int32Array;
}

/** Index of the unit that completes the first match; -1 when there is none. */
function scan({ needle, borders }: Pattern, text: string, from: number, to: number, step: 1 | -1): number {
  let matched = 0;
  for (let at = from; at !== to; at += step) {
    const code = text.charCodeAt(at);
    while (matched > 0 && needle.charCodeAt(matched) !== code) matched = borders[matched - 1] ?? 0;
    if (needle.charCodeAt(matched) === code) matched++;
    if (matched === needle.length) return at;
  }
  return -1;
}

function patternOf(needle: string): Pattern {
  const borders = new Int32Array(needle.length);
  let length = 0;
  for (let at = 1; at < needle.length; at++) {
    const code = needle.charCodeAt(at);
    while (length > 0 && needle.charCodeAt(length) !== code) length = borders[length - 1] ?? 0;
    if (needle.charCodeAt(length) === code) length++;
    borders[at] = length;
  }
  return { needle, borders };
}

function reversed(text: string): string {
  return text.split('').reverse().join('');
}
