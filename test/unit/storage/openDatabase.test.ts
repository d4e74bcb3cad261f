import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import { loadSqlite, nativeLoadError } from '../../../src/storage/loadSqlite.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { importRun, rows, single, temporaryFolder, type Folder } from './storageDesk.ts';

/** Everything in the folder: names and contents. */
function snapshot(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

async function refused({ folder, path }: Folder, kind: string, message: RegExp): Promise<void> {
  const before = snapshot(folder);
  for (const role of ['host', 'worker'] as const) {
    await assert.rejects(openDatabase(path('audit.db'), { role, patienceMs: 0 }), (error: unknown) => {
      assert.ok(error instanceof AuditError);
      assert.equal(error.kind, kind);
      assert.match(error.message, message);
      assert.notEqual(error.hint, '');
      return true;
    });
  }
  assert.deepEqual(snapshot(folder), before, 'the file and its folder are as they were');
}

test('the host commits with synchronous=FULL and never waits; the worker commits with NORMAL', async (t) => {
  const { open } = await temporaryFolder(t);
  const host = await open();
  const worker = await open('audit.db', { role: 'worker' });
  const pragma = (db: typeof host, name: string): unknown => db.db.pragma(name, { simple: true });
  assert.equal(pragma(host, 'synchronous'), 2);
  assert.equal(pragma(worker, 'synchronous'), 1);
  assert.equal(pragma(host, 'busy_timeout'), 0);
  assert.ok(Number(pragma(worker, 'busy_timeout')) > 1000);
  assert.equal(pragma(host, 'wal_autocheckpoint'), 0, 'checkpoints are the worker’s');
  for (const database of [host, worker]) {
    assert.equal(pragma(database, 'journal_mode'), 'wal');
    assert.equal(pragma(database, 'foreign_keys'), 1);
    assert.equal(pragma(database, 'trusted_schema'), 0);
    assert.equal(database.readOnlyReason, '');
  }
});

test('a database opened again still commits with synchronous=FULL', async (t) => {
  const { open } = await temporaryFolder(t);
  (await open()).close();
  assert.equal((await open()).db.pragma('synchronous', { simple: true }), 2);
});

test('a closed database is one file, without a log beside it', async (t) => {
  const { open, folder } = await temporaryFolder(t);
  const worker = await open('audit.db', { role: 'worker' });
  importRun(worker, rows(20));
  worker.close();
  assert.deepEqual(readdirSync(folder), ['audit.db']);
});

test('a new database makes its folder, in a workspace with a .gitignore for the database alone', async (t) => {
  const { open, path } = await temporaryFolder(t);
  await open('.transcript-auditor/audit.db');
  const ignored = await readFile(path('.transcript-auditor/.gitignore'), 'utf8');
  assert.match(ignored, /^audit\.db\*$/m);
  assert.doesNotMatch(ignored, /jsonl|schemes\//);
  await open('elsewhere/deep/audit.db');
  assert.ok(!existsSync(path('elsewhere/deep/.gitignore')));
});

test('an existing .gitignore is left as it is', async (t) => {
  const { open, path } = await temporaryFolder(t);
  await mkdir(path('.transcript-auditor'));
  writeFileSync(path('.transcript-auditor/.gitignore'), 'mine\n');
  await open('.transcript-auditor/audit.db');
  assert.equal(await readFile(path('.transcript-auditor/.gitignore'), 'utf8'), 'mine\n');
});

test('a newer database is refused and not touched', async (t) => {
  const desk = await temporaryFolder(t);
  const database = await desk.open();
  database.db.pragma('user_version = 99');
  database.close();
  await refused(desk, 'database-newer', /newer version/);
});

test('a newer database that another window has open is refused and not touched', async (t) => {
  const desk = await temporaryFolder(t);
  const database = await desk.open();
  database.db.pragma('user_version = 99');
  assert.ok(existsSync(desk.path('audit.db-wal')));
  const before = snapshot(desk.folder);
  await assert.rejects(openDatabase(desk.path('audit.db'), { role: 'host' }), { kind: 'database-newer' });
  const after = snapshot(desk.folder);
  assert.equal(after['audit.db'], before['audit.db']);
  assert.equal(after['audit.db-wal'], before['audit.db-wal']);
});

test('a database of another program is refused and not touched', async (t) => {
  const desk = await temporaryFolder(t);
  const sqlite = await loadSqlite();
  const other = new sqlite(desk.path('audit.db'));
  other.exec('CREATE TABLE photo (id INTEGER PRIMARY KEY); PRAGMA user_version = 1');
  other.close();
  await refused(desk, 'database-corrupt', /another program/);
});

test('an empty file, and a database without tables, become ours', async (t) => {
  const { open, path } = await temporaryFolder(t);
  writeFileSync(path('empty.db'), '');
  assert.equal(single((await open('empty.db')).db, 'SELECT count(*) FROM run'), 0);
  const sqlite = await loadSqlite();
  const bare = new sqlite(path('bare.db'));
  bare.exec('CREATE TABLE gone (x); DROP TABLE gone');
  bare.close();
  assert.equal(single((await open('bare.db')).db, 'SELECT count(*) FROM run'), 0);
});

const damages: readonly (readonly [string, (path: string) => void, RegExp])[] = [
  ['a text file', (path) => writeFileSync(path, 'id,answer\n1,yes\n'.repeat(100)), /not an SQLite file/],
  ['a file cut off in the middle', (path) => truncateSync(path, 8192), /cut off/],
  ['a file cut off within its header', (path) => truncateSync(path, 60), /can’t be read as a database/],
  [
    'a file whose header is damaged',
    (path) => overwrite(path, 16, Buffer.from([0x12, 0x34, 0x56])),
    /header is damaged/,
  ],
  [
    'a file whose schema is overwritten',
    (path) => overwrite(path, 108, Buffer.alloc(3000, 0x5a)),
    /can’t be read as a database/,
  ],
];

function overwrite(path: string, at: number, bytes: Buffer): void {
  const content = readFileSync(path);
  bytes.copy(content, at);
  writeFileSync(path, content);
}

for (const [what, damage, message] of damages) {
  test(`${what} is refused as corrupt and not touched`, async (t) => {
    const desk = await temporaryFolder(t);
    const database = await desk.open('audit.db', { role: 'worker' });
    importRun(database, rows(200));
    database.close();
    damage(desk.path('audit.db'));
    await refused(desk, 'database-corrupt', message);
  });
}

test('damage in a small table is found on opening', async (t) => {
  const desk = await temporaryFolder(t);
  const database = await desk.open('audit.db', { role: 'worker' });
  importRun(database, rows(5));
  const root = Number(single(database.db, "SELECT rootpage FROM sqlite_master WHERE name = 'run'"));
  const pageSize = Number(database.db.pragma('page_size', { simple: true }));
  database.close();
  overwrite(desk.path('audit.db'), (root - 1) * pageSize, Buffer.alloc(64, 0xee));
  await refused(desk, 'database-corrupt', /can’t be read as a database/);
});

test('a folder in the place of the database is said to be one', async (t) => {
  const desk = await temporaryFolder(t);
  await mkdir(desk.path('audit.db'));
  await assert.rejects(desk.open(), { kind: 'bad-input', message: /not a file/ });
});

test('opened for reading only, nothing can be written', async (t) => {
  const { open } = await temporaryFolder(t);
  const database = await open();
  importRun(database, rows(3));
  const reader = await open('audit.db', { readonly: true });
  assert.notEqual(reader.readOnlyReason, '');
  assert.equal(single(reader.db, 'SELECT count(*) FROM v_transcripts'), 3);
  assert.throws(() => reader.db.exec("INSERT INTO meta VALUES ('a', 'b')"), /readonly/);
});

test('opening for reading only where there is nothing says so', async (t) => {
  const { open, folder } = await temporaryFolder(t);
  await assert.rejects(open('audit.db', { readonly: true }), { kind: 'read-only' });
  assert.deepEqual(readdirSync(folder), []);
});

test('several windows may open a new database at the same moment', async (t) => {
  const { open } = await temporaryFolder(t);
  const roles = ['host', 'worker', 'host', 'worker', 'host', 'host'] as const;
  const opened = await Promise.all(roles.map((role) => open('audit.db', { role })));
  for (const database of opened) assert.equal(single(database.db, 'SELECT count(*) FROM run'), 0);
});

test('an editor whose Node is too old is told so before the native module is loaded', async () => {
  await assert.rejects(loadSqlite({ nodeApi: 9, platform: 'linux-x64' }), {
    kind: 'native-module',
    hint: /Update VS Code/,
  });
});

test('an old C library is named, with systems that have a newer one', () => {
  const error = nativeLoadError(new Error("/lib64/libm.so.6: version `GLIBC_2.34' not found"));
  assert.equal(error.kind, 'native-module');
  assert.match(error.message, /GLIBC_2\.34/);
  assert.match(error.hint, /Debian 12/);
  const other = nativeLoadError(new Error('no such file'), { nodeApi: 10, platform: 'linux-arm64' });
  assert.match(other.hint, /linux-arm64/);
});
