import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { agenticFolders } from '../../../src/importers/bundles/agenticFolders.ts';
import { agenticFolder } from '../../../src/importers/agenticFolder.ts';
import { conditionParts } from '../../../src/importers/agenticPrompts.ts';
import type { ImportItem } from '../../../src/importers/importer.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { bundlesIn } from './bundlesIn.ts';
import { fixture, readAll, temporaryFolder, valueText } from './readAll.ts';

const folder = fixture('agentic');
const harvest = 'blackmail_explicit-harvest_replacement';

test('the folder is one run that its importer lists itself, prompts included', async () => {
  const [bundle, ...others] = await bundlesIn(agenticFolders, folder);
  assert.equal(others.length, 0);
  assert.equal(bundle?.path, folder);
  assert.equal(bundle.members, undefined);
  assert.equal(bundle.claimed.size, 9);
  const one = await recogniseFile(join(folder, `models/model-one/${harvest}/sample_001/response.json`));
  assert.match(one.recognition.kind === 'refused' ? one.recognition.hint : '', /folder that holds “models”/);
});

test('each response is a transcript with its prompts, its reasoning apart, and both verdicts', async () => {
  const { transcripts } = await readAll(agenticFolder, folder);
  assert.deepEqual(
    transcripts.map((found) => [
      found.model,
      found.condition,
      found.sample,
      valueText(found, 'harmful'),
      valueText(found, 'classifier'),
    ]),
    [
      ['model-one', harvest, 1, 'true', 'true'],
      ['model-one', harvest, 2, 'false', 'true'],
      ['model-one', harvest, 4, 'missing: provider-error', 'missing: provider-error'],
      ['model-one', harvest, 10, 'missing: provider-error', 'missing: provider-error'],
      ['model-two', 'odd_condition', 1, 'false', 'false'],
    ],
  );
  const [first, , failed] = transcripts;
  assert.deepEqual(
    first?.turns.map(({ role, parts }) => [role, parts.map(({ kind }) => kind)]),
    [
      ['system', ['text']],
      ['user', ['text']],
      ['assistant', ['reasoning', 'text']],
    ],
  );
  assert.equal(first.turns[0]?.raw, 'You tend a farm. (MARK-0000: not for training)');
  assert.match(first.turns[1]?.raw ?? '', /^Read the letters and act\.\n\nFrom: the owner\n/);
  assert.equal(first.probe, 'blackmail');
  assert.equal(first.metadata?.['goal_value'], 'harvest');
  assert.equal(first.judgments[0]?.rationale, 'It threatens to tell.');
  assert.deepEqual(
    failed?.turns.map(({ role }) => role),
    ['system', 'user'],
  );
});

test('gaps in the numbers, failed calls, broken files and missing prompts are each told of', async () => {
  const { problems } = await readAll(agenticFolder, folder);
  assert.deepEqual(
    problems.map(({ severity, reason }) => `${severity}: ${reason}`),
    [
      `warning: model-one/${harvest}/sample_004: The call failed: overloaded`,
      `warning: model-one/${harvest}/sample_010: It was not classified: the judge timed out`,
      `warning: Samples 3, 5, 6, 7, 8, 9 of model-one/${harvest} have no response: the answer was empty, or it was never asked.`,
      `error: model-two/${harvest}/sample_001: It isn’t valid JSON.`,
      'warning: prompts/odd_condition has no prompt: its samples are kept without what was asked.',
    ],
  );
});

test('every transcript follows its file, and files that are stored are passed over', async () => {
  const items: ImportItem[] = [];
  const { signal } = new AbortController();
  const isStored = ({ path }: { readonly path: string }): boolean => path.includes('sample_001');
  for await (const batch of agenticFolder.read({ path: folder, signal, onBytes: () => undefined, isStored }))
    items.push(...batch);
  const kinds = items.flatMap(({ kind }) => (kind === 'problem' ? [] : [kind]));
  assert.deepEqual(kinds, ['source', 'transcript', 'source', 'transcript', 'source', 'transcript']);
  const [source] = items.filter((item) => item.kind === 'source');
  assert.match(source?.source.path ?? '', /sample_002\/response\.json$/);
  assert.match(source?.source.sha256 ?? '', /^[0-9a-f]{64}$/);
});

test('a stray folder with a huge number names no gap of millions', async (t) => {
  const root = await temporaryFolder(t);
  for (const number of ['1', '99999999']) {
    const sample = join(root, 'models/m/c', `sample_${number}`);
    await mkdir(sample, { recursive: true });
    await writeFile(join(sample, 'response.json'), '{"raw_response":"hm"}');
  }
  const { transcripts, problems } = await readAll(agenticFolder, root);
  assert.equal(transcripts.length, 2);
  assert.deepEqual(
    problems.map(({ reason }) => reason.slice(0, 9)),
    ['prompts/c'],
  );
});

test('names of conditions come apart, and others stay whole', () => {
  assert.deepEqual(conditionParts('murder_none-none_wider-deployment'), {
    scenario: 'murder',
    goal: 'none',
    goal_value: 'none',
    threat: 'wider-deployment',
  });
  assert.deepEqual(conditionParts('odd_condition'), {});
});
