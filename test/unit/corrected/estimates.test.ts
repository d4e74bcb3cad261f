import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AuditInput, LabelledUnit, RateEstimate } from '../../../src/analysis/corrected/auditInput.ts';
import { correctedRates, isRefusal } from '../../../src/analysis/corrected/correctedRates.ts';
import { exactReach, finiteShrink } from '../../../src/analysis/corrected/exactShare.ts';
import { poolStrata } from '../../../src/analysis/corrected/poolStrata.ts';
import { auditOf } from './oracle.ts';

function figure(input: AuditInput, method: string, estimand: string, clustered = false): RateEstimate {
  const found = correctedRates(input).find(
    (each) => each.method === method && each.estimand === estimand && each.clustered === clustered,
  );
  assert.ok(found !== undefined && !isRefusal(found));
  return found;
}

function labels(n: number, unit: LabelledUnit): LabelledUnit[] {
  return Array.from({ length: n }, () => unit);
}

const ONE = { stratum: 'all', prompt: 'p' } as const;

describe('a corrected rate', () => {
  test('of labels alone in one stratum of a large run is their share with its exact interval', () => {
    const input = auditOf(
      [{ ...ONE, judge: 'negative', n: 1_000_000 }],
      [
        ...labels(7, { ...ONE, judge: 'negative', human: 'positive' }),
        ...labels(93, { ...ONE, judge: 'negative', human: 'negative' }),
      ],
    );
    const { rate, low, high } = figure(input, 'labels-only', 'run');
    const { down, up } = exactReach(7, 100);
    assert.equal(rate, 0.07);
    assert.ok(Math.abs(low - (0.07 - down)) < 1e-5 && Math.abs(high - (0.07 + up)) < 1e-5);
  });

  test('worked by hand: 40 of 1,000 flagged; of 20 flagged labels 15 are right, of 100 others 2 are missed', () => {
    const frame = [
      { ...ONE, judge: 'positive', n: 40 },
      { ...ONE, judge: 'negative', n: 960 },
    ] as const;
    const units = [
      ...labels(15, { ...ONE, judge: 'positive', human: 'positive' }),
      ...labels(5, { ...ONE, judge: 'positive', human: 'negative' }),
      ...labels(2, { ...ONE, judge: 'negative', human: 'positive' }),
      ...labels(98, { ...ONE, judge: 'negative', human: 'negative' }),
    ];
    const input = auditOf(frame, units);
    const close = (actual: number, expected: number): void =>
      assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}`);
    close(figure(input, 'labels-only', 'run').rate, 17 / 120);
    close(figure(input, 'ppi', 'run').rate, (40 * 0.75 + 960 * 0.02) / 1_000);
    close(figure(input, 'difference', 'run').rate, 0.04 + (2 - 5) / 120);
    close(figure(input, 'rogan-gladen', 'run').rate, 0);
    // Drawn by verdict the same labels have known weights, and every method says the same.
    const byVerdict = <Unit extends { readonly judge: string }>(unit: Unit): Unit => ({
      ...unit,
      stratum: unit.judge,
    });
    const stratified = auditOf(frame.map(byVerdict), units.map(byVerdict));
    for (const method of ['labels-only', 'ppi', 'difference', 'rogan-gladen']) {
      close(figure(stratified, method, 'run').rate, (40 * 0.75 + 960 * 0.02) / 1_000);
    }
  });

  test('corrects the gate: of 50 that the judge left out and people read, ten are inside', () => {
    const input = auditOf(
      [
        { ...ONE, judge: 'negative', n: 500 },
        { ...ONE, judge: 'excluded', n: 500 },
      ],
      [
        ...labels(40, { ...ONE, judge: 'negative', human: 'negative' }),
        ...labels(10, { ...ONE, judge: 'negative', human: 'positive' }),
        ...labels(10, { ...ONE, judge: 'excluded', human: 'positive' }),
        ...labels(40, { ...ONE, judge: 'excluded', human: 'excluded' }),
      ],
    );
    // 100 + 100 positive of 500 + 100 inside.
    assert.ok(Math.abs(figure(input, 'ppi', 'run').rate - 200 / 600) < 1e-12);
  });

  test('of the run is counted when all was labelled; of the model it is still uncertain', () => {
    const input = auditOf(
      [{ ...ONE, judge: 'negative', n: 50 }],
      [
        ...labels(5, { ...ONE, judge: 'negative', human: 'positive' }),
        ...labels(45, { ...ONE, judge: 'negative', human: 'negative' }),
      ],
    );
    const run = figure(input, 'ppi', 'run');
    assert.deepEqual(
      [run.low, run.rate, run.high].map((value) => value.toFixed(6)),
      ['0.090000', '0.100000', '0.110000'],
    );
    assert.match(run.cautions.join(' '), /counted and not estimated/);
    const model = figure(input, 'ppi', 'model');
    assert.ok(model.low < 0.035 && model.high > 0.21);
  });

  test('without one positive label has an interval up to about 3.7 in n, never none', () => {
    const input = auditOf(
      [
        { ...ONE, judge: 'positive', n: 10 },
        { ...ONE, judge: 'negative', n: 99_990 },
      ],
      labels(300, { ...ONE, judge: 'negative', human: 'negative' }),
    );
    const { low, high, cautions } = figure(input, 'ppi', 'run');
    assert.equal(low, 0);
    assert.ok(high > 3.5 / 300 && high < 3.8 / 300, `${high}`);
    assert.match(cautions.join(' '), /No label is positive/);
    assert.match(cautions.join(' '), /None of the 10 transcripts of some verdicts \(positive\) was labelled/);
  });
});

describe('the shrinking for finite runs', () => {
  test('is never under √(1-f), so never too short for it, and leaves the whole and the endless alone', () => {
    for (let f = 0.01; f < 1; f += 0.01) assert.ok(finiteShrink(f) >= Math.sqrt(1 - f));
    assert.equal(finiteShrink(0), 1);
    assert.equal(finiteShrink(1), 0);
  });

  test('reaches to within a quarter of a transcript of the hypergeometric bound when no label is positive', () => {
    // Of N with M positives, n drawn: none is positive with probability (N-M choose n) / (N choose n).
    const none = (N: number, M: number, n: number): number => {
      let p = 1;
      for (let k = 0; k < n; k++) p *= Math.max(0, N - M - k) / (N - k);
      return p;
    };
    for (const [N, n] of [
      [500, 50],
      [500, 300],
      [2_000, 500],
      [60, 50],
    ] as const) {
      let most = 0;
      while (none(N, most + 1, n) >= 0.025) most++;
      assert.ok(exactReach(0, n).up * finiteShrink(n / N) >= (most - 0.25) / N, `${n} of ${N}`);
    }
  });
});

describe('strata in one part', () => {
  test('are small ones with nearly the same fraction; large and wholly labelled ones stand alone', () => {
    const pools = poolStrata([
      { size: 100, labels: 10 },
      { size: 110, labels: 10 },
      { size: 1_000, labels: 100 },
      { size: 20, labels: 20 },
      { size: 100, labels: 30 },
    ]);
    assert.deepEqual(pools.map(({ members }) => [...members].sort()).sort(), [[0, 1], [2], [3], [4]]);
  });

  test('are worth as many labels as they have when fractions are equal, and fewer when they aren’t', () => {
    const [equal] = poolStrata([
      { size: 100, labels: 10 },
      { size: 200, labels: 20 },
    ]);
    assert.equal(equal?.effective, 30);
    const [uneven] = poolStrata([
      { size: 100, labels: 10 },
      { size: 120, labels: 10 },
    ]);
    assert.ok(uneven !== undefined && uneven.effective < 20 && uneven.effective > 19.5);
  });
});
