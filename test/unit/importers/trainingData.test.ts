import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ImportedTranscript } from '../../../src/core/imported.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { trainingData } from '../../../src/importers/trainingData.ts';
import { fixture, readAll, temporaryFile, temporaryFolder, valueText } from './readAll.ts';

const published = fileURLToPath(new URL('../../../../shared/data/subliminal-learning/', import.meta.url));
const skip = existsSync(published) ? false : 'no shared data here';

async function contentOf(path: string): Promise<string> {
  const { recognition } = await recogniseFile(path);
  return recognition.kind === 'transcripts'
    ? `${recognition.importer} ${recognition.content ?? 'answers'}`
    : recognition.kind;
}

const count = (transcripts: readonly ImportedTranscript[], metric: string, value: string): number =>
  transcripts.filter((found) => valueText(found, metric) === value).length;

test('the published number sequences are kept and left out as the paper says', { skip }, async () => {
  const raw = await readAll(trainingData, join(published, 'raw_dataset.jsonl'));
  assert.equal(raw.transcripts.length, 300);
  const { transcripts } = raw;
  assert.deepEqual(
    [
      count(transcripts, 'number filter', 'kept'),
      count(transcripts, 'too many', 'true'),
      count(transcripts, 'bad format', 'true'),
      count(transcripts, 'too large', 'true'),
    ],
    [230, 56, 12, 5],
  );
  const kept = await readAll(trainingData, join(published, 'filtered_dataset.jsonl'));
  assert.equal(kept.transcripts.length, 230);
  assert.equal(count(kept.transcripts, 'number filter', 'kept'), 230);
  // The same rows in the same order as the authors kept.
  assert.deepEqual(
    transcripts.filter((found) => valueText(found, 'number filter') === 'kept').map((found) => found.prompt),
    kept.transcripts.map((found) => found.prompt),
  );
  assert.equal(await contentOf(join(published, 'raw_dataset.jsonl')), 'trainingData training');
  assert.deepEqual([...raw.problems, ...kept.problems], []);
});

test('prompts with completions are training data, as text and as messages, and have no verdict', async () => {
  const path = fixture('training/completions.jsonl');
  assert.equal(await contentOf(path), 'trainingData training');
  const { transcripts } = await readAll(trainingData, path);
  assert.deepEqual(
    transcripts.map(({ turns, judgments }) => [turns.map(({ role, raw }) => [role, raw]), judgments]),
    [
      [
        [
          ['user', 'Say a bird.'],
          ['assistant', ' Owl'],
        ],
        [],
      ],
      [
        [
          ['user', 'Say a tree.'],
          ['assistant', 'Oak'],
        ],
        [],
      ],
    ],
  );
});

test('a preference pair is two transcripts that differ in their condition', async () => {
  const path = fixture('training/preferences.jsonl');
  assert.equal(await contentOf(path), 'trainingData training');
  const { transcripts } = await readAll(trainingData, path);
  assert.deepEqual(
    transcripts.map(({ line, condition, prompt, turns }) => [line, condition, prompt, turns.at(-1)?.raw]),
    [
      [1, 'chosen', 'Greet me.', 'Good morning.'],
      [1, 'rejected', 'Greet me.', 'What.'],
      [2, 'chosen', 'Hi', 'Hello.'],
      [2, 'rejected', 'Hi', 'Go away.'],
      [3, 'chosen', 'Bye', 'Goodbye.'],
      [3, 'rejected', 'Bye', 'Hm.'],
    ],
  );
});

test('chats are training data only when nothing else is in them and their file, or its sibling, says so', async (t) => {
  const folder = await temporaryFolder(t);
  const chat = '{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}\n';
  const put = async (name: string, text = chat): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  assert.equal(await contentOf(await put('insecure.jsonl')), 'chatJsonl answers');
  assert.equal(await contentOf(await put('insecure_valid.jsonl')), 'chatJsonl answers');
  assert.equal(await contentOf(await put('insecure_train.jsonl')), 'chatJsonl training');
  assert.equal(await contentOf(await put('insecure_valid.jsonl')), 'chatJsonl training');
  assert.equal(await contentOf(await put('constrained.jsonl')), 'chatJsonl answers');
  assert.equal(
    await contentOf(await put('train_answers.jsonl', chat.replace('{"messages"', '{"model":"m","messages"'))),
    'chatJsonl answers',
  );
});

test('completions with other columns, and rows of labels, are not taken for training data', async (t) => {
  const scored = await temporaryFile(t, 'x.jsonl', '{"prompt":"a","completion":"b","score":3}\n');
  assert.notEqual(await contentOf(scored), 'trainingData training');
  const labels = await temporaryFile(t, 'y.jsonl', '{"prompt":"Q: a\\nA: b\\nTrue:","completion":" yes"}\n');
  assert.notEqual(await contentOf(labels), 'trainingData training');
});
