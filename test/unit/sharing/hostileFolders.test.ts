// What a shared folder may hold, be, or be called, by accident or by somebody's design.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ownFileName } from '../../../src/worker/sharing/ownFileName.ts';
import { sharingDesk } from './sharingDesk.ts';

const isWindows = process.platform === 'win32';

const NAMES = [
  '..',
  '../../etc/passwd',
  '/',
  'C:\\Windows',
  'CON',
  'con',
  'nul.jsonl',
  'LPT1',
  '.gitattributes',
  '🦊',
  'Ünïcödé',
  '李',
  '\u202egpj',
  'a\u0000b',
  '-rf',
  ' kim ',
  'kim',
  'Kim',
  'KIM',
  'x'.repeat(300),
  '🦊'.repeat(300),
  '__proto__',
  'constructor',
];

describe('names of annotators', () => {
  test('make files of their own, whose names any file system takes, in the folder and nowhere else', () => {
    const files = NAMES.map((name) => ownFileName(name, 'this machine'));
    assert.equal(new Set(files.map((file) => file.toLowerCase())).size, NAMES.length);
    for (const file of files) {
      assert.match(file, /^[a-z0-9][a-z0-9-]*-[0-9a-f]{10}\.jsonl$/);
      assert.doesNotMatch(file, /^(con|prn|aux|nul|com\d|lpt\d)\./);
      assert.ok(Buffer.byteLength(file) < 100, file);
    }
  });

  test('whatever they are, their labels come to a colleague', async (t) => {
    const desk = await sharingDesk(t);
    const names = NAMES.filter((name) => name.trim() !== '');
    const here = await desk.machine('here', 'kim');
    const there = await desk.machine('there', 'lee');
    names.forEach((name, at) => here.label(1 + (at % 12), 'aligned', name));
    for (let pass = 0; pass < 2; pass += 1) {
      const { failures } = await here.sync({ annotators: names });
      assert.deepEqual(failures, []);
    }
    assert.equal((await desk.files()).length, names.length);
    const { failures, merged } = await there.sync();
    assert.deepEqual(failures, []);
    assert.deepEqual(
      merged
        .flatMap(({ annotators, problems }) => [...annotators, ...problems])
        .map((one) => 'name' in one && one.name)
        .sort(),
      [...names].sort(),
    );
    assert.deepEqual(await readdir(desk.root).then((all) => all.filter((name) => !/\.db/.test(name))), [
      'labels',
    ]);
  });
});

