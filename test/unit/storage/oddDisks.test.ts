import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import type { AuditDatabase } from '../../../src/storage/auditDatabase.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { noSmallDisk, smallDisk } from './smallDisk.ts';
import { begin, importRun, labelInput, rows, single, temporaryFolder } from './storageDesk.ts';

const options = { skip: noSmallDisk };

function assertReadable(database: AuditDatabase, count: number): void {
  assert.notEqual(database.readOnlyReason, '');
  const store = createAuditStore(database);
  assert.equal(
    store.outline().leaves.reduce((sum, leaf) => sum + leaf.n, 0),
    count,
  );
  assert.equal(single(database.db, 'SELECT count(*) FROM v_transcripts'), count);
  assert.throws(
    () => store.appendLabel(labelInput(1, 'aligned')),
    (error: unknown) => error instanceof AuditError && error.kind === 'read-only',
  );
}

test(
  'a cleanly closed database on a read-only disk can be read, with the reason given',
  options,
  async (t) => {
    const disk = smallDisk(t, 4096);
    const writer = await disk.open('worker');
    importRun(writer, rows(40));
    writer.close();
    disk.makeReadOnly();
    const database = await disk.open();
    assert.match(database.readOnlyReason, /read-only disk/);
    assertReadable(database, 40);
    assert.deepEqual(readdirSync(disk.path), ['audit.db']);
  },
);

test(
  'a database left open by a killed window can be read on a read-only disk, to its last commit',
  options,
  async (t) => {
    const { open, path } = await temporaryFolder(t);
    const disk = smallDisk(t, 4096);
    importRun(await open('audit.db', { role: 'worker' }), rows(40));
    // A copy of file and log of a living database is what a killed one leaves.
    for (const name of ['audit.db', 'audit.db-wal']) await copyFile(path(name), join(disk.path, name));
    disk.makeReadOnly();
    assertReadable(await disk.open(), 40);
  },
);

test('a copy made for reading is removed when the database is closed', options, async (t) => {
  const disk = smallDisk(t, 4096);
  const writer = await disk.open('worker');
  importRun(writer, rows(5));
  writer.close();
  disk.makeReadOnly();
  const database = await disk.open('host');
  const copy = database.db.name;
  assert.equal(database.path, join(disk.path, 'audit.db'), 'the user is told of the file, not of the copy');
  if (copy !== database.path) assert.ok(existsSync(copy));
  database.close();
  if (copy !== database.path) assert.ok(!existsSync(copy));
});

test('on a read-only disk without a database, none can be made, and that is said', options, async (t) => {
  const disk = smallDisk(t, 512);
  disk.makeReadOnly();
  await assert.rejects(disk.open(), { kind: 'read-only', message: /read-only disk/ });
});

test('a full disk stops an import and keeps every transcript stored before, whole', options, async (t) => {
  const disk = smallDisk(t, 3000);
  const database = await disk.open('worker');
  const writer = begin(database);
  let stopped: unknown;
  const size = 50;
  for (let from = 0; from < 20_000 && stopped === undefined; from += size) {
    try {
      writer.write(
        rows(size).map((row) => ({ ...row, row: from + row.row })),
        [],
      );
    } catch (error) {
      stopped = error;
    }
  }
  assert.ok(stopped instanceof AuditError);
  assert.equal(stopped.kind, 'disk-full');
  assert.match(stopped.hint, /kept/);
  assert.equal(single(database.db, 'SELECT count(*) FROM transcript'), writer.kept);
  assert.ok(writer.kept > 0);
  assert.deepEqual(checkIntegrity(database), []);
});

test(
  'a full disk refuses a label, keeps those before, and takes it once there is room',
  options,
  async (t) => {
    const disk = smallDisk(t, 3000);
    const database = await disk.open();
    importRun(database, rows(30));
    const store = createAuditStore(database);
    store.appendLabel(labelInput(1, 'misaligned'));
    const filler = join(disk.path, 'filler');
    fill(filler);
    let saved = 1;
    assert.throws(
      () => {
        for (; saved < 30; saved += 1) store.appendLabel(labelInput(saved + 1, 'aligned'));
      },
      (error: unknown) => error instanceof AuditError && error.kind === 'disk-full',
    );
    assert.equal(single(database.db, 'SELECT count(*) FROM label_event'), saved);
    rmSync(filler);
    store.appendLabel(labelInput(saved + 1, 'aligned'));
    assert.equal(single(database.db, 'SELECT count(*) FROM label_event'), saved + 1);
    assert.deepEqual(checkIntegrity(database), []);
  },
);

function fill(path: string): void {
  for (const size of [100_000, 10_000, 1000, 100]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full for this size; the next smaller one fills the rest.
    }
  }
}

test('a disk too full for a new database says so', options, async (t) => {
  const disk = smallDisk(t, 64);
  fill(join(disk.path, 'filler'));
  await assert.rejects(disk.open(), { kind: 'disk-full' });
});
