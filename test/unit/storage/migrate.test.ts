import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadSqlite } from '../../../src/storage/loadSqlite.ts';
import { MIGRATIONS, type Migration } from '../../../src/storage/migrations/index.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { NEXT_SCHEMA } from './children/nextSchema.ts';
import { importRun, labelInput, rows, single, temporaryFolder } from './storageDesk.ts';

const NEWEST = MIGRATIONS.length;
const NEXT: readonly Migration[] = [...MIGRATIONS, NEXT_SCHEMA];
const schemaOf = `SELECT group_concat(type || ' ' || name || ' ' || coalesce(sql, ''), char(10))
  FROM (SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name)`;

const backups = (folder: string): string[] => readdirSync(folder).filter((name) => name.includes('.backup-'));

test('an older database is brought to the new schema with everything in it', async (t) => {
  const { open, folder } = await temporaryFolder(t);
  const old = await open();
  importRun(old, rows(30));
  createAuditStore(old).appendLabel(labelInput(3, 'misaligned'));
  old.close();

  const database = await open('audit.db', { migrations: NEXT });
  assert.equal(database.db.pragma('user_version', { simple: true }), NEXT_SCHEMA.version);
  assert.equal(single(database.db, 'SELECT count(*) FROM v_transcripts'), 30);
  assert.equal(single(database.db, 'SELECT answer FROM v_labels'), 'misaligned');
  assert.equal(single(database.db, 'SELECT pinned FROM run'), 0);
  assert.deepEqual(checkIntegrity(database), []);

  const fresh = await open('fresh.db', { migrations: NEXT });
  assert.equal(single(database.db, schemaOf), single(fresh.db, schemaOf), 'as if it had been made new');
  assert.equal(backups(folder).length, 1);
});

test('a copy of the database as it was is written beside it before it is migrated', async (t) => {
  const { open, folder, path } = await temporaryFolder(t);
  const old = await open();
  importRun(old, rows(30));
  old.close();
  const database = await open('audit.db', { migrations: NEXT });
  assert.equal(database.backup, path(backups(folder)[0] ?? ''));
  assert.match(database.backup, new RegExp(`audit\\.db\\.backup-v${NEWEST}-\\d{8}T\\d{6}Z$`));
  database.close();
  assert.deepEqual(readdirSync(folder).length, 2, 'nothing else is left');
  // The copy opens with the old schema, as an older version of the extension would open it.
  const copy = await open(backups(folder)[0] ?? '');
  assert.equal(copy.db.pragma('user_version', { simple: true }), NEWEST);
  assert.equal(single(copy.db, 'SELECT count(*) FROM v_transcripts'), 30);
});

test('a new database is made with the newest schema and needs no backup', async (t) => {
  const { open, folder } = await temporaryFolder(t);
  const database = await open('audit.db', { migrations: NEXT });
  assert.equal(database.backup, undefined);
  assert.deepEqual(backups(folder), []);
});

test('a migration that fails leaves the database as it was, and usable by the older version', async (t) => {
  const { open, folder } = await temporaryFolder(t);
  const old = await open();
  importRun(old, rows(10));
  old.close();
  const broken = [
    ...MIGRATIONS,
    { version: NEWEST + 1, sql: 'CREATE TABLE half (x); SELECT no_such_function();' },
  ];
  await assert.rejects(open('audit.db', { migrations: broken }), /no_such_function/);
  const database = await open();
  assert.equal(single(database.db, "SELECT count(*) FROM sqlite_master WHERE name = 'half'"), 0);
  assert.equal(single(database.db, 'SELECT count(*) FROM v_transcripts'), 10);
  assert.equal(backups(folder).length, 1);
});

test('a migration that would break a reference is undone', async (t) => {
  const { open } = await temporaryFolder(t);
  const old = await open();
  importRun(old, rows(10));
  old.close();
  const breaking = [...MIGRATIONS, { version: NEWEST + 1, sql: 'DELETE FROM probe;' }];
  await assert.rejects(open('audit.db', { migrations: breaking }), { kind: 'bug', message: /references/ });
  assert.equal(single((await open()).db, 'SELECT count(*) FROM probe'), 1);
});

test('a window of the older version refuses to write once a newer one has migrated the file', async (t) => {
  const { open } = await temporaryFolder(t);
  const old = await open();
  importRun(old, rows(10));
  const store = createAuditStore(old);
  await open('audit.db', { migrations: NEXT });
  assert.throws(() => store.appendLabel(labelInput(1, 'aligned')), { kind: 'database-newer' });
  assert.throws(() => importRun(old, rows(1)), { kind: 'database-newer' });
});

test('an older database on which a foreign process holds the lock is reported busy, not migrated by half', async (t) => {
  const { open, path } = await temporaryFolder(t);
  const old = await open();
  importRun(old, rows(5));
  const sqlite = await loadSqlite();
  const other = new sqlite(path('audit.db'));
  other.exec('BEGIN IMMEDIATE');
  await assert.rejects(open('audit.db', { migrations: NEXT, patienceMs: 50 }), { kind: 'database-busy' });
  other.exec('ROLLBACK');
  other.close();
  const migrated = await open('audit.db', { migrations: NEXT });
  assert.equal(migrated.db.pragma('user_version', { simple: true }), NEWEST + 1);
});

test('two processes that migrate at once end with one migrated database and one backup', async (t) => {
  const { open, path, folder } = await temporaryFolder(t);
  const old = await open('audit.db', { role: 'worker' });
  importRun(old, rows(2000));
  old.close();
  const script = fileURLToPath(new URL('children/migrator.ts', import.meta.url));
  const children = ['host', 'worker', 'host'].map((role) => fork(script, [path('audit.db'), role]));
  const codes = await Promise.all(
    children.map(async (child) => ((await once(child, 'exit')) as [number])[0]),
  );
  assert.deepEqual(codes, [0, 0, 0]);
  const database = await open('audit.db', { migrations: NEXT });
  assert.equal(database.backup, undefined, 'nothing was left to do');
  assert.equal(backups(folder).length, 1);
  assert.equal(single(database.db, 'SELECT count(*) FROM v_transcripts'), 2000);
  assert.deepEqual(checkIntegrity(database), []);
});
