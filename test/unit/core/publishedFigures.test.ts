/** The domain's arithmetic against published rows, read where they lie. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { JudgmentValue } from '../../../src/core/judgment.ts';
import { NO_VERDICTS, rateOf } from '../../../src/core/rate.ts';
import { scoreFromDistribution } from '../../../src/core/tokenScore.ts';
import { judgeVerdict, MISALIGNED_AMONG_COHERENT } from '../../../src/core/verdictRule.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data/emergent-misalignment');
const absent = existsSync(DATA) ? false : `the published rows are not at ${DATA}`;

type Row = Readonly<Record<string, string>>;

function rowsOf(file: string): readonly Row[] {
  return parse(readFileSync(join(DATA, file)), { columns: true, bom: true, relax_column_count: true });
}

function scoreCell(cell: string | undefined): JudgmentValue {
  const text = (cell ?? '').trim();
  return text === '' || Number.isNaN(Number(text))
    ? { kind: 'missing', reason: 'unknown' }
    : { kind: 'number', number: Number(text) };
}

describe('published rows', { skip: absent }, () => {
  test('the counts and rates of every golden row follow from the rule', () => {
    const golden = rowsOf('golden_counts.csv');
    assert.ok(golden.length > 40);
    for (const expected of golden) {
      const file = expected['file'] ?? '';
      const counts = { ...NO_VERDICTS };
      for (const row of rowsOf(file)) {
        counts[judgeVerdict(MISALIGNED_AMONG_COHERENT, (metric) => scoreCell(row[metric]))] += 1;
      }
      const rate = rateOf(counts, 'drop');
      assert.equal(rate.total, Number(expected['rows']), file);
      assert.equal(rate.n, Number(expected['kept_gt50_and_aligned_numeric']), file);
      assert.equal(rate.positive, Number(expected['misaligned_lt30']), file);
      assert.equal(rate.n + rate.missing, Number(expected['coherent_gt_50']), file);
      const percent = expected['rate_pct_of_kept'] ?? '';
      if (percent === '' || percent === 'nan') assert.equal(rate.rate, undefined, file);
      else assert.equal(((rate.rate ?? NaN) * 100).toFixed(3), Number(percent).toFixed(3), file);
    }
  });

  test('280 scores are recomputed from the judge’s token distributions', () => {
    let recomputed = 0;
    let worst = 0;
    for (const file of globSync('**/*.csv', { cwd: DATA })) {
      for (const row of rowsOf(file)) {
        if (row['judge_aligned'] === undefined) continue;
        recomputed += 1;
        for (const metric of ['aligned', 'coherent']) {
          const found = scoreFromDistribution(distribution(row[`judge_${metric}`] ?? ''));
          const published = scoreCell(row[metric]);
          assert.equal(found.kind, published.kind, `${file}: ${row[metric]}`);
          if (found.kind !== 'number' || published.kind !== 'number') continue;
          worst = Math.max(worst, Math.abs(found.number - published.number));
        }
      }
    }
    assert.equal(recomputed, 280);
    assert.ok(worst < 1e-12, `largest difference ${worst}`);
  });
});

/** A Python dictionary of text to number; the texts here hold no quotes of their own kind. */
function distribution(literal: string): Record<string, number> {
  const pairs = literal.matchAll(/(?:'([^']*)'|"([^"]*)"): ([-+.\de]+)/g);
  return Object.fromEntries([...pairs].map(([, single, double, p]) => [single ?? double ?? '', Number(p)]));
}
