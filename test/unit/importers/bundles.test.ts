import assert from 'node:assert/strict';
import { appendFile, chmod, mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import { fingerprint } from '../../../src/importers/bundles/fingerprint.ts';
import { labelOfBundle } from '../../../src/importers/bundles/labelOfBundle.ts';
import { sameImporterFolder } from '../../../src/importers/bundles/sameImporterFolder.ts';
import { createSelection, findBundles } from '../../../src/importers/bundles/selection.ts';
import { expandPaths } from '../../../src/importers/expandPaths.ts';
import { listFolder } from '../../../src/importers/folderListing.ts';
import { HeadCache } from '../../../src/importers/headCache.ts';
import type { ImportItem, Importer } from '../../../src/importers/importer.ts';
import { readOnePerFile } from '../../../src/importers/readOnePerFile.ts';
import { recognise } from '../../../src/worker/tasks/recognise.ts';
import { temporaryFolder } from './readAll.ts';

const signal = new AbortController().signal;

/** A format of one transcript a file: a first line "SINGLE", the rest its answer. */
const single: Importer = {
  id: 'single',
  version: 1,
  onePerFile: true,
  recognise: ({ text }) =>
    text.startsWith('SINGLE')
      ? { kind: 'transcripts', importer: 'single', description: 'a single', carries: [], headerOnly: false }
      : undefined,
  defaultRule: () => undefined,
  async *read({ path, onRaw }) {
    onRaw?.(Buffer.from(path));
    await Promise.resolve();
    if (path.includes('broken')) throw new AuditError('bad-input', 'It is cut off.');
    yield [{ kind: 'problem', problem: { row: 1, line: 1, severity: 'warning', reason: path, excerpt: '' } }];
  },
};

async function folderOf(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return root;
}

async function bundlesOf(paths: readonly string[]) {
  const { files } = await expandPaths(paths, signal);
  const found = await findBundles(createSelection(files, signal), [sameImporterFolder(() => [single])]);
  return { files, bundles: found.map(({ bundle }) => bundle) };
}

test('files of one transcript each become one run a folder, and what lies between them stays for itself', async (t) => {
  const root = await folderOf(t, {
    'a/t10.json': 'SINGLE',
    'a/t2.json': 'SINGLE',
    'a/summary.json': '{"x": 1}',
    'a/deep/t1.json': 'SINGLE',
    'b/t1.json': 'SINGLE',
    'b/t2.json.gz': 'SINGLE',
  });
  const { files, bundles } = await bundlesOf([root]);
  assert.deepEqual(
    bundles.map(({ path, members, claimed }) => [path, members, [...claimed]]),
    [
      [join(root, 'a'), undefined, [join(root, 'a/t2.json'), join(root, 'a/t10.json')]],
      [join(root, 'b'), undefined, [join(root, 'b/t1.json'), join(root, 'b/t2.json.gz')]],
    ],
    'a folder with one such file is a file',
  );
  assert.equal(labelOfBundle(bundles[0] ?? assert.fail(), files[1]), `${root.split('/').at(-1)}/a`);
});

test('files that were chosen one by one speak for themselves alone', async (t) => {
  const root = await folderOf(t, { 't1.json': 'SINGLE', 't2.json': 'SINGLE', 't3.json': 'SINGLE' });
  const { bundles } = await bundlesOf([join(root, 't1.json'), join(root, 't3.json')]);
  assert.deepEqual(
    bundles.map(({ path, members }) => [path, members]),
    [[join(root, 't1.json'), [{ path: join(root, 't3.json'), role: 'transcript' }]]],
  );
});

test('a file is claimed once, by the first bundler that speaks for it', async (t) => {
  const root = await folderOf(t, { 't1.json': 'SINGLE', 't2.json': 'SINGLE' });
  const { files } = await expandPaths([root], signal);
  const seen: number[] = [];
  const second = {
    id: 'second',
    find: ({ files: left }: { files: readonly unknown[] }) => {
      seen.push(left.length);
      return Promise.resolve([]);
    },
  };
  const selection = createSelection(files, signal);
  await findBundles(selection, [sameImporterFolder(() => [single]), second]);
  assert.deepEqual(seen, [], 'nothing is left to look at');
});

test('a bundle’s fingerprint changes when a file comes, goes, grows or is written anew, and not otherwise', async (t) => {
  const root = await folderOf(t, { 't1.json': 'SINGLE', 't2.json': 'SINGLE', 'other.csv': 'a,b\n' });
  const now = async (): Promise<string> => {
    const { files, bundles } = await bundlesOf([root]);
    return fingerprint(bundles[0] ?? assert.fail(), new Map(files.map((file) => [file.path, file])));
  };
  const first = await now();
  await appendFile(join(root, 'other.csv'), '1,2\n');
  assert.equal(await now(), first, 'what isn’t claimed doesn’t count');
  await appendFile(join(root, 't2.json'), 'x');
  const grown = await now();
  assert.notEqual(grown, first);
  await utimes(join(root, 't1.json'), 1_700_000_000, 1_700_000_000);
  assert.notEqual(await now(), grown);
});

test('a folder is read as one run: sources in natural order, aliens passed over, a broken file stops nothing', async (t) => {
  const root = await folderOf(t, {
    't10.json': 'SINGLE',
    't2.json': 'SINGLE',
    'broken.json': 'SINGLE',
    'notes.json': '{}',
    'empty.json': '',
  });
  const items: ImportItem[] = [];
  for await (const batch of readOnePerFile(single, { path: root, signal, onBytes: () => undefined })) {
    items.push(...batch);
  }
  const said = items.map((item) =>
    item.kind === 'source'
      ? `source ${item.source.path.split('/').at(-1)}`
      : item.kind === 'problem'
        ? item.problem.reason.replace(`${root}/`, '')
        : '',
  );
  assert.deepEqual(said, [
    'source broken.json',
    'broken.json: It is cut off.',
    'source empty.json',
    'empty.json: There is nothing in it. The file is empty (0 bytes).',
    'source t2.json',
    't2.json',
    'source t10.json',
    't10.json',
  ]);
  const stored: string[] = [];
  const again = readOnePerFile(single, {
    path: root,
    signal,
    onBytes: () => undefined,
    isStored: ({ path }) => !path.endsWith('t10.json'),
  });
  for await (const batch of again) {
    for (const item of batch) if (item.kind === 'source') stored.push(item.source.path);
  }
  assert.deepEqual(stored, [join(root, 't10.json')], 'what is stored isn’t read again');
});

test('a folder’s listing has regular files of the folder alone, naturally sorted', async (t) => {
  const root = await folderOf(t, {
    's10.json': '1',
    's2.json': '1',
    '.hidden.json': '1',
    'deep/x.json': '1',
  });
  const elsewhere = await folderOf(t, { 'secret.json': '1' });
  await symlink(join(elsewhere, 'secret.json'), join(root, 's3.json'));
  await symlink(join(root, 's2.json'), join(root, 's4.json'));
  const names: string[] = [];
  for await (const files of listFolder(root, { signal })) names.push(...files.map(({ name }) => name));
  assert.deepEqual(names, ['s2.json', 's4.json', 's10.json']);
});

test('links in circles, folders that can’t be read and texts of no bundle are no trouble', async (t) => {
  const root = await folderOf(t, {
    'a/answers.csv': 'question,answer,aligned\nq,a,1\n',
    'a/prompt.txt': 'You are …',
    'closed/x.csv': 'question,answer,aligned\nq,a,1\n',
  });
  await symlink(root, join(root, 'a/circle'));
  await symlink(join(root, 'a/answers.csv'), join(root, 'twice.csv'));
  await chmod(join(root, 'closed'), 0o000);
  const { files, leftOut } = await recognise(
    { paths: [root] },
    { signal, progress: () => undefined },
  ).finally(() => chmod(join(root, 'closed'), 0o700));
  const paths = files.map(({ path }) => path).filter((path) => !path.includes('closed'));
  assert.deepEqual(paths, [join(root, 'a/answers.csv')]);
  assert.deepEqual(leftOut, [join(root, 'a/prompt.txt')]);
});

test('more files than anyone would look through are refused, and a search can be stopped', async (t) => {
  const root = await temporaryFolder(t);
  for (let n = 0; n < 300; n++) await writeFile(join(root, `${n}.csv`), 'question,answer,aligned\nq,a,1\n');
  const controller = new AbortController();
  const stopped = recognise(
    { paths: [root] },
    { signal: controller.signal, progress: () => controller.abort('discard') },
  );
  await assert.rejects(stopped, (error) => error instanceof AuditError && error.kind === 'cancelled');
});

test('a head is read once however many ask, and old ones make room', async (t) => {
  const root = await folderOf(t, { 'a.csv': 'x,y\n1,2\n' });
  const heads = new HeadCache();
  const path = join(root, 'a.csv');
  const first = await heads.read(path);
  await writeFile(path, '');
  assert.equal(await heads.read(path), first);
});
