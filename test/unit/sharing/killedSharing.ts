/** Kills a window that labels and shares, again and again, and looks each time what is left. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, readdir, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { formatEventLine, parseLabelLine } from '../../../src/core/labelFile.ts';
import { labelEvent } from '../../support/labelEvents.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { all } from '../storage/storageDesk.ts';
import { sharingDesk } from './sharingDesk.ts';

const SCRIPT = fileURLToPath(new URL('children/sharer.ts', import.meta.url));

/** What one life of the window confirmed. */
interface Life {
  readonly committed: readonly string[];
  readonly shared: readonly string[];
}

/** @param kills how often; the moments follow from the seed */
export async function killedSharing(t: TestContext, kills: number, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const desk = await sharingDesk(t);
  await mkdir(desk.folder);
  let machine = await desk.machine('kim', 'kim', 'here');
  machine.database.close();
  const path = join(desk.root, 'kim.db');
  const committed = new Set<string>();
  const shared = new Set<string>();
  let torn = 0;
  let colleagues = 0;
  let cuts = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const label = `kill ${kill + 1} of ${kills}, seed ${seed}`;
    colleagues += 1;
    const event = labelEvent(`${colleagues}`, { annotator: 'lee', seq: colleagues });
    await appendFile(join(desk.folder, 'lee.jsonl'), `${formatEventLine(event)}\n`);
    const life = await liveFor(path, desk.folder, kill * 1_000, 20 + Math.floor(random() * 400));
    for (const id of life.committed) committed.add(id);
    for (const id of life.shared) shared.add(id);
    const { ids, hasTorn } = await ownEvents(desk.folder);
    if (hasTorn) torn += 1;
    for (const id of shared) assert.ok(ids.includes(id), `${label}: ${id} was said to be in the file`);
    // A disk that lies about flushing, and a power cut: the end of the file is gone.
    if (random() < 0.3) {
      await cutEnd(desk.folder, 1 + Math.floor(random() * 1_500));
      const left = (await ownEvents(desk.folder)).ids;
      for (const id of ids) if (!left.includes(id)) shared.delete(id);
      cuts += 1;
    }
  }
  t.diagnostic(
    `${committed.size} labels, ${shared.size} of them shared; ${torn} torn lines in ${kills} kills, ${cuts} cuts`,
  );
  assert.ok(shared.size > kills / 4, 'windows lived long enough to share');
  machine = await desk.machine('kim', 'kim', 'here');
  const { failures } = await machine.sync();
  assert.deepEqual(failures, []);
  const inDatabase = all<{ id: string }>(
    machine.database.db,
    "SELECT event_id AS id FROM label_event WHERE annotator = 'kim' ORDER BY event_id",
  ).map(({ id }) => id);
  for (const id of committed) assert.ok(inDatabase.includes(id), `${id} was committed`);
  const { ids, hasTorn } = await ownEvents(desk.folder);
  assert.deepEqual([...ids].sort(), inDatabase, 'the file holds every label of the database, each once');
  assert.equal(hasTorn, false);
  assert.equal(
    all(machine.database.db, "SELECT 1 FROM label_event WHERE annotator = 'lee'").length,
    colleagues,
  );
}

async function liveFor(path: string, folder: string, first: number, milliseconds: number): Promise<Life> {
  const child = fork(SCRIPT, [path, folder, String(first)]);
  const committed: string[] = [];
  const shared: string[] = [];
  const exited = once(child, 'exit');
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message: string) => {
      const [what, id = ''] = message.split(' ');
      if (what === 'ready') resolve();
      if (what === 'committed') committed.push(id);
      if (what === 'shared') shared.push(id);
    });
  });
  await Promise.race([
    ready,
    exited.then(() => {
      throw new Error('the window ended by itself');
    }),
  ]);
  await delay(milliseconds);
  child.kill('SIGKILL');
  await exited;
  return { committed, shared };
}

async function cutEnd(folder: string, bytes: number): Promise<void> {
  const name = (await readdir(folder)).find((each) => each.startsWith('kim-'));
  if (name === undefined) return;
  const path = join(folder, name);
  await truncate(path, Math.max(0, (await stat(path)).size - bytes));
}

/** The events of kim’s own file, and whether its last line was cut off; any other line must be whole. */
async function ownEvents(
  folder: string,
): Promise<{ readonly ids: readonly string[]; readonly hasTorn: boolean }> {
  const name = (await readdir(folder)).find((each) => each.startsWith('kim-'));
  if (name === undefined) return { ids: [], hasTorn: false };
  const lines = (await readFile(join(folder, name), 'utf8')).split('\n');
  const last = lines.pop() ?? '';
  const ids: string[] = [];
  for (const line of lines) {
    const parsed = parseLabelLine(line);
    assert.ok(
      parsed.kind === 'event' || parsed.kind === 'header',
      `a whole line of ${name}: ${line.slice(0, 60)}`,
    );
    if (parsed.kind === 'event') ids.push(parsed.event.eventId);
  }
  return { ids, hasTorn: last !== '' };
}
