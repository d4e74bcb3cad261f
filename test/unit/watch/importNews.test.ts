/** What comes of files in a watched folder, with a real database. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunDetails } from '../../../src/core/ports.ts';
import { importNews, newsWords, quietContext, type News } from '../../../src/host/watch/importNews.ts';
import { isOfInterest, newsTargets } from '../../../src/host/watch/newsTargets.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { folderNews } from '../../../src/worker/tasks/folderNews.ts';
import { deskForEachTest, results, type Desk } from '../import/importDesk.ts';

let desk: Desk;
deskForEachTest((fresh) => (desk = fresh));

const signal = new AbortController().signal;

function newsOf(paths: readonly string[], since = 0): Promise<News> {
  return importNews(quietContext(desk.context, signal), desk.folder, paths, since);
}

const chat = (n: number): string =>
  `${JSON.stringify({
    messages: [
      { role: 'user', content: `Question ${n}` },
      { role: 'assistant', content: `Answer ${n}` },
    ],
  })}\n`;

test('a new file becomes a run of its own, lines that are added go on in it, and nobody is asked', async () => {
  const log = desk.file('log.jsonl', chat(1) + chat(2));
  const first = await newsOf([log], Date.now() + 1000);
  assert.equal(first.transcripts, 2);
  assert.equal(newsWords(first, 'runs'), 'runs: 2 new transcripts in “log”.');
  const [arm] = desk.store.outline().arms;
  assert.equal(arm?.studyId, null);
  appendFileSync(log, chat(3));
  const second = await newsOf([log], Date.now() + 1000);
  assert.deepEqual([second.runIds, second.transcripts], [first.runIds, 1]);
  assert.equal(newsWords(second, 'runs'), 'runs: 1 new transcript in “log”.');
  const third = await newsOf([log], Date.now() + 1000);
  assert.equal(third.transcripts, 0);
  assert.deepEqual(desk.told, []);
});

test('a line that is only half written is read when it is whole', async () => {
  const line = chat(2);
  const log = desk.file('log.jsonl', chat(1) + line.slice(0, 40));
  const first = await newsOf([log], Date.now() + 1000);
  assert.equal(first.transcripts, 1);
  appendFileSync(log, line.slice(40) + chat(3));
  const second = await newsOf([log], Date.now() + 1000);
  assert.deepEqual([second.runIds, second.transcripts], [first.runIds, 2]);
  const run = desk.store.run(first.runIds[0] ?? 0);
  assert.deepEqual([run?.rowsKept, run?.rowsRejected], [3, 0]);
});

test('a document that is written anew becomes a new version, and labels stay with their texts', async () => {
  const list = (n: number): string =>
    JSON.stringify(Array.from({ length: n }, (_, index) => JSON.parse(chat(index)) as unknown));
  const path = desk.file('chats.json', list(2));
  const first = await newsOf([path], Date.now() + 1000);
  const before = desk.store.outline();
  desk.file('chats.json', list(4));
  const second = await newsOf([path], Date.now() + 1000);
  assert.notDeepEqual(second.runIds, first.runIds);
  assert.equal(desk.store.outline().arms.length, before.arms.length, 'the earlier version is hidden');
});

test('files that came in a new folder are looked at together; those of an old one by themselves', async () => {
  const since = Date.now() - 1000;
  mkdirSync(join(desk.folder, 'fresh'));
  const one = desk.file('fresh/one.csv', results([10]));
  desk.file('fresh/two.csv', results([20]));
  const news = await newsOf([one], since);
  assert.equal(news.runIds.length, 2, 'the folder is new, so all of it is');
  desk.file('old.csv', results([30]));
  const lone = await newsOf([join(desk.folder, 'old.csv')], Date.now() + 1000);
  assert.equal(lone.runIds.length, 1);
});

test('what is no result is passed over in silence, and a table nobody has explained is left out with its reason', async () => {
  const config = desk.file('config.json', '{"lr": 1}');
  const news = await newsOf([config], Date.now() + 1000);
  assert.deepEqual([news.runIds, news.transcripts], [[], 0]);
  const table = desk.file(
    't.csv',
    'prompt,completion_text,mark\nSay a thing,Some words here,3\nAnother,More words,4\n',
  );
  const { skipped, runIds } = await newsOf([table], Date.now() + 1000);
  assert.deepEqual(runIds, []);
  assert.match(skipped[0]?.reason ?? '', /what its columns are/);
});

test('hidden files, other folders and files of other kinds are of no interest', () => {
  assert.equal(isOfInterest('/r', '/r/a/b.jsonl.gz'), true);
  for (const path of ['/r/.git/x.json', '/r/a/.x.csv', '/elsewhere/x.csv', '/r', '/r/a.png']) {
    assert.equal(isOfInterest('/r', path), false, path);
  }
});

test('a file that is read along with others stands for all of them, one of a folder’s run for the folder', async () => {
  const row = {
    id: 1,
    runId: 7,
    runName: 'x',
    name: 'x',
    sha256: '',
    importer: 'x',
    rowsKept: 1,
    rowsRejected: 0,
  };
  const more = { sizeBytes: 1, rowsRead: null, mapping: null };
  const files = [
    { ...row, ...more, path: '/r/rollouts.jsonl', role: null },
    { ...row, ...more, path: '/r/judgments.jsonl', role: 'judgments' },
  ];
  const folder = { ...row, ...more, path: '/r/petri', role: null, runId: 8 };
  const store = {
    filesLike: (path: string) =>
      [...files, folder].filter((file) => file.path === path).map((file) => ({ ...file, sameBytes: false })),
    run: (runId: number) => ({ files: runId === 7 ? files : [folder] }) as unknown as RunDetails,
  };
  const paths = ['/r/judgments.jsonl', '/r/petri/new.json', '/r/other.csv'];
  assert.deepEqual(await newsTargets('/r', paths, Date.now(), store), [
    '/r/rollouts.jsonl',
    '/r/judgments.jsonl',
    '/r/petri',
    '/r/other.csv',
  ]);
});

test('after a pause, what was written since is found by the worker', async () => {
  desk.file('old.csv', results([1]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const since = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const fresh = desk.file('deep/new.csv', results([2]));
  writeFileSync(join(desk.folder, 'picture.png'), 'x');
  assert.deepEqual(await folderNews({ root: desk.folder, since }, { signal }), [fresh]);
});

test('a log of which earlier lines changed becomes a new version, and goes on in that', async () => {
  const log = desk.file('log.jsonl', chat(1) + chat(2));
  await newsOf([log], Date.now() + 1000);
  desk.file('log.jsonl', chat(7) + chat(2) + chat(3));
  const second = await newsOf([log], Date.now() + 1000);
  assert.deepEqual(second.skipped, []);
  appendFileSync(log, chat(4));
  const third = await newsOf([log], Date.now() + 1000);
  assert.deepEqual(third.runIds, second.runIds);
  assert.deepEqual(
    desk.store.outline().arms.map(({ runId }) => desk.store.run(runId)?.rowsKept),
    [4],
  );
});

test('two windows that watch the same folder take a file in once, and a changed one as one new version', async () => {
  const path = desk.file('chats.json', `[${chat(1)}]`);
  const other = quietContext({ ...desk.context }, signal);
  const both = async (): Promise<readonly News[]> =>
    Promise.all([
      newsOf([path], Date.now() + 1000),
      importNews(other, desk.folder, [path], Date.now() + 1000),
    ]);
  for (const texts of [[1], [1, 2]]) {
    desk.file('chats.json', `[${texts.map(chat).join(',')}]`);
    const news = await both();
    assert.equal(desk.store.outline().arms.length, 1);
    assert.equal(news.filter(({ runIds }) => runIds.length === 1).length, 1);
  }
});

const bloomFixture = join(import.meta.dirname, '../../fixtures/importers/bloom');

/** Copies an evaluation with everything in one folder, as some write it. */
function evaluation(names: readonly string[]): void {
  for (const name of names) {
    const from = name.startsWith('transcript_')
      ? join(bloomFixture, 'transcripts', name)
      : join(bloomFixture, name);
    desk.file(`bloom/${name}`, readFileSync(from, 'utf8'));
  }
}

