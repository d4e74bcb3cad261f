import { parseContentKey } from '../../core/contentKey.ts';
import { AuditError } from '../../core/errors.ts';
import type { FrameUnit } from '../../core/queue.ts';
import { FRAME_KEY_BYTES } from './queueReader.ts';

/** Transcripts in one row of `queue_frame`: 100 KB, so that a frame of a million is written in short transactions. */
export const CHUNK = 5000;

export interface FrameChunk {
  readonly stratum: string;
  readonly chunk: number;
  readonly keys: Buffer;
}

/** 20 bytes a transcript, by stratum in the order they came. */
export function packFrame(frame: Iterable<FrameUnit>): readonly FrameChunk[] {
  const done: FrameChunk[] = [];
  const open = new Map<string, { keys: Buffer; size: number; chunk: number }>();
  for (const { key, stratum } of frame) {
    const parsed = parseContentKey(key);
    if (parsed === undefined) throw new AuditError('bug', `${key} is no transcript’s key.`);
    let current = open.get(stratum);
    if (current === undefined) {
      current = { keys: Buffer.alloc(CHUNK * FRAME_KEY_BYTES), size: 0, chunk: 0 };
      open.set(stratum, current);
    }
    const at = current.size * FRAME_KEY_BYTES;
    current.keys.write(parsed.hash, at, 'hex');
    current.keys.writeUInt32BE(parsed.ordinal, at + 16);
    current.size += 1;
    if (current.size < CHUNK) continue;
    done.push({ stratum, chunk: current.chunk, keys: current.keys });
    open.set(stratum, { keys: Buffer.alloc(CHUNK * FRAME_KEY_BYTES), size: 0, chunk: current.chunk + 1 });
  }
  for (const [stratum, { keys, size, chunk }] of open) {
    if (size > 0) done.push({ stratum, chunk, keys: Buffer.from(keys.subarray(0, size * FRAME_KEY_BYTES)) });
  }
  return done;
}
