/**
 * What a window does all at once, without VS Code: imports in a worker thread and labels on its own connection, saying
 * each label's event id once it is committed. Runs until it is killed: `importingAndLabelling.ts DATABASE SMALL BIG`.
 */
import { writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EMPTY_LABEL } from '../../../src/core/labelEvent.ts';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { WorkerClient } from '../../../src/host/worker/workerClient.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { createLeaseOwner } from '../../../src/storage/queries/leases.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';

const [databasePath = '', small = '', big = ''] = process.argv.slice(2);
const database = await openDatabase(databasePath, { role: 'host' });
const store = createAuditStore(database);
store.adoptInterruptedImports();
const worker = new WorkerClient({
  script: fileURLToPath(new URL('../../../src/worker/main.ts', import.meta.url)),
  databasePath,
  readonly: false,
  owner: createLeaseOwner(),
});

const importFile = (path: string, runName: string): Promise<unknown> =>
  worker.run('import', { files: [{ path, runName, importer: 'emCsv' }] });
const ids = (): number[] =>
  database.db.prepare<[], number>('SELECT id FROM transcript ORDER BY id LIMIT 200').pluck().all();

if (ids().length === 0) await importFile(small, 'small');
const labelled = ids();
writeSync(1, 'ready\n');
void (async () => {
  for (;;) await importFile(big, 'big');
})();
for (let turn = 0; ; turn++) {
  const answer = DEFAULT_LABEL_SCHEME.answers[turn % DEFAULT_LABEL_SCHEME.answers.length]?.id ?? null;
  const outcome = await worker.writeWithRetry(() =>
    store.appendLabel({
      transcriptId: labelled[turn % labelled.length] ?? 0,
      part: 'answer',
      annotator: 'kim',
      action: 'answer',
      state: { ...EMPTY_LABEL, answer },
      scheme: DEFAULT_LABEL_SCHEME,
      secondsSpent: 1,
      judgeVisible: true,
    }),
  );
  writeSync(1, `${outcome.event.eventId}\n`);
  await delay(2);
}
