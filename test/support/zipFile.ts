/** Makes zip archives for tests, as tools write them and as nobody should. */
import { crc32, deflateRawSync, zstdCompressSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly content: string | Buffer;
  /** 0 stored, 8 deflate, 93 zstd; deflate when absent. */
  readonly method?: number;
  /** With zstd: how many frames the content is cut into. */
  readonly frames?: number;
  /** What the directory says instead of the truth. */
  readonly declaredBytes?: number;
  readonly packed?: Buffer;
  readonly flags?: number;
}

export function zipFile(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const { local, central } = headers(part, offset);
    bodies.push(local);
    directory.push(central);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, central, end]);
}

/** Zstd data of so many frames, one after the other. */
export function zstdFrames(content: Buffer, frames: number): Buffer {
  const size = Math.max(1, Math.ceil(content.length / frames));
  const packed: Buffer[] = [];
  for (let at = 0; at < content.length || packed.length === 0; at += size)
    packed.push(zstdCompressSync(content.subarray(at, at + size)));
  return Buffer.concat(packed);
}

function headers(part: ZipPart, offset: number): { local: Buffer; central: Buffer } {
  const content = Buffer.from(part.content);
  const method = part.method ?? 8;
  const packed = part.packed ?? pack(content, method, part.frames ?? 1);
  const name = Buffer.from(part.name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(method === 93 ? 63 : 20, 0);
  common.writeUInt16LE(part.flags ?? 0x800, 2);
  common.writeUInt16LE(method, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(part.declaredBytes ?? content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  const version = Buffer.from([20, 0]);
  return { local, central: Buffer.concat([Buffer.from('PK\x01\x02'), version, common, tail, name]) };
}

function pack(content: Buffer, method: number, frames: number): Buffer {
  if (method === 8) return deflateRawSync(content);
  return method === 93 ? zstdFrames(content, frames) : content;
}
