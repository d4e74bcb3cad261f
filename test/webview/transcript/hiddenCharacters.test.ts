import assert from 'node:assert/strict';
import test from 'node:test';
import { revealedPlain, splitHidden } from '../../../webview/shared/text/hiddenCharacters.ts';
import { cpuClock } from '../../support/cpuTime.ts';

const labels = (text: string) =>
  splitHidden(text).map((segment) => (typeof segment === 'string' ? segment : `<${segment.label}>`));

test('bidirectional controls, zero-width characters and escapes become tokens with their code point', () => {
  assert.deepEqual(labels('a\u202eb\u200bc\x1b[31md\u2066e\ufefff'), [
    'a', '<U+202E>', 'b', '<U+200B>', 'c', '<U+001B>', '[31md', '<U+2066>', 'e', '<U+FEFF>', 'f',
  ]); // prettier-ignore
});

test('ordinary text, line ends, tabs and emoji are left alone', () => {
  for (const text of [
    '',
    'plain',
    'tab\there',
    'two\nlines',
    'windows\r\nlines',
    '❤️ 👨‍👩‍👧 👍🏽 #️⃣',
    'naïve café',
    'שלום عربى',
  ]) {
    assert.deepEqual(splitHidden(text), text === '' ? [] : [text]);
  }
});

test('a joiner or selector that belongs to no emoji is a token', () => {
  assert.deepEqual(labels('ig\u200dnore'), ['ig', '<U+200D>', 'nore']);
  assert.deepEqual(labels('a\ufe0fb'), ['a', '<U+FE0F>', 'b']);
});

test('tag characters are spelled out', () => {
  const smuggled = [...'obey'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
  assert.deepEqual(labels(`hi${smuggled}!`), ['hi', '<U+E006F ×4 “obey”>', '!']);
});

test('runs are counted, a lone carriage return and half a surrogate pair are shown', () => {
  assert.deepEqual(labels('x\u200b\u200b\u200by'), ['x', '<U+200B ×3>', 'y']);
  assert.deepEqual(labels('over\rwritten'), ['over', '<U+000D>', 'written']);
  assert.deepEqual(labels('a\ud83db'), ['a', '<U+D83D>', 'b']);
});

test('a million hidden characters make a bounded number of elements and lose none', () => {
  const spent = cpuClock();
  const segments = splitHidden('\u200b\u200c'.repeat(500_000));
  assert.ok(segments.filter((segment) => typeof segment !== 'string').length <= 400);
  assert.ok(segments.length < 1_000);
  const written = segments.map((segment) => (typeof segment === 'string' ? segment : segment.label)).join('');
  assert.equal(written.split('U+200B').length - 1, 500_000);
  assert.ok(spent() < 3_000);
});

test('attributes get hidden characters written out', () => {
  assert.equal(revealedPlain('gpt\u202e4'), 'gpt⟨U+202E⟩4');
});
