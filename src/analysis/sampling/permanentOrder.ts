import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * A transcript's permanent random number under a seed: the SHA-256 of the seed, a line end and the content key, as 64
 * hexadecimal digits. It hangs on nothing else, so whoever has seed and key can check the order in any language.
 *
 * Source: permanent random numbers, E. Ohlsson 1995, "Coordination of samples using permanent random numbers", in Business
 * Survey Methods, 153-169.
 *
 * @param seed any text, kept with the sample
 * @param key the transcript's content key as written (`t1-…-0`)
 */
export function permanentNumber(seed: string, key: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${seed}\n${key}`)));
}

/**
 * Keys in permanent random order: any first few of them are a simple random sample, and more of them is the same sample
 * extended. The order given doesn't matter, and a key counts once however often it is given.
 */
export function permanentOrder(seed: string, keys: Iterable<string>): string[] {
  return [...new Set(keys)]
    .map((key) => ({ key, number: permanentNumber(seed, key) }))
    .sort((a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : 0))
    .map(({ key }) => key);
}
