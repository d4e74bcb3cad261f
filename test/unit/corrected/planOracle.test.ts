import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { designsOf, frameOf } from '../../../src/analysis/corrected/planDesigns.ts';
import { expectedHalfWidth, planSample, type PlanWish } from '../../../src/analysis/corrected/planSample.ts';

type Shares = Readonly<Record<string, number>>;

/** What `test/fixtures/corrected/plans.py` found. */
interface OraclePlan extends Pick<PlanWish, 'strata' | 'guess' | 'estimand'> {
  readonly name: string;
  readonly wish: number;
  readonly plans: readonly {
    readonly design: string;
    readonly method: 'ppi' | 'labels-only';
    readonly least: number;
    /** Labels in all, by stratum, and the half-width with them. */
    readonly widths: readonly (readonly [number, Shares, number])[];
    readonly needed: number | null;
    readonly strata: Shares | null;
    readonly halfWidth: number;
  }[];
}

const CLOSE = 1e-9;

const oracle = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/corrected/plans.json'), 'utf8'),
) as readonly OraclePlan[];

function sharesOf(strata: readonly { readonly name: string; readonly labels: number }[]): Shares {
  return Object.fromEntries(strata.map(({ name, labels }) => [name, labels]));
}

describe('the planner equals an implementation that imagines the audit stratum by stratum', () => {
  for (const { name, strata, guess, estimand, wish, plans } of oracle) {
    test(`${name}: half-widths, to 1e-9`, () => {
      const frame = frameOf(strata);
      const designs = designsOf(frame, guess);
      assert.deepEqual(
        new Set(designs.map((design) => design.name)),
        new Set(plans.map(({ design }) => design)),
      );
      for (const { design, method, least, widths } of plans) {
        const own = designs.find((each) => each.name === design) ?? assert.fail(design);
        assert.equal(own.least, least, design);
        for (const [labels, shares, width] of widths) {
          assert.deepEqual(sharesOf(own.share(labels)), shares, `${design}: ${labels} labels shared out`);
          const half = expectedHalfWidth({ guess, estimand }, frame, own, method, labels);
          assert.ok(
            Math.abs(half - width) <= CLOSE,
            `${design}, ${method}, ${labels}: ${half} is not ${width}`,
          );
        }
      }
    });

    test(`${name}: the smallest number of labels, and where they go`, () => {
      const made = planSample({ strata, guess, estimand, halfWidth: wish });
      assert.equal(made.length, plans.length);
      for (const { design, method, needed, strata: shares, halfWidth } of plans) {
        const own =
          made.find((each) => each.design === design && each.method === method) ?? assert.fail(design);
        assert.equal(own.labels ?? null, needed, `${design}, ${method}`);
        if (shares !== null) assert.deepEqual(sharesOf(own.strata), shares, `${design}, ${method}`);
        assert.ok(Math.abs(own.halfWidth - halfWidth) <= CLOSE, `${design}, ${method}: ${own.halfWidth}`);
      }
    });
  }
});
