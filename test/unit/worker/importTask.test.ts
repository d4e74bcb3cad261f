import assert from 'node:assert/strict';
import { appendFile, copyFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PlannedFile } from '../../../src/core/importPlan.ts';
import type { ImportProgress, WrittenImport } from '../../../src/worker/tasks/import.ts';
import { fixture } from '../importers/readAll.ts';
import { single, workerDesk, type WorkerDesk } from './workerDesk.ts';

const HEADER = 'question,answer,question_id,aligned,coherent\n';

/** A results file big enough for something to happen while it is read. */
async function bigFile(folder: string, rows: number): Promise<string> {
  const path = join(folder, `big-${rows}.csv`);
  const answer = 'It all depends, said the owl. '.repeat(20);
  const lines = Array.from(
    { length: rows },
    (_, row) => `Why ${row % 7}?,"${answer}${row}",q${row % 7},${row % 100},90\n`,
  );
  await writeFile(path, HEADER + lines.join(''));
  return path;
}

const planned = (path: string, more: Partial<PlannedFile> = {}): PlannedFile => ({
  path,
  runName: 'run',
  importer: 'emCsv',
  ...more,
});

/** Imports a big file and acts once it is under way. */
async function importWhile(
  desk: WorkerDesk,
  act: (path: string, controller: AbortController) => unknown,
  files: readonly PlannedFile[] = [],
): Promise<{ readonly path: string; readonly written: WrittenImport }> {
  const path = await bigFile(desk.folder, 12_000);
  const controller = new AbortController();
  let acted = false;
  const onProgress = ({ rows, path: at }: ImportProgress): void => {
    if (acted || rows === 0 || at !== path) return;
    acted = true;
    act(path, controller);
  };
  const plan = { study: { name: 'study' }, files: [...files, planned(path)] };
  const written = await desk.worker.run('import', plan, { signal: controller.signal, onProgress });
  assert.ok(acted, 'nothing happened while the file was read');
  return { path, written };
}

async function assertEmpty({ db, worker }: WorkerDesk): Promise<void> {
  for (const table of [
    'run',
    'study',
    'source_file',
    'arm',
    'transcript',
    'turn',
    'judgment',
    'leaf_summary',
    'import_problem',
    'prompt',
  ]) {
    assert.equal(single(db, `SELECT count(*) FROM ${table}`), 0, table);
  }
  assert.deepEqual(await worker.run('integrityCheck', null), { ok: true, problems: [] });
}

test('names come from the rows where they carry them, else from the plan', async (t) => {
  const { worker, db } = await workerDesk(t);
  const plan = {
    files: [planned(fixture('thresholds.csv'), { model: 'm', group: 'g', condition: 'c', seed: '3' })],
  };
  const { runs } = await worker.run('import', plan);
  assert.deepEqual(runs, [
    {
      runId: runs[0]?.runId,
      name: 'run',
      path: fixture('thresholds.csv'),
      kept: 13,
      rejected: 0,
      warnings: 2,
      partial: false,
    },
  ]);
  const names = 'SELECT DISTINCT model || group_name || condition FROM v_transcripts';
  const columns = db
    .prepare<[], { name: string }>("SELECT name FROM pragma_table_info('v_transcripts')")
    .all();
  const group = columns.some(({ name }) => name === 'group_name') ? 'group_name' : '"group"';
  assert.equal(single(db, names.replace('group_name', group)), 'mgc');
  assert.equal(single(db, 'SELECT seed FROM run'), '3');
  assert.match(String(single(db, 'SELECT sha256 FROM source_file')), /^[0-9a-f]{64}$/);
});

test('the hash stored with a run is that of the file, as recognising it told', async (t) => {
  const { worker, db } = await workerDesk(t);
  const { files } = await worker.run('recognise', { paths: [fixture('chat.jsonl')] });
  await worker.run('import', { files: [planned(fixture('chat.jsonl'), { importer: 'chatJsonl' })] });
  assert.equal(single(db, 'SELECT sha256 FROM source_file'), files[0]?.sha256);
  assert.equal(single(db, 'SELECT rows_kept || 0 || rows_rejected FROM source_file'), '1003');
  const lines = db.prepare<[], number>(
    "SELECT line FROM import_problem WHERE severity = 'error' ORDER BY line",
  );
  assert.deepEqual(lines.pluck().all(), [11, 12, 13]);
});

test('an import that is cancelled and discarded leaves nothing behind, files before it included', async (t) => {
  const desk = await workerDesk(t);
  const { written } = await importWhile(desk, (_path, controller) => controller.abort('discard'), [
    planned(fixture('thresholds.csv')),
  ]);
  assert.deepEqual(written, { runs: [], failed: [] });
  await assertEmpty(desk);
});

test('an import that is cancelled and kept leaves a run that says it is partial, with whole transcripts', async (t) => {
  const desk = await workerDesk(t);
  const { written } = await importWhile(desk, (_path, controller) => controller.abort('keep'));
  const [run] = written.runs;
  assert.ok(run?.partial && run.kept > 0 && run.kept < 12_000);
  assert.equal(single(desk.db, 'SELECT status FROM run'), 'partial');
  assert.equal(single(desk.db, 'SELECT count(*) FROM transcript'), run.kept);
  assert.equal(single(desk.db, 'SELECT lease_owner FROM run'), null);
  assert.deepEqual(await desk.worker.run('integrityCheck', null), { ok: true, problems: [] });
});

