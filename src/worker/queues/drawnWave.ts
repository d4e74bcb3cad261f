/** Draws one wave of a sample: the first one, or one that extends it. */
import type { QueueItem, QueueStratum, SampleDesign } from '../../core/queue.ts';
import { formatContentKey } from '../../core/contentKey.ts';
import { frameStrata, type Breathe, type Frame } from '../../storage/queues/scanFrame.ts';
import { drawNumbers } from './drawNumbers.ts';
import type { KeyToPlace } from './queueItems.ts';
import { selectFirst } from './selectFirst.ts';

export interface DrawnWave {
  readonly strata: readonly QueueStratum[];
  /** Newly drawn, in permanent random order. */
  readonly keys: readonly KeyToPlace[];
}

/**
 * @param frame all that can be drawn; with earlier items, those of before keep their strata
 * @param earlier items drawn before; those whose texts are gone from the frame count no more
 * @param check gets the number of transcripts that will be drawn in all, before they are
 */
export async function drawWave(
  seed: string,
  design: SampleDesign,
  frame: Frame,
  earlier: readonly QueueItem[],
  breathe: Breathe,
  check: (newItems: number) => void,
): Promise<DrawnWave> {
  const known = new Set<string>();
  const drawn = new Map<string, number>();
  for (const { key, repeatOf } of earlier) {
    if (repeatOf !== null) continue;
    known.add(formatContentKey(key));
    const number = frame.keys.find(Buffer.from(key.hash, 'hex'), key.ordinal);
    const name = number === -1 ? undefined : frame.names[frame.stratum[number] ?? 0];
    if (name !== undefined) drawn.set(name, (drawn.get(name) ?? 0) + 1);
  }
  const strata = frameStrata(frame).map((stratum) => ({ ...stratum, drawn: drawn.get(stratum.name) ?? 0 }));
  const numbers = drawNumbers(design, strata);
  const before = strata.reduce((sum, stratum) => sum + stratum.drawn, 0);
  check([...numbers.values()].reduce((sum, n) => sum + n, 0) - before);
  const selected = await selectFirst(seed, frame, numbers, breathe);
  const keys = selected.map(({ number }) => ({
    key: frame.keys.text(number),
    stratum: frame.names[frame.stratum[number] ?? 0] ?? '',
  }));
  return {
    strata: strata.map((stratum) => ({
      ...stratum,
      drawn: Math.min(stratum.size, numbers.get(stratum.name) ?? 0),
    })),
    keys: keys.filter(({ key }) => !known.has(key)),
  };
}
