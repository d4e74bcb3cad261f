/** Ways to put any text into Markdown so that none of it is read as Markdown. */

/** A fenced block whose fence is longer than any run of backticks inside. */
export function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

/** Inline code; line ends become spaces, since a blank line would end it. */
export function inlineCode(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return '` `';
  const quotes = '`'.repeat(longestRun(line) + 1);
  return line.includes('`') ? `${quotes} ${line} ${quotes}` : quotes + line + quotes;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const run of text.matchAll(/`+/g)) longest = Math.max(longest, run[0].length);
  return longest;
}
