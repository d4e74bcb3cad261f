import { judgeClassOf } from '../../analysis/corrected/auditTable.ts';
import { expectedShares, type Guess } from '../../analysis/corrected/planDesigns.ts';
import { allocate, rateSpread } from '../../analysis/sampling/allocate.ts';
import { AuditError } from '../../core/errors.ts';
import type { SampleDesign } from '../../core/queue.ts';
import type { JudgeVerdict } from '../../core/verdictRule.ts';
import { FLAGGED } from '../../storage/queues/strata.ts';
import type { FrameStratum } from '../../storage/queues/scanFrame.ts';

/**
 * What people are expected to say, by what the judge said, where Neyman's allocation needs a guess before there are labels:
 * three of four flagged are right, 3 % of the others were missed. A wrong guess costs width, never coverage: probabilities
 * are those of the draw.
 */
export const USUAL_GUESS: Guess = { precision: 0.75, missed: 0.03 };

/** So many of each stratum where there is room, so that a wrong guess about one is noticed; fewer where there isn't. */
const LEAST_EACH: readonly number[] = [5, 2, 1];

/** A stratum with what was drawn of it before. */
export interface StratumToDraw extends FrameStratum {
  readonly drawn?: number;
}

/**
 * How many transcripts to draw of each stratum in all, by name.
 *
 * @throws AuditError `bad-input` for numbers that can't be, or too few to have one of each stratum
 */
export function drawNumbers(
  { strata: { by }, allocation, n }: SampleDesign,
  strata: readonly StratumToDraw[],
): ReadonlyMap<string, number> {
  if (!Number.isSafeInteger(n) || n < 1)
    throw new AuditError('bad-input', `${n} transcripts can’t be drawn.`, 'Name a whole number above 0.');
  if (allocation === 'all-flagged') {
    if (by !== 'flagged') {
      throw new AuditError('bad-input', 'All flagged can only be taken of flagged and unflagged ones.');
    }
    const isTaken = ({ name }: FrameStratum): boolean => name === FLAGGED || name.startsWith(`${FLAGGED} `);
    const others = strata.filter((stratum) => !isTaken(stratum));
    return new Map([
      ...strata.filter(isTaken).map(({ name, size }) => [name, size] as const),
      ...(others.length === 0 ? [] : shared(Math.min(n, sizeOf(others)), others, false)),
    ]);
  }
  return shared(Math.min(n, sizeOf(strata)), strata, allocation === 'neyman');
}

function shared(n: number, strata: readonly StratumToDraw[], neyman: boolean): ReadonlyMap<string, number> {
  const wanted = strata.map(({ name, size, judged, drawn }) => ({
    name,
    size,
    ...(neyman ? { spread: rateSpread(expectedRate(judged, size)) } : {}),
    ...(drawn === undefined ? {} : { drawn }),
  }));
  const needed = (least: number): number =>
    wanted.reduce((sum, { size, drawn = 0 }) => sum + Math.min(size, Math.max(least, drawn)), 0);
  return allocate(n, wanted, LEAST_EACH.find((least) => needed(least) <= n) ?? 1);
}

function expectedRate(judged: FrameStratum['judged'], size: number): number {
  const positive = Object.entries(judged).reduce(
    (sum, [verdict, count]) =>
      sum + count * expectedShares(judgeClassOf(verdict as JudgeVerdict), USUAL_GUESS).positive,
    0,
  );
  return size === 0 ? 0 : positive / size;
}

function sizeOf(strata: readonly FrameStratum[]): number {
  return strata.reduce((sum, { size }) => sum + size, 0);
}
