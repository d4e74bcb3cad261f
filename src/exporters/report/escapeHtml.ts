const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text as text of HTML and SVG, in elements and in quoted attributes; control characters become a space. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? '')
    .replace(/[\p{Cc}\u{FFFE}\u{FFFF}]|[\uD800-\uDFFF](?![\uDC00-\uDFFF])/gu, ' ');
}
