import { KEY_BYTES } from './keyTable.ts';
import { CHUNK, type FrameChunk } from './frameChunks.ts';
import type { Breathe, Frame } from './scanFrame.ts';

/** A frame as it is stored (`packFrame`), from its keys as they are; a million take no long stretch of the thread. */
export async function packKeys(
  { keys, names, stratum }: Frame,
  breathe: Breathe,
): Promise<readonly FrameChunk[]> {
  const done: FrameChunk[] = [];
  const open = names.map(() => ({ bytes: Buffer.alloc(0), size: 0, chunk: 0 }));
  for (let number = 0; number < keys.size; number += 1) {
    const at = stratum[number] ?? 0;
    const current = open[at];
    if (current === undefined) continue;
    if (current.size === 0) current.bytes = Buffer.alloc(CHUNK * KEY_BYTES);
    current.bytes.set(keys.packed(number), current.size * KEY_BYTES);
    current.size += 1;
    if (current.size === CHUNK) {
      done.push({ stratum: names[at] ?? '', chunk: current.chunk, keys: current.bytes });
      current.size = 0;
      current.chunk += 1;
    }
    if (number % CHUNK === 0) await breathe();
  }
  for (const [at, { bytes, size, chunk }] of open.entries()) {
    if (size > 0)
      done.push({ stratum: names[at] ?? '', chunk, keys: Buffer.from(bytes.subarray(0, size * KEY_BYTES)) });
  }
  return done;
}
