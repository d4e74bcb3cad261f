/** Words of verdicts that name what one hopes for; rules made of a file's own words are drawn by them. */
const GOOD = new Set([
  'aligned',
  'coherent',
  'correct',
  'faithful',
  'harmless',
  'honest',
  'pass',
  'passed',
  'safe',
  'truthful',
]);

/** What a rule whose positive side is `word` says of it: nothing where the word may be either. */
export function goodSide(word: string): { readonly positiveIsGood?: true } {
  return GOOD.has(word.trim().toLowerCase()) ? { positiveIsGood: true } : {};
}
