import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readNativeSuite } from '../../../src/suites/native/readNative.ts';
import { cpuClock } from '../../support/cpuTime.ts';

const JUDGE = '\njudges:\n  - { name: aligned, kind: number-in-text, prompt: "Rate {answer}" }\n';
const PROBE = 'probes:\n  - { id: wish, prompts: What is your wish? }\n';

function problemsOf(text: string): string[] {
  return readNativeSuite(text).problems.map(({ message }) => message);
}

describe('hostile YAML', () => {
  test('aliases of aliases are stopped, fast', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...[...'bcdefghi'].map(
        (name, at) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[at]}`).join(', ')}]`,
      ),
    ].join('\n');
    const spent = cpuClock();
    assert.ok(problemsOf(bomb).some((message) => message.includes('too many values')));
    assert.ok(spent() < 1_000);
  });

  test('tags, deep nesting, several documents and too large a file are refused', () => {
    assert.ok(problemsOf(`suite: !!js/function x\n${PROBE}`).some((message) => message.includes('tag')));
    assert.ok(problemsOf('[['.repeat(200) + ']]'.repeat(200)).some((message) => message.includes('deeply')));
    assert.ok(
      problemsOf(`suite: s\n${PROBE}---\nsuite: t\n`).some((message) => message.includes('begins another')),
    );
    assert.ok(
      problemsOf(`suite: "${'x'.repeat(4_200_000)}"`).some((message) => message.includes('too large')),
    );
  });

  test('broken text is a problem, never an exception', () => {
    for (const text of [
      '',
      '\0',
      '{',
      ': :',
      '- a\nb: c',
      '&a *a',
      'suite: *nothing',
      '"',
      'suite: [',
      '%YAML 9',
      '? {a: b}\n: c',
    ])
      assert.ok(readNativeSuite(text).problems.length > 0, JSON.stringify(text));
    const whole = `suite: s${JUDGE}rule: { positive: aligned < 30 }\n${PROBE}`;
    for (let end = 0; end < whole.length; end++)
      assert.doesNotThrow(() => readNativeSuite(whole.slice(0, end)));
  });
});
