import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitReasoning } from '../../../src/core/reasoningSplit.ts';

const split = (raw: string): string[] =>
  splitReasoning(raw).map((part) => {
    const open = part.kind === 'reasoning' && !part.closed ? ' (unclosed)' : '';
    return `${part.kind}${open}: ${part.text}`;
  });

test('a think tag at the start ends with the first closing tag of its name', () => {
  assert.deepEqual(split('<think>\nplan\n</think>\n\nAnswer.'), ['reasoning: plan', 'text: Answer.']);
  assert.deepEqual(split('\n <THINKING>plan</thinking>Answer.'), ['reasoning: plan', 'text: Answer.']);
  assert.deepEqual(split('<think>a <think> b</think> c </think> d'), [
    'reasoning: a <think> b',
    'text: c </think> d',
  ]);
  assert.deepEqual(split('<thinking>a</think> b</thinking> c'), ['reasoning: a</think> b', 'text: c']);
});

test('a tag that is never closed makes all of it reasoning, and says so', () => {
  assert.deepEqual(split('<think>and on and on'), ['reasoning (unclosed): and on and on']);
});

test('a closing tag alone ends reasoning that the template had opened', () => {
  assert.deepEqual(split('plan\n</think>\n\nAnswer.'), ['reasoning: plan', 'text: Answer.']);
  assert.deepEqual(split('plan</think>\nAnswer.'), ['reasoning: plan', 'text: Answer.']);
});

test('tags that are talked about stay text', () => {
  for (const text of [
    'Models write <think> before they answer.',
    'Hello. <think>not at the start</think> Bye.',
    'The tag </think> closes it, as everybody knows.',
    'End your thoughts with `</think>`\nand answer.',
    'I think so.',
  ]) {
    assert.deepEqual(splitReasoning(text), [{ kind: 'text', text }]);
  }
});

test('empty blocks, as models with thinking switched off write them, leave no part', () => {
  assert.deepEqual(split('<think>\n\n</think>\n\nAnswer.'), ['text: Answer.']);
  assert.deepEqual(split('<think></think><think>b</think>c'), ['reasoning: b', 'text: c']);
});

test('no text is lost or made up, whatever the tags', () => {
  const pieces = fc.constantFrom(
    '<think>',
    '</think>',
    '<thinking>',
    '</THINKING>',
    ' ',
    '\n',
    'a',
    'İ',
    '`',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (list) => {
      const raw = list.join('');
      const bare = (text: string): string => text.replace(/<\/?think(ing)?>|\s/gi, '');
      assert.equal(
        bare(
          splitReasoning(raw)
            .map(({ text }) => text)
            .join(''),
        ),
        bare(raw),
      );
    }),
    { numRuns: 2000 },
  );
});
