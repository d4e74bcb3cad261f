import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import { createYieldFlag, retryWhenBusy } from '../../../src/storage/retryWhenBusy.ts';
import { ShortWrites } from '../../../src/storage/shortWrites.ts';
import { all, single, storageDesk } from './storageDesk.ts';

const busy = (): AuditError => new AuditError('database-busy', 'busy');

test('while the host waits, a long write stores one item at a time and lets it in between', async (t) => {
  const { worker, host } = await storageDesk(t);
  const flag = createYieldFlag();
  const writes = new ShortWrites(worker, flag);
  const insert = worker.db.prepare<[string]>("INSERT INTO meta (key, value) VALUES (?, 'worker')");
  const each = (i: number): void => void insert.run(`item ${i}`);
  assert.equal(writes.once(0, 50, each), 50, 'nobody waits: all at once');
  Atomics.add(flag, 0, 1);
  const start = performance.now();
  assert.equal(writes.once(50, 100, each), 51, 'somebody waits: one, then the lock is free');
  const waited = performance.now() - start;
  assert.ok(waited >= 45 && waited < 1000, 'a host that doesn’t come is not waited for longer than 50 ms');
  host.db.exec("INSERT INTO meta (key, value) VALUES ('label', 'host')");
  Atomics.sub(flag, 0, 1);
  assert.equal(writes.once(51, 100, each), 100);
  assert.equal(single(worker.db, 'SELECT count(*) FROM meta'), 101);
});

test('a transaction that fails is undone as a whole, and the ones before it stay', async (t) => {
  const { worker } = await storageDesk(t);
  const writes = new ShortWrites(worker, undefined);
  const insert = worker.db.prepare<[string]>("INSERT INTO meta (key, value) VALUES (?, '')");
  const each = (i: number): void => {
    if (i === 7) throw new Error('no seven');
    insert.run(`item ${i}`);
  };
  assert.equal(writes.once(0, 5, each), 5);
  assert.throws(() => writes.once(5, 10, each), /no seven/);
  assert.equal(worker.db.inTransaction, false);
  assert.deepEqual(
    all(worker.db, 'SELECT key FROM meta ORDER BY key').map((row) => row['key']),
    [0, 1, 2, 3, 4].map((i) => `item ${i}`),
  );
});

test('a long operation is cancelled between two transactions', async (t) => {
  const { worker } = await storageDesk(t);
  const stop = new AbortController();
  const insert = worker.db.prepare<[number]>("INSERT INTO meta (key, value) VALUES (?, '')");
  const items = Array.from({ length: 100_000 }, (_, i) => i);
  let done = 0;
  const running = new ShortWrites(worker, undefined).all(items, (i) => void insert.run(i), {
    signal: stop.signal,
    onProgress: (count) => {
      done = count;
      stop.abort();
    },
  });
  await assert.rejects(running, { kind: 'cancelled' });
  assert.ok(done > 0 && done < items.length);
  assert.equal(single(worker.db, 'SELECT count(*) FROM meta'), done);
});

test('a write that meets a lock raises the flag, tries again without blocking, and lowers it', async () => {
  const flag = createYieldFlag();
  let tries = 0;
  let turns = 0;
  const ticking = setInterval(() => (turns += 1), 1);
  const result = await retryWhenBusy(() => {
    tries += 1;
    if (tries > 1) assert.equal(Atomics.load(flag, 0), 1);
    if (tries < 8) throw busy();
    return 'saved';
  }, flag);
  clearInterval(ticking);
  assert.equal(result, 'saved');
  assert.equal(Atomics.load(flag, 0), 0);
  assert.ok(turns > 0, 'the event loop turned meanwhile');
});

test('a write that meets a lock for too long gives up as busy; other failures come at once', async () => {
  const flag = createYieldFlag();
  const locked = (): never => {
    throw busy();
  };
  await assert.rejects(retryWhenBusy(locked, flag, 30), { kind: 'database-busy' });
  assert.equal(Atomics.load(flag, 0), 0);
  let tries = 0;
  const broken = (): never => {
    tries += 1;
    throw new Error('broken');
  };
  await assert.rejects(retryWhenBusy(broken, flag), /broken/);
  assert.equal(tries, 1);
});
