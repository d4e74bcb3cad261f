/** What a link in model text may be: a button that asks the host, or words. */

/** True for addresses that the host may offer to open; all others (`command:`, `vscode:`, `data:`, ...) stay words. */
export function isFollowable(url: string): boolean {
  return /^(https?|mailto):[^\s]/i.test(url.trim()) && url.length <= 4_000;
}

/** The address as it stands beside the link's words; empty when the words say it already. */
export function addressBeside(words: string, url: string): string {
  if (words === url || `mailto:${words}` === url) return '';
  return url.length > 80 ? `${url.slice(0, 60)}… (${url.length} characters)` : url;
}
