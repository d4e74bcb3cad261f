/** How many places are counted together: few enough to be looked through, many enough that there are few counts. */
export const BLOCK_PLACES = 256;

/** Places 1 to 256 are block 0. */
export function blockOf(place: number): number {
  return Math.floor((place - 1) / BLOCK_PLACES);
}

export function lastOfBlock(block: number): number {
  return (block + 1) * BLOCK_PLACES;
}
