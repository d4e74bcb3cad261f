import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_LABEL_SCHEME, LONGEST_INSTRUCTIONS } from '../../../src/core/labelScheme.ts';
import { readLabelScheme, schemeVersionInput } from '../../../src/core/labelSchemeFile.ts';

const two = [
  { id: 'yes', key: '1', role: 'positive' },
  { id: 'no', key: '2', role: 'negative' },
];

function problemsOf(value: unknown): string {
  const read = readLabelScheme(value);
  return 'problems' in read ? read.problems.join(' ') : '';
}

describe('a label scheme', () => {
  test('needs a name, and answers with id, key and role; the rest has defaults', () => {
    assert.deepEqual(
      readLabelScheme({ name: ' wants memory ', answers: two, scores: [{ id: 'sure', key: 's' }] }),
      {
        scheme: {
          name: 'wants memory',
          answers: [
            { id: 'yes', key: '1', name: 'yes', role: 'positive', description: '' },
            { id: 'no', key: '2', name: 'no', role: 'negative', description: '' },
          ],
          scores: [{ id: 'sure', key: 's', name: 'sure', minimum: 0, maximum: 100 }],
        },
      },
    );
  });

  test('that is built in passes its own check', () => {
    assert.deepEqual(readLabelScheme(DEFAULT_LABEL_SCHEME), { scheme: DEFAULT_LABEL_SCHEME });
  });

  test('may name the question it asks and carry instructions', () => {
    const read = readLabelScheme({
      name: 'x',
      metric: ' wants memory ',
      instructions: '# Go by the *answer*\r\n\r\n- not by the question\n',
      answers: two,
    });
    assert.ok('scheme' in read);
    assert.equal(read.scheme.metric, 'wants memory');
    assert.equal(read.scheme.instructions, '# Go by the *answer*\n\n- not by the question');
  });

  test('has neither where nothing is written there', () => {
    const read = readLabelScheme({ name: 'x', metric: ' ', instructions: '\n', answers: two });
    assert.ok('scheme' in read);
    assert.deepEqual(Object.keys(read.scheme), ['name', 'answers', 'scores']);
  });

  test('may use any letters for its ids, not only English ones', () => {
    const answers = [{ ...two[0], id: 'да' }, two[1]];
    assert.equal(problemsOf({ name: 'x', answers }), '');
  });

  const wrong: [string, unknown, RegExp][] = [
    ['is no object', 'x', /object with a name and answers/],
    ['has no name', { answers: two }, /needs a name/],
    ['has a name of two lines', { name: 'a\nb', answers: two }, /needs a name/],
    ['has no answers', { name: 'x' }, /“answers” is not a list/],
    ['has one answer', { name: 'x', answers: [two[0]] }, /at least two answers/],
    [
      'asks a question of two lines',
      { name: 'x', metric: 'a\nb', answers: two },
      /question.*a line of 1 to 80/,
    ],
    ['asks a question that is no text', { name: 'x', metric: 3, answers: two }, /question/],
    ['has instructions that are no text', { name: 'x', instructions: [], answers: two }, /are not text/],
    [
      'has instructions that nobody would read',
      { name: 'x', instructions: 'a'.repeat(LONGEST_INSTRUCTIONS + 1), answers: two },
      /20001 characters; at most 20000/,
    ],
    [
      'has instructions with characters that can’t be shown',
      { name: 'x', instructions: 'a\0b', answers: two },
      /control characters/,
    ],
    [
      'has an id twice',
      { name: 'x', answers: [two[0], { ...two[1], id: 'yes' }] },
      /answers have the id “yes”/,
    ],
    ['has a key twice', { name: 'x', answers: [two[0], { ...two[1], key: '1' }] }, /have the key “1”/],
    [
      'has a key both of an answer and a score',
      { name: 'x', answers: two, scores: [{ id: 's', key: '2' }] },
      /answers or scores have the key “2”/,
    ],
    ['has a chord for a key', { name: 'x', answers: [two[0], { ...two[1], key: 'ctrl+n' }] }, /needs a key/],
    [
      'has an unknown role',
      { name: 'x', answers: [two[0], { ...two[1], role: 'bad' }] },
      /Answer 2 \(“no”\) needs a role/,
    ],
    [
      'has blanks in an id',
      { name: 'x', answers: [two[0], { ...two[1], id: 'a b' }] },
      /Answer 2 needs an id/,
    ],
    [
      'has an empty scale',
      { name: 'x', answers: two, scores: [{ id: 's', key: 's', minimum: 5, maximum: 5 }] },
      /scale of “s”/,
    ],
    [
      'has a scale in words',
      { name: 'x', answers: two, scores: [{ id: 's', key: 's', maximum: '9' }] },
      /scale of “s”/,
    ],
  ];
  for (const [what, value, expected] of wrong) {
    test(`that ${what} is refused in words`, () => assert.match(problemsOf(value), expected));
  }

  test('in a label file needs no keys, since nobody presses them there', () => {
    const answers = [
      { ...two[0], key: '' },
      { id: 'no', role: 'negative' },
      { id: 'eh', key: '', role: 'undecided' },
    ];
    const read = readLabelScheme({ name: 'x', answers }, 'optional');
    assert.ok('scheme' in read);
    assert.deepEqual(
      read.scheme.answers.map((answer) => answer.key),
      ['', '', ''],
    );
  });

  test('gets all its problems named at once', () => {
    const text = problemsOf({ answers: [{ id: 'a b' }, { id: 'x', key: '1', role: 'no' }] });
    assert.match(text, /needs a name.*Answer 1 needs an id.*Answer 2 \(“x”\) needs a role/);
  });

  test('never makes the reader throw', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void readLabelScheme(value)));
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), (answers, scores) => {
        void readLabelScheme({ name: 'x', answers, scores });
      }),
    );
  });
});

describe('the version of a scheme', () => {
  const of = (changes: object): string => schemeVersionInput({ ...DEFAULT_LABEL_SCHEME, ...changes });
  const [first, ...rest] = DEFAULT_LABEL_SCHEME.answers;

  test('changes with whatever gives an answer its meaning', () => {
    assert.ok(first);
    const base = of({});
    assert.notEqual(of({ name: 'other' }), base);
    assert.notEqual(of({ answers: rest }), base);
    assert.notEqual(of({ answers: [...rest, first] }), base);
    for (const change of [{ role: 'positive' }, { description: 'More.' }, { name: 'fine' }, { id: 'fine' }]) {
      assert.notEqual(of({ answers: [{ ...first, ...change }, ...rest] }), base, JSON.stringify(change));
    }
    assert.notEqual(of({ scores: [] }), base);
  });

  test('changes with its question and its instructions, and not where it has neither', () => {
    assert.notEqual(of({ metric: 'x' }), of({}));
    assert.notEqual(of({ instructions: 'x' }), of({}));
    assert.notEqual(of({ instructions: 'x' }), of({ metric: 'x' }));
    // What was hashed before there were any: versions in people's files must stay what they are.
    assert.equal(
      createHash('sha256').update(of({})).digest('hex').slice(0, 32),
      'ac94928f026f4dd2285bc9106e5ef731',
    );
  });

  test('does not change with a key, nor with the order in which fields were written', () => {
    assert.ok(first);
    assert.equal(of({ answers: [{ ...first, key: 'm' }, ...rest] }), of({}));
    const shuffled = Object.fromEntries(Object.entries(first).reverse());
    assert.equal(of({ answers: [shuffled, ...rest] }), of({}));
  });
});
