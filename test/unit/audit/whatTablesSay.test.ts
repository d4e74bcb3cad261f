/** What may be read off the tables of a sample, of scores and of many judges, through the worker's task. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainTurn } from '../../../src/core/transcript.ts';
import { queueDesk, sampleOf } from '../queues/queueDesk.ts';
import { imported, importRun, labelInput, scored } from '../storage/storageDesk.ts';
import { auditFigures } from '../../../src/worker/tasks/auditFigures.ts';
import { tableOfCounts } from '../../../src/analysis/agreement/crossTable.ts';
import { nominalFigures } from '../../../src/worker/audit/givenViews.ts';
import { comparison, selected } from './auditDesk.ts';
import { plantedAudit, type Planted } from './plantedAudit.ts';

const JUDGE = 'The judge and people together';

async function readingOf(desk: Planted, wish: Parameters<Planted['draw']>[0]): Promise<string> {
  const { queueId } = await desk.draw(wish);
  desk.answerAll(queueId);
  const { reading, figures } = comparison(await desk.figures({ queueId }), JUDGE);
  return [...reading.map(({ text }) => text), ...figures.map(({ note }) => note)].join(' ');
}

test('strata of which equal shares were drawn are read like one sample, whatever they are by', async (t) => {
  const desk = await plantedAudit(t, 3);
  const text = await readingOf(
    desk,
    sampleOf({ strata: { by: 'model' }, allocation: 'proportional', n: 90 }),
  );
  assert.doesNotMatch(text, /drawn by what|unequal chances|not weighted/);
  assert.match(text, /kappa/);
});

test('a table drawn with unequal chances that aren’t by verdict says that it is about itself alone', async (t) => {
  const desk = await plantedAudit(t, 3);
  const text = await readingOf(
    desk,
    sampleOf({
      strata: { by: 'score', metric: 'aligned', bounds: [12, 30, 85] },
      allocation: 'neyman',
      n: 60,
    }),
  );
  assert.match(text, /drawn with unequal chances, so these figures are about them alone/);
  assert.match(text, /of these alone, not weighted/);
  assert.doesNotMatch(text, /drawn by what/);
});

test('two people’s agreement on a sample drawn by verdict isn’t read as that of the run', async (t) => {
  const desk = await plantedAudit(t, 3);
  const { queueId } = await desk.draw(
    sampleOf({ strata: { by: 'flagged' }, allocation: 'all-flagged', n: 40 }),
  );
  desk.answerAll(queueId);
  desk.answerAll(queueId, 'lee', (truth, _, place) => (place % 9 === 0 ? 'misaligned' : truth));
  const pair = comparison(await desk.figures({ queueId }), 'kim and lee');
  assert.match(pair.reading.map(({ text }) => text).join(' '), /drawn with unequal chances/);
});

test('what others said of a sample’s transcripts elsewhere isn’t among the sample’s figures', async (t) => {
  const desk = await plantedAudit(t, 2);
  const { queueId } = await desk.draw(
    sampleOf({ strata: { by: 'none' }, allocation: 'proportional', n: 60 }),
  );
  desk.answerAll(queueId);
  const before = await desk.figures({ queueId });
  for (const { key } of desk.items(queueId).slice(0, 8)) {
    desk.label(desk.store.transcriptIdByKey(key) ?? 0, 'misaligned', 'lee');
  }
  const after = await desk.figures({ queueId });
  assert.deepEqual(after.comparisons, before.comparisons);
  assert.deepEqual(after.rates.groups, before.rates.groups);
  assert.deepEqual(after.choices.annotators, ['kim']);
  const everything = await desk.figures();
  assert.deepEqual(everything.choices.annotators, ['kim', 'lee']);
});

const versions = ['a', 'b', 'c'].map((model) => ({ name: 'aligned', kind: 'imported', model }) as const);

/** Version a says low scores of the first half, and says it last although it is the oldest judge. */
async function judgedThrice(t: Parameters<typeof queueDesk>[0]) {
  const desk = await queueDesk(t);
  const rows = Array.from({ length: 100 }, (_, i) => {
    const told = [i < 50 ? 10 : 90, (i * 37) % 100, (i * 53) % 100] as const;
    const given = [1, 2, 0].map((at) => scored('aligned', told[at], versions[at]));
    const all = i === 0 ? [...given].reverse() : given;
    const other = ['d', 'e', 'f'].map((model) =>
      scored('coherent', 80 + (i % 7), { name: 'coherent', kind: 'imported', model }),
    );
    return imported(i + 1, {
      prompt: `Question ${i % 8}?`,
      turns: [plainTurn('user', `Question ${i % 8}?`), plainTurn('assistant', `Answer ${i}.`)],
      judgments: [...all, ...other],
    });
  });
  importRun(desk.worker, rows);
  const ids = desk.worker.db.prepare<[], number>('SELECT id FROM transcript ORDER BY id').pluck().all();
  ids.forEach((id, i) => {
    desk.store.appendLabel(labelInput(id, i < 50 ? 'misaligned' : 'aligned'));
  });
  const figures = () => auditFigures(selected(), { ...desk.context, progress: () => undefined });
  return { ...desk, figures };
}

test('the curve of scores is that of the judge version that the rule uses', async (t) => {
  const desk = await judgedThrice(t);
  const { rates } = await desk.figures();
  const bands = rates.calibration.find(({ metric }) => metric === 'aligned')?.bands ?? [];
  // The first transcript's last word is another version's.
  const within = bands.filter(({ n }) => n > 1).map(({ n, share }) => [n, share.at]);
  assert.deepEqual(
    within.map(([n]) => (n ?? 0) >= 49),
    [true, true],
    JSON.stringify(within),
  );
  assert.deepEqual(
    within.map(([, at]) => at),
    [1, 0],
  );
});

test('many judges’ scores are compared as scores, and each metric’s versions counted by themselves', async (t) => {
  const desk = await judgedThrice(t);
  const { many } = await desk.figures();
  assert.deepEqual(
    many.map(({ title }) => title),
    ['3 judge versions on “aligned”', '3 judge versions on “coherent”'],
  );
  const [aligned, coherent] = many;
  assert.deepEqual(
    aligned?.figures.map(({ name, note }) => [name, note.split(';')[0]]),
    [['Krippendorff’s alpha', 'interval']],
  );
  assert.equal(coherent?.figures[0]?.at, 1, 'all three say the same');
  assert.match(coherent?.figures[0]?.interval ?? '', /no interval/);
});

test('kappa and AC1 of any two classes have the interval that holds in small tables', () => {
  const alike = nominalFigures(
    tableOfCounts(
      ['no', 'yes'],
      [
        [96, 0],
        [0, 4],
      ],
    ),
  );
  for (const name of ['Cohen’s kappa', 'Gwet’s AC1']) {
    const found = alike.find((each) => each.name === name);
    assert.equal(found?.at, 1);
    assert.match(found?.interval ?? '', /^\[\.\d+, 1\]$/, `${name}: complete agreement is no certainty`);
    assert.equal(found?.note, '');
  }
  const three = nominalFigures(
    tableOfCounts(
      ['a', 'b', 'c'],
      [
        [20, 2, 0],
        [1, 20, 2],
        [0, 3, 20],
      ],
    ),
  );
  assert.match(three.find(({ name }) => name === 'Cohen’s kappa')?.note ?? '', /for large tables/);
});
