import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AuditInput, LabelledUnit } from '../../../src/analysis/corrected/auditInput.ts';
import { correctedDifference } from '../../../src/analysis/corrected/correctedDifference.ts';
import { correctedRates, isRefusal } from '../../../src/analysis/corrected/correctedRates.ts';
import { judgeQuality } from '../../../src/analysis/corrected/judgeQuality.ts';
import { auditOf } from './oracle.ts';

/** 400 transcripts over eight prompts, a tenth of them flagged; labels of flagged and of others, all in accord. */
function audit(flaggedLabels: number, otherLabels: number, prompts = 8): AuditInput {
  const frame = Array.from({ length: prompts }, (_, k) => [
    { stratum: 'flagged', prompt: `p${k}`, judge: 'positive', n: 40 / prompts } as const,
    { stratum: 'unflagged', prompt: `p${k}`, judge: 'negative', n: 360 / prompts } as const,
  ]).flat();
  const of = (stratum: string, judge: 'positive' | 'negative', n: number): LabelledUnit[] =>
    Array.from({ length: n }, (_, k) => ({ stratum, prompt: `p${k % prompts}`, judge, human: judge }));
  return auditOf(frame, [
    ...of('flagged', 'positive', flaggedLabels),
    ...of('unflagged', 'negative', otherLabels),
  ]);
}

function reasons(input: AuditInput): string[] {
  return [
    ...new Set(correctedRates(input).flatMap((figure) => (isRefusal(figure) ? [figure.reason] : ['given']))),
  ];
}

