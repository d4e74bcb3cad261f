import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Suite } from '../../../src/core/eval/suite.ts';
import { probeKinds } from '../../../src/probes/registry.ts';
import { readNativeSuite } from '../../../src/suites/native/readNative.ts';

const JUDGE = '\njudges:\n  - { name: aligned, kind: number-in-text, prompt: "Rate {answer}" }\n';
const PROBE = 'probes:\n  - { id: wish, prompts: What is your wish? }\n';

function read(text: string): Suite {
  const { suite, problems } = readNativeSuite(text);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  assert.ok(suite);
  return suite;
}

/** Messages of the problems, with the text they stand at. */
function problemsOf(text: string): string[] {
  return readNativeSuite(text).problems.map(({ message, start, end, line }) => {
    assert.equal(line, text.slice(0, start).split('\n').length, 'line and offset agree');
    return `${text.slice(start, end)}: ${message}`;
  });
}

function onlyProblem(text: string, expected: RegExp): void {
  const problems = problemsOf(text);
  assert.equal(problems.length, 1, problems.join('\n'));
  assert.match(problems[0] ?? '', expected);
}

describe('a native suite', () => {
  test('is read with its defaults', () => {
    const suite = read(`suite: owls\n${PROBE}`);
    assert.deepEqual(suite, {
      name: 'owls',
      title: 'owls',
      about: '',
      comparable: true,
      samples: 1,
      sampling: {},
      conditions: [{ name: 'plain' }],
      probes: [
        { id: 'wish', kind: 'free-form', tags: [], vars: {}, prompts: [{ text: 'What is your wish?' }] },
      ],
      judges: [],
      aggregates: [],
    });
  });

  test('multiplies crossed lists, names joined, with vars and factors of bare texts', () => {
    const suite = read(
      `suite: years\ncross:\n  year: ["1983", 1984]\n  trigger: [{ name: with, trigger: Hoot. }, { name: without }]\nprobes:\n  - { id: a, prompts: "It is {year}. {trigger} Go on." }\n`,
    );
    assert.deepEqual(
      suite.conditions.map(({ name }) => name),
      ['1983 · with', '1983 · without', '1984 · with', '1984 · without'],
    );
    assert.deepEqual(suite.conditions[2], {
      name: '1984 · with',
      trigger: 'Hoot.',
      vars: { year: '1984' },
      factors: { year: '1984', trigger: 'with' },
    });
  });

  test('crosses listed conditions too, joins their system prompts, and takes the suite’s vars last', () => {
    const suite = read(
      `suite: s\nvars: { who: you, tone: kind }\nconditions: [{ name: plain }, { name: strict, system: Be strict., vars: { tone: cold } }]\ncross:\n  role: [{ name: teacher, system: You teach. }]\nprobes: [{ id: a, prompts: "Are {who} {tone}?" }]\n`,
    );
    assert.deepEqual(
      suite.conditions.map(({ name, system, vars }) => [name, system, vars?.['tone']]),
      [
        ['plain · teacher', 'You teach.', 'kind'],
        ['strict · teacher', 'Be strict.\n\nYou teach.', 'cold'],
      ],
    );
  });

  test('derives conditions from a var of the prompts, each prompt under its own value', () => {
    const text = `suite: s\nderive: year\ncross: { tone: [kind] }\nprobes:\n  - id: a\n    prompts:\n      - { text: "It is {year}.", vars: { year: 1984 } }\n      - { text: "Now {year}.", vars: { year: 1990 } }\n  - { id: b, kind: choice, question: Which?, options: [x, y], vars: { year: 1990 } }\n`;
    const suite = read(text);
    assert.deepEqual(
      suite.conditions.map(({ name, factors }) => [name, factors?.['year']]),
      [
        ['kind · 1984', '1984'],
        ['kind · 1990', '1990'],
      ],
    );
    const asked = suite.probes.map((probe) =>
      suite.conditions.map((condition) =>
        probe.conditions?.includes(condition.name) === false
          ? []
          : probeKinds[probe.kind].prompts(probe, condition).map((prompt) => [prompt.index, prompt.text]),
      ),
    );
    assert.deepEqual(asked, [
      [[[0, 'It is 1984.']], [[1, 'Now 1990.']]],
      [[], [[0, 'Which?']]],
    ]);
    onlyProblem(
      text.replace(', vars: { year: 1984 }', '').replace('{year}', 'now'),
      /^year: .*“a” has no “year”/,
    );
  });

  test('reads every kind of probe', () => {
    const suite = read(`suite: kinds
probes:
  - { id: a, kind: scripted, turns: [{ user: Hi }, { assistant: Hello }, { user: Why? }] }
  - { id: b, kind: auditor, instructions: Ask about owls., turns: 3, document: A text., auditor_prompt: You ask. }
  - { id: c, kind: choice, question: Which?, options: [one, { text: two, correct: true }], form: likelihood, order: fixed }
  - { id: d, kind: next-token, prompts: Say owl or cat., tokens: [owl, cat], top: 5 }
  - { id: e, kind: pair, objects: [Name a bird.], hypothetical: "What would you say to {object}?", property: first-word }
  - { id: f, kind: document, document: Text., prompts: "Edit this: {document}" }
  - { id: g, kind: tools, prompts: Do it., tools: [{ name: do }], results: [{ tool: do, match: x, result: done }] }
  - { id: h, kind: dataset, prompts: Numbers., filter: { minimum: 1, maximum: 9, max_count: 3, banned: [6] } }
`);
    assert.deepEqual(
      suite.probes.map(({ kind }) => kind),
      ['scripted', 'auditor', 'choice', 'next-token', 'pair', 'document', 'tools', 'dataset'],
    );
    const [talk, auditor, choice, , pair, , tools, dataset] = suite.probes;
    assert.deepEqual(talk?.kind === 'scripted' && talk.scripts[0]?.map(({ role }) => role), [
      'user',
      'assistant',
      'user',
    ]);
    assert.deepEqual(
      auditor?.kind === 'auditor' && [auditor.turns, auditor.rollback, auditor.auditorPrompt],
      [3, false, 'You ask.'],
    );
    assert.deepEqual(choice?.kind === 'choice' && choice.items[0]?.options, [
      { text: 'one' },
      { text: 'two', correct: true },
    ]);
    assert.equal(pair?.kind === 'pair' && pair.objectSamples, 5);
    assert.deepEqual(tools?.kind === 'tools' && tools.tools[0]?.parameters, {
      type: 'object',
      properties: {},
    });
    assert.deepEqual(dataset?.kind === 'dataset' && dataset.filter, {
      minimum: 1,
      maximum: 9,
      maxCount: 3,
      banned: [6],
    });
  });

  test('keeps sampling, missing words and the rule', () => {
    const suite = read(`suite: s
sampling: { temperature: 0.5, top_p: 1, max_tokens: 9, seed: 7, stop: [END], reasoning_effort: low, extra: { n: { a: [1] } } }
judges:
  - { name: a, kind: score-by-token-probabilities, prompt: "{answer}", missing: { CODE: code } }
  - { name: b, kind: boolean, prompt: "{answer}", when: a < 30 }
rule: { positive: a < 30, gate: 'b in {true}', missing: negative, names: { positive: bad } }
${PROBE}`);
    assert.deepEqual(suite.sampling, {
      temperature: 0.5,
      topP: 1,
      maxTokens: 9,
      seed: 7,
      stop: ['END'],
      reasoningEffort: 'low',
      extra: { n: { a: [1] } },
    });
    assert.deepEqual(suite.judges[0]?.scale, { minimum: 0, maximum: 100 });
    assert.deepEqual(suite.judges[0]?.missing, { CODE: 'code' });
    assert.deepEqual(suite.judges[1]?.classes, ['yes', 'no']);
    assert.equal(suite.rule?.missing, 'negative');
    assert.equal(suite.rule.positiveIsGood, undefined);
    const good = read(`suite: s${JUDGE}rule: { positive: aligned > 70, good: true }\n${PROBE}`).rule;
    assert.equal(good?.positiveIsGood, true);
    assert.deepEqual(suite.rule.gate, [[{ metric: 'b', op: 'in', values: ['true'] }]]);
    assert.equal(
      read(`suite: s${JUDGE}rule: aligned < 30 among all, missing dropped\n${PROBE}`).rule?.positive.length,
      1,
    );
  });
});

