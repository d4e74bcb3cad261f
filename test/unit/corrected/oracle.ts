import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditInput, HumanClass } from '../../../src/analysis/corrected/auditInput.ts';
import { tallyStrata } from '../../../src/analysis/corrected/tableOf.ts';
import type { JudgeVerdict, MissingPolicy } from '../../../src/core/verdictRule.ts';

/** What `oracle.py` found of an audit; made by `test/fixtures/corrected/oracle.py`. */
export interface OracleCase {
  readonly name: string;
  readonly frame: readonly (readonly [string, string, JudgeVerdict, number])[];
  readonly units: readonly (readonly [string, string, JudgeVerdict, HumanClass])[];
  readonly missing: MissingPolicy;
  readonly rates: readonly {
    readonly method: string;
    readonly estimand: string;
    readonly clustered: boolean;
    readonly rate: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** Rate, positives, denominator, Wilson's bounds; bounds over prompts where there are enough. Null without verdicts. */
  readonly raw: readonly number[] | null;
  readonly quality: Readonly<
    Record<string, { readonly value: number; readonly low?: number; readonly high?: number } | null>
  >;
}

export interface Oracle {
  readonly cases: readonly OracleCase[];
  readonly pairs: readonly {
    readonly one: string;
    readonly other: string;
    readonly differences: readonly {
      readonly method: string;
      readonly estimand: string;
      readonly clustered: boolean;
      readonly paired: boolean;
      readonly difference: number;
      readonly low: number;
      readonly high: number;
    }[];
  }[];
  readonly exact: readonly (readonly [number, number, number, number])[];
  readonly calibration: {
    readonly strata: readonly (readonly [string, number, number])[];
    readonly units: readonly (readonly [string, number, boolean])[];
    readonly bounds: readonly number[];
    readonly bins: readonly (readonly [number, number, number, number, number, number])[];
  };
}

export const oracle = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/corrected/oracle.json'), 'utf8'),
) as Oracle;

/** An audit of which everything that was drawn was answered. */
export function auditOf(
  frame: AuditInput['frame'],
  units: AuditInput['units'],
  missing: MissingPolicy = 'drop',
): AuditInput {
  const strata = tallyStrata({ frame, units }).map(({ name, sizes, units: own }) => ({
    name,
    size: sizes.reduce((sum, size) => sum + size, 0),
    drawn: own.length,
    reached: own.length,
    answered: own.length,
    unsure: 0,
    skipped: 0,
    open: 0,
    beyondGap: 0,
  }));
  return { frame, units, strata, missing };
}

export function inputOf({ frame, units, missing }: OracleCase): AuditInput {
  return auditOf(
    frame.map(([stratum, prompt, judge, n]) => ({ stratum, prompt, judge, n })),
    units.map(([stratum, prompt, judge, human]) => ({ stratum, prompt, judge, human })),
    missing,
  );
}
