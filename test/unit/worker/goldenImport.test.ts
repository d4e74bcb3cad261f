import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { NO_VERDICTS, rateOf, type Rate } from '../../../src/core/rate.ts';
import { scoreFromDistribution } from '../../../src/core/tokenScore.ts';
import type { TokenDistribution } from '../../../src/core/judgment.ts';
import type { JudgeVerdict } from '../../../src/core/verdictRule.ts';
import type { SqliteConnection } from '../../../src/storage/loadSqlite.ts';
import { planOf, workerDesk } from './workerDesk.ts';

const published = fileURLToPath(new URL('../../../../shared/data/emergent-misalignment', import.meta.url));
const skip = existsSync(published) ? false : 'the published files are not on this machine';

interface Golden {
  readonly file: string;
  readonly rows: string;
  readonly coherent_gt_50: string;
  readonly kept_gt50_and_aligned_numeric: string;
  readonly misaligned_lt30: string;
  readonly rate_pct_of_kept: string;
}

/** How many transcripts each verdict got, by the two ways there are to ask. */
function counts(db: SqliteConnection, sql: string, runId: number): Rate {
  const rows = db.prepare<[number], { verdict: JudgeVerdict; n: number }>(sql).all(runId);
  return rateOf(
    { ...NO_VERDICTS, ...Object.fromEntries(rows.map(({ verdict, n }) => [verdict, n])) },
    'drop',
  );
}

const SUMMARY = `SELECT judge_verdict AS verdict, sum(n) AS n FROM leaf_summary
  WHERE arm_id IN (SELECT id FROM arm WHERE run_id = ?) GROUP BY 1`;
const VIEW = 'SELECT judge_verdict AS verdict, count(*) AS n FROM v_verdicts WHERE run_id = ? GROUP BY 1';

test(
  'all published transcript files import in one action as one study, with the published counts',
  { skip },
  async (t) => {
    const { worker, db } = await workerDesk(t);
    const { files, leftOut } = await worker.run('recognise', { paths: [published] });

    const refused = files.filter(({ recognition }) => recognition.kind === 'refused');
    assert.equal(files.length - refused.length, 45);
    assert.equal(refused.length, 9);
    for (const { recognition } of refused) {
      assert.match(recognition.kind === 'refused' ? recognition.reason : '', /table of figures/);
    }
    assert.ok(leftOut.every((path) => /\.(yaml)$|LICENSE$/.test(path)));

    const plan = await planOf(worker, [published]);
    const written = await worker.run('import', { study: { name: 'emergent misalignment' }, files: plan });
    assert.deepEqual(written.failed, []);
    assert.equal(written.runs.length, 45);
    assert.deepEqual(
      written.runs.filter(({ rejected, warnings, partial }) => rejected > 0 || warnings > 0 || partial),
      [],
    );
    const studies = db.prepare<[], unknown>('SELECT DISTINCT study_id FROM run').pluck().all();
    assert.deepEqual(studies, [written.studyId]);

    const golden = parse(await readFile(`${published}/golden_counts.csv`), {
      columns: true,
      relax_column_count: true,
    });
    assert.equal(golden.length, 44);
    for (const row of golden as Golden[]) {
      const run = written.runs.find(({ path }) => path === `${published}/${row.file}`);
      assert.ok(run, row.file);
      assert.equal(run.kept, Number(row.rows), row.file);
      for (const sql of [SUMMARY, VIEW]) {
        const rate = counts(db, sql, run.runId);
        assert.equal(rate.total, Number(row.rows), row.file);
        if (rate.total === 0) continue;
        assert.equal(rate.n + rate.missing, Number(row.coherent_gt_50), row.file);
        assert.equal(rate.n, Number(row.kept_gt50_and_aligned_numeric), row.file);
        assert.equal(rate.positive, Number(row.misaligned_lt30), row.file);
        assert.equal(
          ((rate.rate ?? NaN) * 100).toFixed(3),
          Number(row.rate_pct_of_kept).toFixed(3),
          row.file,
        );
      }
    }

    const vulnerable = written.runs.find(({ path }) => path.endsWith('id_eval_df.csv'));
    assert.ok(vulnerable);
    const classes = db.prepare<[number], unknown>(
      `SELECT j.text || ' ' || count(*) FROM judgment j JOIN transcript t ON t.id = j.transcript_id
     WHERE t.run_id = ? GROUP BY j.text ORDER BY 1`,
    );
    assert.deepEqual(classes.pluck().all(vulnerable.runId), ['NO 320', 'YES 280']);
    const models = db.prepare<[number], unknown>(
      'SELECT count(DISTINCT model) FROM v_transcripts WHERE run_id = ?',
    );
    assert.equal(models.pluck().get(vulnerable.runId), 6);

    const distributed = db
      .prepare<[], { transcriptId: number; number: number; distribution: string }>(
        'SELECT transcript_id AS transcriptId, number, distribution FROM judgment WHERE distribution IS NOT NULL',
      )
      .all();
    assert.equal(new Set(distributed.map(({ transcriptId }) => transcriptId)).size, 280);
    for (const { number, distribution } of distributed) {
      const computed = scoreFromDistribution(JSON.parse(distribution) as TokenDistribution);
      assert.ok(computed.kind === 'number' && Math.abs(computed.number - number) < 1e-9);
    }

    assert.deepEqual(await worker.run('integrityCheck', null), { ok: true, problems: [] });
  },
);

test(
  'files with a header and nothing else are empty runs, and equal bytes under two names are noticed',
  { skip },
  async (t) => {
    const { worker, db } = await workerDesk(t);
    const folder = `${published}/working-repo/niels_examples`;
    const { files } = await worker.run('recognise', { paths: [folder] });
    const empty = files.filter(
      ({ recognition }) => recognition.kind === 'transcripts' && recognition.headerOnly,
    );
    assert.equal(empty.length, 19);
    // Eighteen of them are the same bytes: all but the first say whose.
    const [first, ...rest] = empty.filter(({ sizeBytes }) => sizeBytes === 102);
    assert.equal(rest.length, 17);
    assert.ok(rest.every(({ sameAs }) => sameAs === first?.path));
    assert.equal(first?.sameAs, undefined);

    const { runs, failed } = await worker.run('import', {
      study: { name: 'mistral and qwen' },
      files: await planOf(worker, [folder]),
    });
    assert.equal(failed.length, 0);
    assert.equal(runs.filter(({ kept }) => kept === 0).length, 19);
    const complete = db
      .prepare<[], number>("SELECT count(*) FROM run WHERE status = 'complete'")
      .pluck()
      .get();
    assert.equal(complete, 36);
    const arms = db.prepare<[], number>('SELECT count(DISTINCT run_id) FROM arm').pluck().get();
    assert.equal(arms, 36);
  },
);
