import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import { FILE_MS, LABEL_MS, SharingLoop } from '../../../src/host/sharing/sharingLoop.ts';
import { NOTHING_DONE, type SyncResult } from '../../../src/worker/sharing/syncFolder.ts';

const FULL = {
  path: '/w/labels/kim.jsonl',
  what: 'write',
  kind: 'disk-full',
  message: 'Labels can’t be written: there is no room.',
  hint: 'The labels are safe in the database.',
} as const;

interface Bench {
  readonly loop: SharingLoop;
  /** One word for each thing that happened. */
  readonly told: string[];
  passes: number;
  next: () => Promise<SyncResult>;
  /** Lets time pass. */
  pass(milliseconds: number): Promise<void>;
}

function bench(t: TestContext): Bench {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const told: string[] = [];
  const made: Omit<Bench, 'loop'> = {
    told,
    passes: 0,
    next: () => Promise.resolve(NOTHING_DONE),
    pass: async (milliseconds) => {
      for (let passed = 0; passed < milliseconds; passed += 100) {
        t.mock.timers.tick(100);
        for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      }
    },
  };
  const loop = new SharingLoop({
    sync: (isFirst) => {
      made.passes += 1;
      if (isFirst) told.push('first');
      return made.next();
    },
    onDone: ({ written }) => told.push(`done ${written}`),
    onTrouble: (message) => told.push(`trouble ${message}`),
    onRecovered: () => told.push('recovered'),
    log: () => undefined,
  });
  t.after(() => loop.dispose());
  return Object.assign(made, { loop });
}

describe('looking after a shared folder', () => {
  test('labels that follow each other at once are written together, and soon', async (t) => {
    const desk = bench(t);
    desk.next = () => Promise.resolve({ ...NOTHING_DONE, written: 3 });
    for (let i = 0; i < 3; i += 1) desk.loop.soon(LABEL_MS);
    desk.loop.soon(FILE_MS);
    await desk.pass(LABEL_MS + 100);
    assert.equal(desk.passes, 1);
    assert.deepEqual(desk.told, ['first', 'done 3']);
  });

  test('what can’t be done is said once, tried again ever more seldom, and said to work again once', async (t) => {
    const desk = bench(t);
    desk.next = () => Promise.resolve({ ...NOTHING_DONE, failures: [FULL] });
    desk.loop.soon(0);
    await desk.pass(1_000);
    assert.deepEqual(desk.told, ['first', `trouble ${FULL.message}`]);
    await desk.pass(60_000);
    assert.ok(desk.passes >= 4 && desk.passes <= 6, `${desk.passes} times in a minute`);
    assert.equal(desk.told.length, 2, 'said once');
    desk.next = () => Promise.resolve(NOTHING_DONE);
    await desk.pass(61_000);
    assert.equal(desk.told.at(-1), 'recovered');
    desk.next = () => Promise.resolve({ ...NOTHING_DONE, failures: [FULL] });
    await desk.pass(31_000);
    assert.equal(desk.told.at(-1), `trouble ${FULL.message}`, 'and said again when it fails again');
  });

  test('a label given in trouble is tried at once all the same', async (t) => {
    const desk = bench(t);
    desk.next = () => Promise.resolve({ ...NOTHING_DONE, failures: [FULL] });
    desk.loop.soon(0);
    await desk.pass(40_000);
    const before = desk.passes;
    desk.loop.soon(LABEL_MS);
    await desk.pass(LABEL_MS + 100);
    assert.equal(desk.passes, before + 1);
  });

  test('another window at work is waited for in silence', async (t) => {
    const desk = bench(t);
    desk.next = () => Promise.resolve({ ...NOTHING_DONE, isBusy: true });
    desk.loop.soon(0);
    await desk.pass(4_000);
    assert.ok(desk.passes >= 3);
    assert.deepEqual(desk.told, ['first', 'first', 'first']);
  });

  test('files that change or go while they are read are no trouble, a busy database neither', async (t) => {
    const desk = bench(t);
    const passing = { ...FULL, kind: 'file-changed' } as const;
    desk.next = () => Promise.resolve({ ...NOTHING_DONE, failures: [passing] });
    desk.loop.soon(0);
    await desk.pass(1_000);
    desk.next = () => Promise.reject(new AuditError('database-busy', 'busy'));
    desk.loop.soon(0);
    await desk.pass(200);
    assert.deepEqual(desk.told, ['first']);
    const before = desk.passes;
    await desk.pass(2_000);
    assert.ok(desk.passes > before, 'it is tried again');
  });

  test('a failure of the database is said once, with what was kept', async (t) => {
    const desk = bench(t);
    desk.next = () => Promise.reject(new Error('out of memory'));
    desk.loop.soon(0);
    await desk.pass(30_000);
    assert.deepEqual(
      desk.told.filter((words) => words !== 'first'),
      ['trouble Labels could not be shared.'],
    );
  });

  test('asked for now, it looks again after the look under way', async (t) => {
    const desk = bench(t);
    let finish: (result: SyncResult) => void = () => undefined;
    desk.next = () => new Promise((resolve) => (finish = resolve));
    desk.loop.soon(0);
    await desk.pass(100);
    const asked = desk.loop.now();
    desk.next = () => Promise.resolve({ ...NOTHING_DONE, written: 1 });
    finish(NOTHING_DONE);
    assert.equal((await asked)?.written, 1);
    assert.equal(desk.passes, 2);
  });

  test('a folder that nothing is heard of is looked at every half minute; ended, never again', async (t) => {
    const desk = bench(t);
    desk.loop.soon(0);
    await desk.pass(95_000);
    assert.equal(desk.passes, 4);
    desk.loop.dispose();
    desk.loop.soon(0);
    await desk.pass(95_000);
    assert.equal(desk.passes, 4);
    assert.equal(await desk.loop.now(), undefined);
  });
});
