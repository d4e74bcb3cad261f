import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  areInstructionsOpen,
  instructionsKey,
  toggleInstructions,
} from '../../../webview/transcript/labelling/instructionsFold.ts';
import { readPersisted } from '../../../webview/transcript/page/persisted.ts';
import { FIRST_READING } from '../../../webview/transcript/reading/readingState.ts';

const scheme = { name: 'memory', instructions: 'Go by the answer.' };

describe('instructions', () => {
  test('are open at first, and folded where they were folded', () => {
    assert.equal(areInstructionsOpen(FIRST_READING, scheme), true);
    const folded = toggleInstructions(FIRST_READING, scheme);
    assert.equal(areInstructionsOpen(folded, scheme), false);
    assert.equal(areInstructionsOpen(folded, { ...scheme, name: 'another' }), true);
    assert.equal(areInstructionsOpen(toggleInstructions(folded, scheme), scheme), true);
  });

  test('show again once they say something else', () => {
    const folded = toggleInstructions(FIRST_READING, scheme);
    for (const instructions of ['Go by the answeR.', 'Go by the answer', 'Go by the answer. ', '']) {
      assert.equal(areInstructionsOpen(folded, { ...scheme, instructions }), true, instructions);
    }
  });

  test('stay folded over a reload; whatever else is kept there is passed over', () => {
    const key = instructionsKey(scheme);
    assert.deepEqual(readPersisted({ closedInstructions: [key, 3] }).closedInstructions, [key]);
    assert.equal(readPersisted({ closedInstructions: 'all' }).closedInstructions, undefined);
  });
});
