/**
 * The identity of a transcript, to which labels are tied.
 *
 * It is a hash over the raw texts and roles as recorded (line ends normalised, nothing else) plus an ordinal among
 * equals in source order. Model names, conditions, probe ids and the reasoning split stay out of it: they can be
 * corrected without orphaning a label. The version prefix lets a later scheme live beside this one.
 */
import type { Turn } from './transcript.ts';

export const CONTENT_KEY_VERSION = 't1';

/** `hash` is 32 lower-case hexadecimal digits (the first 128 bits of SHA-256); `ordinal` counts equals from 0. */
export interface ContentKey {
  readonly hash: string;
  readonly ordinal: number;
}

/** The text that is hashed (SHA-256, UTF-8): roles and raw texts, each length-prefixed so that no two lists collide. */
export function contentKeyInput(turns: readonly Pick<Turn, 'role' | 'raw'>[]): string {
  let input = CONTENT_KEY_VERSION;
  for (const { role, raw } of turns) {
    const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
    input += `\n${role} ${text.length}\n${text}`;
  }
  return input;
}

/** The form used in label files and links: `t1-<32 hex digits>-<ordinal>`. */
export function formatContentKey(key: ContentKey): string {
  return `${CONTENT_KEY_VERSION}-${key.hash}-${key.ordinal}`;
}

/** Reads what `formatContentKey` wrote; undefined for anything else, an unknown version or a zero in front included. */
export function parseContentKey(text: string): ContentKey | undefined {
  const match = /^t1-([0-9a-f]{32})-(0|[1-9]\d{0,8})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { hash: match[1], ordinal: Number(match[2]) };
}
