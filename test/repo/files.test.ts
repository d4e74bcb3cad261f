// Files stay small enough to read at once, and say what they export by name.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { filesBelow, REPOSITORY } from './importGraph.ts';

const OURS = ['src', 'webview', 'test', 'scripts', 'bench', 'host'];
const MAX_LINES = 300;
const MAX_FIXTURE_BYTES = 200_000;

const read = (file: string): string => readFileSync(join(REPOSITORY, file), 'utf8');

describe('the files of the repository', () => {
  const code = filesBelow(...OURS).filter(
    (file) => /\.(ts|tsx|js|css|sql)$/.test(file) && !file.includes('/fixtures/'),
  );

  it('have 300 lines at most', () => {
    const long = code.map((file) => [file, read(file).split('\n').length - 1] as const);
    assert.deepEqual(
      long.filter(([, lines]) => lines > MAX_LINES),
      [],
    );
  });

  it('have names in camelCase', () => {
    const names = code.map((file) => file.split('/').pop() ?? '');
    assert.deepEqual(
      names.filter((name) => !/^[a-z][A-Za-z0-9]*(\.(test|suite|journey|config|d))?\.\w+$/.test(name)),
      [],
    );
  });

  it('export by name, but for node:test’s reporter, which must not', () => {
    const found = code.filter((file) => /^export default\b|\bas default\b/m.test(read(file)));
    assert.deepEqual(
      found.filter((file) => file !== 'scripts/countReporter.js'),
      [],
    );
  });

  it('never say `any`', () => {
    const found = code.filter(
      (file) => /\.tsx?$/.test(file) && /(:|as|<|,)\s*any\b(?!\w)[\s,;)>\]=[]/m.test(withoutText(read(file))),
    );
    assert.deepEqual(found, []);
  });

  it('are no utils and no barrels', () => {
    const found = code.filter((file) => /(^|\/)(utils?|helpers?|misc|common)\.\w+$/i.test(file));
    const barrels = code.filter((file) => /^export \* from/m.test(read(file)));
    assert.deepEqual([...found, ...barrels], []);
  });

  it('put no text into a page as html', () => {
    const pages = filesBelow('webview').filter((file) => /\.tsx?$/.test(file));
    const found = pages.filter((file) =>
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|\beval\(|new Function\(/.test(
        withoutText(read(file)),
      ),
    );
    assert.deepEqual(found, []);
  });

  it('are under 200 KB where they are fixtures', () => {
    const large = filesBelow('test/fixtures', 'sample').map(
      (file) => [file, statSync(join(REPOSITORY, file)).size] as const,
    );
    assert.deepEqual(
      large.filter(([, size]) => size > MAX_FIXTURE_BYTES),
      [],
    );
  });
});

/** The code without comments and texts, which may name what the code may not use. */
function withoutText(code: string): string {
  return code
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''");
}
