import type { Reach } from './exactShare.ts';

/** Sums of squares of what independent parts of an estimate may add or take away. */
export class Spread {
  private ups = 0;
  private downs = 0;

  /** What an uncertain part does to the rate at each end of its own interval. */
  addMoves(one: number, other: number): void {
    const up = Math.max(0, one, other);
    const down = Math.max(0, -one, -other);
    this.ups += up * up;
    this.downs += down * down;
  }

  /** A part that adds to the rate. */
  addReach(reach: Reach, factor = 1): void {
    this.ups += (reach.up * factor) ** 2;
    this.downs += (reach.down * factor) ** 2;
  }

  /** Squares worked out elsewhere, as for parts that hang together. */
  addSquares(up: number, down: number): void {
    this.ups += Math.max(0, up);
    this.downs += Math.max(0, down);
  }

  /**
   * Squares of the distances of each part's own bounds, added up (MOVER).
   *
   * Source: G. Y. Zou, A. Donner 2008, "Construction of confidence limits about effect measures: a general approach",
   * Statistics in Medicine 27:1693-1702; R. G. Newcombe 2001, "Logit confidence intervals and the inverse sinh
   * transformation" names it "square and add".
   */
  get reach(): Reach {
    return { up: Math.sqrt(this.ups), down: Math.sqrt(this.downs) };
  }
}
