/** Numbers from 0 to 1 that are the same for the same seed (Lehmer, 48271 modulo 2^31-1). */
export function seededRandom(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
