// Databases as earlier versions wrote them (test/fixtures/storage), opened by this one.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { MIGRATIONS } from '../../../src/storage/migrations/index.ts';
import { loadSqlite, type SqliteConnection } from '../../../src/storage/loadSqlite.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { all, labelInput, single, temporaryFolder } from './storageDesk.ts';

const fixture = (version: number): string =>
  fileURLToPath(new URL(`../../fixtures/storage/schema${version}.db.gz`, import.meta.url));
const SCHEMA = `SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name`;

type Rows = Record<string, unknown>[];

/** Every row of every table and public view, as columns that the first schema has. */
function contents(db: SqliteConnection, columns?: ReadonlyMap<string, readonly string[]>): Map<string, Rows> {
  const names =
    columns === undefined
      ? all<{ name: string }>(
          db,
          `SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'
             AND name NOT GLOB '*_fts*' ORDER BY name`,
        ).map(({ name }) => name)
      : [...columns.keys()];
  return new Map(
    names.map((name) => {
      const wanted = columns?.get(name)?.map((column) => `"${column}"`) ?? ['*'];
      return [name, all(db, `SELECT ${wanted.join(', ')} FROM ${name}`)];
    }),
  );
}

function columnsOf(db: SqliteConnection, names: readonly string[]): Map<string, readonly string[]> {
  return new Map(
    names.map((name) => [
      name,
      all<{ name: string }>(db, `SELECT name FROM pragma_table_info('${name}')`).map((column) => column.name),
    ]),
  );
}

/** Opens the fixture of a version and holds every row of it to what is there afterwards. */
async function broughtUpToDate(t: TestContext, version: number) {
  const { open, path } = await temporaryFolder(t);
  writeFileSync(path('audit.db'), gunzipSync(readFileSync(fixture(version))));
  const sqlite = await loadSqlite();
  const old = new sqlite(path('audit.db'), { readonly: true });
  assert.equal(old.pragma('user_version', { simple: true }), version);
  const before = contents(old);
  const columns = columnsOf(old, [...before.keys()]);
  const answers = `SELECT rowid FROM transcript_fts WHERE transcript_fts MATCH 'answer' ORDER BY rowid`;
  const found = all(old, answers);
  old.close();
  assert.ok((before.get('transcript')?.length ?? 0) > 20 && (before.get('label_event')?.length ?? 0) === 5);

  const database = await open();
  assert.equal(database.db.pragma('user_version', { simple: true }), MIGRATIONS.length);
  // Views have no order of their own.
  const sorted = (rows: Rows | undefined): string[] => (rows ?? []).map((row) => JSON.stringify(row)).sort();
  for (const [name, rows] of contents(database.db, columns)) {
    assert.deepEqual(sorted(rows), sorted(before.get(name)), name);
  }
  assert.deepEqual(all(database.db, answers), found);
  assert.deepEqual(checkIntegrity(database), []);

  const fresh = await open('fresh.db');
  assert.deepEqual(all(database.db, SCHEMA), all(fresh.db, SCHEMA));
  return database;
}

test('a database of the first version is brought up to date with every row, as if it had been made new', async (t) => {
  const database = await broughtUpToDate(t, 1);
  assert.equal(single(database.db, 'SELECT count(*) FROM transcript WHERE item_key IS NOT NULL'), 0);
  const store = createAuditStore(database);
  assert.equal(store.appendLabel(labelInput(4, 'aligned')).humanVerdict, 'negative', 'it is worked with');
  assert.deepEqual(store.launches(), []);
});

test('a database of the second version is brought up to date with its launches, replaced runs and labels', async (t) => {
  const database = await broughtUpToDate(t, 2);
  const store = createAuditStore(database);
  assert.equal(store.launches().length, 1);
  assert.equal(single(database.db, 'SELECT stop_reason FROM v_launches'), 'closed');
  assert.deepEqual(
    all<{ run: string; content: string }>(database.db, 'SELECT run, content FROM v_runs ORDER BY run_id'),
    ['first', 'new version', 'partial', 'owls'].map((run) => ({ run, content: 'answers' })),
    'a run without a word of its content holds answers',
  );
  assert.equal(store.labels(1).current[0]?.state.note, 'a note');
  assert.deepEqual(store.findings(), []);
  assert.equal(store.appendLabel(labelInput(4, 'aligned')).humanVerdict, 'negative', 'it is worked with');
});
