import assert from 'node:assert/strict';
import {
  appendFile,
  mkdir,
  readFile,
  rename,
  rm,
  truncate,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { formatEventLine } from '../../../src/core/labelFile.ts';
import { lookAtFolder } from '../../../src/worker/sharing/lookAtFolder.ts';
import { labelEvent } from '../../support/labelEvents.ts';
import { all } from '../storage/storageDesk.ts';
import { publicLabels, sharingDesk } from './sharingDesk.ts';

const ids = (events: readonly { readonly eventId: string }[]): string[] =>
  events.map(({ eventId }) => eventId).sort();

describe('what happens to the files of a shared folder', () => {
  test('a last line that was cut off is taken away with the next label, and that label is written whole', async (t) => {
    const desk = await sharingDesk(t);
    let kim = await desk.machine('kim');
    const first = kim.label(1, 'aligned');
    const second = kim.label(2, 'misaligned');
    await kim.sync();
    const [name = ''] = await desk.files();
    const path = join(desk.folder, name);
    await truncate(path, (await readFile(path)).length - 40);
    kim = await kim.reopen();
    await kim.sync();
    assert.deepEqual(ids(await desk.eventsIn(name)), ids([first, second]));
  });

  test('a colleague’s last line that is still being written is no problem, and is read once it is whole', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const line = `${formatEventLine(labelEvent('1', { annotator: 'lee' }))}\n`;
    const next = `${formatEventLine(labelEvent('2', { annotator: 'lee', seq: 2 }))}\n`;
    await mkdir(desk.folder);
    const path = join(desk.folder, 'lee.jsonl');
    await writeFile(path, line + next.slice(0, 30));
    const [half] = (await kim.sync()).merged;
    assert.deepEqual([half?.added, half?.problems], [1, []]);
    await appendFile(path, next.slice(30));
    assert.equal((await kim.sync()).merged[0]?.added, 1);
  });

  test('a file without an end of its last line is read whole', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    await mkdir(desk.folder);
    await writeFile(join(desk.folder, 'lee.jsonl'), formatEventLine(labelEvent('1', { annotator: 'lee' })));
    assert.equal((await kim.sync()).merged[0]?.added, 1);
  });

  test('a file that was removed, emptied or put back by git is completed again', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const events = [1, 2, 3].map((i) => kim.label(i, 'aligned'));
    await kim.sync();
    const [name = ''] = await desk.files();
    const path = join(desk.folder, name);
    const whole = await readFile(path, 'utf8');
    const spoilings: readonly (() => Promise<void>)[] = [
      () => unlink(path),
      () => writeFile(path, ''),
      () => writeFile(path, whole.split('\n').slice(0, 2).join('\n') + '\n'),
      () => writeFile(path, 'nothing of ours\n'),
      () => rm(desk.folder, { recursive: true }),
    ];
    for (const spoil of spoilings) {
      await spoil();
      await kim.sync();
      const text = (await readFile(path, 'utf8')).replace('nothing of ours\n', '');
      await writeFile(path, text);
      assert.deepEqual(ids(await desk.eventsIn(name)), ids(events), String(spoil));
      await kim.sync();
    }
  });

  test('labels that only a removed file of one’s other machine held are written by this one', async (t) => {
    const desk = await sharingDesk(t);
    const laptop = await desk.machine('laptop', 'kim');
    const cluster = await desk.machine('cluster', 'kim');
    const event = laptop.label(1, 'aligned');
    await laptop.sync();
    await cluster.sync();
    const [name = ''] = await desk.files();
    await unlink(join(desk.folder, name));
    await cluster.sync();
    const [other = ''] = await desk.files();
    assert.notEqual(other, name);
    assert.deepEqual(ids(await desk.eventsIn(other)), [event.eventId]);
  });

  test('a database that was put back from a copy gets its own labels from the file', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    kim.label(1, 'aligned');
    await kim.sync();
    await kim.database.db.backup(join(desk.root, 'copy.db'));
    kim.label(2, 'misaligned');
    await kim.sync();
    const was = publicLabels(kim);
    kim.database.close();
    await rename(join(desk.root, 'copy.db'), join(desk.root, 'old.db'));
    const old = await desk.machine('old', 'kim', 'kim');
    await old.sync();
    assert.deepEqual(publicLabels(old), was);
    assert.equal((await desk.files()).length, 1);
  });

  test('a file whose content changed under the same size and times set back is still read', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    await mkdir(desk.folder);
    const path = join(desk.folder, 'lee.jsonl');
    const past = new Date('2001-01-01');
    await writeFile(path, `${formatEventLine(labelEvent('1', { annotator: 'lee' }))}\n`);
    await utimes(path, past, past);
    await kim.sync();
    await writeFile(path, `${formatEventLine(labelEvent('2', { annotator: 'lee' }))}\n`);
    await utimes(path, past, past);
    assert.equal((await kim.sync()).merged[0]?.added, 1);
    assert.equal(all(kim.database.db, 'SELECT 1 FROM label_event').length, 2);
  });

  test('a file that was read within the coarsest tick of a file system is compared by its content', async (t) => {
    const { folder } = await sharingDesk(t);
    await mkdir(folder);
    const options = { isOwn: () => false, again: false };
    await writeFile(join(folder, 'lee.jsonl'), `${formatEventLine(labelEvent('1', { annotator: 'lee' }))}\n`);
    const [file] = (await lookAtFolder(folder, {}, options)).changed;
    assert.ok(file);
    // As if the file had changed right after it was read, under the same size and times.
    const known = { ...file.now, sha256: '0'.repeat(64) };
    assert.equal(known.isRacy, true);
    const look = await lookAtFolder(folder, { 'lee.jsonl': known }, options);
    assert.deepEqual([look.changed[0]?.range?.fromByte, look.hasLost], [0, true]);
    const settled = await lookAtFolder(folder, { 'lee.jsonl': { ...known, isRacy: false } }, options);
    assert.deepEqual([settled.changed, settled.same], [[], ['lee.jsonl']]);
  });

  test('other files of the folder are left alone, and files of a later version are named and passed over', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    await mkdir(join(desk.folder, 'folder.jsonl'), { recursive: true });
    await writeFile(join(desk.folder, 'results.jsonl'), '{"messages":[]}\n'.repeat(10_000));
    await writeFile(join(desk.folder, '.hidden.jsonl'), 'x\n');
    await writeFile(
      join(desk.folder, 'later.jsonl'),
      '{"format":"transcript-auditor-labels","version":99}\n',
    );
    const { merged, failures } = await kim.sync();
    assert.deepEqual(failures, []);
    assert.deepEqual(
      merged.map(({ path, problems }) => [path, problems.length]),
      [[join(desk.folder, 'later.jsonl'), 1]],
    );
    assert.match(merged[0]?.problems[0]?.reason ?? '', /version 99/);
    assert.deepEqual((await kim.sync()).merged, [], 'it is named once');
    assert.equal((await (await kim.reopen()).sync()).merged.length, 1, 'and again in the next session');
  });

  test('lines that git’s conflict marks surround are read from both sides, and the marks are named', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    await mkdir(desk.folder);
    const ours = formatEventLine(labelEvent('1', { annotator: 'lee' }));
    const theirs = formatEventLine(labelEvent('2', { annotator: 'lee', seq: 2 }));
    await writeFile(
      join(desk.folder, 'lee.jsonl'),
      `<<<<<<< HEAD\n${ours}\n=======\n${theirs}\n>>>>>>> other\n`,
    );
    const [merged] = (await kim.sync()).merged;
    assert.equal(merged?.added, 2);
    assert.deepEqual(
      merged?.problems.map(({ line }) => line),
      [1, 3, 5],
    );
  });

  test('git is told that both sides’ lines are kept, and a folder that is there stays as it is', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    kim.label(1, 'aligned');
    await kim.sync();
    assert.match(await readFile(join(desk.folder, '.gitattributes'), 'utf8'), /\*\.jsonl merge=union/);
    await unlink(join(desk.folder, '.gitattributes'));
    kim.label(2, 'aligned');
    await kim.sync();
    await assert.rejects(readFile(join(desk.folder, '.gitattributes')));
  });
});
