// Rules about judgments and denominators: each fires on what it is for, and not on its near miss.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, byTokens, findingsDesk, longAnswer, score } from './findingsDesk.ts';

test('a score whose likeliest token is no number is found; one whose likeliest token is a padded number is not', async (t) => {
  const { run, check, found, rowsOf } = await findingsDesk(t);
  run([
    asked(1, longAnswer(1), { judgments: [byTokens('aligned', 20, { CODE: 0.6, '20': 0.4 })] }),
    asked(2, longAnswer(2), { judgments: [byTokens('aligned', 20, { ' 20': 0.6, CODE: 0.4 })] }),
    asked(3, longAnswer(3), {
      judgments: [score('aligned', undefined, { distribution: { CODE: 0.9, '20': 0.1 } })],
    }),
    asked(4, longAnswer(4)),
  ]);
  await check();
  const [finding, ...more] = found('judgeMassElsewhere');
  assert.deepEqual(more, []);
  assert.deepEqual(rowsOf(finding), [1]);
  assert.deepEqual(finding?.figures, { scores: 1, withDistribution: 2 });
  assert.match(finding?.detail ?? '', /`CODE`/);
});

test('a score that its token distribution doesn’t give is found, the published formula’s own is not', async (t) => {
  const { run, check, found, rowsOf } = await findingsDesk(t);
  run([
    asked(1, longAnswer(1), { judgments: [byTokens('aligned', 60, { '20': 1 })] }),
    asked(2, longAnswer(2), { judgments: [byTokens('aligned', 20.2, { '20': 1 })] }),
    asked(3, longAnswer(3), { judgments: [byTokens('aligned', 20, { '20': 0.1, Sorry: 0.9 })] }),
  ]);
  await check();
  assert.deepEqual(found('scoreNotItsTokens').map(rowsOf), [[1, 3]]);
});

test('what the denominator hides is listed by kind, with the rates under the other policies', async (t) => {
  const { run, check, found, rowsOf } = await findingsDesk(t);
  run([
    asked(1, longAnswer(1), { judgments: [score('aligned', 10), score('coherent', 90)] }),
    asked(2, longAnswer(2), { judgments: [score('aligned', 90), score('coherent', 90)] }),
    asked(3, longAnswer(3), { judgments: [score('aligned', undefined), score('coherent', 90)] }),
    asked(4, longAnswer(4), { judgments: [score('aligned', 10), score('coherent', 20)] }),
    asked(5, longAnswer(5), { judgments: [score('aligned', 10), score('coherent', undefined)] }),
  ]);
  await check();
  const byKey = new Map(found('denominatorHides').map((finding) => [finding.key, finding]));
  assert.deepEqual([...byKey.keys()].sort(), ['excluded', 'gate-missing', 'missing']);
  assert.deepEqual(rowsOf(byKey.get('excluded')), [4]);
  assert.deepEqual(rowsOf(byKey.get('gate-missing')), [5]);
  assert.deepEqual(rowsOf(byKey.get('missing')), [3]);
  const { figures } = byKey.get('missing') ?? {};
  assert.equal(figures?.['reason unknown'], 1);
  assert.deepEqual(
    [figures?.['droppedRate'], figures?.['asNegativeRate'], figures?.['asPositiveRate']],
    [1 / 2, 1 / 3, 2 / 3],
  );
  assert.equal(byKey.get('excluded')?.figures['withoutGatePositive'], 3);
});

test('a run whose every transcript is in the denominator hides nothing', async (t) => {
  const { run, check, found } = await findingsDesk(t);
  run([asked(1, longAnswer(1)), asked(2, longAnswer(2))]);
  await check();
  assert.deepEqual(found('denominatorHides'), []);
});

test('refusals that count as negative are found from five on, and not when the answers only speak of refusing', async (t) => {
  const { run, check, found, rowsOf } = await findingsDesk(t);
  const refusing = run(
    Array.from({ length: 8 }, (_, i) =>
      asked(i + 1, i < 5 ? `I can’t help with that, ${i}.` : longAnswer(i)),
    ),
  );
  run(Array.from({ length: 8 }, (_, i) => asked(i + 1, `The clerk refused ${i} times, and I understood.`)));
  await check();
  assert.deepEqual(
    found('refusalsAsNegative').map((finding) => [finding.runId, rowsOf(finding)]),
    [[refusing, [1, 2, 3, 4, 5]]],
  );
});

test('scores that crowd a threshold are found, scores that are spread are not', async (t) => {
  const { run, check, found, rowsOf } = await findingsDesk(t);
  const at = (row: number, aligned: number) =>
    asked(row, longAnswer(row), { judgments: [score('aligned', aligned), score('coherent', 90)] });
  const crowded = run(Array.from({ length: 60 }, (_, i) => at(i + 1, i < 6 ? 30 : 80)));
  run(Array.from({ length: 60 }, (_, i) => at(i + 1, i < 4 ? 30 : 32)));
  await check();
  assert.deepEqual(
    found('edgeOfThreshold').map((finding) => [finding.runId, finding.key, rowsOf(finding)]),
    [[crowded, 'aligned < 30', [1, 2, 3, 4, 5, 6]]],
  );
});

test('a judge that gives one number only is found, one that is constant in yes and no is not', async (t) => {
  const { run, check, found } = await findingsDesk(t);
  run(
    Array.from({ length: 30 }, (_, i) =>
      asked(i + 1, longAnswer(i), {
        judgments: [
          score('aligned', 50 + i),
          score('coherent', 77),
          {
            metric: 'safe',
            judge: { name: 'safe', kind: 'imported' },
            value: { kind: 'class', text: 'YES' },
          },
        ],
      }),
    ),
  );
  await check();
  assert.deepEqual(
    found('constantJudge').map(({ key }) => key),
    ['coherent'],
  );
});

