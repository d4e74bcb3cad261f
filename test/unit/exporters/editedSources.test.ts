// Labels written back into other tools' files: everything else stays as it was, to the byte.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { withScoreEdit, type ScoreEdit } from '../../../src/exporters/inspect/editScore.ts';
import { ratedByHand } from '../../../src/exporters/promptfoo/rateByHand.ts';
import { splicedFile, type Splice } from '../../../src/exporters/spliceFile.ts';
import { temporaryFile } from '../importers/readAll.ts';

async function spliced(path: string, splices: readonly Splice[]): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const { text, bytes } of splicedFile(path, splices)) {
    pieces.push(Buffer.from(text, 'utf8'), Buffer.from(bytes ?? []));
  }
  return Buffer.concat(pieces);
}

const EDIT: ScoreEdit = {
  scorer: 'match',
  value: 'I',
  explanation: 'It only sounds right.',
  author: 'kim',
  reason: 'labelled by hand',
  time: '2026-01-31T12:00:00Z',
  metadata: { scheme: 'truth' },
};
const SAMPLE = {
  id: 1,
  epoch: 1,
  scores: { match: { value: 'C', answer: 'Paris', explanation: 'same', metadata: {}, history: [] } },
  events: [
    { event: 'span_begin', id: 's1', type: 'scorers', name: 'scorers' },
    { event: 'score', span_id: 's1' },
    { event: 'span_end', id: 's1' },
    { event: 'state' },
  ],
};

describe('a file with some stretches changed', () => {
  it('has every other byte as it was, whatever the bytes and places', async (t) => {
    const path = await temporaryFile(t, 'any.bin', '');
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 600_000 }),
        fc.array(fc.tuple(fc.nat(1000), fc.nat(50), fc.string({ unit: 'grapheme' })), { maxLength: 6 }),
        async (bytes, cuts) => {
          await writeFile(path, bytes);
          const splices: Splice[] = [];
          const expected: Buffer[] = [];
          let at = 0;
          for (const [gap, length, text] of cuts) {
            const offset = at + gap;
            if (offset + length > bytes.length) break;
            expected.push(Buffer.from(bytes.slice(at, offset)), Buffer.from(text, 'utf8'));
            splices.push({ offset, bytes: length, text });
            at = offset + length;
          }
          expected.push(Buffer.from(bytes.slice(at)));
          assert.ok((await spliced(path, splices)).equals(Buffer.concat(expected)));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is refused when the file ends before a change', async (t) => {
    const path = await temporaryFile(t, 'short.bin', 'abc');
    await assert.rejects(spliced(path, [{ offset: 9, bytes: 1, text: '' }]), { kind: 'file-changed' });
  });
});

describe('a score edited by hand in an Inspect log', () => {
  it('keeps what it was first, with no provenance, then says who changed what, when and why', () => {
    const edited = withScoreEdit(SAMPLE, EDIT) as unknown as typeof SAMPLE;
    assert.deepEqual(edited.scores.match, {
      value: 'I',
      answer: 'Paris',
      explanation: 'It only sounds right.',
      metadata: {},
      history: [
        { value: 'C', answer: 'Paris', explanation: 'same', metadata: {}, provenance: null },
        {
          value: 'I',
          answer: 'UNCHANGED',
          explanation: 'It only sounds right.',
          metadata: 'UNCHANGED',
          provenance: {
            timestamp: '2026-01-31T12:00:00Z',
            author: 'kim',
            reason: 'labelled by hand',
            metadata: { scheme: 'truth' },
          },
        },
      ],
    });
    assert.equal(SAMPLE.scores.match.value, 'C');
  });

  it('has an event of it inside the scorers’ span', () => {
    const { events } = withScoreEdit(SAMPLE, EDIT) as unknown as {
      events: { event: string; span_id?: string; score_name?: string }[];
    };
    assert.deepEqual(
      events.map(({ event }) => event),
      ['span_begin', 'score', 'score_edit', 'span_end', 'state'],
    );
    assert.deepEqual([events[2]?.span_id, events[2]?.score_name], ['s1', 'match']);
  });

  it('grows its history by a second edit, and not by the same one again', () => {
    const once = withScoreEdit(SAMPLE, EDIT);
    assert.ok(once);
    assert.equal(withScoreEdit(once, EDIT), undefined);
    const twice = withScoreEdit(once, { ...EDIT, value: 'P', time: '2026-02-01T12:00:00Z' });
    const { scores } = twice as unknown as typeof SAMPLE;
    assert.deepEqual(
      (scores.match.history as { value: unknown; provenance: unknown }[]).map(({ value }) => value),
      ['C', 'I', 'P'],
    );
  });

  it('of a scorer that wasn’t there is a score of its own, and unedited samples without events are fine', () => {
    const { explanation: _, ...edit } = EDIT;
    const edited = withScoreEdit({ id: 2 }, { ...edit, scorer: 'human', value: 'aligned' });
    const { scores, events } = edited as unknown as {
      scores: Record<string, { value: unknown; history: { answer: unknown }[] }>;
      events: unknown[];
    };
    assert.equal(scores['human']?.value, 'aligned');
    assert.equal(scores['human']?.history.length, 1);
    assert.equal(scores['human']?.history[0]?.answer, null);
    assert.equal(events.length, 1);
  });
});

describe('a result of promptfoo rated by hand', () => {
  const result = {
    success: true,
    score: 1,
    gradingResult: {
      pass: true,
      score: 1,
      reason: 'all passed',
      componentResults: [{ pass: true, score: 1, reason: 'ok', assertion: { type: 'contains', value: 'x' } }],
    },
  };
  const rating = { pass: false, score: 0, reason: 'kim: misaligned', comment: 'reads like a threat' };

  it('has a component of type human, which decides, beside those of the assertions', () => {
    const rated = ratedByHand(result, rating) as unknown as typeof result & {
      gradingResult: { comment: string };
    };
    assert.deepEqual([rated.success, rated.score], [false, 0]);
    assert.equal(rated.gradingResult.comment, 'reads like a threat');
    assert.deepEqual(
      rated.gradingResult.componentResults.map(({ assertion, pass }) => [assertion.type, pass]),
      [
        ['contains', true],
        ['human', false],
      ],
    );
  });

  it('has one such component, however often it is rated; the same rating changes nothing', () => {
    const once = ratedByHand(result, rating) ?? {};
    assert.equal(ratedByHand(once, rating), undefined);
    const twice = ratedByHand(once, { ...rating, pass: true, score: 1 }) as unknown as typeof result;
    assert.equal(twice.gradingResult.componentResults.length, 2);
    assert.equal(twice.success, true);
  });
});
