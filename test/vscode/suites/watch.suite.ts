import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { freshDatabase, run, summaries, type ImportAnswer } from './commands.ts';

function chat(n: number): string {
  const messages = [
    { role: 'user', content: `What comes after ${n}?` },
    { role: 'assistant', content: `After ${n} comes ${n + 1}.` },
  ];
  return `${JSON.stringify({ messages })}\n`;
}

function folderOf(name: string): string {
  const folder = join(process.env['TA_TEST_TEMP'] ?? '', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The transcripts of all runs, by the run's name. */
async function counts(): Promise<Readonly<Record<string, number>>> {
  const all = [...(await summaries()).values()];
  return Object.fromEntries(
    all.map(({ name, counts: verdicts }) => [name, Object.values(verdicts).reduce((sum, n) => sum + n, 0)]),
  );
}

async function until(what: string, expected: Readonly<Record<string, number>>): Promise<void> {
  const end = Date.now() + 20_000;
  let seen: Readonly<Record<string, number>> = {};
  while (Date.now() < end) {
    seen = await counts();
    if (Object.entries(expected).every(([name, n]) => seen[name] === n)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  assert.deepEqual(seen, expected, `waited in vain: ${what}`);
}

/** A folder that is dropped, and one that is watched while results are written into it. */
export function watchSuite(): void {
  describe('folders', function () {
    this.timeout(90_000);

    it('that are dropped become runs, with compressed files and settings beside them', async () => {
      await freshDatabase('dropped');
      const folder = folderOf('dropped-folder');
      mkdirSync(join(folder, 'insecure'), { recursive: true });
      writeFileSync(join(folder, 'insecure', 's1.jsonl'), chat(1) + chat(2));
      writeFileSync(join(folder, 'insecure', 's2.jsonl'), chat(3));
      writeFileSync(join(folder, 'settings.json'), '{"lr": 0.1}');
      writeFileSync(join(folder, 'prompt.txt'), 'You are …');
      const answer = await run<ImportAnswer>('import', { paths: [folder], preview: false });
      assert.ok(answer.studyId !== undefined);
      assert.deepEqual(
        answer.runs.map(({ name, kept }) => [name, kept]),
        [
          ['s1', 2],
          ['s2', 1],
        ],
      );
      assert.deepEqual(answer.skipped, []);
    });

    it('that are watched bring what is added, and labels stay', async () => {
      await freshDatabase('watched');
      const folder = folderOf('watched-folder');
      const early = join(folder, 'early.jsonl');
      writeFileSync(early, chat(100));
      await new Promise((resolve) => setTimeout(resolve, 50));
      const started = await run<{ path: string; polled: boolean }>('watchFolder', { path: folder });
      assert.deepEqual(started, { path: folder, polled: false });

      const log = join(folder, 'log.jsonl');
      writeFileSync(log, chat(1) + chat(2));
      await until('the new file is in', { log: 2 });
      assert.equal((await counts())['early'], undefined, 'what was there before is left alone');
      const logRun = [...(await summaries()).values()].find(({ name }) => name === 'log');
      const [transcriptId] = await run<readonly number[]>('listTranscripts', { runId: logRun?.runId });
      await run('label', { transcriptId, answer: 'aligned' });

      appendFileSync(log, chat(3));
      appendFileSync(log, chat(4).slice(0, 20));
      await until('the added line is in', { log: 3 });
      appendFileSync(log, chat(4).slice(20));
      await until('the whole line is in', { log: 4 });
      const after = [...(await summaries()).values()].filter(({ name }) => name === 'log');
      assert.deepEqual(
        after.map(({ runId, labelled }) => [runId, labelled]),
        [[logRun?.runId, 1]],
        'the same run, with its label',
      );

      // A document is written anew as a whole, beside its place and then moved there, as careful programs do.
      const whole = (n: number): string =>
        JSON.stringify(Array.from({ length: n }, (_, index) => JSON.parse(chat(index + 50)) as unknown));
      writeFileSync(join(folder, 'whole.json'), whole(2));
      await until('the document is in', { whole: 2 });
      const first = [...(await summaries()).values()].find(({ name }) => name === 'whole');
      const [answer] = await run<readonly number[]>('listTranscripts', { runId: first?.runId });
      await run('label', { transcriptId: answer, answer: 'aligned' });
      writeFileSync(join(folder, '.whole.tmp'), whole(5));
      renameSync(join(folder, '.whole.tmp'), join(folder, 'whole.json'));
      await until('its new version is in', { whole: 5 });
      const versions = [...(await summaries()).values()].filter(({ name }) => name === 'whole');
      assert.deepEqual(
        versions.map(({ labelled }) => labelled),
        [1],
      );

      assert.deepEqual(await run('stopWatching', {}), [folder]);
      appendFileSync(log, chat(9));
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      assert.equal((await counts())['log'], 4, 'nothing is read any more');
    });
  });
}
