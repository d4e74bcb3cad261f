// What the plain-language reading says, and when it warns.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { coefficient, percent } from '../../../src/analysis/agreement/figureWords.ts';
import { type Compared, readAgreement } from '../../../src/analysis/agreement/reading.ts';

const cells = (both: number, onlyExamined: number, onlyReference: number, neither: number) => ({
  both,
  onlyExamined,
  onlyReference,
  neither,
});
const read = (table: Compared['table'], more: Partial<Compared> = {}) =>
  readAgreement({
    table,
    examined: 'the judge',
    reference: 'Ada',
    positive: 'misaligned',
    drawn: 'simple',
    ...more,
  });
const texts = (sentences: ReturnType<typeof read>, kind: string): string[] =>
  sentences.filter((sentence) => sentence.kind === kind).map(({ text }) => text);

describe('the reading', () => {
  test('leads with sensitivity, precision, specificity and positive agreement where positives are rare', () => {
    const lead = texts(read(cells(14, 20, 4, 962)), 'lead');
    assert.deepEqual(
      lead.map((text) => /sensitivity|precision|specificity|Positive agreement|agree on/.exec(text)?.[0]),
      ['sensitivity', 'precision', 'specificity', 'Positive agreement', 'agree on'],
    );
    assert.equal(
      lead[0],
      'Of 18 that Ada called misaligned, the judge found 14: sensitivity 77.8 % [54.8, 91.0].',
    );
  });

  test('leads with agreement where both classes are common', () => {
    assert.match(
      texts(read(cells(40, 5, 6, 49)), 'lead')[0] ?? '',
      /^They agree on 89 of 100: 89.0 % .* kappa \.78/,
    );
  });

  test('warns of a kappa that rare positives pull down, and of an AC1 that hides misses', () => {
    const caution = texts(read(cells(5, 3, 9, 883)), 'caution').join('\n');
    assert.match(caution, /Kappa is only \.45 although they agree on 98\.7 %/);
    assert.match(caution, /AC1 is \.99 although the judge missed 9 of 14/);
    assert.deepEqual(texts(read(cells(40, 5, 6, 49)), 'caution'), []);
  });

  test('says of a judge that never says positive that its agreement shows nothing', () => {
    const caution = texts(read(cells(0, 0, 20, 980)), 'caution').join('\n');
    assert.match(
      caution,
      /The judge called nothing misaligned.*98\.0 %.*kappa is zero by definition.*AC1 \.98/,
    );
    assert.match(caution, /Ada says misaligned oftener than the judge, by 2\.0 points/);
  });

  test('says what can’t be told: no positives, few positives, picked by hand, nothing rated twice', () => {
    const hand = texts(read(cells(0, 2, 0, 46), { drawn: 'by-hand' }), 'unknown').join('\n');
    assert.match(hand, /Ada called nothing misaligned, so whether the judge finds/);
    assert.match(hand, /With 2 called misaligned by the judge, precision is hardly known/);
    assert.match(hand, /picked by hand/);
    assert.match(texts(read(cells(4, 0, 0, 90)), 'unknown').join('\n'), /sensitivity is hardly known/);
    assert.deepEqual(read(cells(0, 0, 0, 0)), [
      { kind: 'unknown', text: 'No transcript was rated by both the judge and Ada.' },
    ]);
  });

  test('of transcripts drawn by verdict gives precision and negative predictive value only', () => {
    const told = read(cells(25, 20, 4, 46), { drawn: 'by-verdict' });
    assert.equal(texts(told, 'lead').length, 2);
    assert.match(texts(told, 'caution').join(''), /need the weights of the sample/);
    assert.doesNotMatch(texts(told, 'lead').join(''), /sensitivity|kappa/);
  });

  test('puts people’s agreement among themselves beside the judge’s, and says whether they can be told apart', () => {
    const people = { first: 'Ada', second: 'Ben', table: cells(60, 3, 3, 134) };
    const worse = texts(read(cells(20, 30, 25, 125), { people }), 'ceiling').join('');
    assert.match(worse, /Between Ada and Ben, positive agreement is 95\.2 %/);
    assert.match(worse, /People agree better with each other than with the judge\.$/);
    assert.match(texts(read(cells(58, 4, 4, 134), { people }), 'ceiling').join(''), /can’t be told which/);
    const none = { ...people, table: cells(0, 0, 0, 0) };
    assert.match(
      texts(read(cells(20, 3, 2, 125), { people: none }), 'unknown').join(''),
      /rated no transcript both/,
    );
  });

  test('never prints NaN, undefined, or an interval of zero width', () => {
    const count = fc.constantFrom(0, 0, 1, 2, 9, 60, 400, 5000);
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        for (const { text } of read(cells(a, b, c, d))) {
          assert.doesNotMatch(text, /NaN|undefined|Infinity|VALUE/);
          for (const [, low, high] of text.matchAll(/\[([\d.]+), ([\d.]+)\]/g))
            assert.notEqual(low, high, text);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('rounds nothing to all or none that isn’t', () => {
    assert.deepEqual(
      [percent(0.9999), percent(1), percent(0.0001), percent(0)],
      ['99.99', '100', '0.01', '0'],
    );
    assert.deepEqual(
      [coefficient(0.998), coefficient(1), coefficient(-0.001), coefficient(-0.35)],
      ['.998', '1', '-.001', '-.35'],
    );
  });
});
