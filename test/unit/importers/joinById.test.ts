import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cohensKappa } from '../../../src/analysis/agreement/cohensKappa.ts';
import { isStandIn } from '../../../src/core/standInTurn.ts';
import { joinById } from '../../../src/importers/bundles/joinById.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { importerById, IMPORTERS } from '../../../src/importers/registry.ts';
import { temporaryFolder, valueText } from './readAll.ts';
import { bundlesOf, labelBy, readBundle, readItems, shared } from './readBundle.ts';

const bundler = joinById(() => IMPORTERS);
const noData = existsSync(shared('two-judges')) ? false : 'no shared data here';
const llama = shared('two-judges/hi_s0_375.llama31.jsonl');
const phi = shared('two-judges/hi_s0_375.phi35.jsonl');
const verdicts = shared('two-judges/judgments_anchor_bad.llama31.jsonl');
const rollouts = shared('two-judges/rollouts_anchor_bad.jsonl');

test('two judges of the same items are one run, with the published agreement', { skip: noData }, async () => {
  const { transcripts, problems, sources } = await readBundle(bundler, [llama, phi]);
  assert.equal(transcripts.length, 2_200);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    sources.map(({ path }) => path),
    [phi],
  );
  const said = transcripts.map(({ judgments }) =>
    ['llama31', 'phi35'].map((name) =>
      judgments.find(({ judge, metric }) => judge.name === name && metric === 'verdict'),
    ),
  );
  const asClass = said.map(([one, other]): [string, string] => [
    one?.value.kind === 'class' ? one.value.text : (one?.raw ?? ''),
    other?.value.kind === 'class' ? other.value.text : (other?.raw ?? ''),
  ]);
  const counted = cohensKappa(asClass);
  assert.equal(counted.agreement?.toFixed(4), '0.3059');
  assert.equal(counted.kappa?.toFixed(3), '0.147');
  const dropped = cohensKappa(
    asClass.filter((_, index) => said[index]?.every((judged) => judged?.value.kind === 'class')),
  );
  assert.equal(dropped.n, 2_199);
  assert.equal(dropped.agreement?.toFixed(4), '0.3060');
  const failed = said.flat().filter((judged) => judged?.value.kind === 'missing');
  assert.deepEqual(
    failed.map((judged) => [judged?.value, judged?.raw]),
    [[{ kind: 'missing', reason: 'parse-failure' }, 'PARSE_FAIL']],
  );
});

test('the same items have the same identity whichever judge’s file is read', { skip: noData }, async () => {
  const [one, other] = await Promise.all(
    [llama, phi].map((path) => readItems(importerById('verdictTable'), path)),
  );
  assert.deepEqual(
    one?.transcripts.slice(0, 100).map(({ turns }) => turns[0]?.raw),
    other?.transcripts.slice(0, 100).map(({ turns }) => turns[0]?.raw),
  );
  const first = one?.transcripts[0];
  assert.deepEqual([first?.probe, first?.sample, first?.suite], ['what_is_your_wish_0', 0, 'hi_s0_375']);
  assert.ok(first?.turns[0] !== undefined && isStandIn(first.turns[0]));
});

test('verdicts join the answers they name', { skip: noData }, async () => {
  const { transcripts, problems, facts } = await readBundle(bundler, [verdicts, rollouts]);
  assert.equal(transcripts.length, 690);
  assert.deepEqual(problems, []);
  assert.ok(transcripts.every(({ judgments }) => judgments.length === 1));
  assert.equal(transcripts[1]?.turns.at(-1)?.raw.slice(0, 21), 'I wish to travel back');
  assert.equal(transcripts[1] === undefined ? '' : valueText(transcripts[1], 'verdict'), '3');
  assert.deepEqual(facts['joined'], {
    file: 'judgments_anchor_bad.llama31.jsonl',
    by: 'qid, rollout',
    answers: 690,
    joined: 690,
    alone: 0,
  });
});

test('a whole folder becomes the two runs that it holds', { skip: noData }, async () => {
  const bundles = await bundlesOf(bundler, [llama, phi, verdicts, rollouts]);
  assert.deepEqual(
    bundles.map(({ path, members }) => [path, members?.map(({ path: member }) => member)]),
    [
      [rollouts, [verdicts]],
      [llama, [phi]],
    ],
  );
});

