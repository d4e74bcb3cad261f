import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import { endWords } from '../../../webview/transcript/page/endWords.ts';

function item(response: 'answered' | null, answered: number): TranscriptView {
  const progress = { total: 3, answered, unsure: 0, skipped: 0, secondsEach: null };
  return { queue: { queueId: 1, name: 'audit', place: 2, response, progress } } as unknown as TranscriptView;
}

test('at the end of a queue it is said whether anything is open, and that some of it can’t be shown', () => {
  assert.equal(endWords('next-unlabelled', item('answered', 3)), 'Nothing is open in this queue.');
  assert.equal(endWords('next-unlabelled', item(null, 2)), 'This is the only open item left.');
  assert.equal(
    endWords('next-unlabelled', item('answered', 2)),
    'The texts of what is still open are in no run now.',
  );
});
