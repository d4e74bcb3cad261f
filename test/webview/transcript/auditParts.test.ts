import assert from 'node:assert/strict';
import test from 'node:test';
import { CallPairs } from '../../../webview/transcript/reading/callPairs.ts';
import { headOf, isFoldedOutput } from '../../../webview/transcript/reading/outputs.ts';
import { madeWords } from '../../../webview/transcript/reading/madeWords.ts';
import { authorTag } from '../../../webview/transcript/reading/authorTag.ts';
import {
  branchGroups,
  sameBranch,
  sharedWords,
  stepBranch,
} from '../../../webview/transcript/branches/branchGroups.ts';
import { renderedPassage } from '../../../webview/transcript/quotes/renderedPassage.ts';

/** What is marked of `drawn` for a passage of `text`. */
function marked(drawn: string, text: string, passage: string, from = 0): string | null {
  const start = text.indexOf(passage, from);
  const found = renderedPassage(drawn, text, start, start + passage.length);
  return found === null ? null : drawn.slice(found.from, found.to);
}

test('a passage is found in text that is drawn without the marks of Markdown', () => {
  const text = '1. **Sell** the *bicycle*.\n2. Ask for an [advance](https://x.example/a) now.';
  const drawn = 'Sell the bicycle.Ask for an advance (https://x.example/a) now.';
  assert.equal(marked(drawn, text, 'the *bicycle*.'), 'the bicycle.');
  assert.equal(marked(drawn, text, '2. Ask for an'), 'Ask for an');
  assert.equal(marked(drawn, text, 'somewhere'), null);
});

test('of several equal passages the one that was meant is marked', () => {
  const text = 'no, no and *no* again';
  const found = renderedPassage('no, no and no again', text, text.indexOf('*no*'), text.indexOf('*no*') + 4);
  assert.deepEqual(found, { from: 11, to: 13 });
});

test('a long passage with something in it that is drawn otherwise is found by its ends', () => {
  const text = `${'the beginning of a long passage '.repeat(2)}\n3. numbered ![x](https://y.example)\n${'and its very end here '.repeat(2)}`;
  const drawn = `${'the beginning of a long passage '.repeat(2)}numbered [image]${'and its very end here '.repeat(2)}`;
  const found = marked(drawn, text, text.trim());
  assert.ok(
    found?.startsWith('the beginning') === true && found.endsWith('very end here'),
    found ?? 'nothing',
  );
});

test('letters beyond the first plane, and passages without letters, are found', () => {
  assert.equal(marked('a 𝒳𝒴 b', 'a *𝒳𝒴* b', '*𝒳𝒴*'), '𝒳𝒴');
  assert.equal(marked('so: !!!', 'so: !!!', '!!!'), '!!!');
});

test('a result belongs to the last call of its id before it', () => {
  const pairs = new CallPairs();
  const call = { kind: 'tool-call', text: '', fullLength: 0, callId: 'c' } as const;
  const result = { kind: 'tool-result', text: '', fullLength: 0, callId: 'c' } as const;
  for (const [index, part] of [call, result, call, result].entries())
    pairs.add({ index, role: 'assistant', parts: [part] });
  assert.deepEqual(pairs.partner(call, { turn: 0, part: 0 }), { turn: 1, part: 0 });
  assert.deepEqual(pairs.partner(call, { turn: 2, part: 0 }), { turn: 3, part: 0 });
  assert.deepEqual(pairs.partner(result, { turn: 3, part: 0 }), { turn: 2, part: 0 });
  assert.equal(pairs.partner({ ...result, callId: 'other' }, { turn: 3, part: 0 }), undefined);
});

test('outputs over 40 lines or 4,000 characters are folded to their first lines', () => {
  const output = (text: string) => ({ kind: 'tool-result', text, fullLength: text.length }) as const;
  assert.equal(isFoldedOutput(output('line\n'.repeat(39))), false);
  assert.equal(isFoldedOutput(output('line\n'.repeat(41))), true);
  assert.equal(isFoldedOutput(output('x'.repeat(4_001))), true);
  assert.equal(isFoldedOutput({ ...output('x'.repeat(9_000)), kind: 'text' }), false);
  assert.equal(headOf('line\n'.repeat(41)).split('\n').length, 12);
  assert.equal(headOf('x'.repeat(9_000)).length, 1_200);
});

test('what is known of a turn’s making is one line, whatever the format calls it', () => {
  const facts = (record: Record<string, string>) =>
    Object.entries(record).map(([name, value]) => ({ name, value }));
  assert.equal(
    madeWords(
      facts({ reportedModel: 'm-2', latency_ms: '1240', completion_tokens: '12', finish_reason: 'length' }),
    ),
    'made by m-2 · 1.2 s · 12 tokens · length',
  );
  assert.equal(madeWords(facts({ id: 'x', time: '2026-01-01T00:00:00Z' })), '…');
});

test('a turn’s writer is named when it is not the model of the header', () => {
  const turn = { index: 0, role: 'assistant', parts: [] } as const;
  const words = (author: string, model = 'm') => authorTag({ ...turn, author }, model)?.words ?? null;
  assert.equal(words('prefill'), 'prefill');
  assert.equal(words('authored'), 'authored');
  assert.equal(words('m'), null);
  assert.equal(words('n'), 'written by n, the header says m');
  assert.equal(words('constructor'), 'written by constructor, the header says m');
  assert.equal(authorTag({ ...turn, role: 'user', author: 'n' }, 'm')?.words, 'by n');
});

test('branches stand by view, main first, and are walked around the ends', () => {
  const branch = (index: number, view: string, more = {}) => ({
    index, view, name: `b${index}`, shared: 0, turnCount: 1, ...more,
  }); // prettier-ignore
  const branches = [
    branch(1, 'target', { shared: 4, parent: 0 }),
    branch(2, 'auditor'),
    branch(3, 'target', { shared: 2, parent: 1 }),
  ];
  assert.deepEqual(
    branchGroups(branches).map(({ title, items }) => [title, items.map(({ words }) => words)]),
    [
      ['', ['main']],
      ['target’s view', ['b1 at turn 5', 'b3 at turn 3']],
      ['auditor’s view', ['b2']],
    ],
  );
  assert.deepEqual(
    [stepBranch(branches, 1, 1), stepBranch(branches, 2, 1), stepBranch(branches, 0, -1)],
    [3, 0, 2],
  );
  assert.deepEqual(
    branches.map((each) => sharedWords(each, branches)),
    ['shared with main up to here', '', 'shared with b1 up to here'],
  );
  assert.equal(sameBranch(branches, { view: 'target', name: 'b3' }), 3);
  assert.equal(sameBranch(branches, { view: 'auditor', name: 'gone' }), 2);
  assert.equal(sameBranch(branches, { view: 'judge', name: 'b2' }), 0);
});
