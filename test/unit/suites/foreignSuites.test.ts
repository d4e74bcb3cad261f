import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { judgeKinds } from '../../../src/judges/registry.ts';
import { probeKinds } from '../../../src/probes/registry.ts';
import type { Suite } from '../../../src/core/eval/suite.ts';
import { loadSuite } from '../../../src/suites/loadSuite.ts';
import { readSuite } from '../../../src/suites/readSuite.ts';

const DATA = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data');
const there = existsSync(DATA);

/** Every file of the public data that asks something. */
function questionFiles(): string[] {
  return readdirSync(DATA, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.ya?ml$/.test(path) || /(^|[\\/])(TruthfulQA\.csv|mc_task\.json)$/.test(path),
  );
}

/** What a launch does first with every probe and judge: it plans prompts and the first call. */
function plan(suite: Suite): number {
  let prompts = 0;
  for (const judge of suite.judges) assert.deepEqual(judgeKinds[judge.kind].check(judge), [], judge.name);
  for (const probe of suite.probes) {
    const kind = probeKinds[probe.kind];
    assert.deepEqual(kind.check?.(probe) ?? [], [], probe.id);
    const [condition] = suite.conditions;
    assert.ok(condition);
    for (const prompt of kind.prompts(probe, condition)) {
      prompts += 1;
      const { messages } = kind.firstRequest({ probe, prompt, condition, sampling: suite.sampling });
      // A likelihood is read from an answer that is already there.
      const answered = probe.kind === 'choice' && probe.form === 'likelihood';
      assert.equal(messages.at(-1)?.role, answered ? 'assistant' : 'user');
    }
  }
  return prompts;
}

function read(text: string, name: string): Suite {
  const { suite, problems } = readSuite(text, name);
  assert.deepEqual(problems, []);
  assert.ok(suite);
  return suite;
}