describe('no rate is made up', () => {
  test('of labels where only flagged transcripts were read', () => {
    assert.deepEqual(reasons(audit(40, 0)), ['stratum-without-labels']);
    const [refusal] = correctedRates(audit(40, 0));
    assert.ok(refusal !== undefined && isRefusal(refusal));
    assert.match(refusal.words, /“unflagged” \(360 transcripts\)/);
  });

  test('of labels that were chosen by hand, alone or among others', () => {
    assert.deepEqual(reasons({ ...audit(20, 40), chosen: 'by-hand' }), ['no-probability-sample']);
    assert.deepEqual(reasons({ ...audit(20, 40), chosen: 'mixed' }), ['no-probability-sample']);
    assert.deepEqual(reasons({ ...audit(20, 40), strata: [] }), ['no-probability-sample']);
  });

  test('of labels on transcripts that couldn’t be drawn', () => {
    const input = audit(20, 40);
    const stray: LabelledUnit = { stratum: 'other', prompt: 'p0', judge: 'negative', human: 'positive' };
    assert.deepEqual(reasons({ ...input, units: [...input.units, stray] }), ['no-probability-sample']);
  });

  test('of fewer than ten labels inside the gate, or of none, or of one transcript', () => {
    assert.deepEqual(reasons(audit(4, 5)), ['too-few-labels']);
    assert.deepEqual(reasons(audit(0, 0)), ['stratum-without-labels']);
    const frame = [{ stratum: 'all', prompt: 'p', judge: 'positive', n: 1 }] as const;
    const units = [{ stratum: 'all', prompt: 'p', judge: 'positive', human: 'positive' }] as const;
    assert.deepEqual(reasons(auditOf(frame, units)), ['too-few-labels']);
  });

  test('of prompts that aren’t known, which are not said to be one prompt', () => {
    const unknown = audit(20, 40, 1);
    const nameless = {
      ...unknown,
      frame: unknown.frame.map((cell) => ({ ...cell, prompt: '' })),
      units: unknown.units.map((unit) => ({ ...unit, prompt: '' })),
    };
    const words = (input: AuditInput) =>
      correctedRates(input).flatMap((figure) =>
        isRefusal(figure) && figure.clustered ? [figure.words] : [],
      );
    assert.match(words(unknown)[0] ?? '', /answers are to one prompt/);
    assert.match(words(nameless)[0] ?? '', /^Prompts are not known, or nearly all different/);
    const [first] = correctedDifference(nameless, nameless);
    assert.ok(first !== undefined && isRefusal(first));
    assert.match(first.words, /^Prompts are not known/);
  });

  test('of prompts like these where a few prompts have most of the answers', () => {
    const of = (sizes: readonly number[]) =>
      auditOf(
        sizes.map((n, k) => ({ stratum: 'all', prompt: `p${k}`, judge: 'negative', n }) as const),
        Array.from(
          { length: 60 },
          (_, i) =>
            ({
              stratum: 'all',
              prompt: `p${i % sizes.length}`,
              judge: 'negative',
              human: i % 5 === 0 ? 'positive' : 'negative',
            }) as const,
        ),
      );
    const clustered = (sizes: readonly number[]) => {
      const found = correctedRates(of(sizes)).find(
        (figure) => figure.method === 'ppi' && figure.estimand === 'model' && figure.clustered === true,
      );
      assert.ok(found !== undefined);
      return found;
    };
    const few = clustered([500, 500, 500, ...Array.from({ length: 27 }, () => 10)]);
    assert.ok(isRefusal(few) && few.reason === 'too-few-prompts');
    assert.match(few.words, /^A few of the 30 prompts have most of the transcripts/);
    const some = clustered([200, 150, 100, 100, 80, 80, ...Array.from({ length: 24 }, () => 40)]);
    assert.ok(!isRefusal(some));
    assert.doesNotMatch(some.cautions.join(' '), /of one size/);
    const uneven = clustered([200, 150, 100, 100, 80, 80, 20, 20, 20, 20, 20]);
    assert.ok(!isRefusal(uneven));
    assert.match(uneven.cautions.join(' '), /the 11 are worth only 6\.7 of one size/);
  });

  test('of an empty frame', () => {
    assert.deepEqual(reasons({ frame: [], strata: [], units: [], missing: 'drop' }), [
      'no-probability-sample',
    ]);
  });

  test('of prompts like these, where there are under five', () => {
    const figures = correctedRates(audit(20, 60, 4));
    for (const figure of figures) {
      assert.equal(isRefusal(figure), figure.clustered === true);
      if (isRefusal(figure)) assert.equal(figure.reason, 'too-few-prompts');
    }
  });

  test('by Rogan and Gladen when no label is positive, while the others stand', () => {
    const plain = audit(20, 60);
    const inOne = <Unit extends { readonly stratum: string }>(unit: Unit): Unit => ({
      ...unit,
      stratum: 'all',
    });
    const figures = correctedRates(
      auditOf(
        plain.frame.map(inOne),
        plain.units.map((unit) => ({ ...inOne(unit), human: 'negative' })),
      ),
    );
    for (const figure of figures) {
      assert.equal(isRefusal(figure), figure.method === 'rogan-gladen');
      if (!isRefusal(figure)) assert.ok(figure.rate === 0 && figure.low === 0 && figure.high > 0.01);
    }
  });

  test('for judge quality and differences either', () => {
    assert.ok(isRefusal(judgeQuality(audit(40, 0))));
    // A judge that flags everything finds every positive: certain, and not for want of positives.
    const all = { stratum: 'all', prompt: 'p', judge: 'positive' } as const;
    const units = Array.from(
      { length: 30 },
      (_, i) => ({ ...all, human: i < 9 ? 'positive' : 'negative' }) as const,
    );
    const quality = judgeQuality(auditOf([{ ...all, n: 200 }], units));
    assert.ok(!isRefusal(quality));
    const { figure, bounds } = quality.sensitivity;
    assert.deepEqual([figure.value, bounds], [1, { low: undefined, why: 'one-verdict' }]);
    const difference = correctedDifference(audit(20, 60), audit(40, 0));
    assert.equal(difference.length, 12);
    assert.ok(difference.every(isRefusal));
  });
});

describe('what must be said stands beside the figure', () => {
  const cautionsOf = (input: AuditInput): string => {
    const [figure] = correctedRates(input);
    assert.ok(figure !== undefined && !isRefusal(figure));
    return figure.cautions.join(' ');
  };

  test('nonresponse, with its share', () => {
    const input = audit(20, 60);
    const strata = input.strata.map((stratum) => ({
      ...stratum,
      skipped: stratum.name === 'unflagged' ? 10 : 0,
      reached: stratum.reached + (stratum.name === 'unflagged' ? 10 : 0),
    }));
    assert.match(
      cautionsOf({ ...input, strata }),
      /10 transcripts of 90 reached \(11 %\) were skipped or unsure/,
    );
  });

  test('labels out of order, and samples half done', () => {
    const input = audit(20, 60);
    const strata = input.strata.map((stratum) => ({ ...stratum, beyondGap: 1, open: 5 }));
    const said = cautionsOf({ ...input, strata });
    assert.match(said, /2 labels given out of the sample’s order don’t count/);
    assert.match(said, /10 of the sample are still open/);
  });

  test('few positives and few prompts', () => {
    const said = cautionsOf(audit(6, 60));
    assert.match(said, /It rests on 6 positive labels/);
    assert.match(said, /Only 8 prompts/);
  });
});
