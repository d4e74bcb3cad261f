/** Bloom's usual layout, transcripts in a folder below the judgments, watched while it is written. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { importNews, quietContext, type News } from '../../../src/host/watch/importNews.ts';
import { importTranscripts } from '../../../src/host/import/importTranscripts.ts';
import { deskForEachTest, type Desk } from '../import/importDesk.ts';

let desk: Desk;
deskForEachTest((fresh) => (desk = fresh));

const FIXTURE = join(import.meta.dirname, '../../fixtures/importers/bloom');
const TRANSCRIPTS = readdirSync(join(FIXTURE, 'transcripts')).filter((name) => name.endsWith('.json'));

/** Copies files of the evaluation to a folder below the watched one; gives their paths. */
function write(home: string, names: readonly string[]): readonly string[] {
  return names.map((name) => desk.file(join(home, name), readFileSync(join(FIXTURE, name), 'utf8')));
}

function newsOf(paths: readonly string[], since: number): Promise<News> {
  return importNews(quietContext(desk.context, new AbortController().signal), desk.folder, paths, since);
}

const runs = (): readonly { readonly path: string | undefined; readonly kept: number }[] =>
  [...new Set(desk.store.outline().arms.map(({ runId }) => runId))].map((runId) => {
    const run = desk.store.run(runId);
    return { path: run?.files.find(({ role }) => role === null)?.path, kept: run?.rowsKept ?? 0 };
  });

const below = TRANSCRIPTS.map((name) => `transcripts/${name}`);
/** The folder of the evaluation is newer than the watch, older, or the watched folder itself. */
const CASES: readonly (readonly [string, string, number])[] = [
  ['in a folder that came with them', 'results', -60_000],
  ['in a folder that was there before', 'results', 60_000],
  ['in the watched folder itself', '.', 60_000],
];

for (const [where, home, age] of CASES) {
  test(`judgments that come after their transcripts, ${where}, judge the run that is there`, async () => {
    const since = Date.now() + age;
    const paths = write(home, below);
    // The transcripts come together: their folder is new though the one above isn't.
    await importTranscripts(quietContext(desk.context, new AbortController().signal), {
      paths: [join(desk.folder, home, 'transcripts')],
      preview: false,
      asStudy: false,
    });
    assert.deepEqual(
      runs().map(({ kept }) => kept),
      [paths.length],
    );
    const [judgments = ''] = write(home, ['judgment.json']);
    const news = await newsOf([judgments], since);
    assert.deepEqual(
      runs().map(({ kept }) => kept),
      [paths.length],
      'one run, with as many transcripts',
    );
    assert.equal(news.skipped.length, 0);
    assert.equal(runs()[0]?.path, join(desk.folder, home), 'the folder of both');
    const again = await newsOf([judgments, ...paths], since);
    assert.deepEqual([again.transcripts, runs().length], [0, 1]);
    const more = desk.file(
      join(home, 'transcripts/transcript_v9r1.json'),
      readFileSync(join(FIXTURE, below[0] ?? ''), 'utf8').replaceAll('v1r1', 'v9r1'),
    );
    await newsOf([more], since);
    assert.deepEqual(
      runs().map(({ kept }) => kept),
      [paths.length + 1],
      'a transcript that comes later joins them',
    );
  });
}

test('an evaluation that is imported by hand after its transcripts were takes their place', async () => {
  write('results', below);
  const quiet = quietContext(desk.context, new AbortController().signal);
  const take = (path: string) =>
    importTranscripts(quiet, { paths: [join(desk.folder, path)], preview: false, asStudy: false });
  await take('results/transcripts');
  write('results', ['judgment.json', 'ideation.json', 'understanding.json']);
  await take('results');
  assert.deepEqual(runs(), [{ path: join(desk.folder, 'results'), kept: below.length }]);
});
