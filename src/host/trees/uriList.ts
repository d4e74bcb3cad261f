/** The uris of a `text/uri-list` (RFC 2483: a line each, ended by CRLF; lines that begin with # are comments). */
export function urisOf(list: string): string[] {
  return list
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
