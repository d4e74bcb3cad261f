/**
 * `import-1m`: rows a second of importing a million chats of 600 characters (file to committed transcripts) over a plain
 * prepared-insert loop of the already parsed rows into the same tables with the same full-text index; and the memory that
 * the importing process takes at most.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../src/storage/openDatabase.ts';
import { rounded, type Bench } from './figure.ts';
import type { ImportMeasured, ImportOrder } from './importProcess.ts';
import { parseAll, plainInserter, prepareParents } from './plainInsert.ts';
import { syntheticRows, type SyntheticRow } from './syntheticResults.ts';

const PROBES = 24;
/** Rows that are parsed, outside the measured time, and then inserted: a million at once would fill the memory. */
const CHUNK = 20_000;
const SCRIPT = fileURLToPath(new URL('importProcess.ts', import.meta.url));

export const importMillion: Bench = {
  name: 'import-1m',
  async *run({ quick }) {
    const rows = quick ? 100_000 : 1_000_000;
    const folder = await mkdtemp(join(tmpdir(), 'transcript-auditor-bench-'));
    try {
      const path = join(folder, 'chats.jsonl');
      await writeChats(path, syntheticRows(rows, 1, PROBES));
      const { size } = await stat(path);
      const plainMs = await timePlain(join(folder, 'plain.db'), rows);
      for (const suffix of ['', '-wal', '-shm']) await rm(join(folder, `plain.db${suffix}`), { force: true });
      const databasePath = join(folder, 'import.db');
      const imported = await importApart({ databasePath, path, importer: 'chatJsonl' });
      if (imported.rows !== rows) throw new Error(`${imported.rows} of ${rows} rows were imported`);
      const perSecond = (ms: number) => rounded((rows / ms) * 1000);
      const facts = { rows, fileMb: rounded(size / 2 ** 20), load: rounded(loadavg()[0] ?? 0) };
      yield {
        name: 'import-1m',
        value: rounded(plainMs / imported.ms),
        unit: 'ratio',
        ...facts,
        importRowsPerSecond: perSecond(imported.ms),
        plainRowsPerSecond: perSecond(plainMs),
        baseline: 'one transaction, one prepared statement a table, rows parsed and hashed beforehand',
      };
      yield { name: 'import-1m-memory', value: rounded(imported.maxRssMb), unit: 'MB', ...facts };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** The inserts alone, in milliseconds. */
async function timePlain(path: string, rows: number): Promise<number> {
  const { db, close } = await opened(path);
  prepareParents(db, PROBES);
  const insert = plainInserter(db, { judged: false });
  const parse = parseAll();
  let ms = 0;
  const timed = (work: () => void): void => {
    const start = performance.now();
    work();
    ms += performance.now() - start;
  };
  let chunk: SyntheticRow[] = [];
  const store = (): void => {
    const parsed = chunk.map(parse);
    chunk = [];
    timed(() => {
      for (const row of parsed) insert(row);
    });
  };
  timed(() => db.exec('BEGIN IMMEDIATE'));
  for (const row of syntheticRows(rows, 1, PROBES)) {
    chunk.push(row);
    if (chunk.length === CHUNK) store();
  }
  store();
  timed(() => db.exec('COMMIT'));
  close();
  return ms;
}

async function opened(path: string) {
  const database = await openDatabase(path, { role: 'worker' });
  return { db: database.db, close: () => database.close() };
}

async function importApart(order: ImportOrder): Promise<ImportMeasured> {
  const child = fork(SCRIPT, [JSON.stringify(order)]);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the import ended with ${String(code)}`);
  });
  const [measured] = (await Promise.race([once(child, 'message'), ended])) as [ImportMeasured];
  await ended.catch(() => undefined);
  return measured;
}

async function writeChats(path: string, rows: Iterable<SyntheticRow>): Promise<void> {
  const out = createWriteStream(path);
  for (const { question, answer } of rows) {
    const messages = [
      { role: 'user', content: question },
      { role: 'assistant', content: answer },
    ];
    if (!out.write(`${JSON.stringify({ messages })}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
