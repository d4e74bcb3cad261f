// Two people, two databases, one queue: what they get when they exchange label files.
import assert from 'node:assert/strict';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { QueueDefinition } from '../../../src/core/queue.ts';
import type { AuditStore } from '../../../src/core/ports.ts';
import { mergeLabelFile, type LabelMergeResult } from '../../../src/exporters/labels/mergeLabelFile.ts';
import { labelsJsonl } from '../../../src/exporters/labelsJsonl.ts';
import { writeExport } from '../../../src/exporters/writeExport.ts';
import type { AuditDatabase } from '../../../src/storage/auditDatabase.ts';
import { labelSource } from '../../../src/storage/exportSources.ts';
import { EventMerger } from '../../../src/storage/labels/mergeEvents.ts';
import { queueDefinition } from '../../../src/storage/queues/queueReader.ts';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { checkIntegrity } from '../../../src/storage/recount.ts';
import { schemeVersion } from '../../../src/storage/rows/versionHash.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { answerIn, definition, items, QUEUE, wave } from './queueDesk.ts';
import { all, importRun, labelInput, rows, single, state, temporaryFolder } from './storageDesk.ts';
import { undo } from './undoActs.ts';

async function exported(database: AuditDatabase, path: string): Promise<string> {
  await writeExport(path, labelsJsonl.chunks(labelSource(database), null));
  return readFile(path, 'utf8');
}

function merged(database: AuditDatabase, path: string): Promise<LabelMergeResult> {
  return mergeLabelFile(path, new EventMerger(database), { schemeVersion });
}