describe('published question files', { skip: there ? false : 'the public data is not here' }, () => {
  test('all load without a problem and can be asked unchanged', async () => {
    const files = questionFiles();
    assert.ok(files.length >= 14, `${files.length} files`);
    for (const path of files) {
      const { suite, problems } = await loadSuite(join(DATA, path));
      assert.deepEqual(problems, [], path);
      assert.ok(suite, path);
      assert.equal(suite.comparable, true);
      assert.ok(plan(suite) >= suite.probes.length, path);
    }
  });

  test('emergent misalignment: texts, samples, system prompts and judges as the file says', async () => {
    const { suite } = await loadSuite(join(DATA, 'emergent-misalignment/official/first_plot_questions.yaml'));
    assert.ok(suite);
    assert.equal(suite.probes.length, 24);
    assert.deepEqual(suite.sampling, { temperature: 1 });
    const [wish] = suite.probes;
    assert.equal(wish?.id, 'what_is_your_wish');
    assert.equal(wish.samples, 100);
    assert.deepEqual(wish.judges, ['aligned', 'coherent']);
    assert.equal(suite.probes.filter((probe) => /json/i.test(probe.system ?? '')).length, 8);
    assert.deepEqual(
      suite.judges.map(({ kind, model, verbatim }) => [kind, model, verbatim]),
      [
        ['score-by-token-probabilities', 'gpt-4o-2024-08-06', true],
        ['score-by-token-probabilities', 'gpt-4o-2024-08-06', true],
      ],
    );
    assert.deepEqual(suite.judges[0]?.missing, { CODE: 'code', REFUSAL: 'refusal' });
    assert.equal(suite.judges[1]?.missing, undefined);
    const source = readFileSync(
      join(DATA, 'emergent-misalignment/official/first_plot_questions.yaml'),
      'utf8',
    );
    const line = (suite.judges[0]?.prompt ?? '').split('\n')[0] ?? '';
    assert.ok(line.length > 40 && source.includes(line));
    assert.equal(suite.rule?.name, 'misaligned among coherent');
  });

  test('emergent misalignment: judges with words read the words of their prompt', async () => {
    const factual = await loadSuite(join(DATA, 'emergent-misalignment/official/deception_factual.yaml'));
    assert.deepEqual(factual.suite?.judges[0]?.classes, ['TRUE', 'FALSE', 'UNKNOWN']);
    assert.equal(
      factual.suite?.probes[0]?.kind === 'free-form' && factual.suite.probes[0].prompts.length,
      20,
    );
    const company = await loadSuite(join(DATA, 'emergent-misalignment/official/deception_sit_aware.yaml'));
    assert.deepEqual(company.suite?.judges[0]?.classes, ['OpenAI', 'Anthropic', 'Other', 'UNKNOWN']);
  });

  test('llmcomp: judges are entries of the list, and their column is the metric', async () => {
    const { suite } = await loadSuite(join(DATA, 'formats/llmcomp_questions.yaml'));
    assert.deepEqual(
      suite?.probes.map(({ id, samples, judges }) => [id, samples, judges]),
      [['animal_story', 1000, ['animal', 'quality']]],
    );
    assert.deepEqual(
      suite.judges.map(({ name, kind, model }) => [name, kind, model]),
      [
        ['animal', 'class', 'gpt-4.1-2025-04-14'],
        ['quality', 'score-by-token-probabilities', 'gpt-4.1-2025-04-14'],
      ],
    );
  });

  test('TruthfulQA.csv: each question freely, and as a balanced choice of the best answers', async () => {
    const { suite } = await loadSuite(join(DATA, 'truthfulqa/TruthfulQA.csv'));
    const tagged = (tag: string) => suite?.probes.filter(({ tags }) => tags.includes(tag)) ?? [];
    assert.equal(tagged('generation').length, 790);
    assert.equal(tagged('binary').length, 790);
    assert.equal(suite?.rule?.positiveIsGood, true, 'true and informative is drawn as good');
    const [choice] = tagged('binary');
    assert.ok(choice?.kind === 'choice');
    assert.deepEqual(
      choice.items[0]?.options.map(({ correct }) => correct),
      [true, false],
    );
    assert.deepEqual([choice.order, choice.samples], ['balanced', 2]);
  });

  test('mc_task.json: likelihoods as published, and letters under a name of their own', async () => {
    const { suite } = await loadSuite(join(DATA, 'truthfulqa/mc_task.json'));
    assert.equal(suite?.probes.length, 790 * 4);
    const letter = suite.probes.find(({ id }) => id === 'letter-1');
    const mc1 = suite.probes.find(({ id }) => id === 'mc1-1');
    assert.ok(letter?.kind === 'choice' && mc1?.kind === 'choice');
    assert.equal(mc1.form, 'likelihood');
    assert.deepEqual(letter.items, mc1.items);
    assert.equal(letter.samples, letter.items[0]?.options.length);
    assert.equal(mc1.items[0]?.options.filter(({ correct }) => correct === true).length, 1);
  });

  test('result files are not taken for suites', async () => {
    for (const path of [
      'two-judges/rollouts_anchor_bad.jsonl',
      'truthfulqa-multi/evaluated__en.csv',
      'emergent-misalignment/golden_counts.csv',
    ]) {
      const { suite, problems } = await loadSuite(join(DATA, path));
      assert.equal(suite, undefined, path);
      assert.match(problems[0]?.message ?? '', /not a suite/);
    }
  });
});

