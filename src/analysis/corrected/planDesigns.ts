import type { JudgeVerdict } from '../../core/verdictRule.ts';
import { allocate, rateSpread } from '../sampling/allocate.ts';
import { FLAGGED, UNFLAGGED } from '../sampling/drawSample.ts';
import { JUDGE_CLASSES, type JudgeClass, judgeClassOf } from './auditTable.ts';
import { LEAST_LABELS } from './refusals.ts';

/** What one expects before labelling, in shares 0..1. The judge's verdicts are known, so this is all that is to be guessed. */
export interface Guess {
  /** Of what the judge flagged, the share that people will call positive. */
  readonly precision: number;
  /** Of what the judge calls negative (or couldn't judge), the share that people will call positive. */
  readonly missed: number;
  /** Of what the judge leaves out, the share that people will count in; 0.05 if not given. */
  readonly wronglyLeftOut?: number;
  /** Of what the judge counts in, the share that people will leave out; 0 if not given. */
  readonly wronglyCountedIn?: number;
}

const WRONGLY_LEFT_OUT = 0.05;
/** At least so many of each stratum, so that a wrong guess about one is noticed. */
const LEAST_EACH = 5;

/**
 * A stratum that is expected to be all of one kind is planned as if one in a thousand were not: with a spread of nothing it
 * would get the least number until all others are taken whole, and its exact interval alone would be wider than any wish.
 */
const LEAST_RATE = 0.001;

export interface PlanStratum {
  readonly name: string;
  /** By `JUDGE_CLASSES`. */
  readonly sizes: readonly number[];
  readonly size: number;
}

export interface PlanFrame {
  readonly strata: readonly PlanStratum[];
  readonly size: number;
  readonly gated: boolean;
}

export interface Shared {
  readonly name: string;
  readonly size: number;
  readonly labels: number;
}

export interface Design {
  readonly name: 'simple' | 'flagged-plus-random' | 'proportional' | 'neyman';
  readonly strata: readonly PlanStratum[];
  /** Fewer labels than this can't be shared out. */
  readonly least: number;
  readonly share: (labels: number) => readonly Shared[];
  /** "of all flagged and …": half a sentence. */
  readonly words: string;
}

export function frameOf(
  strata: readonly {
    readonly name: string;
    readonly judged: Readonly<Partial<Record<JudgeVerdict, number>>>;
  }[],
): PlanFrame {
  const tallied = strata
    .map(({ name, judged }) => {
      const sizes = JUDGE_CLASSES.map(() => 0);
      for (const [verdict, n] of Object.entries(judged) as [JudgeVerdict, number][]) {
        const at = JUDGE_CLASSES.indexOf(judgeClassOf(verdict));
        sizes[at] = (sizes[at] ?? 0) + n;
      }
      return stratumOf(name, sizes);
    })
    .filter(({ size }) => size > 0);
  return {
    strata: tallied,
    size: tallied.reduce((sum, { size }) => sum + size, 0),
    gated: tallied.some(({ sizes }) => (sizes[JUDGE_CLASSES.indexOf('excluded')] ?? 0) > 0),
  };
}

function stratumOf(name: string, sizes: readonly number[]): PlanStratum {
  return { name, sizes, size: sizes.reduce((sum, size) => sum + size, 0) };
}

/** Of a class of the judge's, the shares that people are expected to call positive and negative. */
export function expectedShares(
  judge: JudgeClass,
  guess: Guess,
): { readonly positive: number; readonly negative: number } {
  const inside =
    judge === 'excluded' ? (guess.wronglyLeftOut ?? WRONGLY_LEFT_OUT) : 1 - (guess.wronglyCountedIn ?? 0);
  const positive =
    judge === 'positive' ? guess.precision : guess.missed * (judge === 'excluded' ? inside : 1);
  const held = Math.min(positive, inside);
  return { positive: held, negative: inside - held };
}

/** The designs that can be had of a frame: stratified ones where there are strata, flagged ones where some are flagged. */
export function designsOf(frame: PlanFrame, guess: Guess): readonly Design[] {
  const designs: Design[] = [simple(frame)];
  const flagged = flaggedPlusRandom(frame);
  if (flagged !== undefined) designs.push(flagged);
  if (frame.strata.length > 1)
    designs.push(stratified(frame, guess, 'proportional'), stratified(frame, guess, 'neyman'));
  return designs;
}

function merged(name: string, strata: readonly PlanStratum[], classes: readonly JudgeClass[]): PlanStratum {
  return stratumOf(
    name,
    JUDGE_CLASSES.map((judge, at) =>
      classes.includes(judge) ? strata.reduce((sum, { sizes }) => sum + (sizes[at] ?? 0), 0) : 0,
    ),
  );
}

function simple(frame: PlanFrame): Design {
  const all = merged('all', frame.strata, JUDGE_CLASSES);
  return {
    name: 'simple',
    strata: [all],
    least: LEAST_LABELS,
    share: (labels) => [{ name: all.name, size: all.size, labels: Math.min(labels, all.size) }],
    words: 'drawn at random from all',
  };
}

function flaggedPlusRandom(frame: PlanFrame): Design | undefined {
  const flagged = merged(FLAGGED, frame.strata, ['positive']);
  const rest = merged(UNFLAGGED, frame.strata, ['negative', 'excluded', 'unknown']);
  if (flagged.size === 0 || rest.size === 0) return undefined;
  return {
    name: 'flagged-plus-random',
    strata: [flagged, rest],
    least: flagged.size + LEAST_LABELS,
    share: (labels) => [
      { name: flagged.name, size: flagged.size, labels: flagged.size },
      { name: rest.name, size: rest.size, labels: Math.min(rest.size, Math.max(1, labels - flagged.size)) },
    ],
    words: 'all that are flagged and the others at random',
  };
}

function stratified(frame: PlanFrame, guess: Guess, name: 'proportional' | 'neyman'): Design {
  const strata = frame.strata.map((stratum) => ({
    name: stratum.name,
    size: stratum.size,
    ...(name === 'neyman' ? { spread: spreadOf(stratum, guess) } : {}),
  }));
  const least = strata.reduce((sum, { size }) => sum + Math.min(size, LEAST_EACH), 0);
  return {
    name,
    strata: frame.strata,
    least: Math.max(LEAST_LABELS, least),
    share: (labels) => {
      const numbers = allocate(Math.max(labels, least), strata, LEAST_EACH);
      return strata.map(({ name: of, size }) => ({ name: of, size, labels: numbers.get(of) ?? 0 }));
    },
    words: `shared out over ${strata.length} strata${name === 'neyman' ? ' by how much they are expected to vary' : ' by their size'}`,
  };
}

function spreadOf({ sizes, size }: PlanStratum, guess: Guess): number {
  const positive = JUDGE_CLASSES.reduce(
    (sum, judge, at) => sum + (sizes[at] ?? 0) * expectedShares(judge, guess).positive,
    0,
  );
  return rateSpread(Math.min(1 - LEAST_RATE, Math.max(LEAST_RATE, positive / size)));
}
