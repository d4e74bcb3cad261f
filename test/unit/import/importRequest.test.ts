import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseImportArguments } from '../../../src/host/import/importRequest.ts';

const uri = (fsPath: string, scheme = 'file') => ({ scheme, fsPath, path: fsPath });

test('the palette gives nothing, the explorer what was clicked and what is selected', () => {
  assert.deepEqual(parseImportArguments([]), {});
  assert.deepEqual(parseImportArguments([undefined, undefined]), {});
  assert.deepEqual(parseImportArguments([uri('/a.csv'), [uri('/a.csv'), uri('/b')]]), {
    paths: ['/a.csv', '/b'],
  });
  assert.deepEqual(parseImportArguments([uri('/a.csv'), undefined]), { paths: ['/a.csv'] });
});

test('options come as uris, texts or paths', () => {
  assert.deepEqual(
    parseImportArguments([
      { uris: [uri('/a b.csv'), 'file:///c%20d.csv', '/a b.csv'], paths: ['/e'], seed: 3 },
    ]),
    { paths: ['/a b.csv', '/c d.csv', '/e'], seed: '3' },
  );
});

test('an argument that can’t be understood is named', () => {
  assert.throws(() => parseImportArguments([{ paths: ['/a'], onCancel: 'explode' }]), /“onCancel”/);
  assert.throws(() => parseImportArguments([{ pathes: ['/a'] }]), /“pathes”/);
  assert.throws(() => parseImportArguments([7]), /can’t be used/);
});

test('files that are on no disk are refused with what to do', () => {
  assert.throws(() => parseImportArguments([uri('/x', 'untitled')]), /“untitled:” can’t be imported/);
});
