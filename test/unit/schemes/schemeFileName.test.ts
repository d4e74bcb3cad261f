import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { schemeFileName } from '../../../src/host/schemes/schemeFileName.ts';

test('schemes get file names that every system can have', () => {
  assert.equal(schemeFileName('wants memory', []), 'wants-memory.json');
  assert.equal(schemeFileName('Überzeugung / Глубина', []), 'überzeugung-глубина.json');
  assert.equal(schemeFileName('../../etc/passwd', []), 'etc-passwd.json');
  assert.equal(schemeFileName('nul', []), 'scheme-nul.json');
  assert.equal(schemeFileName('…', []), 'scheme.json');
  assert.equal(schemeFileName('A', ['a.JSON', 'a-2.json']), 'a-3.json');
});

test('whatever the scheme is called, its file stays in its folder and is new there', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const file = schemeFileName(name, []);
      assert.match(file, /^[\p{L}\p{N}_][\p{L}\p{N}._-]*\.json$/u);
      assert.ok(!file.includes('..'));
      assert.notEqual(schemeFileName(name, [file.toUpperCase()]), file);
    }),
  );
});
