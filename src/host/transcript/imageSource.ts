/** Decides which pictures of a transcript are drawn. Pure. Remote ones never are: looking at one would tell its server. */

/** Larger pictures are named and not drawn. */
export const IMAGE_BYTES_LIMIT = 8_000_000;
/** Pictures up to this come along with their turn; larger ones when they are asked for. */
export const INLINE_IMAGE_CHARACTERS = 100_000;
/** A few kilobytes may say that they are a picture of gigabytes. */
const PIXEL_LIMIT = 50_000_000;

export type DrawableImage =
  { readonly uri: string; readonly bytes: number } | { readonly uri: null; readonly refusal: string };

const RASTER = /^data:image\/(?:png|jpeg|jpg|gif|webp);base64,/i;

/**
 * A recorded source as a `data:` URI that a page may draw, or why it isn't drawn, in words. What the bytes are counts,
 * not what the URI calls them: vector graphics can hold scripts and load more.
 */
export function drawableImage(source: string): DrawableImage {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(source)?.[0].toLowerCase();
  if (scheme !== 'data:') return refused(scheme === undefined ? 'no picture is recorded' : 'not loaded');
  const head = RASTER.exec(source)?.[0];
  if (head === undefined) return refused(`${mediaTypeOf(source)} isn’t drawn`);
  const bytes = Math.floor(((source.length - head.length) * 3) / 4);
  if (bytes > IMAGE_BYTES_LIMIT) return refused(`too large to draw, ${(bytes / 1_000_000).toFixed(1)} MB`);
  if (/[^A-Za-z0-9+/=\s]/.test(source.slice(head.length))) return refused('the picture is damaged');
  const first = Buffer.from(source.slice(head.length, head.length + 64), 'base64');
  const kind = kindOf(first);
  if (kind === undefined) return refused('what is recorded is no PNG, JPEG, GIF or WebP');
  if (pixelsOf(kind, first) > PIXEL_LIMIT) return refused('too many pixels to draw');
  return { uri: `data:image/${kind};base64,${source.slice(head.length)}`, bytes };
}

function refused(refusal: string): DrawableImage {
  return { uri: null, refusal };
}

function mediaTypeOf(source: string): string {
  const type = /^data:([\w.+-]{1,40}\/[\w.+-]{1,40})/i.exec(source)?.[1];
  return type === undefined ? 'this kind of data' : type.toLowerCase();
}

function kindOf(bytes: Buffer): 'png' | 'jpeg' | 'gif' | 'webp' | undefined {
  const text = bytes.toString('latin1');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^GIF8[79]a/.test(text)) return 'gif';
  return /^RIFF[^]{4}WEBP/.test(text) ? 'webp' : undefined;
}

/** As the file's beginning says; 0 where that doesn't tell (JPEG and WebP have limits of their own, 65,535 a side). */
function pixelsOf(kind: string, bytes: Buffer): number {
  if (kind === 'png' && bytes.length >= 24) return bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
  if (kind === 'gif' && bytes.length >= 10) return bytes.readUInt16LE(6) * bytes.readUInt16LE(8);
  return 0;
}
