import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFile, chmod, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LABEL_FILE_FORMAT } from '../../../src/core/labelFile.ts';
import type { SyncResult } from '../../../src/worker/sharing/syncFolder.ts';
import { all } from '../storage/storageDesk.ts';
import { noSmallDisk, smallDisk } from '../storage/smallDisk.ts';
import { eventsIn, publicLabels, sharingDesk } from './sharingDesk.ts';

const isRoot = process.getuid?.() === 0;

describe('a shared folder that fails', () => {
  test('one whose disk is gone keeps nobody from labelling, and gets every label once it is back', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    kim.label(1, 'aligned');
    await kim.sync();
    const [name = ''] = await desk.files();
    // What was above the folder is gone too, as a disk that isn’t mounted.
    const away = `${desk.root}-away`;
    t.after(() => rm(away, { recursive: true, force: true }));
    await rename(desk.folder, away);
    await writeFile(desk.folder, 'a file where the folder was');
    const event = kim.label(2, 'misaligned');
    const { failures, written } = await kim.sync();
    assert.equal(written, 0);
    assert.equal(failures.length, 1);
    assert.match(failures[0]?.message ?? '', /it is no folder/);
    assert.equal(all(kim.database.db, 'SELECT 1 FROM label_event').length, 2);
    await rm(desk.folder);
    await rename(away, desk.folder);
    assert.equal((await kim.sync()).written, 1);
    assert.equal((await desk.eventsIn(name)).at(-1)?.eventId, event.eventId);
  });

  test('one whose parent folder is gone isn’t made anew somewhere else', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    kim.label(1, 'aligned');
    const moved = `${desk.root}-moved`;
    t.after(() => rm(moved, { recursive: true, force: true }));
    await rename(desk.root, moved);
    const { failures } = await kim.sync();
    assert.deepEqual(
      failures.map(({ kind, what }) => [kind, what]),
      [['file-missing', 'write']],
    );
    assert.match(failures[0]?.hint ?? '', /safe in the database/);
    await assert.rejects(stat(desk.root));
    await rename(moved, desk.root);
    assert.equal((await kim.sync()).written, 1);
  });

  test('a read-only one is read all the same', { skip: isRoot ? noSmallDisk : false }, async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const lee = await desk.machine('lee');
    lee.label(1, 'aligned');
    await lee.sync();
    let folder = desk.folder;
    if (isRoot) {
      const disk = smallDisk(t, 1_024);
      const [name = ''] = await desk.files();
      await writeFile(join(disk.path, name), await readFile(join(desk.folder, name)));
      disk.makeReadOnly();
      folder = disk.path;
    } else {
      await chmod(folder, 0o555);
      t.after(() => chmod(folder, 0o755));
    }
    kim.label(2, 'misaligned');
    const { merged, failures, written } = await kim.sync({ folder });
    assert.deepEqual([merged[0]?.added, written], [1, 0]);
    assert.deepEqual(
      failures.map(({ kind, what }) => [kind, what]),
      [['read-only', 'write']],
    );
    assert.equal((await kim.sync({ folder: desk.folder })).written, isRoot ? 1 : 0);
  });

  test(
    'a full disk tears no line, and takes the rest once there is room',
    { skip: noSmallDisk },
    async (t) => {
      const desk = await sharingDesk(t);
      const kim = await desk.machine('kim');
      const disk = smallDisk(t, 64);
      const filler = join(disk.path, 'filler');
      await writeFile(filler, Buffer.alloc(40 * 1024));
      const folder = join(disk.path, 'labels');
      let full: SyncResult | undefined;
      for (let round = 0; round < 60 && full === undefined; round += 1) {
        for (let i = 1; i <= 12; i += 1) kim.label(i, round % 2 === 0 ? 'aligned' : 'misaligned');
        const result = await kim.sync({ folder });
        if (result.failures.length > 0) full = result;
      }
      assert.equal(full?.failures[0]?.kind, 'disk-full');
      const [name = ''] = (await readdir(folder)).filter((each) => each.endsWith('.jsonl'));
      const before = eventsIn(await readFile(join(folder, name), 'utf8'));
      assert.ok(before.length > 0);
      await rm(filler);
      assert.deepEqual((await kim.sync({ folder })).failures, []);
      const ids = eventsIn(await readFile(join(folder, name), 'utf8')).map(({ eventId }) => eventId);
      const stored = all<{ id: string }>(kim.database.db, 'SELECT event_id AS id FROM label_event');
      assert.deepEqual([...ids].sort(), stored.map(({ id }) => id).sort(), 'each label once');
    },
  );

  test(
    'a file that may not grow any more ends with a whole line',
    { skip: process.platform === 'win32' ? 'there is no such limit on Windows' : false },
    async (t) => {
      const desk = await sharingDesk(t);
      const kim = await desk.machine('kim', 'kim', 'here');
      kim.label(1, 'unsure');
      await kim.sync();
      const [name = ''] = await desk.files();
      const path = join(desk.folder, name);
      const database = join(desk.root, 'kim.db');
      // Larger than the database and its log, so that the limit is met by this file alone.
      const { size } = await stat(`${database}-wal`);
      const padding = 'x'.repeat(Math.max(size, (await stat(database)).size) + 400_000);
      await appendFile(path, `${JSON.stringify({ format: LABEL_FILE_FORMAT, version: 2, padding })}\n`);
      await kim.sync();
      for (let i = 0; i < 60; i += 1) kim.label(1 + (i % 12), i % 2 === 0 ? 'aligned' : 'misaligned');
      const script = fileURLToPath(new URL('children/limitedSharer.ts', import.meta.url));
      const padded = await stat(path);
      // In blocks of 1,024 bytes for bash: room for a few labels.
      const blocks = Math.ceil(padded.size / 1_024) + 8;
      const lines = execFileSync(
        'bash',
        ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, script, database, desk.folder],
        { encoding: 'utf8' },
      );
      const result = JSON.parse(lines) as SyncResult;
      assert.deepEqual(
        result.failures.map(({ kind }) => kind),
        ['disk-full'],
      );
      assert.equal((await desk.eventsIn(name)).length, 1, 'nothing of the piece that didn’t fit');
      assert.equal((await kim.sync()).written, 60);
      assert.equal((await desk.eventsIn(name)).length, 61);
    },
  );
});

describe('clocks', () => {
  test('labels given after the clock was set back a year are current, on both machines', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const lee = await desk.machine('lee');
    kim.label(1, 'aligned');
    await kim.sync();
    await lee.sync();
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() - 365 * 24 * 3_600_000 });
    const late = kim.label(1, 'misaligned');
    assert.ok(late.time < new Date(Date.now() + 1_000).toISOString());
    assert.equal((await kim.sync()).written, 1);
    assert.equal((await lee.sync()).merged[0]?.added, 1);
    t.mock.timers.setTime(Date.now() + 400 * 24 * 3_600_000);
    await lee.sync();
    for (const { database } of [kim, lee]) {
      assert.deepEqual(
        all(database.db, "SELECT answer FROM v_labels WHERE annotator = 'kim' AND part = 'answer'"),
        [{ answer: 'misaligned' }],
      );
    }
    assert.deepEqual(publicLabels(kim), publicLabels(lee));
  });
});
