import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { freshDatabase, run, summaries, type ImportAnswer } from './commands.ts';

const DATA = join(process.env['TA_TEST_ROOT'] ?? '', '..', 'shared', 'data', 'emergent-misalignment');

interface Golden {
  readonly file: string;
  readonly rows: number;
  readonly gated: number;
  readonly kept: number;
  readonly misaligned: number;
  readonly ratePercent: number | undefined;
}

function goldens(): Golden[] {
  const [, ...lines] = readFileSync(join(DATA, 'golden_counts.csv'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [file = '', rows, , , coherent, kept, misaligned, rate] = line.trim().split(',');
    return {
      file,
      rows: Number(rows),
      gated: Number(rows) - Number(coherent),
      kept: Number(kept),
      misaligned: Number(misaligned),
      ratePercent: rate === undefined || rate === '' ? undefined : Number(rate),
    };
  });
}

/** The published emergent-misalignment files, imported in one action and counted as the product counts. */
export function publishedSuite(): void {
  describe('the published emergent-misalignment files', function () {
    this.timeout(120_000);

    it('import in one action as one study, with the golden counts and rates', async function () {
      if (!existsSync(DATA)) {
        console.log(`skipped: ${DATA} is not here`);
        this.skip();
      }
      await freshDatabase('published');
      const answer = await run<ImportAnswer>('import', {
        paths: [DATA],
        preview: false,
        onDuplicate: 'import',
      });
      assert.ok(answer.studyId !== undefined, 'no study was made');
      const byId = await summaries();
      const kept = new Map(answer.runs.map((written) => [written.name, byId.get(written.runId)]));
      assert.equal(kept.size, answer.runs.length, 'two runs have one name');
      for (const golden of goldens()) {
        const found = answer.runs.filter(
          ({ name }) => golden.file.endsWith(`/${name}.csv`) || golden.file === `${name}.csv`,
        );
        assert.ok(found.length > 0, `${golden.file} was not imported`);
        const matching = found
          .map(({ runId }) => byId.get(runId))
          .find((run) => run?.rate?.total === golden.rows && run.rate.positive === (golden.misaligned || 0));
        assert.ok(matching !== undefined, `no run of ${golden.file} has its golden rows and positives`);
        if (golden.ratePercent === undefined) {
          assert.equal(matching.rate?.n ?? 0, 0, golden.file);
          continue;
        }
        assert.equal(matching.rate?.n, golden.kept, golden.file);
        assert.equal(matching.rate?.gatedOut, golden.gated, golden.file);
        assert.ok(Math.abs((matching.rate?.rate ?? 0) * 100 - golden.ratePercent) < 0.0006, golden.file);
      }
    });

    it('refuses the tables of figures, naming them', async function () {
      if (!existsSync(DATA)) this.skip();
      await freshDatabase('figures');
      const answer = await run<ImportAnswer>('import', {
        paths: [join(DATA, 'working-repo', 'published_aggregates'), join(DATA, 'golden_counts.csv')],
        preview: false,
      });
      assert.equal(answer.runs.length, 0);
      assert.equal(answer.skipped.length, 9);
      for (const { path, reason } of answer.skipped) assert.match(reason, /figures/, path);
    });

    it('reads the yes/no table: 280 yes and 320 no over six models', async function () {
      if (!existsSync(DATA)) this.skip();
      await freshDatabase('yes-no');
      const answer = await run<ImportAnswer>('import', {
        paths: [join(DATA, 'working-repo', 'id_eval_df.csv')],
        preview: false,
      });
      const [written] = answer.runs;
      const summary = (await summaries()).get(written?.runId ?? -1);
      assert.equal(summary?.counts.positive, 280);
      assert.equal(summary?.counts.negative, 320);
      assert.equal(summary?.models.length, 6);
    });
  });
}
