/** How surprising it is that two answers are the same. */

/** At most so many bits a character. English carries 0.6 to 1.3 (Shannon 1951); a model that repeats itself, less. */
const BITS_PER_CHARACTER = 0.2;
/** Of the character entropy of the text itself, this share: lists of one digit carry next to nothing. */
const SHARE_OF_CHARACTER_ENTROPY = 0.05;
/** Groups of which so many were to be expected by chance are passed over. */
const MOST_EXPECTED = 0.01;
/** Entropy is taken over the beginning of long texts. */
const LOOKED_AT = 2_000;

/**
 * A low estimate of the information in an answer, in bits: two answers to the same prompt are the same by chance with a
 * probability of at most 2^-bits.
 *
 * A model of expectation, not a measurement: per character 0.2 bits, or a twentieth of the entropy of the text's own
 * characters where that is less (English letters have about 4.2 bits, so prose gets the first). Both are taken low on
 * purpose, so that short, canned or list-like answers explain themselves.
 *
 * Source: Shannon 1951, "Prediction and entropy of printed English", Bell System Technical Journal 30:50-64.
 */
export function bitsOf(text: string): number {
  const looked = text.trim();
  if (looked === '') return 0;
  return looked.length * Math.min(BITS_PER_CHARACTER, SHARE_OF_CHARACTER_ENTROPY * characterEntropy(looked));
}

/**
 * True when one pair of equal answers among `n` to the same prompt is more than chance: fewer than 0.01 such pairs were
 * to be expected, n(n-1)/2 · 2^-bits.
 */
export function isBeyondChance(text: string, n: number): boolean {
  const pairs = (n * Math.max(1, n - 1)) / 2;
  return Math.log2(Math.max(1, pairs)) - bitsOf(text) < Math.log2(MOST_EXPECTED);
}

/** Bits a character, over the frequencies of the text's own characters. */
function characterEntropy(text: string): number {
  const counts = new Map<string, number>();
  const looked = text.slice(0, LOOKED_AT);
  for (const character of looked) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / looked.length) * Math.log2(count / looked.length);
  return bits;
}
