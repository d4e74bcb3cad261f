import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../../src/core/labelScheme.ts';
import { readLabelScheme, schemeVersionInput } from '../../../src/core/labelSchemeFile.ts';
import { schemeChanges } from '../../../src/core/schemeChanges.ts';
import { draftOf, schemeFileText, schemeOfDraft } from '../../../src/core/schemeDraft.ts';

const BEFORE: LabelScheme = {
  name: 'memory',
  answers: [
    { id: 'yes', key: '1', name: 'yes', role: 'positive', description: 'Asks for it.' },
    { id: 'no', key: '2', name: 'no', role: 'negative', description: '' },
    { id: 'joke', key: '3', name: 'a joke', role: 'negative', description: '' },
  ],
  scores: [{ id: 'sure', name: 'sure', key: 's', minimum: 0, maximum: 10 }],
};
const [yes, no, joke] = BEFORE.answers;
const wordsOf = (after: LabelScheme): string[] => schemeChanges(BEFORE, after).map(({ words }) => words);

describe('what changed between two versions of a scheme', () => {
  test('is said of answers: added, removed, renamed, another role, another description, another order', () => {
    assert.ok(yes && no && joke);
    const after = {
      ...BEFORE,
      answers: [
        no,
        { ...yes, role: 'excluded' as const, description: 'Asks.', name: 'asks' },
        { id: 'eh', key: 'e', name: 'eh', role: 'undecided' as const, description: '' },
      ],
    };
    assert.deepEqual(wordsOf(after), [
      '“asks” is excluded instead of positive',
      'answer “eh” added (undecided)',
      'answer “a joke” removed (was negative)',
      'answer “yes” is called “asks”',
      'description of “asks” changed',
      'answers in another order',
    ]);
  });

  test('is said of scores, the question, the name and the instructions', () => {
    const scores = [{ id: 'sure', name: 'how sure', key: 's', minimum: 0, maximum: 100 }];
    assert.deepEqual(wordsOf({ ...BEFORE, scores, metric: 'wants memory', name: 'm', instructions: 'x' }), [
      '“how sure” goes from 0 to 100 instead of 0 to 10',
      'asks “wants memory” instead of the verdict’s own question',
      'score “sure” is called “how sure”',
      'called “m” instead of “memory”',
      'instructions added',
    ]);
    assert.deepEqual(wordsOf({ ...BEFORE, scores: [] }), ['score “sure” removed']);
  });

  test('is nothing where only keys differ', () => {
    assert.ok(yes);
    const answers = BEFORE.answers.map((answer) => (answer === yes ? { ...yes, key: 'y' } : answer));
    assert.deepEqual(wordsOf({ ...BEFORE, answers }), []);
  });

  test('tells what answers mean from what annotators are told', () => {
    assert.ok(yes && no && joke);
    const kinds = (answers: LabelScheme['answers']): string[] =>
      schemeChanges(BEFORE, { ...BEFORE, answers }).map(({ kind }) => kind);
    assert.deepEqual(kinds([{ ...yes, role: 'negative' }, no, joke]), ['meaning']);
    assert.deepEqual(kinds([{ ...yes, description: 'x' }, no, joke]), ['words']);
    assert.deepEqual(kinds([yes, no]), ['meaning']);
  });

  test('is something exactly where the version is another', () => {
    const answer = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      key: fc.constantFrom('1', '2'),
      name: fc.constantFrom('a', 'b'),
      role: fc.constantFrom('positive' as const, 'negative' as const),
      description: fc.constantFrom('', 'x'),
    });
    const score = fc.record({
      id: fc.constantFrom('a', 'b'),
      name: fc.constantFrom('a', 'b'),
      key: fc.constant('k'),
      minimum: fc.constantFrom(0, 1),
      maximum: fc.constantFrom(2, 3),
    });
    const byId = { selector: ({ id }: { id: string }) => id };
    const scheme = fc
      .record({
        name: fc.constantFrom('m', 'n'),
        metric: fc.constantFrom(undefined, 'q'),
        instructions: fc.constantFrom(undefined, 'i', 'j'),
        answers: fc.uniqueArray(answer, { ...byId, maxLength: 3 }),
        scores: fc.uniqueArray(score, { ...byId, maxLength: 2 }),
      })
      .map(({ metric, instructions, ...rest }): LabelScheme => ({
        ...rest,
        ...(metric === undefined ? {} : { metric }),
        ...(instructions === undefined ? {} : { instructions }),
      }));
    fc.assert(
      fc.property(scheme, scheme, (a, b) => {
        const isSame = schemeVersionInput(a) === schemeVersionInput(b);
        assert.equal(schemeChanges(a, b).length === 0, isSame);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a scheme in the fields of the editor', () => {
  test('comes back equal, from its fields and from its file', () => {
    for (const scheme of [DEFAULT_LABEL_SCHEME, { ...BEFORE, metric: 'q', instructions: '# Do\n\n- this' }]) {
      assert.deepEqual(schemeOfDraft(draftOf(scheme)), { scheme });
      assert.deepEqual(readLabelScheme(JSON.parse(schemeFileText(scheme))), { scheme });
    }
  });

  test('has an answer’s id for a name that is left empty', () => {
    const draft = draftOf(BEFORE);
    const read = schemeOfDraft({ ...draft, answers: draft.answers.map((each) => ({ ...each, name: ' ' })) });
    assert.ok('scheme' in read);
    assert.deepEqual(
      read.scheme.answers.map(({ name }) => name),
      ['yes', 'no', 'joke'],
    );
  });

  test('has the reader’s problems, scales that are no numbers among them', () => {
    const draft = draftOf(BEFORE);
    const read = schemeOfDraft({
      ...draft,
      name: '',
      scores: draft.scores.map((score) => ({ ...score, minimum: '', maximum: 'ten' })),
    });
    assert.ok('problems' in read);
    assert.match(read.problems.join(' '), /needs a name .*scale of “sure” needs a minimum below its maximum/);
  });
});