const transcripts = readdirSync(join(bloomFixture, 'transcripts')).filter((name) => name.endsWith('.json'));
const shownRuns = () => [...new Set(desk.store.outline().arms.map(({ runId }) => runId))];
async function presences(): Promise<readonly number[]> {
  const database = await openDatabase(join(desk.folder, '.db', 'audit.db'), { role: 'host' });
  const sql = `SELECT number FROM v_judgments WHERE metric = 'behavior_presence' ORDER BY transcript_id, judgment_id`;
  const numbers = database.db.prepare<[], number>(sql).pluck().all();
  database.close();
  return numbers;
}

test('judgments that come after their transcripts, and are changed later, are told of as they are', async () => {
  evaluation(transcripts);
  const one = join(desk.folder, 'bloom', transcripts[0] ?? '');
  await newsOf([one], Date.now() - 60_000);
  const own = await presences();
  assert.equal(shownRuns().length, 1);
  evaluation(['judgment.json']);
  const judgments = join(desk.folder, 'bloom', 'judgment.json');
  await newsOf([judgments], Date.now() - 60_000);
  assert.equal(shownRuns().length, 1);
  const before = await presences();
  assert.ok(before.length > own.length && before.includes(8));
  const text = readFileSync(judgments, 'utf8');
  desk.file('bloom/judgment.json', text.replace('"behavior_presence": 8', '"behavior_presence": 3'));
  await newsOf([judgments], Date.now() - 60_000);
  assert.equal(shownRuns().length, 1);
  assert.deepEqual(await presences(), [3, ...before.slice(1)]);
});