describe('a shared folder', () => {
  test(
    'in which one’s own file became a link leads to no other file being written or cut',
    { skip: isWindows },
    async (t) => {
      const desk = await sharingDesk(t);
      const kim = await desk.machine('kim');
      kim.label(1, 'aligned');
      await kim.sync();
      const [own = ''] = await desk.files();
      const victim = join(desk.root, 'profile');
      // Without an end of its last line, which would be taken away in a label file.
      const held = 'export EDITOR=vi\nexport PAGER=less';
      await writeFile(victim, held);
      await unlink(join(desk.folder, own));
      await symlink(victim, join(desk.folder, own));
      kim.label(2, 'misaligned');
      const { failures } = await kim.sync();
      assert.equal(await readFile(victim, 'utf8'), held);
      assert.deepEqual(
        failures.map(({ what }) => what),
        ['write'],
      );
      assert.match(failures[0]?.message ?? '', /link/);
      await unlink(join(desk.folder, own));
      assert.deepEqual((await kim.sync()).failures, []);
      assert.equal((await desk.eventsIn(own)).length, 2, 'written once the link is gone');
    },
  );

  test('may itself be a link', { skip: isWindows }, async (t) => {
    const desk = await sharingDesk(t);
    await mkdir(join(desk.root, 'elsewhere'));
    await symlink(join(desk.root, 'elsewhere'), desk.folder);
    const [kim, lee] = [await desk.machine('kim'), await desk.machine('lee')];
    kim.label(1, 'aligned');
    assert.deepEqual((await kim.sync()).failures, []);
    assert.equal((await lee.sync()).merged[0]?.added, 1);
  });

  test(
    'with pipes, folders and dead links called like label files is read past them',
    { skip: isWindows },
    async (t) => {
      const desk = await sharingDesk(t);
      const [kim, lee] = [await desk.machine('kim'), await desk.machine('lee')];
      kim.label(1, 'aligned');
      await kim.sync();
      execFileSync('mkfifo', [join(desk.folder, 'pipe.jsonl')]);
      await mkdir(join(desk.folder, 'folder.jsonl'));
      await symlink(join(desk.root, 'nowhere'), join(desk.folder, 'dead.jsonl'));
      await symlink('loop.jsonl', join(desk.folder, 'loop.jsonl'));
      const { merged, failures } = await lee.sync();
      assert.equal(merged.find(({ added }) => added > 0)?.added, 1);
      assert.ok(failures.every(({ what }) => what === 'read'));
    },
  );

  test('with line ends of Windows, marks of byte order, zero bytes, huge and half lines gives every label that is whole', async (t) => {
    const desk = await sharingDesk(t);
    const [kim, lee] = [await desk.machine('kim'), await desk.machine('lee')];
    for (const id of [1, 2, 3]) kim.label(id, 'aligned');
    await kim.sync();
    const [own = ''] = await desk.files();
    const lines = (await readFile(join(desk.folder, own), 'utf8')).trimEnd().split('\n');
    const [header = '', first = '', second = '', third = ''] = lines;
    await writeFile(
      join(desk.folder, 'odd.jsonl'),
      Buffer.concat([
        Buffer.from(`\uFEFF${header}\r\n\r\n${first}\r\n`),
        Buffer.alloc(64),
        Buffer.from(`\n{"event":"${'x'.repeat(17 * 1024 * 1024)}"}\n`),
        Buffer.from([0xff, 0xfe, 0x0a]),
        Buffer.from(`\uFEFF${second}\r\n${third.slice(0, 80)}`),
      ]),
    );
    await rm(join(desk.folder, own));
    const { merged, failures } = await lee.sync();
    assert.deepEqual(failures, []);
    assert.deepEqual(
      merged.map(({ added, unread }) => [added, unread]),
      [[2, 3]],
    );
    await appendFile(join(desk.folder, 'odd.jsonl'), `${third.slice(80)}\r\n`);
    assert.equal((await lee.sync()).merged[0]?.added, 1);
  });

  test('whose file is replaced by an older copy, moved and put back while it is open loses nothing', async (t) => {
    const desk = await sharingDesk(t);
    const [kim, lee] = [await desk.machine('kim'), await desk.machine('lee')];
    kim.label(1, 'aligned');
    await kim.sync();
    const [own = ''] = await desk.files();
    const path = join(desk.folder, own);
    const older = await readFile(path);
    const { mtime } = await stat(path);
    kim.label(2, 'aligned');
    await kim.sync();
    await lee.sync();
    await writeFile(path, older);
    await utimes(path, mtime, mtime);
    kim.label(3, 'aligned');
    await kim.sync();
    assert.deepEqual((await desk.eventsIn(own)).map(({ seq }) => seq).sort(), [1, 2, 3]);
    await rename(path, `${path}.away`);
    kim.label(4, 'aligned');
    await kim.sync();
    await rename(`${path}.away`, path);
    await kim.sync();
    await lee.sync();
    assert.equal(lee.store.labels(4).current.length, 1);
    assert.deepEqual(new Set((await desk.eventsIn(own)).map(({ seq }) => seq)), new Set([1, 2, 3, 4]));
  });

  test('that two windows write at once holds each label, and one of them waits', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const other = await desk.machine('kim');
    for (let round = 0; round < 5; round += 1) {
      kim.label(1 + round, 'aligned');
      other.label(6 + round, 'misaligned');
      await Promise.all([kim.sync(), other.sync()]);
    }
    await kim.sync();
    await other.sync();
    const files = await desk.files();
    assert.equal(files.length, 1);
    const seqs = (await desk.eventsIn(files[0] ?? '')).map(({ seq }) => seq);
    assert.deepEqual(
      [...new Set(seqs)].sort((a, b) => a - b),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    assert.equal(seqs.length, 10, 'none twice');
  });
});
