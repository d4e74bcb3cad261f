import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LABEL_SCHEME, type LabelRole, type LabelScheme } from '../../../src/core/labelScheme.ts';
import { EMPTY_LABEL } from '../../../src/core/labelEvent.ts';
import { refreshHumanVerdicts } from '../../../src/storage/labels/mergeEvents.ts';
import { schemeUse } from '../../../src/storage/labels/schemeUse.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { schemeVersion } from '../../../src/storage/rows/versionHash.ts';
import { all, importRun, labelInput, rows, storageDesk } from './storageDesk.ts';

const BEFORE = DEFAULT_LABEL_SCHEME;
/** The same scheme in a later version: `refusal` has another role, or is gone. */
const later = (role: LabelRole | 'gone'): LabelScheme => ({
  ...BEFORE,
  answers: BEFORE.answers.flatMap((answer) =>
    answer.id !== 'refusal' ? [answer] : role === 'gone' ? [] : [{ ...answer, role }],
  ),
});
const still = (): Promise<void> => Promise.resolve();

test('versions of a scheme are told with what stands under each, whoever labelled it', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(5));
  assert.deepEqual(await schemeUse(worker.db, still), []);
  store.appendLabel(labelInput(1, 'refusal'));
  store.appendLabel(labelInput(2, 'aligned'));
  store.appendLabel(labelInput(2, 'refusal', { annotator: 'lee' }));
  // Taken back, changed, or of another question: one label a chain, and none where nothing is said.
  store.appendLabel(labelInput(3, 'aligned'));
  store.appendLabel({ ...labelInput(3, 'aligned'), action: 'clear', state: EMPTY_LABEL });
  store.appendLabel(labelInput(4, 'misaligned'));
  store.appendLabel(labelInput(4, 'aligned'));
  store.appendLabel(labelInput(4, 'misaligned', { metric: 'memory' }));
  const after = later('excluded');
  store.appendLabel(labelInput(1, 'refusal', { annotator: 'lee', scheme: after }));
  store.appendLabel(labelInput(4, 'aligned', { scheme: after }));

  const used = await schemeUse(worker.db, still);
  assert.deepEqual(
    used.map(({ name, version, labels, byAnswer, annotators }) => ({
      name,
      version,
      labels,
      byAnswer,
      annotators,
    })),
    [
      {
        name: BEFORE.name,
        version: schemeVersion(BEFORE),
        labels: 4,
        byAnswer: { aligned: 1, misaligned: 1, refusal: 2 },
        annotators: 2,
      },
      {
        name: BEFORE.name,
        version: schemeVersion(after),
        labels: 2,
        byAnswer: { aligned: 1, refusal: 1 },
        annotators: 2,
      },
    ],
  );
  assert.deepEqual(used[1]?.scheme, after);
  assert.ok((used[0]?.firstUsed ?? '') <= (used[1]?.firstUsed ?? ''));
  // The counts are those of the public views.
  const [main, other] = ['v_labels', 'v_other_labels'].map((view) =>
    all(worker.db, `SELECT scheme_version AS version, answer FROM ${view} WHERE answer IS NOT NULL`),
  );
  assert.equal((main?.length ?? 0) + (other?.length ?? 0), 6);
});

test('a label keeps the role that its answer had when it was given, whatever the scheme says later', async (t) => {
  const { store, worker } = await storageDesk(t);
  importRun(worker, rows(3));
  store.appendLabel(labelInput(1, 'refusal'));
  for (const [id, role] of [
    [2, 'excluded'],
    [3, 'positive'],
  ] as const) {
    store.appendLabel(labelInput(id, 'refusal', { scheme: later(role) }));
  }
  // A version without the answer at all.
  store.appendLabel(labelInput(2, 'aligned', { annotator: 'lee', scheme: later('gone') }));
  const roles = [
    { id: 1, answer: 'refusal', name: 'refusal', role: 'negative' },
    { id: 2, answer: 'refusal', name: 'refusal', role: 'excluded' },
    { id: 3, answer: 'refusal', name: 'refusal', role: 'positive' },
  ];
  const read = (): unknown =>
    all(
      worker.db,
      `SELECT transcript_id AS id, answer, answer_name AS name, role FROM v_labels
       WHERE annotator = 'kim' ORDER BY transcript_id`,
    );
  assert.deepEqual(read(), roles);
  const verdicts = (): unknown[] => [1, 2, 3].map((id) => store.transcriptRow(id)?.humanVerdict);
  assert.deepEqual(verdicts(), ['negative', 'conflict', 'positive']);
  await refreshHumanVerdicts(worker);
  assert.deepEqual(verdicts(), ['negative', 'conflict', 'positive']);
  assert.deepEqual(read(), roles);
  assert.deepEqual(checkIntegrity(worker), []);
});
