// Reads test/fixtures/agreement/oracle.json (its README says what made each figure) and compares with it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bounds, Figure } from '../../../src/analysis/agreement/figure.ts';
import type { Weighting } from '../../../src/analysis/agreement/weights.ts';

interface Spread {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

interface Share {
  readonly x: number;
  readonly n: number;
  readonly value: number;
  readonly wilson: readonly [number, number];
  readonly exact: readonly [number, number];
}

type Span = readonly [number, number];

interface Oracle {
  readonly kappa: readonly {
    readonly table: readonly (readonly number[])[];
    readonly weighting: Weighting;
    readonly kappa: number;
    readonly standardError: number;
  }[];
  readonly many: readonly {
    readonly name: string;
    readonly items: readonly (readonly (string | null)[])[];
    readonly classes: readonly string[];
    readonly weighting: Weighting;
    readonly fleiss: Spread & { readonly standardError: number };
    readonly gwet: Spread & { readonly standardError: number };
    readonly alpha?: { readonly nominal: number; readonly ordinal: number; readonly interval: number };
  }[];
  readonly scoreAlphas: readonly {
    readonly items: readonly (readonly (number | null)[])[];
    readonly ordinal: number;
    readonly interval: number;
  }[];
  readonly twoByTwo: readonly {
    readonly both: number;
    readonly onlyExamined: number;
    readonly onlyReference: number;
    readonly neither: number;
    readonly sensitivity: Share | null;
    readonly specificity: Share | null;
    readonly precision: Share | null;
    readonly negativePredictiveValue: Share | null;
    readonly agreement: Share;
    readonly positiveAgreement: number | null;
    readonly negativeAgreement: number | null;
    readonly positiveBounds?: Span;
    readonly negativeBounds?: Span;
    readonly indices: {
      readonly prevalenceIndex: number;
      readonly biasIndex: number;
      readonly adjustedKappa: number;
    };
    readonly mcnemar?: { readonly exact: number; readonly midP: number; readonly asymptotic: number };
    readonly newcombePaired: { readonly difference: number; readonly low: number; readonly high: number };
  }[];
  readonly newcombeIndependent: readonly {
    readonly first: Span;
    readonly second: Span;
    readonly low: number;
    readonly high: number;
  }[];
  readonly exact: readonly {
    readonly x: number;
    readonly n: number;
    readonly confidence: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly scores: readonly {
    readonly name: string;
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly pearson: Spread;
    readonly spearman: Spread;
    readonly lin: Spread;
    readonly blandAltman: {
      readonly bias: number;
      readonly biasBounds: Span;
      readonly spread: number;
      readonly lower: number;
      readonly lowerBounds: Span;
      readonly upper: number;
      readonly upperBounds: Span;
    };
  }[];
  readonly bootstrap: {
    readonly values: readonly number[];
    readonly mean: Span;
    readonly clusters: readonly (readonly number[])[];
    readonly rate: Span;
  };
  readonly student: readonly {
    readonly degrees: number;
    readonly confidence: number;
    readonly reach: number;
  }[];
}

export const ORACLE = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/agreement/oracle.json'), 'utf8'),
) as Oracle;

/** Within 1e-9, relative for values over 1. */
export function equals(actual: number | undefined, expected: number, what = ''): void {
  const apart = Math.abs((actual ?? NaN) - expected);
  assert.ok(apart <= 1e-9 * Math.max(1, Math.abs(expected)), `${what} ${actual} is not ${expected}`);
}

/** The figure is told, and equal within 1e-9. */
export function figureIs(figure: Figure, expected: number, what = ''): void {
  equals(figure.value, expected, what);
}

/** The interval is told, and equal within 1e-9. */
export function boundsAre(bounds: Bounds, low: number, high: number, what = ''): void {
  if (bounds.low === undefined) assert.fail(`${what} no interval: ${bounds.why}`);
  equals(bounds.low, low, what);
  equals(bounds.high, high, what);
}

/** null of JSON as the undefined that the code means. */
export function given<T>(items: readonly (readonly (T | null)[])[]): (T | undefined)[][] {
  return items.map((item) => item.map((rating) => rating ?? undefined));
}
