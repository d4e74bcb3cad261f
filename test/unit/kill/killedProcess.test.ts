import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { assertSound } from '../../support/killChecks.ts';
import { seededRandom } from '../../support/seededRandom.ts';

const CHILD = fileURLToPath(new URL('./importingAndLabelling.ts', import.meta.url));
const KILLS = Number(process.env['TA_KILLS'] ?? 25);
const SEED = Number(process.env['TA_SEED'] ?? Date.now() % 100_000);
/** Kills on one database before a new one is begun, so that looking at it stays quick. */
const KILLS_EACH = 5;
/** From the first label on; an import of the big file takes about as long. */
const LATEST_MS = 1_000;
const HEADER = 'question,answer,question_id,aligned,coherent\n';

test(
  `${KILLS} kills in the middle of importing and labelling lose no confirmed label and leave no half transcript`,
  { timeout: 60_000 + KILLS * 6_000 },
  async (t) => {
    t.diagnostic(`seed ${SEED} (TA_SEED repeats it, TA_KILLS says how often)`);
    const folder = await mkdtemp(join(tmpdir(), 'transcript-auditor-killed-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const files = [join(folder, 'small.csv'), join(folder, 'big.csv')] as const;
    await writeFile(files[0], rows(200, 'cat'));
    await writeFile(files[1], rows(8_000, 'owl'));
    const random = seededRandom(SEED);
    let confirmed: string[] = [];
    let database = '';
    const totals = { labels: 0, cutOff: 0 };
    for (let kill = 0; kill < KILLS; kill++) {
      if (kill % KILLS_EACH === 0) {
        database = join(folder, `audit-${kill}.db`);
        confirmed = [];
      }
      const moment = Math.round(random() * LATEST_MS);
      const events = await killAfter(moment, [database, ...files]);
      confirmed.push(...events);
      totals.labels += events.length;
      const found = await assertSound(database, confirmed, 2);
      const cutOff = [...found.runs].filter(([, { status }]) => status === 'importing').map(([id]) => id);
      totals.cutOff += cutOff.length;
      const host = await openDatabase(database, { role: 'host' });
      try {
        assert.deepEqual(
          createAuditStore(host).adoptInterruptedImports(),
          cutOff,
          'found and marked partial',
        );
      } finally {
        host.close();
      }
    }
    assert.ok(totals.labels > 0 && totals.cutOff > 0, 'kills hit both');
    t.diagnostic(`${totals.labels} labels confirmed, ${totals.cutOff} imports cut off in ${KILLS} kills`);
  },
);

/** Runs the child, kills it so long after it is ready, and returns the event ids that it had confirmed. */
async function killAfter(milliseconds: number, args: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.startsWith('ready\n')) resolve();
    });
    child.once('close', () => reject(new Error(`The child ended by itself: ${errors}`)));
  });
  await delay(milliseconds);
  child.kill('SIGKILL');
  await ended;
  // The last line may be cut off in the middle; then nobody was told of it.
  return output.split('\n').slice(1, -1);
}

function rows(count: number, name: string): string {
  const lines = Array.from(
    { length: count },
    (_, row) =>
      `Why ${row % 7}?,"${`It all depends, said the ${name}. `.repeat(6)}${row}",q${row % 7},${row % 100},90\n`,
  );
  return HEADER + lines.join('');
}
