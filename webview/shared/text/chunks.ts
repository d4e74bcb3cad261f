/** Cuts long texts into pieces that a browser lays out one at a time. */

/** Characters a piece. */
export const CHUNK_LENGTH = 20_000;

/** Pieces of about `length` characters, cut after a line break where there is one near, never inside a pair. */
export function chunksOf(text: string, length = CHUNK_LENGTH): string[] {
  const chunks: string[] = [];
  let from = 0;
  while (text.length - from > length * 1.2) {
    const newline = text.lastIndexOf('\n', from + length);
    let to = newline > from + length / 2 ? newline + 1 : from + length;
    const code = text.charCodeAt(to - 1);
    if (code >= 0xd800 && code <= 0xdbff) to -= 1;
    chunks.push(text.slice(from, to));
    from = to;
  }
  chunks.push(text.slice(from));
  return chunks;
}
