import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anchorQuote, quoteAnchor } from '../../../src/core/anchorQuote.ts';
import { quoteText } from '../../../src/core/quoteText.ts';
import type { Part, Turn } from '../../../src/core/transcript.ts';
import { cpuClock } from '../../support/cpuTime.ts';

type Turns = readonly Pick<Turn, 'parts'>[];

/** One turn for each list of texts. */
function turnsOf(...turns: readonly (readonly string[])[]): Turns {
  return turns.map((texts) => ({ parts: texts.map((text): Part => ({ kind: 'text', text })) }));
}

/** What the places cover, with `~` before those that don't stand there to the letter. */
function covered(turns: Turns, quote: string): readonly string[] {
  return anchorQuote(turns, quote).map(({ turn, part, start, end, normalised }) => {
    const text = turns[turn]?.parts[part]?.text ?? '';
    return `${turn}.${part} ${normalised ? '~' : ''}${text.slice(start, end)}`;
  });
}

test('a quote is found to the letter, at its first place, in its own part', () => {
  const turns = turnsOf(['Who are you?'], ['thinking', 'I am nobody. I am here.']);
  assert.deepEqual(anchorQuote(turns, 'I am'), [{ turn: 1, part: 1, start: 0, end: 4, normalised: false }]);
  assert.deepEqual(covered(turns, '  here.\n'), ['1.1 here.']);
  assert.deepEqual(covered(turns, 'I was'), []);
  assert.deepEqual(covered(turns, ' '), []);
});

test('the letter comes before what has to be overlooked, wherever it stands', () => {
  assert.deepEqual(covered(turnsOf(['THE KEY'], ['The  key'], ['the key']), 'the key'), ['2.0 the key']);
  assert.deepEqual(covered(turnsOf(['THE KEY'], ['the  key']), 'the key'), ['1.0 ~the  key']);
  assert.deepEqual(covered(turnsOf(['THE KEY']), 'the key'), ['0.0 ~THE KEY']);
});

test('quote marks, dashes, dots, spaces, widthless characters and emphasis are overlooked', () => {
  const turns = turnsOf([
    'He said: “it’s **very** late”\u00a0— so\n\n  we\u200b left… in `snake_case` style.',
  ]);
  for (const [quote, place] of [
    [`"it's very late"`, '“it’s **very** late”'],
    [`it's very late" - so we left...`, 'it’s **very** late”\u00a0— so\n\n  we\u200b left…'],
    ['so we left', 'so\n\n  we\u200b left'],
    ['snake_case style', 'snake_case` style'],
    ['_late_', 'late'],
  ] as const) {
    assert.deepEqual(covered(turns, quote), [`0.0 ~${place}`], quote);
  }
  assert.deepEqual(covered(turnsOf(['2 * 3 = 23'], ['a2*3b']), 'a23b'), [], 'an operator is no emphasis');
});

test('marks that the judge put around a quote are taken off', () => {
  assert.deepEqual(covered(turnsOf(['I will comply.']), '“I will comply.”'), ['0.0 I will comply.']);
  assert.deepEqual(covered(turnsOf(['"I will" and “will not”']), '"I will"'), ['0.0 "I will"']);
});

test('a quote that leaves something out has a place for each part, in order', () => {
  const turns = turnsOf(['I read the mail. Then I wrote. I read the news, then I slept.'], ['The end.']);
  assert.deepEqual(covered(turns, 'I read [...] then I slept'), ['0.0 I read', '0.0 then I slept']);
  assert.equal(anchorQuote(turns, 'I read [...] then I slept')[0]?.start, 31, 'as close together as may be');
  assert.deepEqual(covered(turns, 'I wrote […] The end'), ['0.0 I wrote', '1.0 The end']);
  assert.deepEqual(covered(turns, 'I wrote… I slept.'), ['0.0 I wrote', '0.0 I slept.']);
  assert.deepEqual(covered(turns, '...the mail... then i SLEPT...'), ['0.0 the mail', '0.0 ~then I slept']);
  assert.deepEqual(covered(turns, 'I slept [...] I read'), [], 'not in the other order');
  assert.deepEqual(covered(turns, 'I read [...] nothing at all'), [], 'not when one part is missing');
  assert.deepEqual(covered(turnsOf(['aaa']), 'aa [...] aa'), [], 'parts don’t overlap');
});

test('parts are looked for within one turn before they are looked for across turns', () => {
  const turns = turnsOf(['alpha'], ['beta'], ['alpha, then', 'beta']);
  assert.deepEqual(covered(turns, 'alpha [...] beta'), ['2.0 alpha', '2.1 beta']);
});

test('dots that stand in the text itself leave nothing out', () => {
  assert.deepEqual(covered(turnsOf(['one', 'so [...] be it… fine']), 'so [...] be it… fine'), [
    '0.1 so [...] be it… fine',
  ]);
});