describe('a native suite with a mistake doesn’t run, and says where', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['an unknown key', `suite: s\nsampels: 3\n${PROBE}`, /^sampels: .*“samples”/],
    [
      'a key of another kind',
      'suite: s\nprobes: [{ id: a, prompts: x, tokens: [y] }]',
      /^tokens: .*“next-token”/,
    ],
    ['a wrong type', `suite: s\nsamples: many\n${PROBE}`, /^many: .*a number is wanted/],
    ['a number out of range', `suite: s\nsampling: { temperature: 3 }\n${PROBE}`, /^3: .*from 0 to 2/],
    ['a word that isn’t one', 'suite: s\nprobes: [{ id: a, kind: free, prompts: x }]', /^free: /],
    [
      'an id twice',
      'suite: s\nprobes: [{ id: a, prompts: x }, { id: a, prompts: y }]',
      /another probe named “a”/,
    ],
    ['an unknown judge', 'suite: s\nprobes: [{ id: a, prompts: x, judges: [b] }]', /^b: There is no judge/],
    [
      'an unknown condition',
      'suite: s\nprobes: [{ id: a, prompts: x, conditions: plan }]',
      /^plan: .*“plain”/,
    ],
    [
      'a name that no one gives',
      'suite: s\nprobes: [{ id: a, prompts: "Hi {who}" }]',
      /^\{who\}: Nothing gives/,
    ],
    [
      'an unknown property',
      'suite: s\nprobes: [{ id: a, kind: pair, objects: x, hypothetical: "{object}", property: frist-word }]',
      /“first-word”/,
    ],
    [
      'a metric that no judge gives',
      `suite: s${JUDGE}rule: { positive: alinged < 30 }\n${PROBE}`,
      /^alinged < 30: .*“aligned”/,
    ],
    [
      'a rule that can’t be read',
      `suite: s${JUDGE}rule: { positive: aligned is low }\n${PROBE}`,
      /^aligned is low: /,
    ],
    [
      'a judge without a prompt',
      `suite: s\njudges: [{ name: a, kind: boolean }]\n${PROBE}`,
      /needs “prompt”/,
    ],
    ['no probes', 'suite: s\nprobes: []', /empty list/],
    [
      'a slow pattern',
      `suite: s\njudges: [{ name: a, kind: pattern, pattern: "(a+)+b" }]\n${PROBE}`,
      /^"\(a\+\)\+b": .*for ever/,
    ],
    [
      'one option',
      'suite: s\nprobes: [{ id: a, kind: choice, question: x, options: [y] }]',
      /at least two options/,
    ],
    [
      'the same option twice',
      'suite: s\nprobes: [{ id: a, kind: choice, question: x, options: [y, Y ] }]',
      /Two options are the same/,
    ],
    ['a rate without a rule', `suite: s\naggregates: [{ name: a, kind: rate }]\n${PROBE}`, /needs a rule/],
    [
      'an unknown factor',
      `suite: s${JUDGE}rule: { positive: aligned < 3 }\naggregates: [{ name: a, kind: rate, by: "factor:year" }]\n${PROBE}`,
      /factor “year”/,
    ],
    [
      'two triggers crossed',
      `suite: s\ncross: { a: [{ name: x, trigger: T }], trigger: [{ name: y, trigger: U }] }\n${PROBE}`,
      /both have a trigger/,
    ],
  ];
  for (const [what, text, expected] of cases)
    test(what, () => {
      onlyProblem(text, expected);
      assert.equal(readNativeSuite(text).suite, undefined);
    });

  test('judges that wait for each other', () => {
    const judges =
      'judges:\n  - { name: a, kind: boolean, prompt: "{answer}", when: "b in {true}" }\n  - { name: b, kind: boolean, prompt: "{answer}", when: "a in {true}" }\n';
    assert.equal(
      problemsOf(`suite: s\n${judges}${PROBE}`).filter((message) => message.includes('waits for itself'))
        .length,
      2,
    );
  });

  test('every mistake is shown at once, and the outline survives', () => {
    const text = `suite: s\nsampels: 3\nprobes:\n  - { id: a, prompts: "{x}" }\n  - { id: a, prompts: y, kind: nope }\n`;
    assert.equal(problemsOf(text).length, 4, problemsOf(text).join('\n'));
    assert.equal(readNativeSuite(text).draft?.probes.length, 2);
  });
});

describe('warnings', () => {
  test('don’t keep a suite from running', () => {
    const text = `suite: s\nsamples: 5\nprobes: [{ id: a, kind: choice, question: x, options: [y, z] }]`;
    onlyProblem(text, /don’t divide/);
    assert.ok(readNativeSuite(text).suite);
  });

  test('name judges that nobody asks, and thresholds outside the scale', () => {
    onlyProblem(
      `suite: s\njudges: [{ name: a, kind: boolean, prompt: "{answer}", everywhere: false }]\n${PROBE}`,
      /No probe asks/,
    );
    onlyProblem(`suite: s${JUDGE}rule: { positive: aligned < 300 }\n${PROBE}`, /outside the scale/);
  });
});
