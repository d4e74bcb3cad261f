import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cohensKappa } from '../../../src/analysis/agreement/cohensKappa.ts';
import { contentKeyInput } from '../../../src/core/contentKey.ts';
import { truthfulQaFiles } from '../../../src/importers/bundles/truthfulQaFiles.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { truthfulQaHuman } from '../../../src/importers/truthfulQaHuman.ts';
import { readAll, temporaryFile, temporaryFolder } from './readAll.ts';
import { bundlesOf, labelBy, readBundle, shared, type BundleReading } from './readBundle.ts';
import { writeFile } from 'node:fs/promises';

const folder = shared('truthfulqa-multi');
const noData = existsSync(folder) ? false : 'no shared data here';
const evaluated = (language: string): string => join(folder, `evaluated__${language}.csv`);
const second = (language: string): string => join(folder, `iaa__${language}.csv`);
const samples = join(folder, 'samples_truthfulqa-multi_gen_en_gemma-2-27b-it.jsonl');
const results = join(folder, 'results_gen_en_gemma-2-27b-it.json');

/** Both annotators' ratings of what both labelled. */
function pairs(reading: BundleReading): {
  readonly truth: readonly (readonly [string, string])[];
  readonly informative: readonly (readonly [string, string])[];
} {
  const both = reading.transcripts.flatMap((transcript) => {
    const one = labelBy(transcript, 'truthfulqa-multi annotator 1');
    const other = labelBy(transcript, 'truthfulqa-multi annotator 2');
    return one === undefined || other === undefined ? [] : [[one, other] as const];
  });
  return {
    truth: both.map(([one, other]) => [one.answer ?? '', other.answer ?? ''] as const),
    informative: both.map(
      ([one, other]) => [String(one.scores?.['informative']), String(other.scores?.['informative'])] as const,
    ),
  };
}

for (const language of ['en', 'es']) {
  test(
    `both annotators label the same ${language} answers, and their kappas are those of the published report`,
    { skip: noData },
    async () => {
      const reading = await readBundle(truthfulQaFiles, [evaluated(language), second(language)]);
      assert.equal(reading.transcripts.length, 300);
      const { truth, informative } = pairs(reading);
      assert.equal(truth.length, 50);
      const report = await readFile(join(folder, 'report_iaa.txt'), 'utf8');
      const published = new RegExp(` ${language}\\n[\\d ]+\\n([\\d.]+)\\n([\\d.]+)`).exec(report);
      const figures = [cohensKappa(truth), cohensKappa(informative)];
      assert.deepEqual(
        figures.map(({ kappa }) => kappa?.toFixed(4)),
        [published?.[1], published?.[2]].map((text) => Number(text).toFixed(4)),
      );
      assert.deepEqual(
        figures.map(({ agreement }) => agreement),
        language === 'en' ? [0.88, 0.96] : [0.88, 0.94],
      );
      assert.equal(reading.sources.length, 1);
      assert.match(
        reading.problems[0]?.reason ?? '',
        /^1[67] of 50 answers .* end otherwise in iaa__e[ns]\.csv/,
      );
      assert.equal(reading.problems.length, 1);
    },
  );
}

test('each file works alone, and labels meet where the texts are the same', { skip: noData }, async () => {
  const one = await readAll(truthfulQaHuman, evaluated('en'));
  const other = await readAll(truthfulQaHuman, second('en'));
  assert.deepEqual([one.transcripts.length, other.transcripts.length], [300, 50]);
  assert.deepEqual([one.problems, other.problems], [[], []]);
  const keys = new Set(one.transcripts.map(({ turns }) => contentKeyInput(turns)));
  assert.equal(other.transcripts.filter(({ turns }) => keys.has(contentKeyInput(turns))).length, 33);
  assert.equal(other.transcripts[0]?.labels?.[0]?.annotator, 'truthfulqa-multi annotator 2');
  assert.equal(one.transcripts[0]?.model, 'gemma-2-27b-it');
  const edited = one.transcripts.find(({ metadata }) => metadata?.['changed'] === 'cambiado');
  assert.equal(typeof edited?.metadata?.['antes'], 'string');
});

