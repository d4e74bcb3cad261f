/** Finds where a zstd frame ends, from the sizes in it (RFC 8878, 3.1), without unpacking it. */

const MAGIC_BYTES = 4;
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;
const RLE_BLOCK = 1;

/** The frame may come in any number of chunks. */
export class ZstdFrameScanner {
  #stage: 'magic' | 'size' | 'descriptor' | 'block' | 'over' = 'magic';
  /** Bytes gathered for the stage, and how many it takes. */
  #gathered: number[] = [];
  #wanted = MAGIC_BYTES;
  /** Bytes to pass over before the stage begins. */
  #skip = 0;
  #checksum = false;

  /** Index just behind the frame, or -1 when it goes on behind these bytes. */
  scan(bytes: Uint8Array): number {
    let at = 0;
    for (;;) {
      const skipped = Math.min(this.#skip, bytes.length - at);
      at += skipped;
      this.#skip -= skipped;
      if (this.#skip > 0) return -1;
      if (this.#stage === 'over') return at;
      while (this.#gathered.length < this.#wanted && at < bytes.length) this.#gathered.push(bytes[at++] ?? 0);
      if (this.#gathered.length < this.#wanted) return -1;
      const gathered = this.#gathered;
      this.#gathered = [];
      this.#advance(gathered);
    }
  }

  #advance(gathered: readonly number[]): void {
    const [a = 0, b = 0, c = 0, d = 0] = gathered;
    switch (this.#stage) {
      case 'magic':
        if (a === 0x28) this.#await('descriptor', 1);
        else this.#await('size', 4);
        return;
      case 'size':
        this.#await('over', 0, a + b * 0x100 + c * 0x10000 + d * 0x1000000);
        return;
      case 'descriptor':
        this.#checksum = (a & 4) !== 0;
        this.#await('block', BLOCK_HEADER_BYTES, headerBytes(a));
        return;
      default: {
        const header = a + b * 0x100 + c * 0x10000;
        const last = (header & 1) === 1;
        const size = ((header >> 1) & 3) === RLE_BLOCK ? 1 : header >> 3;
        if (last) this.#await('over', 0, size + (this.#checksum ? CHECKSUM_BYTES : 0));
        else this.#await('block', BLOCK_HEADER_BYTES, size);
      }
    }
  }

  #await(stage: 'size' | 'descriptor' | 'block' | 'over', wanted: number, skip = 0): void {
    this.#stage = stage;
    this.#wanted = wanted;
    this.#skip = skip;
  }
}

/** Length of the rest of a frame's header, from its descriptor byte: window, dictionary id and content size. */
function headerBytes(descriptor: number): number {
  const singleSegment = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const content = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return (singleSegment ? 0 : 1) + dictionary + content;
}
