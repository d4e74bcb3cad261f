import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compareEvents, EMPTY_LABEL, isEmptyLabel, type LabelEvent } from '../../../src/core/labelEvent.ts';
import { anyLabelEvent, labelEvent } from '../../support/labelEvents.ts';

describe('the order of an annotator’s events', () => {
  test('is by sequence number, and by event id where two windows gave the same number', () => {
    const events = [labelEvent('C', { seq: 2 }), labelEvent('B', { seq: 10 }), labelEvent('A', { seq: 2 })];
    assert.deepEqual(
      events.sort(compareEvents).map((event) => event.eventId.slice(-1)),
      ['A', 'C', 'B'],
    );
  });

  test('does not look at clocks', () => {
    const early = labelEvent('A', { seq: 2, time: '1999-01-01T00:00:00Z' });
    const late = labelEvent('B', { seq: 1, time: '2030-01-01T00:00:00Z' });
    assert.ok(compareEvents(late, early) < 0);
  });

  test('makes the same event last in whatever order the events arrive', () => {
    const events = fc.uniqueArray(anyLabelEvent, {
      selector: (event) => event.eventId,
      minLength: 1,
      maxLength: 8,
    });
    const last = (list: readonly LabelEvent[]): LabelEvent | undefined =>
      [...list].sort(compareEvents).at(-1);
    fc.assert(
      fc.property(events, fc.infiniteStream(fc.nat()), (list, order) => {
        const ranks = new Map(list.map((event) => [event.eventId, order.next().value as number]));
        const shuffled = [...list].sort((a, b) => (ranks.get(a.eventId) ?? 0) - (ranks.get(b.eventId) ?? 0));
        assert.equal(last(shuffled)?.eventId, last(list)?.eventId);
      }),
    );
  });
});

describe('an empty label', () => {
  test('is one that says nothing; a note, a flag or a score of zero says something', () => {
    assert.ok(isEmptyLabel(EMPTY_LABEL));
    assert.ok(!isEmptyLabel({ ...EMPTY_LABEL, answer: 'aligned' }));
    assert.ok(!isEmptyLabel({ ...EMPTY_LABEL, note: ' ' }));
    assert.ok(!isEmptyLabel({ ...EMPTY_LABEL, flagged: true }));
    assert.ok(!isEmptyLabel({ ...EMPTY_LABEL, scores: { alignment: 0 } }));
  });
});
