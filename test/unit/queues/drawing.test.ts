// Samples: every transcript has the chance that is said, the draw can be checked and extended, and repeats are hidden well.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FLAGGED, UNFLAGGED, drawSample } from '../../../src/analysis/sampling/drawSample.ts';
import { extendSample } from '../../../src/analysis/sampling/extendSample.ts';
import { permanentNumber } from '../../../src/analysis/sampling/permanentOrder.ts';
import { formatContentKey } from '../../../src/core/contentKey.ts';
import type { SampleDesign, StratumBy } from '../../../src/core/queue.ts';
import * as strata from '../../../src/storage/queues/strata.ts';
import { queueFrame } from '../../../src/storage/queues/queueReader.ts';
import { permanentNumberOf } from '../../../src/worker/queues/selectFirst.ts';
import { extendQueue } from '../../../src/worker/tasks/extendQueue.ts';
import { queuePreview } from '../../../src/worker/tasks/queuePreview.ts';
import { imported, importRun, rows, scored } from '../storage/storageDesk.ts';
import { queueDesk, sampleOf, type QueueTestDesk } from './queueDesk.ts';

/** Every fifth is flagged, every seventh has no score. */
function scoredRows(count: number, from = 1) {
  return rows(count, (row) => ({
    turns: imported(row + from).turns,
    probe: `probe ${row % 3}`,
    judgments: [
      scored('aligned', row % 7 === 0 ? undefined : row % 5 === 0 ? 10 : 40 + (row % 60)),
      scored('coherent', 90),
    ],
  }));
}

const design = (
  by: StratumBy,
  n: number,
  allocation: SampleDesign['allocation'] = 'proportional',
): SampleDesign => ({
  strata: by,
  allocation,
  n,
});

const keysOf = (desk: QueueTestDesk, queueId: number): string[] =>
  desk
    .items(queueId)
    .filter(({ repeatOf }) => repeatOf === null)
    .map(({ key }) => formatContentKey(key));

test('names and random numbers are those of the sampling that is documented', () => {
  assert.deepEqual([strata.FLAGGED, strata.UNFLAGGED], [FLAGGED, UNFLAGGED]);
  assert.equal(permanentNumberOf('seed', 't1-00-0'), permanentNumber('seed', 't1-00-0'));
});

test('a sample is exactly what drawSample draws of its frame, in the permanent order over all strata', async (t) => {
  const desk = await queueDesk(t);
  importRun(desk.worker, scoredRows(300));
  for (const by of [
    { by: 'none' },
    { by: 'verdict' },
    { by: 'probe' },
    { by: 'score', metric: 'aligned', bounds: [20, 50] },
  ] as const) {
    const { queueId, strata: drawn } = await desk.draw(sampleOf(design(by, 60), { seed: `seed ${by.by}` }));
    const numbers = new Map(drawn.map((stratum) => [stratum.name, stratum.drawn]));
    const frame = [...queueFrame(desk.worker.db, queueId)];
    assert.equal(frame.length, 300);
    const expected = drawSample(`seed ${by.by}`, frame, numbers);
    assert.deepEqual(
      keysOf(desk, queueId),
      expected.units.map(({ key }) => key),
      by.by,
    );
    assert.deepEqual(
      desk.items(queueId).map(({ stratum }) => stratum),
      expected.units.map(({ stratum }) => stratum),
    );
    assert.deepEqual(
      drawn.map(({ name, size, drawn: n }) => ({ name, size, drawn: n })),
      expected.strata,
    );
  }
});

test('every transcript is drawn as often as n/N of its stratum says', async (t) => {
  const desk = await queueDesk(t);
  importRun(desk.worker, scoredRows(40));
  const draws = 400;
  const counts = new Map<string, number>();
  let probability = new Map<string, number>();
  for (let seed = 0; seed < draws; seed++) {
    const { queueId, strata: drawn } = await desk.draw(
      sampleOf(design({ by: 'verdict' }, 16, 'neyman'), { seed: String(seed), name: `s${seed}` }),
    );
    for (const key of keysOf(desk, queueId)) counts.set(key, (counts.get(key) ?? 0) + 1);
    if (seed > 0) continue;
    const share = new Map(drawn.map((stratum) => [stratum.name, stratum.drawn / stratum.size]));
    probability = new Map(
      [...queueFrame(desk.worker.db, queueId)].map(({ key, stratum }) => [key, share.get(stratum) ?? 0]),
    );
  }
  assert.equal(probability.size, 40);
  let chiSquare = 0;
  for (const [key, p] of probability) {
    const seen = (counts.get(key) ?? 0) / draws;
    if (p === 1) assert.equal(seen, 1);
    else {
      // Five standard errors: 40 transcripts stay within by chance alone.
      assert.ok(Math.abs(seen - p) < 5 * Math.sqrt((p * (1 - p)) / draws), `${key}: ${seen} for ${p}`);
      chiSquare += (draws * (seen - p) ** 2) / (p * (1 - p));
    }
  }
  assert.ok(chiSquare < 80, `chi-square ${chiSquare}`);
});

