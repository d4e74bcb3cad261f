/** Without what readers of text files choke on: NUL and half a surrogate pair become U+FFFD. */
export function safeText(text: string): string {
  return text.includes('\0') || !text.isWellFormed() ? text.toWellFormed().replaceAll('\0', '\uFFFD') : text;
}
