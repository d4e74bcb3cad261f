import type { AuditSample, DrawnUnit } from './sample.ts';

/**
 * What became of a drawn transcript. `skipped` and `unsure` are nonresponse: they were reached and nothing was said. Not in
 * the map: not reached yet.
 */
export type Response = 'answered' | 'unsure' | 'skipped';

export interface StratumResponse {
  readonly name: string;
  readonly size: number;
  readonly drawn: number;
  /**
   * Reached without a gap, in the permanent order of the stratum: answered, unsure or skipped. This finished part is itself
   * a simple random sample of the stratum, as long as it isn't the labels that decide where one stops.
   */
  readonly reached: number;
  /** Of those reached. */
  readonly answered: number;
  readonly unsure: number;
  readonly skipped: number;
  /** Drawn and without a response. */
  readonly open: number;
  /** Answered beyond the first gap: reached by choice, so they don't count. */
  readonly beyondGap: number;
}

export interface ResponseAccount {
  readonly strata: readonly StratumResponse[];
  /** Those that count: answered in the finished part of their stratum. */
  readonly counted: readonly CountedUnit[];
  /** Strata with transcripts of which none was answered: the whole can't be told without them. */
  readonly uncovered: readonly string[];
}

export interface CountedUnit {
  readonly key: string;
  readonly stratum: string;
  /** reached / size of its stratum. */
  readonly probability: number;
  /**
   * How many transcripts it stands for: size / answered of its stratum. This takes those that were skipped or unsure to be
   * like the answered ones of their stratum, which nothing shows; their share must stand beside the figure.
   */
  readonly weight: number;
}

/**
 * Accounts for a sample that may be half finished, with transcripts skipped or unsure.
 *
 * Source: C.-E. Särndal, B. Swensson, J. Wretman 1992, Model Assisted Survey Sampling, chapter 15 (response homogeneity
 * groups: strata).
 */
export function accountForSample(
  sample: AuditSample,
  responses: ReadonlyMap<string, Response>,
): ResponseAccount {
  const drawnOf = new Map<string, DrawnUnit[]>(sample.strata.map(({ name }) => [name, []]));
  for (const unit of sample.units) drawnOf.get(unit.stratum)?.push(unit);
  const counted: CountedUnit[] = [];
  const strata = sample.strata.map(({ name, size, drawn }) => {
    const units = drawnOf.get(name) ?? [];
    const gap = units.findIndex(({ key }) => !responses.has(key));
    const reached = gap === -1 ? units : units.slice(0, gap);
    const count = (among: readonly DrawnUnit[], response: Response): number =>
      among.filter(({ key }) => responses.get(key) === response).length;
    const answered = count(reached, 'answered');
    for (const { key } of reached) {
      if (responses.get(key) !== 'answered') continue;
      counted.push({ key, stratum: name, probability: reached.length / size, weight: size / answered });
    }
    return {
      name,
      size,
      drawn,
      reached: reached.length,
      answered,
      unsure: count(reached, 'unsure'),
      skipped: count(reached, 'skipped'),
      open: units.filter(({ key }) => !responses.has(key)).length,
      beyondGap: count(units.slice(reached.length), 'answered'),
    };
  });
  const uncovered = strata.filter(({ size, answered }) => size > 0 && answered === 0);
  return { strata, counted, uncovered: uncovered.map(({ name }) => name) };
}
