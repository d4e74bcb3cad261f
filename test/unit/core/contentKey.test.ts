import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { contentKeyInput, formatContentKey, parseContentKey } from '../../../src/core/contentKey.ts';
import { plainTurn, type Role } from '../../../src/core/transcript.ts';

const role = fc.constantFrom<Role>('system', 'developer', 'user', 'assistant', 'tool');
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\n', '\r', ' ', '0', '1', 'user', 'a', '\u{1F600}') }),
);
const turns = fc.array(fc.record({ role, raw: text }), { maxLength: 4 });
const normalised = (raw: string): string => raw.replace(/\r\n?/g, '\n');

describe('the content key', () => {
  test('two transcripts share their hashed text only when roles and texts are equal up to line ends', () => {
    fc.assert(
      fc.property(turns, turns, (a, b) => {
        const same =
          a.length === b.length &&
          a.every(
            (turn, i) => turn.role === b[i]?.role && normalised(turn.raw) === normalised(b[i]?.raw ?? ''),
          );
        assert.equal(contentKeyInput(a) === contentKeyInput(b), same);
      }),
      { numRuns: 500 },
    );
  });

  test('a text can’t pretend to be two turns', () => {
    const two = [plainTurn('user', 'a'), plainTurn('assistant', 'b')];
    const one = [plainTurn('user', contentKeyInput(two).slice('t1\nuser 1\n'.length))];
    assert.notEqual(contentKeyInput(one), contentKeyInput(two));
  });

  test('Windows, old Mac and Unix line ends are the same text; spaces are not', () => {
    const of = (raw: string): string => contentKeyInput([plainTurn('user', raw)]);
    assert.equal(of('a\r\nb'), of('a\nb'));
    assert.equal(of('a\rb'), of('a\nb'));
    assert.equal(of('a\r\n\r\nb'), of('a\n\nb'));
    assert.notEqual(of('a\n\nb'), of('a\nb'));
    assert.notEqual(of('a '), of('a'));
    assert.notEqual(of('a\u200b'), of('a'));
  });

  test('how a turn was split into parts, and who wrote it, stay out', () => {
    const whole = plainTurn('assistant', '<think>x</think>y');
    const split = {
      ...whole,
      author: 'another model',
      parts: [
        { kind: 'reasoning' as const, text: 'x', origin: 'think-tag' as const, closed: true },
        { kind: 'text' as const, text: 'y' },
      ],
    };
    assert.equal(contentKeyInput([split]), contentKeyInput([whole]));
  });

  test('every key that is written is read back', () => {
    const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(hash, fc.nat(999_999_999), (digits, ordinal) => {
        const key = { hash: digits, ordinal };
        assert.deepEqual(parseContentKey(formatContentKey(key)), key);
      }),
    );
  });

  test('a key is read in the form it is written in and in no other, so that equal keys are equal texts', () => {
    const hash = '0123456789abcdef'.repeat(2);
    assert.deepEqual(parseContentKey(`t1-${hash}-0`), { hash, ordinal: 0 });
    for (const wrong of [
      '',
      `t1-${hash}`,
      `t1-${hash}-`,
      `t2-${hash}-0`,
      `t1-${hash.toUpperCase()}-0`,
      `t1-${hash}0-0`,
      `t1-${hash}-01`,
      `t1-${hash}-00`,
      `t1-${hash}--1`,
      `t1-${hash}-1.5`,
      ` t1-${hash}-0`,
      `t1-${hash}-0\n`,
      `t1-${hash}-1234567890`,
    ]) {
      assert.equal(parseContentKey(wrong), undefined, JSON.stringify(wrong));
    }
  });
});
