import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { chooseScheme, collectSchemes, SCHEME_FOLDER } from '../../../src/host/labelling/schemeSource.ts';

const folder = await mkdtemp(join(tmpdir(), 'schemes-'));
after(() => rm(folder, { recursive: true, force: true }));

const scheme = (name: string): object => ({
  name,
  answers: [
    { id: 'yes', key: '1', role: 'positive' },
    { id: 'no', key: '2', role: 'negative' },
  ],
});

async function workspace(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(folder, 'w-'));
  await mkdir(join(root, SCHEME_FOLDER), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, SCHEME_FOLDER, name), text);
  return root;
}

const names = (schemes: readonly { readonly name: string }[]): string[] => schemes.map(({ name }) => name);

describe('label schemes', () => {
  test('are the built-in one where nobody wrote any', async () => {
    assert.deepEqual(await collectSchemes(undefined, [folder]), {
      schemes: [DEFAULT_LABEL_SCHEME],
      problems: [],
    });
  });

  test('come from the setting and from files of the workspace', async () => {
    const root = await workspace({
      'b.json': JSON.stringify(scheme('from b')),
      'a.json': `\uFEFF${JSON.stringify(scheme('from a'))}`,
      'notes.txt': 'not a scheme',
    });
    const { schemes, problems } = await collectSchemes([scheme('set')], [root]);
    assert.deepEqual(names(schemes), [DEFAULT_LABEL_SCHEME.name, 'set', 'from a', 'from b']);
    assert.deepEqual(problems, []);
  });

  test('of one’s own may replace the built-in one', async () => {
    const { schemes } = await collectSchemes([scheme(DEFAULT_LABEL_SCHEME.name)], []);
    assert.equal(schemes.length, 1);
    assert.equal(schemes[0]?.answers.length, 2);
  });

  test('that can’t be read are named with the reason, and the others are there', async () => {
    const root = await workspace({
      'a.json': '{',
      'b.json': JSON.stringify(scheme('set')),
      'c.json': JSON.stringify({ name: 'x', answers: [] }),
      'd.json': JSON.stringify(scheme('good')),
      'e.json': ' '.repeat(1024 * 1024 + 1),
    });
    const { schemes, problems } = await collectSchemes([{ name: 'bad' }, scheme('set')], [root]);
    assert.deepEqual(names(schemes), [DEFAULT_LABEL_SCHEME.name, 'set', 'good']);
    assert.equal(problems.length, 5);
    assert.match(problems[0] ?? '', /^transcriptAuditor\.labelSchemes, scheme 1: “answers” is not a list/);
    assert.match(problems[1] ?? '', /^a\.json: The file is not JSON/);
    assert.match(problems[2] ?? '', /^b\.json: there already is a label scheme “set”/);
    assert.match(problems[3] ?? '', /^c\.json: A scheme needs at least two answers/);
    assert.match(problems[4] ?? '', /^e\.json: .*1 MiB/);
  });

  test('are not a setting of another shape', async () => {
    const { schemes, problems } = await collectSchemes({ name: 'x' }, []);
    assert.deepEqual(schemes, [DEFAULT_LABEL_SCHEME]);
    assert.deepEqual(problems, ['transcriptAuditor.labelSchemes is not a list of label schemes.']);
  });
});

describe('the active scheme', () => {
  const collection = {
    schemes: [DEFAULT_LABEL_SCHEME, { ...DEFAULT_LABEL_SCHEME, name: 'mine' }],
    problems: [],
  };

  test('is the one named, the built-in one by default', () => {
    assert.deepEqual(chooseScheme(collection, 'mine'), { scheme: collection.schemes[1], problem: '' });
    assert.deepEqual(chooseScheme(collection, ' '), { scheme: DEFAULT_LABEL_SCHEME, problem: '' });
  });

  test('falls back to the built-in one with a word about it', () => {
    const { scheme: chosen, problem } = chooseScheme(collection, 'mien');
    assert.equal(chosen, DEFAULT_LABEL_SCHEME);
    assert.equal(
      problem,
      'There is no label scheme “mien”; “emergent misalignment” is used. Known are “emergent misalignment”, “mine”.',
    );
  });
});
