import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cohensKappa } from '../../../src/analysis/agreement/cohensKappa.ts';
import { judgeAudits } from '../../../src/importers/bundles/judgeAudits.ts';
import { judgeAudit } from '../../../src/importers/judgeAudit.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { sectionedText } from '../../../src/importers/sectionedText.ts';
import { readAll, temporaryFile, temporaryFolder } from './readAll.ts';
import { bundlesOf, labelBy, readBundle, readItems, shared } from './readBundle.ts';

const folder = shared('persona-negation-judge-audit');
const noData = existsSync(folder) ? false : 'no shared data here';
const jsonFiles = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.json')).map((name) => join(folder, name));

/** Agreement and kappa with the reference, by dimension and judge (formats F13). */
const PUBLISHED = {
  ai_self_reference: { haiku: '0.90/0.8305', gpt_5_mini: '0.90/0.8305', gpt_5_nano: '0.80/0.6491' },
  experience_type: { haiku: '0.50/0.3243', gpt_5_mini: '0.45/0.2440', gpt_5_nano: '0.50/0.2958' },
  biographical_identity: { haiku: '0.95/0.6429', gpt_5_mini: '0.95/0.7727', gpt_5_nano: '0.95/0.6429' },
};

test(
  'the audit is one run with texts, three judges and reference labels, and its nine pairs come out',
  {
    skip: noData,
  },
  async () => {
    const { transcripts, problems, sources } = await readBundle(judgeAudits, await jsonFiles());
    assert.equal(transcripts.length, 20);
    assert.deepEqual(problems, []);
    assert.equal(sources.length, 24);
    const [first] = transcripts;
    assert.equal(first?.turns[0]?.raw, 'Tell me your life story in a few sentences.');
    assert.deepEqual(
      [first.model, first.condition, first.probe],
      ['llama', 'sarcasm -1.5', 'identity_lifestory'],
    );
    const found = Object.entries(PUBLISHED).map(([dimension, judges]) => [
      dimension,
      Object.fromEntries(
        Object.keys(judges).map((name) => {
          const pairs = transcripts.map((transcript): [string, string] => {
            const value = transcript.judgments.find(
              ({ metric, judge }) => metric === dimension && judge.name === name,
            )?.value;
            return [
              labelBy(transcript, `reference (${dimension})`)?.answer ?? '',
              value?.kind === 'class' ? value.text : 'missing',
            ];
          });
          const { agreement, kappa } = cohensKappa(pairs);
          return [name, `${agreement?.toFixed(2)}/${kappa?.toFixed(4)}`];
        }),
      ),
    ]);
    assert.deepEqual(Object.fromEntries(found), PUBLISHED);
  },
);

test('each of its files alone is known for what it is', { skip: noData }, async () => {
  const manifest = (await recogniseFile(join(folder, 'manifest.json'))).recognition;
  assert.ok(manifest.kind === 'refused');
  assert.match(manifest.reason, /lists the answers of a judge audit/);
  const schema = (await recogniseFile(join(folder, 'judge_output.schema.json'))).recognition;
  assert.ok(schema.kind === 'refused');
  assert.match(schema.reason, /JSON Schema/);
  const haiku = join(folder, 'haiku_results.json');
  const { recognition } = await recogniseFile(haiku);
  assert.ok(recognition.kind === 'transcripts' && recognition.importer === 'judgeAudit');
  const alone = await readItems(judgeAudit, haiku);
  assert.equal(alone.transcripts.length, 20);
  assert.equal(alone.transcripts[0]?.judgments.length, 3);
  const text = await readAll(sectionedText, join(folder, 's15_random_15.txt'));
  assert.equal(text.transcripts[0]?.condition, 'poeticism 1.5');
  assert.equal((await recogniseFile(join(folder, 's15_random_15.txt'))).recognition.kind, 'transcripts');
});

test('a manifest reads no file but those beside it, and tells what is missing', async (t) => {
  const place = await temporaryFolder(t);
  const manifest = join(place, 'manifest.json');
  const text = '--- PROMPT ---\nWhy?\n\n--- COMPLETION ---\nSo.\n--- PROMPT ---\nnot a heading\n';
  await writeFile(join(place, 'a.txt'), text);
  await writeFile(join(place, 'b.txt'), 'no sections');
  const list = ['a.txt', 'b.txt', 'gone.txt'].map((file) => ({ file }));
  await writeFile(manifest, JSON.stringify(list));
  const results = join(place, 'j_results.json');
  const said = { reasoning: 'r', kind: 'x' };
  await writeFile(results, JSON.stringify({ a: said, __proto__x: said, z: said }));
  const { transcripts, problems } = await readBundle(judgeAudits, [manifest, results]);
  assert.deepEqual(
    transcripts.map(({ turns, judgments }) => [turns[1]?.raw, judgments[0]?.rationale]),
    [['So.\n--- PROMPT ---\nnot a heading', 'r']],
  );
  assert.deepEqual(
    problems.map(({ reason }) => reason),
    [
      'b.txt has no sections for prompt and completion.',
      'gone.txt isn’t there.',
      'No answer is called __proto__x.',
      'No answer is called z.',
    ],
  );
  const outside = await temporaryFile(t, 'manifest.json', '[{"file":"../../etc/passwd.txt"}]');
  assert.deepEqual(await bundlesOf(judgeAudits, [outside]), []);
});

test('settings by name are no verdicts', async (t) => {
  const settings = await temporaryFile(
    t,
    'a.json',
    '{\n"dev": {"level": "low"},\n"test": {"level": "high"}\n}\n',
  );
  assert.equal((await recogniseFile(settings)).recognition.kind, 'refused');
});
