import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import {
  doneWords,
  openItems,
  paceWords,
  responseWords,
} from '../../../webview/transcript/labelling/queueWords.ts';
import { endWords } from '../../../webview/transcript/page/endWords.ts';

function item(response: 'answered' | null, answered: number, gone = 0): TranscriptView {
  const progress = { total: 3, answered, unsure: 0, skipped: 0, gone, secondsEach: null };
  return { queue: { queueId: 1, name: 'audit', place: 2, response, progress } } as unknown as TranscriptView;
}

test('at the end of a queue it is said whether anything is open, and that some of it can’t be shown', () => {
  assert.equal(endWords('next-unlabelled', item('answered', 3)), 'Nothing is open in this queue.');
  assert.equal(endWords('next-unlabelled', item(null, 2)), 'This is the only open item left.');
  assert.equal(
    endWords('next-unlabelled', item('answered', 2)),
    'The texts of what is still open are in no run now.',
  );
  assert.equal(
    endWords('next-unlabelled', item('answered', 2, 1)),
    'The texts of what is still open are in no run now.',
  );
});

test('a queue whose rest is in no run now is at its end, and says how much that is', () => {
  const progress = { total: 10, answered: 7, unsure: 0, skipped: 1, gone: 2, secondsEach: 4 };
  assert.equal(openItems(progress), 0);
  assert.equal(doneWords(progress), '8/10');
  assert.equal(paceWords(progress), '');
  assert.equal(responseWords(progress), '7 answered, 1 skipped, 2 in no run now');
});