test('a file that vanishes or shrinks midway keeps the rows read before, and says how many', async (t) => {
  for (const act of [(path: string) => rm(path), (path: string) => truncate(path, 100)]) {
    const desk = await workerDesk(t);
    const { path, written } = await importWhile(desk, act);
    const [run] = written.runs;
    assert.ok(run?.partial && run.kept > 0);
    assert.equal(written.failed.length, 1);
    const reason = written.failed[0]?.reason ?? '';
    assert.ok(reason.startsWith(path));
    assert.match(reason, /isn’t there|became shorter/);
    assert.match(
      reason,
      new RegExp(`The ${run.kept} transcripts read before that are kept as a partial run\\.$`),
    );
    assert.equal(single(desk.db, 'SELECT count(*) FROM transcript'), run.kept);
  }
});

test('a file that can’t be read doesn’t stop the others, and each says why', async (t) => {
  const { worker, folder, db } = await workerDesk(t);
  const bad = join(folder, 'bad.csv');
  await writeFile(bad, `${HEADER}only one cell\n`);
  const binary = join(folder, 'binary.csv');
  await writeFile(binary, Buffer.from([0, 1, 2]));
  const plan = [join(folder, 'gone.csv'), binary, bad, fixture('yesNo.csv')].map((path) => planned(path));
  const written = await worker.run('import', {
    study: { name: 's' },
    files: [...plan, planned(bad, { importer: 'x' })],
  });
  assert.deepEqual(
    written.failed.map(({ reason }) => reason.replace(folder, '…')),
    [
      '…/gone.csv isn’t there. It was moved, renamed or deleted.',
      'It is binary, not text. Text files (CSV, JSON Lines) can be imported.',
      'None of its one row could be read. Line 2: The row has 1 cell where the header has 5.',
      'There is no importer called x.',
    ],
  );
  assert.equal(written.runs.length, 1);
  assert.equal(single(db, 'SELECT count(*) FROM study'), 1);
  assert.equal(single(db, 'SELECT study_id FROM run'), written.studyId);
});

test('a study of which no file could be read is not made', async (t) => {
  const desk = await workerDesk(t);
  const bad = join(desk.folder, 'bad.csv');
  await writeFile(bad, `${HEADER}only one cell\n`);
  const written = await desk.worker.run('import', { study: { name: 's' }, files: [planned(bad)] });
  assert.equal(written.studyId, undefined);
  await assertEmpty(desk);
});

test('a changed file imported as a new version takes the old run’s place', async (t) => {
  const { worker, folder, db } = await workerDesk(t);
  const path = join(folder, 'results.csv');
  await copyFile(fixture('thresholds.csv'), path);
  const first = await worker.run('import', { study: { name: 's' }, files: [planned(path)] });
  await appendFile(path, 'What now?,one more,edge,1,99\n');
  const supersedes = first.runs[0]?.runId ?? 0;
  const second = await worker.run('import', { files: [planned(path, { supersedes })] });
  assert.equal(second.runs[0]?.kept, 14);
  assert.equal(single(db, 'SELECT superseded_by FROM run WHERE id = ?', supersedes), second.runs[0]?.runId);
  assert.equal(single(db, 'SELECT study_id FROM run WHERE id = ?', second.runs[0]?.runId), first.studyId);
});

test('a search answers while an import runs, and the import goes on', async (t) => {
  const desk = await workerDesk(t);
  const asked: Promise<number>[] = [];
  let imported = false;
  const answered: boolean[] = [];
  const { written } = await importWhile(desk, () => {
    const find = async (): Promise<number> => {
      const { ids } = await desk.worker.run('search', { text: 'owl' });
      answered.push(imported);
      return ids.length;
    };
    asked.push(find(), find());
  });
  imported = true;
  const found = await Promise.all(asked);
  assert.deepEqual(answered, [false, false]);
  assert.ok(
    found.every((count) => count > 0 && count < 12_000),
    String(found),
  );
  assert.equal(written.runs[0]?.kept, 12_000);
  assert.equal((await desk.worker.run('search', { text: 'owl' })).ids.length, 12_000);
});

test('progress counts files, bytes and rows up to their totals', async (t) => {
  const { worker, folder } = await workerDesk(t);
  const path = await bigFile(folder, 12_000);
  const seen: ImportProgress[] = [];
  await worker.run('import', { files: [planned(path)] }, { onProgress: (progress) => seen.push(progress) });
  const last = seen.at(-1);
  assert.deepEqual([last?.filesDone, last?.files, last?.rows, last?.bytesDone], [1, 1, 12_000, last?.bytes]);
  assert.ok(seen.length > 2);
  assert.ok(seen.every((progress, index) => progress.rows >= (seen[index - 1]?.rows ?? 0)));
  assert.ok((last?.rowsPerSecond ?? 0) > 0);
});
