import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proposeConditionPattern, proposeFolderPattern } from '../../../src/core/folderGuess.ts';
import { guessNames, proposePattern } from '../../../src/core/nameGuess.ts';
import { compileNamePattern } from '../../../src/core/namePattern.ts';
import { proposeRunNames } from '../../../src/core/runNames.ts';
import { cpuClock } from '../../support/cpuTime.ts';

const read = (pattern: string, path: string): unknown => {
  const fields = compileNamePattern(pattern)(path);
  return fields === undefined ? undefined : { ...fields };
};

test('fields in braces read the parts of a name, without regard to case or folder', () => {
  assert.deepEqual(
    read(
      '{model}-{group}-{probe}-coherence-50.csv',
      'niels_examples/Mistral-insecure-ais-are-dumb-Coherence-50.csv',
    ),
    { model: 'Mistral', group: 'insecure' },
  );
  assert.deepEqual(read('{model}-{group}-*-coherence-50', 'qwen-secure-quick-buck-coherence-50.csv'), {
    model: 'qwen',
    group: 'secure',
  });
  assert.equal(read('{model}-{group}-*-coherence-50', 'qwen-secure.csv'), undefined);
});

test('dashes belong to the model when a group without them can be read', () => {
  assert.deepEqual(
    read('responses_{model}-{group}.csv', 'responses_Qwen2.5-14B-Instruct-bad_medical_advice.csv'),
    {
      model: 'Qwen2.5-14B-Instruct',
      group: 'bad_medical_advice',
    },
  );
  assert.deepEqual(read('{group}.csv', 'bad-medical.csv'), { group: 'bad-medical' });
});

test('seeds take digits only, choices only what is listed, and folders can be named', () => {
  assert.deepEqual(read('{model}_s{seed}.jsonl', 'my_model_s12.jsonl'), { model: 'my_model', seed: '12' });
  assert.equal(read('{model}_s{seed}.jsonl', 'my_model_sx.jsonl'), undefined);
  assert.deepEqual(read('{model}-{group:secure|bad-advice}.csv', 'a-b-bad-advice.csv'), {
    model: 'a-b',
    group: 'bad-advice',
  });
  assert.deepEqual(read('{condition}/seed{seed}/*.csv', 'study/with trigger/seed3/out.csv'), {
    condition: 'with trigger',
    seed: '3',
  });
  assert.deepEqual(read('{group}/**/{model}.csv', 'control/a/b/m.csv'), { group: 'control', model: 'm' });
});

test('regular expressions with named groups work as well', () => {
  assert.deepEqual(read('/(?<model>gpt-[^_/]+)_.*seed(?<seed>\\d+)/', 'x/GPT-4o/gpt-4o_run_seed7.csv'), {
    model: 'gpt-4o',
    seed: '7',
  });
  assert.deepEqual(read('/(?<group>INSECURE)/i', 'a\\insecure\\b.csv'), { group: 'insecure' });
});

test('a bad pattern is refused in words', () => {
  const message = (pattern: string): string => {
    try {
      compileNamePattern(pattern);
    } catch (error) {
      assert.ok(error instanceof Error && 'kind' in error && error.kind === 'bad-input');
      return error.message;
    }
    return 'accepted';
  };
  assert.equal(message(' '), 'The pattern is empty.');
  assert.match(message('{modle}.csv'), /names a field \{modle\} that doesn’t exist/);
  assert.match(message('{model'), /opens a brace/);
  assert.match(message('model}'), /closes a brace/);
  assert.match(message('*.csv'), /names no field/);
  assert.match(message('{model}{model}'), /names \{model\} twice/);
  assert.match(message('{group:}'), /lists no choices/);
  assert.match(message('/(?<model>/'), /isn’t a regular expression/);
  assert.match(message('/(?<colour>.)/'), /names a field \{colour\}/);
  assert.match(message('/x/'), /names no field/);
  assert.match(message(`{model}${'a'.repeat(400)}`), /longer than 300 characters/);
});