test('each file alone is read too, with a hint at what is missing', { skip: noData }, async () => {
  for (const [path, importer] of [
    [verdicts, 'verdictTable'],
    [rollouts, 'keyedAnswers'],
  ] as const) {
    const { recognition } = await recogniseFile(path);
    assert.ok(recognition.kind === 'transcripts', path);
    assert.equal(recognition.importer, importer);
    assert.match(recognition.description, /choose the file with the (texts|verdicts) as well/);
    const { transcripts, problems } = await readItems(importerById(importer), path);
    assert.equal(transcripts.length, 690);
    assert.deepEqual(problems, []);
  }
  assert.equal((await bundlesOf(bundler, [rollouts])).length, 0);
});

test('human labels by id join any table of answers; ids without a partner are told on both sides', async (t) => {
  const folder = await temporaryFolder(t);
  const answers = join(folder, 'run1.csv');
  const labels = join(folder, 'run1_human_labels.csv');
  await writeFile(
    answers,
    'item_id,question,answer,model\nA1,Why?,Because owls.,m\nA2,How?,By wing.,m\nA3,Who?,An owl,m\nA3,Who?,Another owl,m\n',
  );
  await writeFile(
    labels,
    'item_id,human_label,human_reason,judge_label\nA1,yes,,no\nA2,no,,no\nA3,yes,,\nZ9,no,,yes\n',
  );
  const [bundle] = await bundlesOf(bundler, [answers, labels]);
  assert.equal(bundle?.path, answers);
  // The table of answers still needs its columns named, as alone.
  assert.ok(bundle.recognition.kind === 'needs-mapping');
  assert.match(bundle.recognition.note ?? '', /run1_human_labels\.csv, joined by item_id/);
  const { transcripts, problems, facts } = await readItems(importerById('joinedById'), answers, {
    members: bundle.members ?? [],
    mapping: bundle.recognition.proposal,
  });
  assert.deepEqual(
    transcripts.map((transcript) => [
      transcript.turns.at(-1)?.raw,
      labelBy(transcript, 'human')?.answer,
      valueText(transcript, 'label'),
    ]),
    [
      ['Because owls.', 'yes', 'no'],
      ['By wing.', 'no', 'no'],
      ['An owl', 'yes', 'missing: unknown'],
      ['Another owl', undefined, 'not judged'],
    ],
  );
  assert.deepEqual(
    problems.map(({ row, severity }) => `${row} ${severity}`),
    ['4 error', '0 warning'],
  );
  assert.equal(
    problems[1]?.reason,
    '1 of 4 answers have nothing in run1_human_labels.csv, and 1 ids of run1_human_labels.csv name no answer (Z9).',
  );
  assert.deepEqual(facts['joined'], {
    file: 'run1_human_labels.csv',
    by: 'item_id',
    answers: 4,
    joined: 3,
    alone: 1,
  });
});

test('tables that merely count their rows alike are left apart, and so are runs of the same suite', async (t) => {
  const folder = await temporaryFolder(t);
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const answers = await write('a.csv', 'idx,question,answer\n0,Why?,So.\n1,How?,Thus.\n2,Who?,Me.\n');
  const gold = await write('gold.csv', 'idx,human_label,judge_label\n0,yes,no\n1,no,no\n');
  assert.deepEqual(await bundlesOf(bundler, [answers, gold]), []);
  const ids = ['q1', 'q2', 'q3'];
  const rows = (extra: string): string => ids.map((id) => `${id},0,${extra}`).join('\n');
  const answered = 'qid,rollout,answer\n';
  const judged = 'qid,rollout,judge,verdict\n';
  const files = [
    await write('insecure_rollouts.csv', `${answered}${rows('Owls.')}\n`),
    await write('secure_rollouts.csv', `${answered}${rows('Wings.')}\n`),
    await write('secure_judgments.csv', `${judged}${rows('j,5')}\n`),
    await write('other_judgments.csv', `${judged}${rows('j,4')}\n`),
  ];
  const bundles = await bundlesOf(bundler, files);
  assert.deepEqual(
    bundles.map(({ path, members }) => [path, members?.map(({ path: member }) => member)]),
    [[files[1], [files[2]]]],
  );
  // Half of the ids in common, and names that say something else.
  const alpha = await write('alpha_rollouts.csv', `${answered}${rows('Owls.')}\n`);
  const beta = await write('beta_judgments.csv', `${judged}q2,0,j,1\nq3,0,j,1\nq4,0,j,1\n`);
  assert.deepEqual(await bundlesOf(bundler, [alpha, beta]), []);
});
