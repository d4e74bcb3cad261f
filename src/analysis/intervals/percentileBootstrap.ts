import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type Bounds, unbounded } from '../agreement/figure.ts';

/** Draws a whole number in 0..n-1. */
export type Draw = (n: number) => number;

export interface Bootstrap {
  readonly bounds: Bounds;
  /** Share of the resamples for which the statistic is undefined, 0..1; they are left out of the interval. */
  readonly undefinedShare: number;
  readonly resamples: number;
  /** What was drawn with replacement: transcripts or clusters. Under about 10 the interval covers far less than 95 %. */
  readonly units: number;
}

export const RESAMPLES = 2000;
/** With more undefined than this, what is left is no picture of the statistic. */
const MOST_UNDEFINED = 0.5;

/** Draws of a seeded generator (xoroshiro128+), the same on every machine. */
export function seededDraw(seed: number): Draw {
  const generator = xoroshiro128plus(seed);
  return (n) => uniformInt(generator, 0, n - 1);
}

/**
 * Percentile bootstrap, 95 %, over whatever is independent: pass transcripts, or clusters (`clustersOf`) as units.
 *
 * Bounds are the 2.5 and 97.5 % quantiles of the defined resamples, between neighbours interpolated linearly (Hyndman and
 * Fan's type 7). None where the statistic comes out the same in all of them: that isn't certainty.
 *
 * Source: B. Efron 1979, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7:1-26; B. Efron, R. J.
 * Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.
 *
 * @param statistic undefined or NaN where it can't be told
 * @param draw a generator; the same one gives the same interval
 */
export function percentileBootstrap<Unit>(
  units: readonly Unit[],
  statistic: (resample: readonly Unit[]) => number | undefined,
  draw: Draw,
  resamples = RESAMPLES,
): Bootstrap {
  const count = { resamples, units: units.length };
  if (units.length < 2) {
    const why = units.length === 0 ? 'no-items' : 'one-item';
    return { bounds: unbounded(why), undefinedShare: 0, ...count };
  }
  const values: number[] = [];
  for (let round = 0; round < resamples; round++) {
    const value = statistic(units.map(() => units[draw(units.length)] as Unit));
    if (value !== undefined && Number.isFinite(value)) values.push(value);
  }
  const undefinedShare = 1 - values.length / resamples;
  if (undefinedShare > MOST_UNDEFINED) {
    return { bounds: unbounded('mostly-undefined'), undefinedShare, ...count };
  }
  values.sort((a, b) => a - b);
  const [low, high] = [quantile(values, 0.025), quantile(values, 0.975)];
  const bounds = high - low > 1e-12 ? { low, high } : unbounded('no-spread');
  return { bounds, undefinedShare, ...count };
}

/** Items grouped by what makes them depend on each other (their prompt), in the order of first appearance. */
export function clustersOf<Item>(items: Iterable<Item>, clusterOf: (item: Item) => string): Item[][] {
  const clusters = new Map<string, Item[]>();
  for (const item of items) {
    const name = clusterOf(item);
    const cluster = clusters.get(name);
    if (cluster === undefined) clusters.set(name, [item]);
    else cluster.push(item);
  }
  return [...clusters.values()];
}

/** Bootstrap over clusters: a cluster is drawn whole, and the statistic sees the items of those drawn together. */
export function clusterBootstrap<Item>(
  clusters: readonly (readonly Item[])[],
  statistic: (items: readonly Item[]) => number | undefined,
  draw: Draw,
  resamples = RESAMPLES,
): Bootstrap {
  return percentileBootstrap(clusters, (drawn) => statistic(drawn.flat()), draw, resamples);
}

/** Quantile of sorted values, type 7. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] ?? NaN;
  return low + (at - below) * ((sorted[below + 1] ?? low) - low);
}
