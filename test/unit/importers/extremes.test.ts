// The most extreme of what `npm run test:fuzz` reads, and what it becomes: one thing each, as far as it goes.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LIMIT_SECONDS } from '../../support/fuzz/fuzzReport.ts';
import { archiveExtremes } from '../../support/fuzz/extremes/archives.ts';
import { jsonExtremes } from '../../support/fuzz/extremes/jsonExtremes.ts';
import { tableExtremes } from '../../support/fuzz/extremes/tables.ts';
import { runPath } from '../../support/fuzz/runInput.ts';
import { temporaryFolder } from './readAll.ts';

/** Of the series of damaged Parquet tables, one in so many. */
const SERIES = /^a Parquet table with (?:the byte|a number)/;
const ONE_OF = 25;

for (const [what, extremes] of [
  ['JSON', jsonExtremes],
  ['archives', archiveExtremes],
  ['tables', tableExtremes],
] as const) {
  test(`${what} as extreme as they come are read or refused in words, within seconds`, async (t) => {
    const folder = await temporaryFolder(t);
    const chosen = extremes.filter(
      ({ name, slow }, index) => slow !== true && (!SERIES.test(name) || index % ONE_OF === 0),
    );
    for (const [seed, extreme] of chosen.entries()) {
      const own = join(folder, `input-${seed}`);
      mkdirSync(join(own, 'files'), { recursive: true });
      const written = await extreme.write(join(own, 'files'));
      const about = { sample: extreme.name, aim: 'by hand', done: [] };
      const { report } = await runPath({ ...written, own, folder, seed, about });
      assert.deepEqual(report.wrong, [], extreme.name);
      if (process.env['TA_TIMES'])
        console.log(report.milliseconds | 0, report.outcome, report.transcripts, extreme.name);
      assert.ok(report.milliseconds < LIMIT_SECONDS * 1000, `${extreme.name}: ${report.milliseconds} ms`);
      rmSync(own, { recursive: true, force: true });
    }
  });
}
