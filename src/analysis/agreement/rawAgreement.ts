import { wilsonInterval } from '../wilson.ts';
import { type CrossTable, sum } from './crossTable.ts';
import { type Estimate, unbounded, untold, type WhyNot } from './figure.ts';

/** Share of the items that both rated which they rated alike, 0..1, with Wilson's interval. */
export function rawAgreement({ counts, n }: CrossTable): Estimate {
  return proportion(sum(counts.map((row, i) => row[i] ?? 0)), n);
}

/** positive/n with Wilson's interval (see `wilsonInterval` for its source). */
export function proportion(positive: number, n: number, why: WhyNot = 'no-items'): Estimate {
  const interval = wilsonInterval(positive, n);
  return {
    figure: interval === undefined ? untold(why) : { value: positive / n },
    bounds: interval ?? unbounded(why),
    method: 'Wilson',
  };
}