test('arguments shown as JSON are found by what they say, and quotes with XML’s escapes by theirs', () => {
  const turns: Turns = [
    {
      parts: [
        { kind: 'tool-call', name: 'send', text: '{\n  "body": "Dear \\"Kim\\",\\nrun C:\\\\x now"\n}' },
      ],
    },
    { parts: [{ kind: 'text', text: 'if a < b && c' }] },
  ];
  assert.deepEqual(covered(turns, 'Dear "Kim",\nrun C:\\x'), ['0.0 ~Dear \\"Kim\\",\\nrun C:\\\\x']);
  assert.deepEqual(covered(turns, 'a &lt; b &amp;&amp; c'), ['1.0 a < b && c']);
});

test('a turn that the judge names is looked at first', () => {
  const find = quoteAnchor(turnsOf(['yes'], ['no'], ['yes']));
  assert.equal(find('yes')[0]?.turn, 0);
  assert.equal(find('yes', 2)[0]?.turn, 2);
  assert.equal(find('no', 2)[0]?.turn, 1);
  assert.equal(find('yes', 99)[0]?.turn, 0);
});

const word = fc.stringMatching(/^[a-zA-Z0-9éß日'"_*-]{1,8}$/);
const texts = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => words.join(' '));

/** Writes a text as judges do: other quote marks, dashes and spaces. */
function mangled(text: string, choices: readonly number[]): string {
  let turn = 0;
  const pick = (among: readonly string[]): string =>
    among[(choices[turn++ % choices.length] ?? 0) % among.length] ?? '';
  return text
    .replace(/["']/g, () => pick(['’', '“', '"', "'", '‘', '”']))
    .replace(/-/g, () => pick(['—', '–', '-', '‑']))
    .replace(/ /g, () => pick([' ', '\u00a0', '\n', '  \t', ' \u200b', '\r\n\r\n']));
}

test('any stretch of a part is found there, whatever became of its quotes and spaces', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(texts, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
      fc.nat(),
      fc.nat(),
      fc.nat(),
      fc.array(fc.nat(20), { minLength: 1, maxLength: 9 }),
      (all, which, from, length, choices) => {
        const parts = all.flatMap((turn, index) => turn.map((text, part) => ({ turn: index, part, text })));
        const chosen = parts[which % parts.length];
        assert.ok(chosen);
        // Words at the edges stay whole: emphasis marks cut from their word are no longer within it.
        const words = chosen.text.split(' ');
        const first = from % words.length;
        const stretch = words.slice(first, first + 1 + (length % (words.length - first))).join(' ');
        const comparable = quoteText(stretch, false).text.trim();
        if (/^["']|["']$|\.\.\.|^-*$/.test(stretch) || comparable === '') return;
        const places = anchorQuote(turnsOf(...all), mangled(stretch, choices));
        assert.equal(places.length, 1, stretch);
        const [place] = places;
        assert.ok(place);
        const text = all[place.turn]?.[place.part]?.slice(place.start, place.end) ?? '';
        assert.equal(quoteText(text, false).text.trim(), comparable);
        const earlier = parts.findIndex(({ text: other }) =>
          quoteText(other, false).text.includes(comparable),
        );
        const found = parts.findIndex(({ turn, part }) => turn === place.turn && part === place.part);
        assert.ok(
          found === earlier || text === mangled(stretch, choices).trim(),
          'the first, or to the letter',
        );
      },
    ),
    { numRuns: 500, seed: 7 },
  );
});

test('what isn’t in the transcript is never found', () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 4 }), texts, (parts, quote) => {
      const places = anchorQuote(turnsOf(parts), `${quote} zyzzyva`);
      assert.deepEqual(places, []);
    }),
    { numRuns: 200, seed: 7 },
  );
});

test('hostile texts and quotes take no longer than their length', () => {
  const size = 150_000;
  const cases: readonly (readonly [string, string])[] = [
    ['a'.repeat(size), 'b' + 'a'.repeat(size / 2)],
    ['a'.repeat(size), 'a'.repeat(size / 2) + 'b'],
    ['ab'.repeat(size / 2), 'ab[...]'.repeat(size / 10) + 'c'],
    [' '.repeat(size), '[ '.repeat(size / 2)],
    ['*_'.repeat(size / 2), '“'.repeat(size)],
    ['. '.repeat(size / 2), '[' + ' '.repeat(size) + '...'],
    ['\\'.repeat(size), '&lt;'.repeat(size / 4)],
    ['x…'.repeat(size / 2), '…'.repeat(size)],
  ];
  for (const [text, quote] of cases) {
    const spent = cpuClock();
    anchorQuote(turnsOf([text], [text.slice(1)]), quote);
    const took = spent();
    assert.ok(took < 4000, `${quote.slice(0, 10)} took ${took.toFixed(0)} ms`);
  }
  const many = turnsOf(...Array.from({ length: 10_000 }, () => ['a word']));
  const spent = cpuClock();
  anchorQuote(many, 'a [...] ' + 'w'.repeat(size));
  assert.ok(spent() < 4000);
});

test('every space that JavaScript knows counts as one', () => {
  const spaces = Array.from({ length: 65_536 }, (_, code) => String.fromCharCode(code)).filter(
    (unit) => /\s/.test(unit) && unit !== '\ufeff',
  );
  assert.equal(quoteText(`a${spaces.join('')}b`, false).text, 'a b');
});