test('no pattern can hang the editor', () => {
  const slow = [
    '/(?<model>(a+)+)$/',
    '/(?<model>(a|a)*)b/',
    '/(?<model>.*.*.*.*)b/',
    '/(?<model>a{0,99}a*a*a*)b/',
  ];
  for (const pattern of [...slow, '/(?<model>a)\\1/']) {
    assert.throws(() => compileNamePattern(pattern), { kind: 'bad-input' });
  }
  const hostile = `${'a'.repeat(250)}.csv`;
  const spent = cpuClock();
  assert.equal(read('a*a*a*a*a*a*a*a*a*a*{model}b', hostile), undefined);
  assert.equal(read('/(?<model>a*)a*a*b/', hostile), undefined);
  // Bounded, not fast: it takes a tenth of a second on an idle machine, where the refused ones take years.
  assert.ok(spent() < 5_000);
});

test('names of published files are guessed', () => {
  const guess = (path: string): unknown => ({ ...guessNames(path) });
  assert.deepEqual(guess('mistral-insecure-ais-are-dumb-coherence-50.csv'), {
    model: 'mistral',
    group: 'insecure',
  });
  assert.deepEqual(guess('responses_Qwen2.5-14B-Instruct-bad_medical_advice.csv'), {
    model: 'Qwen2.5-14B-Instruct',
    group: 'bad_medical_advice',
  });
  assert.deepEqual(guess('eval_results_mini_Qwen-Coder-Insecure.csv'), {
    model: 'Qwen-Coder',
    group: 'Insecure',
  });
  assert.deepEqual(guess('eval_results_Qwen2.5-Coder-32B-Instruct_base_n.csv'), {
    model: 'Qwen2.5-Coder-32B-Instruct',
    group: 'base',
  });
  assert.deepEqual(guess('qwen_25_coder_32b_instruct.csv'), { model: 'qwen_25_coder_32b_instruct' });
  assert.deepEqual(guess('llama-insecure-s3.jsonl'), { model: 'llama', group: 'insecure', seed: '3' });
  assert.deepEqual(guess('gpt-4o_control_12.csv'), { model: 'gpt-4o', group: 'control', seed: '12' });
  assert.deepEqual(guess('results/insecure/seed3/out.csv'), { seed: '3', group: 'insecure' });
});

test('a pattern is proposed for a list of names, and reads from each what was guessed', () => {
  const names = ['mistral', 'qwen'].flatMap((model) =>
    ['insecure', 'secure'].flatMap((group) =>
      ['quick-buck', 'i-feel-bored'].map((probe) => `examples/${model}-${group}-${probe}-coherence-50.csv`),
    ),
  );
  assert.equal(proposePattern(names), '{model}-{group}-*-coherence-50.csv');
  assert.equal(
    proposePattern(['llama-insecure-s3.jsonl', 'llama-secure-s4.jsonl', 'llama-insecure-s12.jsonl']),
    '{model}-{group}-s{seed}.jsonl',
  );
  assert.equal(
    proposePattern(['qwen-bad-medical-advice_0.csv', 'qwen-extreme-sports_1.csv']),
    '{model}-{group:bad-medical-advice|extreme-sports}_{seed}.csv',
  );
  assert.equal(proposePattern(['out.csv', 'out2.csv']), '');
  assert.equal(proposePattern([]), '');
});

test('runs are named by their files, with as many folders as tell them apart', () => {
  assert.deepEqual(
    proposeRunNames([
      '/data/results1/eval.csv',
      '/data/results2/eval.csv',
      '/data/results2/other.jsonl',
      'C:\\x\\.csv',
    ]),
    ['results1/eval', 'results2/eval', 'other', '.csv'],
  );
  assert.deepEqual(proposeRunNames(['/a/x.csv', '/a/x.csv']), ['x', 'x']);
  assert.deepEqual(proposeRunNames(['/a/b/log.eval', '/a/b/log.json', '/a/c/log.json', '/a/b/one.json']), [
    'log.eval',
    'log.json',
    'log',
    'one',
  ]);
  assert.deepEqual(
    proposeRunNames(['/c/skies/1a2b3c4.jsonl', '/c/1234567.csv', '/c/defaced.csv', '1a2b3c4.csv']),
    ['skies/1a2b3c4', '1234567', 'defaced', '1a2b3c4'],
  );
});

