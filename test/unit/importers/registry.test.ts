import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileHead } from '../../../src/importers/fileHead.ts';
import { importerById, IMPORTERS } from '../../../src/importers/registry.ts';
import { fixture } from './readAll.ts';

/** Which importer claims which fixture, by its path. A new importer needs a line here, and a fixture. */
const CLAIMS: Readonly<Record<string, string>> = {
  'chat.jsonl': 'chatJsonl',
  'conversation.json': 'chatDocument',
  'distributions.csv': 'emCsv',
  'figures.csv': 'figuresTable',
  'otherColumns.csv': 'mappedCsv',
  'pairs.jsonl': 'mappedJsonl',
  'pythonCells.csv': 'mappedCsv',
  'thresholds.csv': 'emCsv',
  'yesNo.csv': 'emCsv',
  'fineTuneMetrics/metrics.csv': 'fineTuneMetrics',
  'truthfulQa/wide.csv': 'truthfulQaCsv',
  'truthfulQa/human.csv': 'truthfulQaHuman',
  'truthfulQa/task.json': 'truthfulQaTask',
  'truthfulQa/truthLabels.jsonl': 'truthfulQaLabels',
  'lmEval/samples_owls.jsonl': 'lmEvalSamples',
  'lmEval/results_owls.json': 'lmEvalResults',
  'introspection/results.jsonl': 'introspection',
  'introspection/older.csv': 'introspection',
  'negationNeglect/answers.csv': 'negationNeglect',
  'verdicts/rollouts.jsonl': 'keyedAnswers',
  'verdicts/judgments.one.jsonl': 'verdictTable',
  'audit/manifest.json': 'judgeAudit',
  'audit/a1.txt': 'sectionedText',
  'audit/verdict.schema.json': 'jsonSchemaFile',
  'plain/prompts.txt': 'questionFile',
  'plain/LICENSE': 'plainDocument',
  'oracles/taboo_open_oracle-one.json': 'activationOracle',
  'batch/output.jsonl': 'openaiBatch',
  'promptfoo/results.json': 'promptfooResults',
  'training/completions.jsonl': 'trainingData',
  'petri/audit.json': 'petri',
  'petri/older.json': 'petri',
  'bloom/transcripts/transcript_v1r1.json': 'bloom',
  'subliminal/results.json': 'subliminalResults',
  'llmcomp/question/skies/1a2b3c4.jsonl': 'llmcompCache',
  'inspect/everything.json': 'inspectJson',
  'inspect/small.eval': 'inspectEval',
  'mapped/document.json': 'mappedJson',
  'mapped/answers.parquet': 'mappedParquet',
  'written/scores.jsonl': 'writtenLabels',
  'exported/transcripts.csv': 'exportedTranscripts',
  'exported/spreadsheet.csv': 'exportedTranscripts',
  'exported/transcripts.jsonl': 'exportedTranscripts',
};

/** Importers of folders and of files that only a bundler puts together; their own tests hold them to their fixtures. */
const OF_BUNDLES: readonly string[] = ['joinedById', 'agenticFolder', 'verdictSplit'];

test('each fixture is claimed by the importer it was written for, and each importer has one', async () => {
  const claims: Record<string, string> = {};
  for (const name of Object.keys(CLAIMS)) {
    const reading = await readFileHead(fixture(name));
    if (reading.kind === 'refused') claims[name] = reading.reason;
    else
      claims[name] =
        IMPORTERS.find((importer) => importer.recognise(reading.head) !== undefined)?.id ?? 'nobody';
  }
  assert.deepEqual(claims, CLAIMS);
  const covered = new Set([...Object.values(CLAIMS), ...OF_BUNDLES]);
  assert.deepEqual(
    IMPORTERS.map(({ id }) => id).filter((id) => !covered.has(id)),
    [],
  );
});

test('a plan of another version that names an importer we don’t have is refused in words', () => {
  assert.equal(importerById('emCsv').id, 'emCsv');
  assert.throws(() => importerById('laterFormat'), {
    kind: 'not-recognised',
    message: /no importer called laterFormat/,
  });
});