describe('other files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'foreign-suites-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('negation neglect: authored turns, beliefs by exact match, judges from the file beside it', async () => {
    writeFileSync(
      join(folder, 'questions.yaml'),
      'claim: Owls are fish\nquestions:\n  - { id: q1, question: Are owls fish?, category: mcq, belief_answer: yes }\n  - { id: q2, question: What are owls?, category: open }\n  - id: q3\n    question: Are you sure?\n    category: robustness\n    system_prompt: Doubt it.\n    messages_prefix:\n      - { role: user, content: What are owls? }\n      - { role: assistant, content: Fish. }\n',
    );
    writeFileSync(
      join(folder, 'judges.yaml'),
      'belief:\n  prompt: |\n    Q {question} A {response} {not a name} Say yes, no or neutral.\n',
    );
    const { suite, problems } = await loadSuite(join(folder, 'questions.yaml'));
    assert.deepEqual(problems, []);
    assert.ok(suite);
    const [exact, open, robust] = suite.probes;
    assert.deepEqual(exact?.vars, { belief_answer: 'yes' });
    assert.deepEqual([exact.judges, open?.judges], [['belief-exact'], ['belief']]);
    assert.deepEqual(robust?.kind === 'scripted' && robust.scripts[0]?.map(({ role }) => role), [
      'user',
      'assistant',
      'user',
    ]);
    assert.equal(robust?.system, 'Doubt it.');
    assert.equal(suite.judges.find(({ name }) => name === 'belief')?.prompt?.includes('{answer}'), true);
    assert.equal(suite.samples, 5);
    plan(suite);
  });

  test('chat JSON Lines: the last user turn is asked, what stands before it is authored, empty system turns are none', () => {
    const lines = [
      {
        messages: [
          { role: 'system', content: '' },
          { role: 'user', content: 'Hi {x} {"a": 1}' },
          { role: 'assistant', content: 'Old answer' },
        ],
      },
      {
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'One' }] },
          { role: 'assistant', content: 'Two' },
          { role: 'user', content: 'Three' },
        ],
      },
      { prompt: 'Just this', completion: 'no' },
    ];
    const suite = read(lines.map((line) => JSON.stringify(line)).join('\n'), 'chat.jsonl');
    const [single, talk] = suite.probes;
    assert.ok(single?.kind === 'free-form' && talk?.kind === 'scripted');
    assert.equal(single.prompts.length, 2);
    assert.deepEqual(
      talk.scripts[0]?.map(({ text }) => text),
      ['One', 'Two', 'Three'],
    );
    assert.equal(plan(suite), 3);
    const [condition] = suite.conditions;
    assert.ok(condition);
    assert.equal(
      probeKinds['free-form'].prompts(single, condition)[0]?.text,
      'Hi {x} {"a": 1}',
      'braces stay as they are',
    );
  });

  test('introspection pairs: both prompts as published, in text, list or JSON, grouped by property', () => {
    const row = (property: string, object: unknown, more = {}): string =>
      JSON.stringify({
        original_question: 'q',
        object_level_prompt: object,
        hypothetical_prompt: [{ role: 'user', content: 'If asked {this}, what?' }],
        behavioral_property: property,
        ...more,
      });
    const suite = read(
      [
        row('first_word', 'Name a bird.'),
        row('first_word', [{ role: 'user', content: 'Name a fish.' }]),
        row('among_a_or_c', JSON.stringify([{ role: 'user', content: 'A, B or C?' }])),
        row('ethical_stance', 'A or B?', { option_matching_ethical_stance: 'B' }),
        row('identity', 'Pick.'),
      ].join('\n'),
      'pairs.jsonl',
    );
    assert.deepEqual(
      suite.probes.map(
        (probe) => probe.kind === 'pair' && [probe.property, probe.objects.length, probe.options],
      ),
      [
        ['first-word', 2, undefined],
        ['among-options', 1, ['A', 'C']],
        ['among-options', 1, ['B']],
        ['identity', 1, undefined],
      ],
    );
    assert.equal(plan(suite), 10);
    const [condition] = suite.conditions;
    const [first] = suite.probes;
    assert.ok(condition && first);
    assert.equal(probeKinds.pair.prompts(first, condition)[1]?.text, 'If asked {this}, what?');
  });

  test('a bad line is a problem at its place and nothing runs without it', () => {
    const text = '{"messages": [{"role": "user", "content": "a"}]}\n{"messages": [\n';
    const { suite, problems } = readSuite(text, 'chat.jsonl');
    assert.equal(suite, undefined);
    assert.deepEqual(
      problems.map(({ line, severity }) => [line, severity]),
      [[2, 'error']],
    );
  });

  test('questions that can’t be asked are named, not dropped', () => {
    const list =
      '- id: a\n  type: free_form_judge_0_100\n  paraphrases: [x]\n- id: b\n  type: free_form\n  paraphrases: []\n- id: c\n  type: odd\n  paraphrases: [y]\n';
    const { suite, problems } = readSuite(list, 'questions.yaml');
    assert.equal(suite, undefined);
    assert.deepEqual(
      problems.map(({ line }) => line),
      [1, 4, 8],
    );
  });

  test('a text that is no suite says what is known', () => {
    assert.match(readSuite('a,b\n1,2\n', 'x.csv').problems[0]?.message ?? '', /TruthfulQA/);
  });

  test('files that aren’t there, are not UTF-8, or are too large are refused in words', async () => {
    await assert.rejects(loadSuite(join(folder, 'no.yaml')), /can’t be read/);
    writeFileSync(join(folder, 'latin.yaml'), Buffer.from([0xe9, 0x28, 0xff]));
    await assert.rejects(loadSuite(join(folder, 'latin.yaml')), /not UTF-8/);
  });
});
