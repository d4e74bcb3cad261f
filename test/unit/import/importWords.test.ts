import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alreadyWords, nothingWords } from '../../../src/host/import/importWords.ts';

test('a folder imported again is told in one sentence, and tables of figures by their kind', () => {
  const known = ['a', 'b', 'c', 'd'].map((name) => ({ path: `/r/${name}.csv`, reason: alreadyWords(name) }));
  const figures = ['n, rate', 'center'].map((columns, index) => ({
    path: `/r/f${index}.csv`,
    reason: `It looks like a table of figures (${columns}), not of transcripts.`,
  }));
  assert.equal(
    nothingWords([...known, ...figures]),
    'None of the 6 files was imported. 4 are imported already. f0.csv and 1 other: It looks like a table of figures, not of transcripts.',
  );
  assert.equal(
    nothingWords([known[0], figures[1]].flatMap((file) => file ?? [])),
    'None of the 2 files was imported. a.csv: It is imported already as “a”. f1.csv: It looks like a table of figures (center), not of transcripts.',
  );
});
