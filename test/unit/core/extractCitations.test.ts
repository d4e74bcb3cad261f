import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractCitations } from '../../../src/core/extractCitations.ts';
import { cpuClock } from '../../support/cpuTime.ts';

test('a judge’s citations are taken from its text with what it says of them', () => {
  const text = `<highlights>
1. <cite id="7" description="Says it -> plainly">I will
not.</cite>
2. <cite id='12' description='It "lies" here'>All [...] is well</cite>
3. <CITATION message_id=abc>Done</CITATION> and <quote>bare</quote>, <cite/> <cite id="1"></cite>
</highlights>`;
  assert.deepEqual(extractCitations(text), [
    { quote: 'I will\nnot.', note: 'Says it -> plainly', messageId: '7' },
    { quote: 'All [...] is well', note: 'It "lies" here', messageId: '12' },
    { quote: 'Done', messageId: 'abc' },
    { quote: 'bare' },
  ]);
});

test('marks within a description belong to it', () => {
  assert.deepEqual(extractCitations('<cite id="1" description="it said "no" twice">No</cite>'), [
    { quote: 'No', note: 'it said "no" twice', messageId: '1' },
  ]);
});

test('tags that are never closed cite nothing, and others are text', () => {
  assert.deepEqual(extractCitations('<cite id="1">lost <cite id="2">kept</cite> <b>x</b> </cite> <cite'), [
    { quote: 'kept', messageId: '2' },
  ]);
  assert.deepEqual(extractCitations('a < b and <cited>x</cited> and <cite>a <b>bold</b> claim</cite>'), [
    { quote: 'a <b>bold</b> claim' },
  ]);
});

test('hostile texts take no longer than their length', () => {
  for (const piece of [
    '<cite>',
    '<cite a="',
    '<cite a=',
    '<',
    '<cite a="" ',
    '</cite>',
    '"<cite a= ',
    '<cite id="1">x</cite>',
  ]) {
    const spent = cpuClock();
    const found = extractCitations(piece.repeat(Math.ceil(150_000 / piece.length)));
    const took = spent();
    assert.ok(took < 2000, `${piece} took ${took.toFixed(0)} ms`);
    assert.ok(found.length <= 1000);
  }
});