test('a text that several runs hold can be drawn once only, in the stratum that it has in the first of them', async (t) => {
  const desk = await queueDesk(t);
  importRun(desk.worker, scoredRows(20));
  const other = scoredRows(25).map((row) => ({
    ...row,
    judgments: [scored('aligned', 1), scored('coherent', 90)],
  }));
  importRun(desk.worker, other, { sha256: 'b'.repeat(64) });
  const { queueId, items, strata: drawn } = await desk.draw(sampleOf(design({ by: 'flagged' }, 100)));
  assert.equal(items, 25);
  assert.equal(new Set(keysOf(desk, queueId)).size, 25);
  const flagged = scoredRows(20).filter((_, i) => (i + 1) % 5 === 0 && (i + 1) % 7 !== 0).length;
  assert.equal(drawn.find(({ name }) => name === 'flagged')?.size, flagged + 5);
});

test('all flagged come in, and so many others', async (t) => {
  const desk = await queueDesk(t);
  importRun(desk.worker, scoredRows(200));
  const { items, strata: drawn } = await desk.draw(sampleOf(design({ by: 'flagged' }, 30, 'all-flagged')));
  const flagged = drawn.find(({ name }) => name === 'flagged');
  assert.ok(flagged !== undefined && flagged.size > 20);
  assert.equal(flagged.drawn, flagged.size);
  assert.equal(flagged.judged.positive, flagged.size);
  assert.equal(drawn.find(({ name }) => name === 'unflagged')?.drawn, 30);
  assert.equal(items, flagged.size + 30);
});

test('score bands have missing scores as a band of their own, and bounds must ascend', async (t) => {
  const desk = await queueDesk(t);
  importRun(desk.worker, scoredRows(100));
  const banded = await desk.draw(sampleOf(design({ by: 'score', metric: 'aligned', bounds: [30, 60] }, 40)));
  assert.deepEqual(
    banded.strata.map(({ name }) => name),
    ['aligned 30 to < 60', 'aligned < 30', 'aligned >= 60', 'aligned missing'],
  );
  await assert.rejects(
    desk.draw(sampleOf(design({ by: 'score', metric: 'aligned', bounds: [60, 30] }, 40))),
    /must ascend/,
  );
});

test('an extended sample keeps the earlier one, and is what extendSample makes of it, later transcripts and lost ones too', async (t) => {
  const desk = await queueDesk(t);
  const first = importRun(desk.worker, scoredRows(120));
  importRun(desk.worker, scoredRows(30, 500), { sha256: 'b'.repeat(64) });
  const { queueId } = await desk.draw(sampleOf(design({ by: 'verdict' }, 40), { seed: 'extended' }));
  const before = desk.definition(queueId);
  const frameBefore = [...queueFrame(desk.worker.db, queueId)];
  desk.store.deleteRuns([first]);
  importRun(desk.worker, scoredRows(119, 1), { sha256: 'c'.repeat(64) });
  importRun(desk.worker, scoredRows(50, 900), { sha256: 'd'.repeat(64) });
  const extended = await extendQueue({ queueId, more: 25, createdBy: 'lee' }, desk.context);
  const earlier = keysOf(desk, queueId).slice(0, 40);
  assert.deepEqual(before.waves[0]?.items, desk.definition(queueId).waves[0]?.items);
  const now = [...queueFrame(desk.worker.db, queueId)];
  const sample = drawSample(
    'extended',
    frameBefore,
    new Map(before.waves[0]?.strata.map(({ name, drawn }) => [name, drawn])),
  );
  assert.deepEqual(
    sample.units.map(({ key }) => key),
    earlier,
  );
  const numbers = new Map(extended.strata.map(({ name, drawn }) => [name, drawn]));
  // What is new has the plain name of its stratum in what extendSample is given.
  const plain = now.map(({ key, stratum }) => ({ key, stratum: stratum.replace(/ \(added \d+\)$/, '') }));
  const expected = extendSample(sample, frameBefore, plain, numbers, 1);
  assert.deepEqual(
    extended.strata.map(({ name, size, drawn }) => ({ name, size, drawn })),
    expected.sample.strata,
  );
  const known = new Set(earlier);
  const added = keysOf(desk, queueId).slice(40);
  assert.deepEqual(
    added,
    expected.sample.units.map(({ key }) => key).filter((key) => !known.has(key)),
  );
  assert.ok(extended.strata.some(({ name, drawn }) => name.endsWith('(added 1)') && drawn > 0));
  const gone = earlier.filter((key) => expected.gone.includes(key)).length;
  assert.equal(extended.gone, gone);
  assert.equal(extended.items, added.length);
  assert.equal(
    extended.strata.reduce((sum, { drawn }) => sum + drawn, 0),
    40 - gone + 25,
  );
});

