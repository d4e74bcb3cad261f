// A small part of `npm run test:fuzz`, the same inputs each time: files spoilt in every way that comes to mind.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { LIMIT_SECONDS } from '../../support/fuzz/fuzzReport.ts';
import { loadCorpus, type Corpus } from '../../support/fuzz/corpus.ts';
import { makeInput } from '../../support/fuzz/makeInput.ts';
import type { ImportItem } from '../../../src/importers/importer.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import { IMPORTERS } from '../../../src/importers/registry.ts';
import { checkItem } from '../../support/fuzz/checkItems.ts';
import { checkPrototypes } from '../../support/fuzz/checkPrototypes.ts';
import { CANARY, type Opening } from '../../support/fuzz/readInput.ts';
import { removeInput, runInput, type RunInput } from '../../support/fuzz/runInput.ts';
import { LINKS_EACH, SpareLinks } from '../../support/fuzz/spareLinks.ts';
import { storeInputs } from '../../support/fuzz/storeInputs.ts';
import { temporaryFolder } from './readAll.ts';

const INPUTS = 1500;
const STORED_OF = 50;

describe('files that were spoilt', () => {
  let corpus: Corpus;
  before(async () => {
    corpus = await loadCorpus();
  });

  test('there is a sample for every importer', () => {
    assert.deepEqual(
      IMPORTERS.map(({ id }) => id).filter((id) => corpus.of(id).length === 0),
      [],
    );
  });

  test('a seed is one input, always the same', () => {
    for (const seed of [0, 7, 123_456, 4_000_000_000]) {
      assert.deepEqual(makeInput(corpus, seed), makeInput(corpus, seed));
    }
    assert.notDeepEqual(makeInput(corpus, 1), makeInput(corpus, 2));
  });

  test('what no importer may do is noticed', () => {
    const judge = { name: 'aligned', kind: 'imported' } as const;
    const spoilt: ImportItem[] = [
      {
        kind: 'problem',
        problem: { row: 1, line: 1, severity: 'error', reason: '', excerpt: 'x'.repeat(501) },
      },
      { kind: 'fact', fact: { name: 'status', value: 1n } },
      {
        kind: 'transcript',
        transcript: {
          row: 0,
          line: 1,
          suite: 's',
          probe: 'p',
          prompt: 'Why?',
          turns: [plainTurn('user', 'Why?')],
          judgments: [{ metric: 'aligned', judge, value: { kind: 'number', number: Infinity } }],
          branches: [{ view: 'target', name: 'b', parent: 1, shared: 0, turns: [] }],
        },
      },
    ];
    const words = spoilt.flatMap(checkItem);
    for (const expected of [
      /no reason/,
      /excerpt/,
      /as JSON/,
      /^row 0/,
      /aligned has the value/,
      /begins with branch 1/,
    ]) {
      assert.ok(
        words.some((said) => expected.test(said)),
        String(expected),
      );
    }
    assert.deepEqual(checkPrototypes(), []);
    Reflect.set(Object.prototype, 'polluted', true);
    assert.deepEqual(checkPrototypes(), ['Object.prototype was given polluted']);
    assert.deepEqual(checkPrototypes(), []);
  });

  test(`${INPUTS} of them are read or refused in words, quickly, and leave the database sound`, async (t) => {
    const folder = await temporaryFolder(t);
    const links = new SpareLinks(join(folder, 'links'), LINKS_EACH);
    links.make();
    const inputs = join(folder, 'inputs');
    mkdirSync(inputs);
    writeFileSync(join(inputs, 'canary.txt'), CANARY);
    writeFileSync(join(inputs, 'canary.json'), JSON.stringify({ question: CANARY, answer: CANARY }));
    const kept: RunInput[] = [];
    const openings: Opening[] = [];
    let read = 0;
    for (let seed = 0; seed < INPUTS; seed++) {
      const run = await runInput(makeInput(corpus, seed), seed, inputs, links);
      const { report } = run;
      assert.deepEqual(report.wrong, [], `seed ${seed} (${report.sample}, ${report.done.join(' + ')})`);
      assert.ok(report.milliseconds < LIMIT_SECONDS * 1000, `seed ${seed} took ${report.milliseconds} ms`);
      if (report.outcome === 'read') read++;
      if (seed % STORED_OF === 0 && run.openings.length > 0) {
        kept.push(run);
        openings.push(...run.openings);
      } else removeInput(run);
    }
    // Spoilt so badly that nothing of it is known, a file tests nothing.
    assert.ok(read > INPUTS / 3, `${read} could be read`);
    const { wrong } = await storeInputs(openings, join(folder, 'database', 'audit.db'));
    assert.deepEqual(wrong, []);
    for (const run of kept) removeInput(run);
  });
});
