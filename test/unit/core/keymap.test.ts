import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_KEYS, PANEL_ACTION_NAMES, resolveKeys, type Keymap } from '../../../src/core/keymap.ts';
import { isSingleKey } from '../../../src/core/keyNames.ts';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../../src/core/labelScheme.ts';
import { PANEL_ACTIONS } from '../../../src/protocol/transcriptPanel.ts';

const resolve = (setting: unknown, scheme: LabelScheme = DEFAULT_LABEL_SCHEME): Keymap =>
  resolveKeys(setting, scheme);

/** Every key in use, of actions, answers and scores. */
function keysOf({ keys, scheme }: Keymap): string[] {
  return [
    ...Object.values(keys),
    ...scheme.answers.map((a) => a.key),
    ...scheme.scores.map((s) => s.key),
  ].filter((key) => key !== '');
}

describe('the default keys', () => {
  test('cover what the transcript page can do, no more and no less', () => {
    assert.deepEqual(PANEL_ACTION_NAMES, PANEL_ACTIONS);
    assert.deepEqual(Object.keys(DEFAULT_KEYS), [...PANEL_ACTIONS]);
  });

  test('are single keys, one each, beside the built-in scheme’s', () => {
    const map = resolve(undefined);
    assert.deepEqual(map.problems, []);
    assert.deepEqual(map.keys, DEFAULT_KEYS);
    assert.deepEqual(map.scheme, DEFAULT_LABEL_SCHEME);
    assert.equal(new Set(keysOf(map)).size, PANEL_ACTIONS.length + 6 + 2);
    for (const key of keysOf(map)) assert.ok(isSingleKey(key), key);
  });
});

describe('the setting transcriptAuditor.keys', () => {
  test('gives actions, answers and scores other keys', () => {
    const map = resolve({
      next: 'd',
      'answer.misaligned': 'm',
      'score.alignment': 'A',
      'next-unlabelled': 'space',
    });
    assert.deepEqual(map.problems, []);
    assert.equal(map.keys.next, 'd');
    assert.equal(map.keys['next-unlabelled'], ' ');
    assert.equal(map.scheme.answers.find((answer) => answer.id === 'misaligned')?.key, 'm');
    assert.equal(map.scheme.scores.find((score) => score.id === 'alignment')?.key, 'A');
  });

  test('can swap two keys', () => {
    const map = resolve({ next: 'k', previous: 'j' });
    assert.deepEqual(map.problems, []);
    assert.deepEqual([map.keys.next, map.keys.previous], ['k', 'j']);
  });

  test('can take a key away, and arrows may be used', () => {
    const map = resolve({ keep: '', next: 'ArrowRight' });
    assert.deepEqual(map.problems, []);
    assert.deepEqual([map.keys.keep, map.keys.next], ['', 'ArrowRight']);
  });

  test('wins over a default, whose action then has no key, and says so', () => {
    const map = resolve({ next: 'n' });
    assert.deepEqual([map.keys.next, map.keys.note], ['n', '']);
    assert.deepEqual(map.problems, [
      '“note” has no key, since its “n” is now “next”. Give it one in transcriptAuditor.keys.',
    ]);
  });

  test('that gives one key to two things names both, and the first has it', () => {
    const map = resolve({ next: 'z', 'answer.aligned': 'z' });
    assert.equal(map.keys.next, 'z');
    assert.equal(map.scheme.answers[0]?.key, '1');
    assert.deepEqual(map.problems, [
      'transcriptAuditor.keys: “z” is given to both “next” and “answer.aligned”; “next” has it.',
    ]);
  });

  test('holds single keys only, and names the setting, the entry and what to do otherwise', () => {
    for (const key of ['ctrl+n', 'nn', 'Enter', 'Tab', 'Escape', 'F5', '\n', '\t', '\u200b', 7, null, {}]) {
      const map = resolve({ next: key });
      assert.equal(map.keys.next, 'j', JSON.stringify(key));
      assert.match(
        map.problems[0] ?? '',
        /^transcriptAuditor\.keys: .* for “next” is not a single key\..*Keyboard Shortcuts/,
      );
    }
  });

  test('with an unknown name says which names there are; answers of other schemes wait without a complaint', () => {
    assert.match(resolve({ nxt: 'd' }).problems[0] ?? '', /there is no “nxt”\. Known are next, previous/);
    assert.deepEqual(resolve({ 'answer.lethal': 'd', 'score.intent': 'e' }).problems, []);
  });

  test('of another shape leaves the defaults', () => {
    for (const setting of ['j', ['j'], 5]) {
      const map = resolve(setting);
      assert.deepEqual(map.keys, DEFAULT_KEYS);
      assert.match(map.problems[0] ?? '', /not an object/);
    }
  });

  test('never ends with one key for two things, whatever it holds', () => {
    const names = [
      ...PANEL_ACTION_NAMES,
      'answer.aligned',
      'answer.unsure',
      'score.coherence',
      'other',
      '__proto__',
    ];
    const setting = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(fc.string({ maxLength: 2 }), fc.constantFrom('1', 'j', ' ', 'space', 'a', '')),
    );
    fc.assert(
      fc.property(setting, (value) => {
        const used = keysOf(resolve(value));
        assert.equal(new Set(used).size, used.length);
        for (const key of used) assert.ok(isSingleKey(key));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a scheme of one’s own', () => {
  test('wins over the default keys of actions', () => {
    const map = resolve(undefined, {
      name: 'fraud',
      answers: [
        { id: 'fraud', key: 'f', name: 'fraud', description: '', role: 'positive' },
        { id: 'none', key: 'n', name: 'none', description: '', role: 'negative' },
      ],
      scores: [],
    });
    assert.deepEqual(
      map.scheme.answers.map((answer) => answer.key),
      ['f', 'n'],
    );
    assert.deepEqual([map.keys.flag, map.keys.note], ['', '']);
    assert.equal(map.problems.length, 2);
    assert.match(map.problems.join(' '), /“flag” has no key, since its “f” is now “answer\.fraud”/);
  });
});
