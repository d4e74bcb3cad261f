/** Unpacks small members of zip archives at once: of tens of thousands, a stream for each takes longer than all the rest. */
import type { FileHandle } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import type { ZipMember } from './zipArchive.ts';

export const LOCAL_HEADER = 0x04034b50;
export const LOCAL_HEADER_BYTES = 30;
const SMALL_BYTES = 64 * 1024;
const MOST_UNPACKED = 16 * SMALL_BYTES;
const LONGEST_NAME = 1024;

/**
 * @param sizeBytes of the archive
 * @returns the deflated member's bytes; undefined when it isn't small, or something is wrong with it, which reading it as a
 * stream says in words
 */
export async function smallMember(
  file: FileHandle,
  sizeBytes: number,
  { offset, packedBytes, declaredBytes }: ZipMember,
): Promise<readonly Buffer[] | undefined> {
  const room = Math.min(LOCAL_HEADER_BYTES + LONGEST_NAME + packedBytes, sizeBytes - offset);
  if (packedBytes > SMALL_BYTES || declaredBytes > MOST_UNPACKED || room < LOCAL_HEADER_BYTES)
    return undefined;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(room), 0, room, offset);
    if (bytesRead < LOCAL_HEADER_BYTES || buffer.readUInt32LE(0) !== LOCAL_HEADER) return undefined;
    const from = LOCAL_HEADER_BYTES + buffer.readUInt16LE(26) + buffer.readUInt16LE(28);
    if (from + packedBytes > bytesRead) return undefined;
    return [
      inflateRawSync(buffer.subarray(from, from + packedBytes), { maxOutputLength: declaredBytes + 1 }),
    ];
  } catch {
    return undefined;
  }
}