test('a list is extended by what matches since, and not by what is in it', async (t) => {
  const desk = await queueDesk(t);
  importRun(desk.worker, scoredRows(30));
  const { queueId, items } = await desk.draw({ criteria: [{ kind: 'missing-judgment' }], order: 'shuffled' });
  await assert.rejects(extendQueue({ queueId, more: 1, createdBy: 'kim' }, desk.context), /nothing to add/);
  importRun(desk.worker, scoredRows(30, 700), { sha256: 'b'.repeat(64) });
  const extended = await extendQueue({ queueId, more: 1, createdBy: 'kim' }, desk.context);
  assert.equal(extended.items, items);
  assert.equal(new Set(keysOf(desk, queueId)).size, 2 * items);
  assert.deepEqual(
    desk.items(queueId).map(({ place }) => place),
    Array.from({ length: 2 * items }, (_, i) => i + 1),
  );
});

test('wishes that can’t be are refused with the reason', async (t) => {
  const desk = await queueDesk(t);
  importRun(desk.worker, scoredRows(30));
  const { draw } = desk;
  await assert.rejects(draw({ name: ' ' }), /needs a name/);
  await assert.rejects(draw({ purpose: 'sample' }), /A sample has a design/);
  await assert.rejects(draw({ repeats: 0.6 }), /share from 0 to 0.5/);
  await assert.rejects(draw({ assignment: { annotators: ['kim'], overlap: 2 } }), /2 of 1 annotators/);
  await assert.rejects(draw(sampleOf(design({ by: 'none' }, 0))), /0 transcripts can’t be drawn/);
  await assert.rejects(draw(sampleOf(design({ by: 'probe' }, 2))), /can’t be shared out over 3 strata/);
  await assert.rejects(draw(sampleOf(design({ by: 'none' }, 3, 'all-flagged'))), /All flagged can only/);
  assert.deepEqual(desk.store.queues(), []);
});

test('a preview says what would be drawn, with the judge’s verdicts, and the width to expect', async (t) => {
  const desk = await queueDesk(t);
  importRun(desk.worker, scoredRows(1000));
  const wish = { scope: { runIds: [] }, criteria: [], design: design({ by: 'flagged' }, 100, 'all-flagged') };
  const preview = await queuePreview({ wish, halfWidths: [0.05], numbers: [100, 300, 5000] }, desk.context);
  const drawn = await desk.draw(sampleOf(wish.design));
  assert.deepEqual(preview.strata, drawn.strata);
  assert.deepEqual([preview.transcripts, preview.items], [1000, drawn.items]);
  assert.equal(
    Object.values(preview.judged).reduce((sum, n) => sum + n, 0),
    1000,
  );
  const [hundred, threeHundred, more] = preview.planned;
  assert.ok(hundred !== undefined && threeHundred !== undefined && more !== undefined);
  assert.deepEqual([hundred.n, threeHundred.n], [100, 300]);
  assert.ok(hundred.halfWidth > threeHundred.halfWidth && threeHundred.halfWidth > 0);
  assert.match(more.words, /labels/, 'what can’t be drawn has no width, so the wished width comes next');
  const list = await queuePreview(
    { wish: { ...wish, criteria: [{ kind: 'missing-judgment' }, { kind: 'all' }], design: null } },
    desk.context,
  );
  assert.deepEqual(list.ofCriterion, [Math.floor(1000 / 7), 1000]);
});

test('a sample says what was drawn, not what was wished for beyond what there is', async (t) => {
  const desk = await queueDesk(t);
  importRun(desk.worker, scoredRows(35));
  const said = async (wish: SampleDesign): Promise<string> => {
    const { queueId } = await desk.draw(sampleOf(wish));
    return desk.definition(queueId).description;
  };
  // Every fifth but for the one that has no score.
  assert.match(await said(design({ by: 'flagged' }, 500, 'all-flagged')), /^all flagged and 29 others of/);
  assert.match(await said(design({ by: 'none' }, 500)), /^35 at random of/);
  assert.match(await said(design({ by: 'none' }, 20)), /^20 at random of/);
});
