import { AuditError } from '../../core/errors.ts';
import { permanentOrder } from './permanentOrder.ts';
import type { AuditSample, DrawnUnit, FrameUnit, Stratum } from './sample.ts';

/**
 * Draws a stratified simple random sample without replacement: of each stratum the first so many in permanent random order.
 *
 * With the same seed and frame, larger numbers give a sample that contains the smaller one, whose probabilities are simply
 * the larger n/N.
 *
 * Source: W. G. Cochran 1977, Sampling Techniques, 3rd ed., chapter 5.
 *
 * @param numbers how many to draw of each stratum; none of those not named, all of those that are smaller
 * @throws AuditError (bad-input) for a key in two strata, a stratum the frame doesn't have, or a number that isn't whole
 */
export function drawSample(
  seed: string,
  frame: Iterable<FrameUnit>,
  numbers: ReadonlyMap<string, number>,
): AuditSample {
  const stratumOf = new Map<string, string>();
  const keys = new Map<string, string[]>();
  for (const { key, stratum } of frame) {
    const before = stratumOf.get(key);
    if (before === stratum) continue;
    if (before !== undefined) {
      throw new AuditError('bad-input', `Transcript ${key} is in two strata, ${before} and ${stratum}.`);
    }
    stratumOf.set(key, stratum);
    const members = keys.get(stratum);
    if (members === undefined) keys.set(stratum, [key]);
    else members.push(key);
  }
  checkNumbers(numbers, keys);
  const strata: Stratum[] = [];
  const drawn = new Map<string, DrawnUnit>();
  for (const name of [...keys.keys()].sort()) {
    const members = keys.get(name) ?? [];
    const n = Math.min(numbers.get(name) ?? 0, members.length);
    strata.push({ name, size: members.length, drawn: n });
    for (const key of permanentOrder(seed, members).slice(0, n)) {
      drawn.set(key, { key, stratum: name, probability: n / members.length });
    }
  }
  const units = permanentOrder(seed, drawn.keys()).flatMap((key) => drawn.get(key) ?? []);
  return { seed, strata, units };
}

/** A simple random sample of n: one stratum, `all`. */
export function simpleRandomSample(seed: string, keys: Iterable<string>, n: number): AuditSample {
  const frame = Array.from(keys, (key) => ({ key, stratum: 'all' }));
  return drawSample(seed, frame, frame.length === 0 ? new Map() : new Map([['all', n]]));
}

/** The strata of `flaggedSample`. */
export const FLAGGED = 'flagged';
export const UNFLAGGED = 'unflagged';

/**
 * All that the judge flagged and k of the others at random, which is the usual practice: precision is then known, and the
 * others tell how much was missed.
 */
export function flaggedSample(
  seed: string,
  frame: Iterable<{ readonly key: string; readonly flagged: boolean }>,
  k: number,
): AuditSample {
  const units = Array.from(frame, ({ key, flagged }) => ({ key, stratum: flagged ? FLAGGED : UNFLAGGED }));
  const numbers = new Map<string, number>();
  for (const { stratum } of units) {
    numbers.set(stratum, stratum === FLAGGED ? (numbers.get(FLAGGED) ?? 0) + 1 : k);
  }
  return drawSample(seed, units, numbers);
}

function checkNumbers(numbers: ReadonlyMap<string, number>, strata: ReadonlyMap<string, unknown>): void {
  for (const [name, n] of numbers) {
    if (!strata.has(name)) throw new AuditError('bad-input', `There are no transcripts in stratum ${name}.`);
    if (!Number.isSafeInteger(n) || n < 0) {
      throw new AuditError('bad-input', `${n} transcripts of stratum ${name} can’t be drawn.`);
    }
  }
}
