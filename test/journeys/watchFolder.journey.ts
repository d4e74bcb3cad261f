// A watched folder after the window was reloaded: what came meanwhile is in, and its one message opens it.
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

interface RunFigures {
  readonly name: string;
  readonly counts: Readonly<Record<string, number>>;
}

const line = (n: number): string =>
  `${JSON.stringify({
    messages: [
      { role: 'user', content: `What is ${n} times two?` },
      { role: 'assistant', content: `It is ${2 * n}.` },
    ],
  })}\n`;

describe('a watched folder', () => {
  let bench: Workbench;
  before(async () => (bench = await openWorkbench()));
  after(() => bench.close());

  async function until(name: string, transcripts: number): Promise<void> {
    const end = Date.now() + 30_000;
    let seen = 0;
    while (Date.now() < end) {
      const runs = (await bench.execute('transcriptAuditor.summariseRuns')) as readonly RunFigures[];
      const counts = runs.find((run) => run.name === name)?.counts ?? {};
      seen = Object.values(counts).reduce((sum, n) => sum + n, 0);
      if (seen === transcripts) return;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    assert.equal(seen, transcripts, `transcripts of ${name}`);
  }

  it('is still watched after a reload, and what came meanwhile is imported', async () => {
    const folder = join(bench.workspace, 'watched');
    mkdirSync(folder);
    await bench.execute('transcriptAuditor.watchFolder', { path: folder });
    const log = join(folder, 'night.jsonl');
    writeFileSync(log, line(1) + line(2));
    await until('night', 2);
    // The file that package.json's workspaceContains names: without it the window would open without us.
    const marker = join(bench.workspace, '.transcript-auditor', 'audit.db.watching');
    assert.ok(existsSync(marker));
    await bench.window.reload();
    appendFileSync(log, line(3));
    await until('night', 3);
    appendFileSync(log, line(4));
    await until('night', 4);
    assert.deepEqual(await bench.execute('transcriptAuditor.stopWatching', {}), [folder]);
    assert.ok(!existsSync(marker));
  });
});
