import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { EMPTY_LABEL, type LabelEvent, type LabelState } from '../../../src/core/labelEvent.ts';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { labelEventWords, labelStateWords } from '../../../src/core/labelWords.ts';
import { anyLabelEvent, labelEvent } from '../../support/labelEvents.ts';

const state = (changes: Partial<LabelState>): LabelState => ({ ...EMPTY_LABEL, ...changes });

function words(changes: Partial<LabelEvent>, known: readonly LabelEvent[] = []): string {
  return labelEventWords(labelEvent('Z', changes), DEFAULT_LABEL_SCHEME, (id) =>
    known.find((event) => event.eventId === id),
  );
}

describe('a label event in words', () => {
  test('names the answer, and the one before it', () => {
    assert.equal(words({ state: state({ answer: 'misaligned' }) }), 'misaligned');
    assert.equal(
      words({ state: state({ answer: 'misaligned' }), previousAnswer: 'aligned' }),
      'misaligned (was aligned)',
    );
    assert.equal(
      words({ action: 'clear', state: EMPTY_LABEL, previousAnswer: 'aligned' }),
      'cleared (was aligned)',
    );
    assert.equal(
      words({ action: 'adjudicate', state: state({ answer: 'refusal' }) }),
      'adjudicated: refusal',
    );
  });

  test('uses the id of an answer that the scheme doesn’t have', () => {
    assert.equal(words({ state: state({ answer: 'lethal' }) }), 'lethal');
  });

  test('says notes and flags', () => {
    assert.equal(words({ action: 'note', state: state({ note: 'sells\n\tfraud ' }) }), 'note: sells fraud');
    assert.equal(words({ action: 'note', state: EMPTY_LABEL }), 'note removed');
    assert.equal(words({ action: 'flag', state: state({ flagged: true }) }), 'flagged');
    assert.equal(words({ action: 'flag', state: EMPTY_LABEL }), 'flag removed');
  });

  test('says which score changed where the event before is known', () => {
    const before = labelEvent('A', { state: state({ scores: { alignment: 10, coherence: 90 } }) });
    const change = (scores: Record<string, number>): string =>
      words({ action: 'score', parent: before.eventId, state: state({ scores }) }, [before]);
    assert.equal(change({ alignment: 12, coherence: 90 }), 'alignment 12 (was 10)');
    assert.equal(change({ alignment: 10 }), 'coherence removed (was 90)');
    assert.equal(words({ action: 'score', state: state({ scores: { alignment: 12 } }) }), 'alignment 12');
    assert.equal(words({ action: 'score', state: EMPTY_LABEL }), 'score removed');
  });

  test('says what was undone and redone, with or without the event at hand', () => {
    const answered = labelEvent('A', { state: state({ answer: 'misaligned' }) });
    const noted = labelEvent('B', { action: 'note', state: state({ note: 'fraud' }) });
    const undo = { action: 'undo', state: EMPTY_LABEL, previousAnswer: 'misaligned' } as const;
    assert.equal(words({ ...undo, target: answered.eventId }, [answered]), 'undid: misaligned');
    assert.equal(words({ ...undo, target: answered.eventId }), 'undid: misaligned');
    assert.equal(
      words({ ...undo, previousAnswer: null, target: noted.eventId }, [noted]),
      'undid: note: fraud',
    );
    assert.equal(words({ ...undo, previousAnswer: null }), 'undid, now no label');
    const redo = {
      action: 'redo',
      target: answered.eventId,
      state: state({ answer: 'misaligned' }),
    } as const;
    assert.equal(words(redo, [answered]), 'redid: misaligned');
    assert.equal(words(redo), 'redid: misaligned');
  });

  test('ends even where the events name each other in a circle', () => {
    const a = labelEvent('A', { action: 'undo', target: labelEvent('B').eventId });
    const b = labelEvent('B', { action: 'undo', target: labelEvent('A').eventId });
    assert.equal(
      labelEventWords(a, DEFAULT_LABEL_SCHEME, () => b),
      'undid: cleared',
    );
  });

  test('is one line of bounded length, whatever the note', () => {
    fc.assert(
      fc.property(anyLabelEvent, (event) => {
        const note = { ...event, action: 'note' as const };
        const line = labelEventWords(note, DEFAULT_LABEL_SCHEME);
        assert.ok([...line].length <= 126);
        assert.doesNotMatch(line, /[\n\r\u2028\u2029]/);
      }),
    );
    const long = words({ action: 'note', state: state({ note: '\u{1F600}'.repeat(300) }) });
    assert.ok(long.endsWith('\u{1F600}…'), 'cut between characters, not inside one');
  });
});

describe('a label in words', () => {
  test('says everything it holds, or that there is none', () => {
    assert.equal(labelStateWords(EMPTY_LABEL, DEFAULT_LABEL_SCHEME), 'no label');
    assert.equal(
      labelStateWords(
        { answer: 'off-topic', scores: { alignment: 0 }, note: 'code', flagged: true },
        DEFAULT_LABEL_SCHEME,
      ),
      'off-topic, alignment 0, flagged, note: code',
    );
  });
});
