import { hash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A new event id in the form of a ULID (github.com/ulid/spec): 26 characters of Crockford's base 32, 48 bits of
 * milliseconds and 80 random bits. The time in it only makes neighbours lie together in an index; no order rests on it.
 */
export function newEventId(now = Date.now()): string {
  let bits = BigInt(now);
  for (const byte of randomBytes(10)) bits = (bits << 8n) | BigInt(byte);
  return spelled(bits);
}

/** An id of the same form made from what it names: the same on every machine. 128 bits of SHA-256. */
export function derivedEventId(name: string): string {
  return spelled(BigInt(`0x${hash('sha256', name, 'hex').slice(0, 32)}`));
}

function spelled(value: bigint): string {
  let bits = value;
  let id = '';
  for (let i = 0; i < 26; i += 1) {
    id = `${ALPHABET[Number(bits & 31n)]}${id}`;
    bits >>= 5n;
  }
  return id;
}
