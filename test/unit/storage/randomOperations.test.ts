import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainTurn, type Turn } from '../../../src/core/transcript.ts';
import { MISALIGNED_AMONG_COHERENT, type VerdictRule } from '../../../src/core/verdictRule.ts';
import { applyRule } from '../../../src/storage/applyRule.ts';
import { deriveCondition } from '../../../src/storage/deriveCondition.ts';
import { CHOSEN_ANNOTATOR } from '../../../src/storage/labels/humanVerdicts.ts';
import { refreshHumanVerdicts } from '../../../src/storage/labels/mergeEvents.ts';
import { purgeRuns } from '../../../src/storage/purgeRuns.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { resplitReasoning } from '../../../src/storage/resplitReasoning.ts';
import { all, begin, importRun, labelInput, rows, storageDesk, type StorageDesk } from './storageDesk.ts';
import { redo, undo } from './undoActs.ts';

const RULES: readonly VerdictRule[] = [
  MISALIGNED_AMONG_COHERENT,
  { ...MISALIGNED_AMONG_COHERENT, gate: [], missing: 'positive' },
  { ...MISALIGNED_AMONG_COHERENT, positive: [[{ metric: 'aligned', op: '>=', number: 50 }]] },
];

/** What can happen to a database, in words and with two numbers to choose by. */
const ACTS = {
  import: ({ worker }: StorageDesk, a: number, b: number) => {
    // Few different texts, so that runs share them.
    const texts = rows(1 + (a % 30), (row) => ({
      probe: `p${row % (1 + (b % 3))}`,
      turns: [
        plainTurn('user', 'q'),
        plainTurn('assistant', `[thought ${row % 4}] answer ${(row + b) % 12}`),
      ],
    }));
    importRun(worker, texts, { rule: RULES[b % 3] ?? null, file: { model: `m${a % 2}` } });
  },
  interrupted: async ({ worker }: StorageDesk, a: number) => {
    const writer = begin(worker);
    writer.write(rows(1 + (a % 20)), []);
    if (a % 2 === 0) writer.keepPartial();
    else await writer.discard();
  },
  label: ({ store }: StorageDesk, a: number, b: number) => {
    const ids = idsOf(store);
    const id = ids[a % ids.length];
    if (id === undefined) return;
    const answer = ['aligned', 'misaligned', 'unsure', 'off-topic'][b % 4] ?? '';
    store.appendLabel(
      labelInput(id, answer, {
        annotator: b % 3 === 0 ? 'ada' : 'kim',
        action: b % 7 === 0 ? 'adjudicate' : 'answer',
      }),
    );
  },
  undo: ({ store }: StorageDesk) => void undo(store),
  redo: ({ store }: StorageDesk) => void redo(store),
  delete: ({ store }: StorageDesk, a: number) => store.deleteRuns([1 + (a % 6)]),
  restore: ({ store }: StorageDesk, a: number) => store.restoreRuns([1 + (a % 6)]),
  purge: ({ worker }: StorageDesk, a: number) => purgeRuns(worker, [1 + (a % 6)]),
  rule: ({ worker }: StorageDesk, a: number, b: number) =>
    applyRule(worker, [1 + (a % 6)], RULES[b % 3] ?? MISALIGNED_AMONG_COHERENT),
  derive: ({ worker }: StorageDesk, a: number, b: number) =>
    deriveCondition(worker, [1 + (a % 6)], ({ turns }) => {
      const digit = Number(/\d+$/.exec(turns[1]?.raw ?? '')?.[0] ?? 0);
      return digit % 3 === 0 ? undefined : digit % 3 === 1 ? '' : `c${b % 2}`;
    }),
  split: ({ worker }: StorageDesk, a: number, b: number) =>
    resplitReasoning(worker, [1 + (a % 6)], (turn: Turn) => {
      const match = b % 2 === 0 ? /^\[(.*)\] (.*)$/.exec(turn.raw) : null;
      if (match === null) return [{ kind: 'text', text: turn.raw }];
      return [
        { kind: 'reasoning', text: match[1] ?? '', origin: 'field', closed: true },
        { kind: 'text', text: match[2] ?? '' },
      ];
    }),
  choose: async ({ store, worker }: StorageDesk, a: number) => {
    store.setSetting(CHOSEN_ANNOTATOR, ['', 'kim', 'ada'][a % 3] ?? '');
    await refreshHumanVerdicts(worker);
  },
  rename: ({ store }: StorageDesk, a: number, b: number) => {
    const { arms } = store.outline();
    const arm = arms[a % arms.length];
    if (arm !== undefined)
      store.editRun({ runId: arm.runId, armId: arm.armId, model: `m${b % 3}`, group: 'g' });
  },
};

function idsOf(store: StorageDesk['store']): number[] {
  return store
    .outline()
    .leaves.flatMap(({ armId, probeId }) =>
      store.leafPage({ armId, probeId, limit: 50 }).map(({ id }) => id),
    );
}

const act = fc.record({
  what: fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[])),
  a: fc.nat(1000),
  b: fc.nat(1000),
});

test('after any operations the counts equal a recount, every view agrees, and nothing dangles', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
      const desk = await storageDesk(t);
      for (const seed of [7, 20]) ACTS.import(desk, seed, seed);
      for (const { what, a, b } of acts) await ACTS[what](desk, a, b);
      const { db } = desk.worker;
      assert.deepEqual(checkIntegrity(desk.worker), []);
      const differing = `SELECT v.transcript_id FROM v_verdicts v JOIN transcript t ON t.id = v.transcript_id
        WHERE v.judge_verdict <> t.judge_verdict`;
      assert.deepEqual(all(db, differing), []);
      const words = 'SELECT rowid FROM transcript_fts WHERE transcript_fts MATCH ?';
      for (const word of ['thought', 'answer', 'q']) {
        const indexed = all<{ rowid: number }>(db, `${words} ORDER BY rowid`, word).map(({ rowid }) => rowid);
        const held = all<{ id: number }>(
          db,
          `SELECT DISTINCT transcript_id AS id FROM turn WHERE ' ' || lower(replace(raw, '[', ' ')) || ' ' LIKE ? ORDER BY 1`,
          `% ${word} %`,
        ).map(({ id }) => id);
        assert.deepEqual(indexed, held, word);
      }
      desk.host.close();
      desk.worker.close();
    }),
    { numRuns: 40 },
  );
});
