/** Whether two strings name one model: providers and dates around the name don't tell models apart. */

/** `openai/gpt-4o` and `gpt-4o-2024-08-06` are one; `gpt-4o` and `gpt-4o-mini` are not. */
export function sameModel(a: string, b: string): boolean {
  const [one, other] = [plain(a), plain(b)];
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short === '' || !long.startsWith(short)) return false;
  // What is left must be a version: a date, a snapshot number, `latest`, a tag.
  return /^(?:[-@:_]?(?:latest|preview|\d{2,}(?:[-_.]\d+)*|v\d+|\d{4}-\d{2}-\d{2}))+$/.test(
    long.slice(short.length),
  );
}

function plain(name: string): string {
  const lower = name.trim().toLowerCase();
  return lower.slice(lower.lastIndexOf('/') + 1);
}
