const MOST_VALUE_CHARACTERS = 2_000;

/** The text, or its beginning; without leaving half of a surrogate pair behind. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const code = text.charCodeAt(limit - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit);
}

/** A recorded value as text: texts as they are, anything else as JSON; cut at 2,000 characters. */
export function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > MOST_VALUE_CHARACTERS ? `${cutText(text, MOST_VALUE_CHARACTERS)}…` : text;
}
