// Column mappings go out to a file and come in from a colleague's.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { COLUMN_ROLES } from '../../../src/core/importPlan.ts';
import { readMappings, writeMappings } from '../../../src/core/mappingFile.ts';
import { exportMappings, importMappings } from '../../../src/host/exports/mappingCommands.ts';
import { Bench } from '../../support/exportBench.ts';
import { temporaryFile, temporaryFolder } from '../importers/readAll.ts';

const SHAPE = 'ab'.repeat(16);

describe('column mappings', () => {
  it('are read back as they were written, whatever the columns are called', () => {
    const shape = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 });
    const roles = fc.dictionary(fc.string(), fc.constantFrom(...COLUMN_ROLES));
    fc.assert(
      fc.property(fc.array(fc.record({ headerShape: shape, roles })), (mappings) => {
        const read = readMappings(writeMappings(mappings));
        assert.deepEqual(read?.problems, []);
        assert.deepEqual(
          read?.mappings.map((mapping) => [mapping.headerShape, Object.entries(mapping.roles)]),
          mappings.map((mapping) => [mapping.headerShape, Object.entries(mapping.roles)]),
        );
      }),
    );
  });

  it('go out by one command and in by another', async (t) => {
    const mine = new Bench();
    mine.remembered = [{ headerShape: SHAPE, roles: { q: 'question', a: 'answer' } }];
    const path = join(await temporaryFolder(t), 'mappings.json');
    assert.equal((await exportMappings(mine, { path }))?.count, 1);
    const theirs = new Bench();
    assert.deepEqual(await importMappings(theirs, { path }), { added: 1, problems: [] });
    assert.deepEqual({ ...theirs.remembered[0]?.roles }, { q: 'question', a: 'answer' });
    assert.deepEqual(theirs.told, ['1 mapping remembered.']);
  });

  it('that name no header or an unknown role are left out and named; the others are taken', async (t) => {
    const text = JSON.stringify({
      format: 'transcript-auditor-mappings',
      version: 1,
      mappings: [
        { roles: {} },
        { header_shape: SHAPE, roles: { q: 'queen' } },
        { header_shape: SHAPE, roles: {} },
      ],
    });
    const answer = await importMappings(new Bench(), { path: await temporaryFile(t, 'm.json', text) });
    assert.equal(answer?.added, 1);
    assert.match(
      answer.problems.join(' '),
      /Mapping 1: it names no header\. Mapping 2: “q” has the role "queen"/,
    );
  });

  it('are refused from any other file, and nothing is written where there are none', async (t) => {
    const path = await temporaryFile(t, 'other.json', '{"format":"x"}');
    await assert.rejects(importMappings(new Bench(), { path }), { kind: 'bad-input' });
    await assert.rejects(exportMappings(new Bench(), { path: '/never' }), { kind: 'not-found' });
  });
});
