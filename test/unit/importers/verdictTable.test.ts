import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { cohensKappa } from '../../../src/analysis/agreement/cohensKappa.ts';
import { judgeVerdict } from '../../../src/core/verdictRule.ts';
import { readFileHead } from '../../../src/importers/fileHead.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { verdictTable } from '../../../src/importers/verdictTable.ts';
import { readAll, temporaryFile, valueText } from './readAll.ts';
import { labelBy, readItems, shared } from './readBundle.ts';

const gold = shared('human-labels/gold_106_human_vs_judge.csv');
const noData = existsSync(gold) ? false : 'no shared data here';

test(
  '106 human labels against one judge give the published confusion, accuracy and kappa',
  { skip: noData },
  async () => {
    const { recognition } = await recogniseFile(gold);
    assert.ok(recognition.kind === 'transcripts');
    assert.match(recognition.description, /^verdicts and human labels by idx, without texts/);
    const { transcripts, problems } = await readItems(verdictTable, gold);
    assert.equal(transcripts.length, 106);
    assert.deepEqual(problems, []);
    const head = await readFileHead(gold);
    assert.ok(head.kind === 'text');
    const rule = verdictTable.defaultRule(head.head);
    assert.ok(rule !== undefined);
    const cells = new Map<string, number>();
    const pairs = transcripts.map((transcript): [string, string] => {
      const label = labelBy(transcript, 'human');
      const role = label?.scheme.answers.find(({ id }) => id === label.answer)?.role ?? 'none';
      const verdict = judgeVerdict(
        rule,
        (metric) => transcript.judgments.find((judged) => judged.metric === metric)?.value,
      );
      cells.set(`${role}/${verdict}`, (cells.get(`${role}/${verdict}`) ?? 0) + 1);
      return [role, verdict];
    });
    assert.deepEqual(Object.fromEntries(cells), {
      'positive/positive': 44,
      'negative/negative': 46,
      'positive/negative': 7,
      'negative/positive': 9,
    });
    const { agreement, kappa } = cohensKappa(pairs);
    assert.equal(agreement?.toFixed(4), '0.8491');
    assert.equal(kappa?.toFixed(4), '0.6981');
  },
);

test('one row a judge is one transcript an item; numbers stay numbers, words classes', async (t) => {
  const path = await temporaryFile(
    t,
    'scores.jsonl',
    [
      { item_id: 'a', judge: 'j1', score: 3, verdict: 'ok', reason: 'short' },
      { item_id: 'a', judge: 'j2', score: 5, verdict: 'api_error' },
      { item_id: 'b', judge: 'j1', score: null, verdict: 'bad' },
      { judge: 'j1', score: 1, verdict: 'bad' },
    ]
      .map((row) => JSON.stringify(row))
      .join('\n') + '\n{oops\n',
  );
  const { transcripts, problems } = await readAll(verdictTable, path);
  assert.deepEqual(
    transcripts.map(({ judgments }) =>
      judgments.map(({ metric, judge, value }) => [metric, judge.name, value]),
    ),
    [
      [
        ['score', 'j1', { kind: 'number', number: 3 }],
        ['verdict', 'j1', { kind: 'class', text: 'ok' }],
        ['score', 'j2', { kind: 'number', number: 5 }],
        ['verdict', 'j2', { kind: 'missing', reason: 'provider-error' }],
      ],
      [
        ['score', 'j1', { kind: 'missing', reason: 'unknown' }],
        ['verdict', 'j1', { kind: 'class', text: 'bad' }],
      ],
    ],
  );
  assert.equal(transcripts[0]?.judgments[0]?.rationale, 'short');
  assert.deepEqual(
    problems.map(({ line, severity }) => `${line} ${severity}`),
    ['4 error', '5 error'],
  );
});

test('labels of an annotator column are labels, and keys such as __proto__ are data', async (t) => {
  const path = await temporaryFile(
    t,
    'l.csv',
    'id,annotator,label\n__proto__,kim,toString\nconstructor,lee,valueOf\n',
  );
  const { transcripts } = await readAll(verdictTable, path);
  assert.deepEqual(
    transcripts.map(({ labels, metadata }) => [
      labels?.[0]?.annotator,
      labels?.[0]?.answer,
      metadata?.['id'],
    ]),
    [
      ['kim', 'toString', '__proto__'],
      ['lee', 'valueOf', 'constructor'],
    ],
  );
  assert.equal(valueText(transcripts[0] ?? assert.fail(), 'label'), 'not judged');
});

test('tables with texts, figures or no ids are not taken for it', async (t) => {
  for (const [name, text] of [
    ['texts.csv', 'id,answer,judge_label\n1,Owls are birds,yes\n'],
    ['figures.csv', 'id,rate,n\n1,0.5,100\n2,0.25,100\n'],
    ['noIds.csv', 'model,judge_label\nm,yes\nn,no\n'],
    ['scores.csv', 'id,score\n1,0.5\n2,0.25\n'],
  ] as const) {
    const { recognition } = await recogniseFile(await temporaryFile(t, name, text));
    assert.ok(!('importer' in recognition) || recognition.importer !== 'verdictTable', name);
  }
});
