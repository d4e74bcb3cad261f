import assert from 'node:assert/strict';
import test from 'node:test';
import { mockSettings } from '../../support/mockTranscripts.ts';
import {
  keyCap,
  keyMeaning,
  keyWords,
  type KeyPlace,
  type KeyPress,
} from '../../../webview/transcript/page/keys.ts';

const settings = mockSettings();

function press(key: string, change: Partial<KeyPress> = {}): KeyPress {
  return {
    key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, isComposing: false, ...change,
  }; // prettier-ignore
}
const meaning = (key: string, place: KeyPlace = 'page', change: Partial<KeyPress> = {}) =>
  keyMeaning(press(key, change), place, settings);

test('scheme and action keys mean what the settings say', () => {
  assert.deepEqual(meaning('2'), { kind: 'act', act: { answer: 'misaligned' } });
  assert.deepEqual(meaning('a'), { kind: 'act', act: { score: 'alignment' } });
  assert.deepEqual(meaning('j'), { kind: 'act', act: { action: 'next' } });
  assert.deepEqual(meaning('U', 'page', { shiftKey: true }), { kind: 'act', act: { action: 'redo' } });
  assert.deepEqual(meaning('?', 'page', { shiftKey: true }), { kind: 'act', act: { action: 'help' } });
  assert.deepEqual(meaning('z'), { kind: 'pass' });
});

test('a remapped key does the new thing, and no key does nothing', () => {
  const remapped = mockSettings({ keys: { ...settings.keys, next: 'ArrowRight', flag: '' } });
  assert.deepEqual(keyMeaning(press('ArrowRight'), 'page', remapped), {
    kind: 'act',
    act: { action: 'next' },
  });
  assert.deepEqual(keyMeaning(press('j'), 'page', remapped), { kind: 'pass' });
  assert.deepEqual(keyMeaning(press('f'), 'page', remapped), { kind: 'pass' });
});

test('letters with Ctrl, Meta or Alt are VS Code’s', () => {
  for (const modifier of ['ctrlKey', 'metaKey', 'altKey'] as const) {
    for (const key of ['1', 'n', 'u', 'p'])
      assert.deepEqual(meaning(key, 'page', { [modifier]: true }), { kind: 'pass' });
  }
});

test('typing in a field is text, never a label', () => {
  for (const key of ['1', '2', ' ', 'u', 'n', '?', 'Enter', 'Escape', 'ArrowLeft']) {
    assert.deepEqual(meaning(key, 'text'), { kind: 'typing' });
  }
  assert.deepEqual(meaning('v', 'text', { ctrlKey: true }), { kind: 'typing' });
  assert.deepEqual(meaning('p', 'text', { ctrlKey: true }), { kind: 'pass' });
  assert.deepEqual(meaning('F1', 'text'), { kind: 'pass' });
});

test('space and Enter belong to a focused control, digits still label', () => {
  assert.deepEqual(meaning(' ', 'control'), { kind: 'pass' });
  assert.deepEqual(meaning('Enter', 'control'), { kind: 'pass' });
  assert.deepEqual(meaning('1', 'control'), { kind: 'act', act: { answer: 'aligned' } });
  assert.deepEqual(meaning(' '), { kind: 'act', act: { action: 'next-unlabelled' } });
});

test('in a menu or dialog nothing labels', () => {
  assert.deepEqual(meaning('1', 'overlay'), { kind: 'pass' });
});

test('a held key labels once, but goes on turning pages', () => {
  assert.deepEqual(meaning('1', 'page', { repeat: true }), { kind: 'swallow' });
  assert.deepEqual(meaning('u', 'page', { repeat: true }), { kind: 'swallow' });
  assert.deepEqual(meaning('j', 'page', { repeat: true }), { kind: 'act', act: { action: 'next' } });
});

test('an input method that composes is left alone', () => {
  assert.deepEqual(meaning('1', 'page', { isComposing: true }), { kind: 'pass' });
  assert.deepEqual(meaning('Process'), { kind: 'pass' });
});

test('caps lock doesn’t turn undo into redo, and French digits work without shift', () => {
  assert.deepEqual(meaning('U'), { kind: 'act', act: { action: 'undo' } });
  assert.deepEqual(meaning('u', 'page', { shiftKey: true }), { kind: 'act', act: { action: 'redo' } });
  assert.deepEqual(meaning('&', 'page', { code: 'Digit1' }), { kind: 'act', act: { answer: 'aligned' } });
  assert.deepEqual(meaning('2', 'page', { code: 'Numpad2' }), { kind: 'act', act: { answer: 'misaligned' } });
});

test('Ctrl+F finds, in fields too; Ctrl+Shift+F stays VS Code’s search', () => {
  assert.deepEqual(meaning('f', 'text', { ctrlKey: true }), { kind: 'act', act: { action: 'find' } });
  assert.deepEqual(meaning('f', 'page', { metaKey: true }), { kind: 'act', act: { action: 'find' } });
  assert.deepEqual(meaning('F', 'page', { ctrlKey: true, shiftKey: true }), { kind: 'pass' });
});

test('keys are printed as they are pressed', () => {
  assert.deepEqual(
    [keyWords(' '), keyWords('U'), keyCap('U'), keyWords('1')],
    ['space', 'Shift+U', '⇧U', '1'],
  );
});
