/** Beginnings of at least so many letters are taken for the same word: `aligned` and `alignment`. */
const SHARED_LETTERS = 5;

/**
 * Whether a person's score is about what a judge's metric is about, by their names: equal but for case and signs, or with
 * the same beginning of five letters or more.
 */
export function sameMeaning(metric: string, score: string): boolean {
  const [one, other] = [plain(metric), plain(score)];
  if (one === '' || other === '') return false;
  if (one === other) return true;
  const shorter = Math.min(one.length, other.length, SHARED_LETTERS);
  return shorter === SHARED_LETTERS && one.slice(0, shorter) === other.slice(0, shorter);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
