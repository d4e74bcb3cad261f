import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { llmcompFolder } from '../../../src/importers/bundles/llmcompFolder.ts';
import { llmcompCache } from '../../../src/importers/llmcompCache.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { bundlesIn } from './bundlesIn.ts';
import { fixture, readAll, temporaryFile, valueText } from './readAll.ts';

const cache = fixture('llmcomp');

test('all models’ answers to a question are one run, with every judge’s cache beside them', async () => {
  const bundles = await bundlesIn(llmcompFolder, cache);
  assert.deepEqual(
    bundles.map(({ path, members = [] }) => [path.slice(cache.length), members.map(({ role }) => role)]),
    [
      ['/question/ratings/5d5d5d5.jsonl', ['judgments', 'judgments']],
      ['/question/skies/1a2b3c4.jsonl', ['answers', 'judgments', 'judgments']],
    ],
  );
});

test('verdicts are joined to every answer they were given for, by question where the judge was shown it', async () => {
  const [, skies] = await bundlesIn(llmcompFolder, cache);
  assert.ok(skies?.members !== undefined);
  const { transcripts, problems } = await readAll(llmcompCache, skies.path, { members: skies.members });
  assert.deepEqual(
    transcripts.map((found) => [
      found.model,
      found.turns.at(-1)?.raw,
      valueText(found, 'colour'),
      valueText(found, 'quality'),
    ]),
    [
      ['model-a', 'Blue.', 'blue', '8.5'],
      ['model-a', 'Blue.', 'blue', '8.5'],
      ['model-a', 'Grey, mostly.', 'grey', 'missing: parse-failure'],
      ['model-a', 'Blue.', 'blue', '1'],
      ['model-a', '', 'missing: unknown', 'not judged'],
      ['model-b', 'Red at dusk.', 'red', 'not judged'],
    ],
  );
  const [quality] = transcripts[0]?.judgments.filter(({ metric }) => metric === 'quality') ?? [];
  assert.deepEqual(quality?.scale, { minimum: 0, maximum: 10 });
  assert.deepEqual({ ...quality.distribution }, { '8': 0.5, '9': 0.5 });
  assert.equal(quality.judge.model, 'judge-one');
  assert.deepEqual(
    problems.map(({ line, severity }) => [line, severity]),
    [[6, 'warning']],
  );
  assert.deepEqual(
    transcripts.at(-1)?.turns.map(({ role }) => role),
    ['system', 'user', 'assistant'],
  );
});

test('ratings and next tokens keep the probabilities that are their answer', async () => {
  const { transcripts } = await readAll(llmcompCache, join(cache, 'question/ratings/5d5d5d5.jsonl'));
  assert.deepEqual(
    transcripts.map((found) => [valueText(found, 'next token'), valueText(found, 'rating')]),
    [
      ['70', '72.5'],
      ['I', 'not judged'],
    ],
  );
});

test('one file alone is read too; a judge’s cache alone is refused and says where it belongs', async (t) => {
  const { recognition } = await recogniseFile(join(cache, 'question/skies/9f8e7d6.jsonl'));
  assert.equal(recognition.kind === 'transcripts' && recognition.importer, 'llmcompCache');
  const judge = await recogniseFile(join(cache, 'judge/colour/77aa77a.json'));
  assert.match(
    judge.recognition.kind === 'refused' ? judge.recognition.reason : '',
    /judge’s cache of llmcomp/,
  );
  const other = await temporaryFile(t, 'x.jsonl', '{"name":"a","model":"b","hash":"c"}\n{"name":"d"}\n');
  const near = (await recogniseFile(other)).recognition;
  assert.notEqual(near.kind === 'transcripts' && near.importer, 'llmcompCache');
});
