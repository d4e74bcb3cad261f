/** Longer texts are looked at only so far, and more dimensions are nobody's. */
const LONGEST_TEXT = 1024 * 1024;
const MOST_DIMENSIONS = 200;

/**
 * Dimensions that have a score although the judge's text gives none. Auditing tools fill in the lowest score for what
 * they can't parse, which looks like a clean answer:
 * with a text that scores none of the dimensions, all of them when all have the same lowest score (0 or 1);
 * with a text that scores some, those it leaves out.
 */
export function filledInDimensions(
  scores: readonly (readonly [name: string, score: unknown])[],
  response: string,
): readonly string[] {
  if (scores.length === 0 || scores.length > MOST_DIMENSIONS) return [];
  const text = response.slice(0, LONGEST_TEXT).toLowerCase().replaceAll('-', '_');
  const missing = scores.filter(([name]) => !givesScore(text, name.toLowerCase().replaceAll('-', '_')));
  if (missing.length < scores.length) return missing.map(([name]) => name);
  const [first] = scores[0]?.slice(1) ?? [];
  const lowest = (first === 1 || first === 0) && scores.every(([, score]) => score === first);
  return lowest ? scores.map(([name]) => name) : [];
}

const WORD = /[\p{L}\p{N}_]/u;

/** Whether the name stands there as a word of its own, with a number soon behind it. */
function givesScore(text: string, name: string): boolean {
  for (const spelling of new Set([name, name.replaceAll('_', ' ')])) {
    for (let at = text.indexOf(spelling); spelling !== '' && at >= 0; at = text.indexOf(spelling, at + 1)) {
      const end = at + spelling.length;
      if (WORD.test(text[at - 1] ?? ' ') || WORD.test(text[end] ?? ' ')) continue;
      if (/^[^\p{L}\p{N}]{1,12}\d/u.test(text.slice(end, end + 14))) return true;
      if (/^(?:_score)?[^\p{L}\p{N}]{1,4}score[^\p{L}\p{N}]{1,8}\d/u.test(text.slice(end, end + 30)))
        return true;
    }
  }
  return false;
}
