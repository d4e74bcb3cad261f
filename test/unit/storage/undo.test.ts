import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EMPTY_LABEL } from '../../../src/core/labelEvent.ts';
import type { AuditStore } from '../../../src/core/ports.ts';
import { checkCounts } from '../../../src/storage/recount.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { importRun, imported, labelInput, rows, single, state, storageDesk } from './storageDesk.ts';
import { redo, undo } from './undoActs.ts';

const answers = (store: AuditStore, ids: readonly number[]): (string | null | undefined)[] =>
  ids.map((id) => store.labels(id).current.find(({ annotator }) => annotator === 'kim')?.state.answer);

test('undo and redo go back and forth over several transcripts', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(4));
  const ids = [1, 2, 3];
  for (const id of ids) store.appendLabel(labelInput(id, 'aligned'));
  store.appendLabel(labelInput(1, 'misaligned'));
  assert.deepEqual(answers(store, ids), ['misaligned', 'aligned', 'aligned']);
  assert.equal(undo(store), 1);
  assert.deepEqual(answers(store, ids), ['aligned', 'aligned', 'aligned']);
  assert.equal(undo(store), 3);
  assert.equal(undo(store), 2);
  assert.deepEqual(answers(store, ids), ['aligned', undefined, undefined]);
  assert.equal(redo(store), 2);
  assert.deepEqual(answers(store, ids), ['aligned', 'aligned', undefined]);
  assert.equal(undo(store), 2);
  assert.equal(undo(store), 1);
  assert.equal(undo(store), undefined, 'nothing is left to undo');
  assert.deepEqual([redo(store), redo(store), redo(store), redo(store)], [1, 2, 3, 1]);
  assert.equal(redo(store), undefined);
  assert.deepEqual(answers(store, ids), ['misaligned', 'aligned', 'aligned']);
  assert.deepEqual(checkCounts(worker), []);
});

test('a new act after an undo leaves nothing to redo', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(2));
  store.appendLabel(labelInput(1, 'aligned'));
  undo(store);
  store.appendLabel(labelInput(2, 'aligned'));
  assert.equal(store.nextRedo('kim'), undefined);
  assert.equal(undo(store), 2);
  assert.equal(undo(store), undefined);
});

test('undo works after a restart and undoes one’s own acts only', async (t) => {
  const desk = await storageDesk(t);
  importRun(desk.worker, rows(2));
  desk.store.appendLabel(labelInput(1, 'aligned'));
  desk.store.appendLabel(labelInput(2, 'aligned', { annotator: 'ada' }));
  desk.store.close();
  const store = createAuditStore(await desk.open());
  assert.equal(undo(store), 1);
  assert.equal(undo(store), undefined);
  assert.deepEqual(store.labels(2).current.length, 1);
});

test('undo restores the note, scores and flag of before, not only the answer', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(1));
  const before = state({ answer: 'aligned', note: 'odd', flagged: true, scores: { alignment: 70 } });
  store.appendLabel(labelInput(1, '', { state: before }));
  store.appendLabel(labelInput(1, '', { action: 'clear', state: EMPTY_LABEL }));
  assert.deepEqual(store.labels(1).current, []);
  assert.equal(single(worker.db, 'SELECT count(*) FROM v_labels'), 0);
  undo(store);
  assert.deepEqual(store.labels(1).current[0]?.state, before);
});

test('acts on transcripts of a deleted run wait until it is back', async (t) => {
  const { store, worker } = await storageDesk(t);
  const kept = importRun(worker, rows(1));
  const gone = importRun(
    worker,
    rows(1, () => ({ turns: imported(77).turns })),
  );
  store.appendLabel(labelInput(1, 'aligned'));
  store.appendLabel(labelInput(2, 'misaligned'));
  store.deleteRuns([gone]);
  assert.equal(undo(store), 1);
  assert.equal(undo(store), undefined);
  store.restoreRuns([gone]);
  assert.equal(undo(store), 2);
  assert.notEqual(kept, gone);
});

test('any sequence of acts, undos and redos agrees with a plain history of states', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(3));
  const step = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        id: fc.integer({ min: 1, max: 3 }),
        answer: fc.constantFrom('aligned', 'misaligned', 'refusal'),
      }),
    },
    { weight: 2, arbitrary: fc.constant('undo' as const) },
    { weight: 1, arbitrary: fc.constant('redo' as const) },
  );
  let run = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      // Everybody starts afresh: what others did on these transcripts is not one's own.
      const annotator = `annotator ${(run += 1)}`;
      let current: Record<number, string | undefined> = {};
      const past: (typeof current)[] = [];
      let future: (typeof current)[] = [];
      for (const each of steps) {
        if (each === 'undo') {
          const before = past.pop();
          assert.equal(undo(store, annotator) === undefined, before === undefined);
          if (before !== undefined) {
            future.push(current);
            current = before;
          }
        } else if (each === 'redo') {
          const after = future.pop();
          assert.equal(redo(store, annotator) === undefined, after === undefined);
          if (after !== undefined) {
            past.push(current);
            current = after;
          }
        } else {
          store.appendLabel(labelInput(each.id, each.answer, { annotator }));
          past.push(current);
          future = [];
          current = { ...current, [each.id]: each.answer };
        }
        for (const id of [1, 2, 3]) {
          const label = store.labels(id).current.find((one) => one.annotator === annotator);
          assert.equal(label?.state.answer, current[id]);
        }
      }
    }),
    { numRuns: 40 },
  );
  assert.deepEqual(checkCounts(worker), []);
});
