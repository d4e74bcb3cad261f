import { AuditError } from '../../core/errors.ts';
import { drawSample } from './drawSample.ts';
import type { AuditSample, FrameUnit } from './sample.ts';

/** What stratum a transcript that came later is put in, apart from those that could have been drawn before. */
export function laterStratum(stratum: string, wave: number): string {
  return `${stratum} (added ${wave})`;
}

export interface Extension {
  readonly sample: AuditSample;
  /** The frame to keep for the next extension: the earlier strata, and those that came later. */
  readonly frame: readonly FrameUnit[];
  /** Transcripts of the earlier frame that are gone; they and their labels count no more. */
  readonly gone: readonly string[];
}

/**
 * The earlier sample with more drawn. All of it that still exists is in the new one, and probabilities are those of a sample
 * of that size drawn at once.
 *
 * Strata are those of the first drawing, even where a judge has said something else since: a transcript's chance to be drawn
 * was that of its stratum then. Transcripts that weren't there then are strata of their own (`laterStratum`), since they had
 * no chance yet. Transcripts that are gone leave both the frame and the sample, and what is left of a stratum is still a
 * simple random sample of what is left of it.
 *
 * @param earlier the sample so far
 * @param earlierFrame all transcripts that could be drawn, with their strata of then
 * @param now all transcripts that can be drawn now
 * @param numbers how many to draw of each stratum in all, by the strata that the result will have; strata left out keep what
 * they have
 * @param wave number of this extension, 1 for the first
 * @throws AuditError (bad-input) for a number below what was drawn already, and as `drawSample`
 */
export function extendSample(
  earlier: AuditSample,
  earlierFrame: Iterable<FrameUnit>,
  now: Iterable<FrameUnit>,
  numbers: ReadonlyMap<string, number>,
  wave: number,
): Extension {
  const before = new Map(Array.from(earlierFrame, ({ key, stratum }) => [key, stratum]));
  const frame = Array.from(now, ({ key, stratum }) => ({
    key,
    stratum: before.get(key) ?? laterStratum(stratum, wave),
  }));
  const here = new Set(frame.map(({ key }) => key));
  const gone = [...before.keys()].filter((key) => !here.has(key)).sort();
  const kept = new Map<string, number>();
  for (const { key, stratum } of earlier.units) {
    if (here.has(key)) kept.set(stratum, (kept.get(stratum) ?? 0) + 1);
  }
  for (const [name, n] of numbers) {
    const drawn = kept.get(name) ?? 0;
    if (n < drawn) {
      throw new AuditError(
        'bad-input',
        `${drawn} transcripts of stratum ${name} were drawn already, so ${n} can’t be drawn in all.`,
      );
    }
  }
  const sample = drawSample(earlier.seed, frame, new Map([...kept, ...numbers]));
  return { sample, frame, gone };
}