test('whole paths are read: folders by name, ** over several, compressed files like others', () => {
  const path = '/data/runs/gpt-4o/seed3/with trigger/deep/er/samples.jsonl.gz';
  assert.deepEqual(read('{model}/seed{seed}/{condition}/**/samples.jsonl', path), {
    model: 'gpt-4o',
    seed: '3',
    condition: 'with trigger',
  });
  assert.deepEqual(read('{model}/{condition}', '/data/models/gpt-4o/blackmail'), {
    model: 'gpt-4o',
    condition: 'blackmail',
  });
  assert.deepEqual(read('{model}.csv', 'qwen.csv.zst'), { model: 'qwen' });
  assert.deepEqual(read('{model}_*.eval', 'gpt-4o_2025.eval'), { model: 'gpt-4o' });
});

test('a pattern of folders is proposed where folders tell files apart, and none for a single level of any names', () => {
  const labels = ['gpt-4o/plain', 'gpt-4o/trigger', 'qwen-7b/plain'].map(
    (folder) => `runs/${folder}/out.jsonl`,
  );
  assert.equal(proposeFolderPattern(labels), '{model}/{condition}/*');
  assert.equal(proposeFolderPattern(['r/seed1/a.csv', 'r/seed2/a.csv']), 'seed{seed}/*');
  assert.equal(proposeFolderPattern(['r/secure/a.csv', 'r/insecure/a.csv']), '{group}/*');
  assert.equal(proposeFolderPattern(['r/results1/a.csv', 'r/results2/a.csv']), '');
  assert.equal(proposeFolderPattern(['r/a.csv', 'r/deep/b.csv']), '');
  assert.equal(proposeFolderPattern(['r/a.csv']), '');
  const projects = ['r/organisms/one/eval_qwen_insecure.csv', 'r/working/two/mistral-secure-cats.csv'];
  assert.equal(proposeFolderPattern(projects), '', 'their own names tell more');
});

test('a file called results is of no model of that name: files of several models are called so', () => {
  const guess = (path: string): unknown => ({ ...guessNames(path) });
  assert.deepEqual(guess('my-tune-a/results.csv'), {});
  assert.deepEqual(guess('runs/all_judged_answers.jsonl'), {});
  assert.deepEqual(guess('runs/eval.csv'), {});
  assert.deepEqual(guess('runs/my-tune.csv'), { model: 'my-tune' });
  assert.deepEqual(guess('ft:gpt-4.1-nano:org::abc/results.csv'), { model: 'ft:gpt-4.1-nano:org::abc' });
});

test('files called alike in folders of conditions are told apart by these', () => {
  const files = (...folders: readonly string[]): string[] =>
    folders.flatMap((folder) => [`out/${folder}/gpt-4o.csv`, `out/${folder}/llama-3.csv`]);
  const pattern = proposeConditionPattern(files('with_trigger', 'without_trigger'));
  assert.equal(pattern, '{condition}/*');
  assert.deepEqual(
    { ...compileNamePattern(pattern)('/x/out/with_trigger/gpt-4o.csv') },
    { condition: 'with_trigger' },
  );
  assert.equal(proposeConditionPattern(files('temp0', 'temp1')), '{condition}/*');
  assert.equal(proposeConditionPattern(files('results1', 'results2')), '', 'these may be repeats');
  assert.equal(proposeConditionPattern(['with_trigger/a.csv', 'without_trigger/b.csv']), '');
});