test(
  'a log takes the labels of its answers; answers of other models stay transcripts of their own',
  { skip: noData },
  async () => {
    const reading = await readBundle(truthfulQaFiles, [samples, results, evaluated('en'), second('en')]);
    const { transcripts, facts } = reading;
    const labelled = transcripts.filter(
      ({ metadata, labels }) => metadata?.['doc_id'] !== undefined && labels,
    );
    assert.equal(labelled.length, 100);
    assert.equal(transcripts.length, 817 + 200);
    assert.equal(pairs(reading).truth.length, 50);
    assert.equal(cohensKappa(pairs(reading).truth).kappa?.toFixed(4), '0.7400');
    assert.equal(transcripts[0]?.model, 'google/gemma-2-27b-it');
    assert.deepEqual(facts['reportedTranscripts'], 817);
    // The header's figures from the samples.
    const reported = facts['reportedMetrics'] as { metric: string; value: number; n: number }[];
    assert.deepEqual(
      reported.map(({ metric }) => metric),
      ['bleu_max', 'bleu_acc', 'bleu_diff'],
    );
    for (const { metric, value, n } of reported) {
      const numbers = transcripts.flatMap(({ judgments }) =>
        judgments.flatMap((judged) =>
          judged.metric === metric && judged.value.kind === 'number' ? [judged.value.number] : [],
        ),
      );
      assert.equal(numbers.length, n);
      assert.ok(Math.abs(numbers.reduce((sum, number) => sum + number, 0) / n - value) < 1e-9, metric);
    }
  },
);

test('a whole folder becomes one run a language', { skip: noData }, async () => {
  const bundles = await bundlesOf(truthfulQaFiles, [
    evaluated('en'),
    evaluated('es'),
    second('en'),
    second('es'),
    results,
    samples,
  ]);
  assert.deepEqual(
    bundles.map(({ path, members }) => [path, members?.map(({ path: member }) => member)]),
    [
      [samples, [results, evaluated('en'), second('en')]],
      [evaluated('es'), [second('es')]],
    ],
  );
});

test('rows that find no answer are kept as transcripts, and what says neither yes nor no is no label', async (t) => {
  const header = 'id,question,correct_answers,incorrect_answers,model_answer,truthfulness,informativeness\n';
  const place = await temporaryFolder(t);
  const first = join(place, 'evaluated__x.csv');
  const other = join(place, 'iaa__x.csv');
  await writeFile(first, `${header}1__m,Why?,a,b,So.,yes,no\n2__m,How?,a,b,Thus.,perhaps,\n,,,,,,\n`);
  await writeFile(other, `${header}1__m,Why?,a,b,"So \n",no,no\n9__m,Who?,a,b,Me.,yes,yes\n`);
  const { transcripts, problems, facts } = await readBundle(truthfulQaFiles, [first, other]);
  assert.deepEqual(
    transcripts.map(({ probe, labels }) => [probe, labels?.map(({ answer }) => answer)]),
    [
      ['1', ['truthful', 'untruthful']],
      ['2', undefined],
      ['9', ['truthful']],
    ],
  );
  assert.deepEqual(
    problems.map(({ row, severity }) => `${row} ${severity}`),
    ['2 warning', '3 error', '1 warning'],
  );
  assert.deepEqual(facts['joined'], { file: 'iaa__x.csv', by: 'id', joined: 1, otherEnding: 1, alone: 1 });
  const near = await temporaryFile(t, 'a.csv', 'id,question,model_answer,truthfulness\n1,Why?,So.,yes\n');
  assert.equal((await recogniseFile(near)).recognition.kind, 'needs-mapping');
});
