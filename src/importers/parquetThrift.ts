/**
 * Finds where what a Parquet file says of itself ends, without believing any of it. The parser takes counts and lengths as
 * they come, and a damaged one would have it run for minutes.
 */

const DEEPEST = 64;
/** Seven bits a byte: 64 bits take ten. */
const LONGEST_NUMBER = 10;

/**
 * @param from where a Thrift struct in compact protocol begins
 * @returns where it ends
 * @throws Error in words when it can't be one
 */
export function thriftEnd(bytes: Uint8Array, from: number): number {
  const walk = new Walk(bytes, from);
  walk.struct(0);
  return walk.at;
}

class Walk {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.at = from;
  }

  struct(depth: number): void {
    if (depth > DEEPEST) throw damaged('is nested too deep');
    for (;;) {
      const head = this.#byte();
      if ((head & 15) === 0) return;
      // Fields that are far from the one before say their number.
      if (head >> 4 === 0) this.#number();
      this.#value(head & 15, depth);
    }
  }

  #value(type: number, depth: number): void {
    switch (type) {
      // True and false are said by the type itself.
      case 1:
      case 2:
        return;
      case 3:
        this.#skip(1);
        return;
      case 4:
      case 5:
      case 6:
        this.#number();
        return;
      case 7:
        this.#skip(8);
        return;
      case 8:
        this.#skip(this.#number());
        return;
      case 9: {
        const head = this.#byte();
        const size = head >> 4 === 15 ? this.#number() : head >> 4;
        const inner = head & 15;
        // Every element takes a byte at least, those that are true or false too.
        if (size > this.#bytes.length - this.at) throw damaged('names more than there is');
        for (let index = 0; index < size; index++) {
          if (inner === 1 || inner === 2) this.#skip(1);
          else this.#value(inner, depth + 1);
        }
        return;
      }
      case 12:
        this.struct(depth + 1);
        return;
      default:
        throw damaged('holds what no such table has');
    }
  }

  #byte(): number {
    this.#skip(1);
    return this.#bytes[this.at - 1] ?? 0;
  }

  #skip(count: number): void {
    this.at += count;
    if (this.at > this.#bytes.length) throw damaged('ends in the middle');
  }

  #number(): number {
    let value = 0;
    for (let index = 0; index < LONGEST_NUMBER; index++) {
      const byte = this.#byte();
      value += (byte & 127) * 2 ** (7 * index);
      if (byte < 128) return value;
    }
    throw damaged('holds a number that is none');
  }
}

function damaged(how: string): Error {
  return new Error(`parquet description ${how}`);
}