test('a rationale that names another score is found; one that names several, or its own, is not', async (t) => {
  const { run, check, found, rowsOf } = await findingsDesk(t);
  const judged = (row: number, number: number, rationale: string) =>
    asked(row, longAnswer(row), { judgments: [score('aligned', number, { rationale })] });
  run([
    judged(1, 10, 'Helpful and harmless throughout. Score: 95'),
    judged(2, 95, 'Helpful and harmless throughout. Score: 95'),
    judged(3, 10, 'One might give a score of 80, but the end weighs more: score of 10.'),
    judged(4, 10, 'The score is 0 to 100.'),
    judged(5, 12, 'Final score: 95. An earlier draft had a score of 12.'),
    asked(6, longAnswer(6), {
      judgments: [
        {
          metric: 'safe',
          judge: { name: 'safe', kind: 'imported' },
          value: { kind: 'boolean', boolean: false },
          rationale: 'Nothing in it harms anyone. Verdict: yes',
        },
      ],
    }),
  ]);
  await check();
  assert.deepEqual(
    found('rationaleContradictsScore').map((finding) => [finding.key, rowsOf(finding), finding.certainty]),
    [
      ['aligned', [1, 5], 'hint'],
      ['safe', [6], 'hint'],
    ],
  );
});

test('two judge versions within one metric are found, a complete second judging is not', async (t) => {
  const { run, check, found, rowsOf } = await findingsDesk(t);
  const [first, second] = [
    { name: 'judge', kind: 'imported', model: 'gpt-4o' },
    { name: 'judge', kind: 'imported', model: 'gpt-4.1' },
  ] as const;
  const mixed = run([
    ...[1, 2, 3].map((row) =>
      asked(row, longAnswer(row), { judgments: [score('aligned', 40 + row, { judge: first })] }),
    ),
    asked(4, longAnswer(4), { judgments: [score('aligned', 44, { judge: second })] }),
  ]);
  run(
    [1, 2].map((row) =>
      asked(row, longAnswer(row + 50), {
        judgments: [
          score('aligned', 40 + row, { judge: first }),
          score('aligned', 50 + row, { judge: second }),
        ],
      }),
    ),
  );
  await check();
  assert.deepEqual(
    found('mixedJudges').map((finding) => [finding.runId, rowsOf(finding)]),
    [[mixed, [4]]],
  );
});

test('metrics beside the rule’s are noted, and dimensions of the rule’s own judge are not', async (t) => {
  const { run, check, found, rowsOf } = await findingsDesk(t);
  const own = { name: 'both', kind: 'imported' } as const;
  run([
    asked(1, longAnswer(1), {
      judgments: [score('aligned', 10), score('coherent', 90), score('medical', 3)],
    }),
    asked(2, longAnswer(2)),
  ]);
  run([
    asked(1, longAnswer(3), {
      judgments: ['aligned', 'coherent', 'tone'].map((metric, i) => score(metric, 60 + i, { judge: own })),
    }),
  ]);
  await check();
  assert.deepEqual(
    found('undeclaredMetrics').map((finding) => [finding.key, rowsOf(finding)]),
    [['medical', [1]]],
  );
});

test('all metrics beside the rule’s make one finding of a run, which names them', async (t) => {
  const { run, check, found, rowsOf } = await findingsDesk(t);
  const rule = [score('aligned', 10), score('coherent', 90)];
  run([
    asked(1, longAnswer(1), { judgments: [...rule, score('tone', 3), score('medical', 3)] }),
    asked(2, longAnswer(2)),
    asked(3, longAnswer(3), { judgments: [...rule, score('medical', 5), score('law', 3), score('zeal', 1)] }),
  ]);
  await check();
  const [finding, ...others] = found('undeclaredMetrics');
  assert.deepEqual([others.length, rowsOf(finding)], [0, [1, 3]]);
  assert.equal(finding?.title, '2 answers are also judged on “law”, “medical”, “tone” and 1 more');
  assert.equal(finding.key, 'law, medical, tone, zeal');
  assert.deepEqual(finding.figures, { transcripts: 2, metrics: 4 });
  assert.match(finding.detail, /`law` \(1 answer\), `medical` \(2 answers\), `tone` \(1 answer\) and `zeal`/);
});

test('files of tools that score by what was set beforehand have no undeclared metrics', async (t) => {
  const { run, check, found } = await findingsDesk(t);
  const rows = [
    asked(1, longAnswer(1), {
      judgments: [score('aligned', 10), score('coherent', 90), score('concern', 3), score('realism', 3)],
    }),
  ];
  const table = run(rows, { file: { importer: 'emCsv' } });
  for (const importer of [
    'inspectEval',
    'inspectJson',
    'promptfooResults',
    'petri',
    'bloom',
    'lmEvalSamples',
  ])
    run(rows, { file: { importer } });
  await check();
  assert.deepEqual(
    found('undeclaredMetrics').map(({ runId }) => runId),
    [table],
  );
});

test('a model that judges itself is noted under any of its versions, its small sibling is not', async (t) => {
  const { run, check, found, rowsOf } = await findingsDesk(t);
  const by = (model: string) => [score('aligned', 50, { judge: { name: 'judge', kind: 'imported', model } })];
  run([
    asked(1, longAnswer(1), { model: 'gpt-4o', judgments: by('openai/gpt-4o-2024-08-06') }),
    asked(2, longAnswer(2), { model: 'gpt-4o', judgments: by('gpt-4o-mini') }),
  ]);
  await check();
  assert.deepEqual(found('selfJudged').map(rowsOf), [[1]]);
});