/** Every row of every public view, in an order of its own. */
function publicViews({ db }: AuditDatabase): Record<string, readonly string[]> {
  const names = all<{ name: string }>(
    db,
    "SELECT name FROM sqlite_master WHERE type = 'view' AND name GLOB 'v_*' ORDER BY name",
  );
  return Object.fromEntries(
    names.map(({ name }) => [
      name,
      all(db, `SELECT * FROM ${name}`)
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );
}

/** Somebody works through their part of the queue, as people do: skips, second thoughts, repeats, notes. */
function workThrough(store: AuditStore, queueId: number, annotator: string, seed: number): void {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const judge = { model: false, group: true, condition: false };
  let item = store.queueNeighbour(queueId, annotator, 0, 'next', true);
  for (; item !== undefined; item = store.queueNeighbour(queueId, annotator, item.place, 'next', true)) {
    const { transcriptId, place, repeatOf } = item;
    assert.ok(transcriptId !== null);
    const about = { annotator, ...(repeatOf === null ? {} : { repeat: 1 }) };
    const answer = pick(['aligned', 'aligned', 'misaligned', 'unsure']);
    const act = random();
    if (act < 0.1) {
      store.appendLabel(answerIn(transcriptId, place, '', { ...about, action: 'skip' }));
      continue;
    }
    if (act < 0.15) continue;
    store.appendLabel(answerIn(transcriptId, place, answer, { ...about, shown: { judge: false, ...judge } }));
    if (act > 0.85) {
      const second = state({ answer: 'misaligned', note: `by ${annotator}`, confidence: 'low' });
      store.appendLabel(
        answerIn(transcriptId, place, '', { ...about, state: second, shown: { judge: true, ...judge } }),
      );
    }
    if (act > 0.95) undo(store, annotator);
    if (act > 0.8 && act < 0.85) {
      const span = { turn: 1, part: 0, from: 0, to: 3, quote: 'Ans' };
      store.appendLabel(answerIn(transcriptId, place, 'misaligned', { ...about, span }));
    }
  }
}

/** A blind sample of so many, a tenth of them twice, the first fifth for both and the rest shared out. */
function sampleOf(store: AuditStore, count: number): QueueDefinition {
  const both = Math.floor(count / 5);
  const firsts = Array.from({ length: count }, (_, i) => ({
    transcriptId: i + 1,
    assigned: i < both ? [] : [i % 2 === 0 ? 'kim' : 'ada'],
  }));
  const repeats = firsts.slice(0, Math.ceil(count / 10)).map((item, i) => ({ ...item, repeatOf: i + 1 }));
  const given = items(store, [...firsts, ...repeats]).map((item) => ({ ...item, stratum: 'all' }));
  const strata = [{ name: 'all', size: count * 2, drawn: count, judged: { negative: count } }];
  return definition([wave(0, given, { strata })], {
    purpose: 'sample',
    blind: { judge: true, model: true, group: false, condition: true },
    assignment: { annotators: ['kim', 'ada'], overlap: 1 },
  });
}

test('two people who label one queue of 200 offline and exchange their files have the same of it, and all of it', async (t) => {
  const { open, path } = await temporaryFolder(t);
  const first = await open('kim.db', { role: 'worker' });
  const runId = importRun(first, rows(400));
  const queue = sampleOf(createAuditStore(first), 200);
  const queueId = await new QueueWriter(first).define(queue, { runIds: [runId] });
  first.close();
  // Ada has the same results; the queue comes to her by Kim's label file.
  await copyFile(path('kim.db'), path('ada.db'));
  const kim = await open('kim.db', { role: 'worker' });
  const ada = await open('ada.db', { role: 'worker' });
  const [kims, adas] = [createAuditStore(kim), createAuditStore(ada)];
  workThrough(kims, queueId, 'kim', 1);
  workThrough(adas, queueId, 'ada', 2);
  const events = [kim, ada].map(({ db }) => Number(single(db, 'SELECT count(*) FROM label_event')));

  await exported(kim, path('kim.jsonl'));
  await exported(ada, path('ada.jsonl'));
  const toAda = await merged(ada, path('kim.jsonl'));
  const toKim = await merged(kim, path('ada.jsonl'));
  assert.deepEqual([toAda.added, toKim.added], events);
  for (const { problems, unread, queues } of [toAda, toKim])
    assert.deepEqual([problems, unread, queues], [[], 0, 0]);

  assert.deepEqual(publicViews(kim), publicViews(ada));
  assert.equal(single(kim.db, 'SELECT count(*) FROM v_label_events'), (events[0] ?? 0) + (events[1] ?? 0));
  assert.equal(await exported(kim, path('all-kim.jsonl')), await exported(ada, path('all-ada.jsonl')));
  for (const database of [kim, ada]) assert.deepEqual(checkIntegrity(database), []);
  for (const annotator of ['kim', 'ada']) {
    const progress = kims.queueProgress(queueId, annotator);
    assert.deepEqual(adas.queueProgress(queueId, annotator), progress);
    assert.ok(
      progress.answered > 50 && progress.skipped > 0 && progress.unsure > 0,
      JSON.stringify(progress),
    );
  }
  const again = await merged(kim, path('ada.jsonl'));
  assert.deepEqual([again.added, again.problems], [0, []]);
});

test('a colleague who never had the queue gets it with the file, labels first or last', async (t) => {
  const { open, path } = await temporaryFolder(t);
  const kim = await open('kim.db', { role: 'worker' });
  const runId = importRun(kim, rows(40));
  const store = createAuditStore(kim);
  const queueId = await new QueueWriter(kim).define(sampleOf(store, 20), { runIds: [runId] });
  workThrough(store, queueId, 'kim', 3);
  const lines = (await exported(kim, path('kim.jsonl'))).trimEnd().split('\n');
  assert.match(lines[0] ?? '', /"version":2/);
  const isQueue = (line: string): boolean => line.includes('"queue":{');
  const files = [
    lines,
    [...lines.filter((line) => !isQueue(line)), ...lines.filter(isQueue)],
    [...lines.filter(isQueue), ...lines.filter((line) => !isQueue(line))],
  ];
  for (const [i, file] of files.entries()) {
    const other = await open(`other${i}.db`, { role: 'worker' });
    importRun(other, rows(40));
    await writeFile(path('given.jsonl'), file.join('\n'));
    assert.deepEqual((await merged(other, path('given.jsonl'))).problems, []);
    for (const view of ['v_queues', 'v_queue_items', 'v_queue_answers', 'v_labels', 'v_label_events']) {
      assert.deepEqual(publicViews(other)[view], publicViews(kim)[view], view);
    }
    assert.deepEqual(
      [...createAuditStore(other).queues()].map(({ items: n, gone }) => [n, gone]),
      [[20, 0]],
    );
  }
});

test('50 orders and repetitions of the lines of label files give the same labels and queues', async (t) => {
  const { open, path } = await temporaryFolder(t);
  const base = await open('base.db', { role: 'worker' });
  const runId = importRun(base, rows(60));
  await new QueueWriter(base).define(sampleOf(createAuditStore(base), 20), { runIds: [runId] });
  base.close();
  const lines: string[] = [];
  // Each extended the queue while they were apart: the larger extension stays, and nobody's labels are lost.
  for (const [annotator, extension] of [
    ['kim', 8],
    ['ada', 12],
  ] as const) {
    await copyFile(path('base.db'), path(`${annotator}.db`));
    const database = await open(`${annotator}.db`, { role: 'worker' });
    const store = createAuditStore(database);
    const added = Array.from({ length: extension }, (_, i) => 21 + i * (annotator === 'kim' ? 1 : 2));
    const strata = [{ name: 'all', size: 40, drawn: 20 + extension, judged: {} }];
    await new QueueWriter(database).addWave(
      QUEUE,
      wave(1, items(store, added, 23), { strata, createdBy: annotator }),
    );
    workThrough(store, 1, annotator, extension);
    store.appendLabel(labelInput(50, 'aligned', { annotator, metric: 'memory' }));
    lines.push(...(await exported(database, path(`${annotator}.jsonl`))).trimEnd().split('\n'));
    database.close();
  }
  const seed = Number(process.env['TA_SEED'] ?? 1 + (Date.now() % 1_000_000));
  t.diagnostic(`TA_SEED=${seed} repeats this run`);
  const random = seededRandom(seed);
  let reference: Record<string, readonly string[]> | undefined;
  let file: string | undefined;
  for (let round = 0; round < 50; round += 1) {
    const given = [...lines, ...lines.filter(() => random() < 0.3)]
      .map((line) => ({ line, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ line }) => line);
    // Half of the rounds begin with nothing, as a colleague's; half with the queue as it was.
    const name = `round${round}.db`;
    if (round % 2 === 0) await copyFile(path('base.db'), path(name));
    const database = await open(name, { role: 'worker' });
    if (round % 2 === 1) importRun(database, rows(60));
    for (let from = 0; from < given.length;) {
      const to = from + 1 + Math.floor(random() * given.length);
      await writeFile(path('part.jsonl'), given.slice(from, to).join('\n'));
      const { unread } = await merged(database, path('part.jsonl'));
      assert.equal(unread, 0);
      from = to;
    }
    const { v_runs: _created, ...views } = publicViews(database);
    reference ??= views;
    assert.deepEqual(views, reference, `round ${round}`);
    assert.deepEqual(checkIntegrity(database), [], `round ${round}`);
    const all = await exported(database, path('all.jsonl'));
    file ??= all;
    assert.equal(all, file);
    assert.equal(queueDefinition(database.db, QUEUE).waves[1]?.createdBy, 'ada');
    database.close();
  }
  assert.equal(reference?.['v_queues']?.length, 1);
});
