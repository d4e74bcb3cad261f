// A window of its own that labels and shares until it is killed: `sharer.ts <database> <folder> <seed>`. Tells its parent
// `committed <id>` after the label’s transaction and `shared <id>` after a pass over the folder that came later.
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../../../../src/storage/openDatabase.ts';
import { createAuditStore } from '../../../../src/storage/sqliteStore.ts';
import { syncLabels } from '../../../../src/worker/tasks/syncLabels.ts';
import { labelInput } from '../../storage/storageDesk.ts';
import { contextOf } from '../sharingDesk.ts';

const [path = '', folder = '', first = '0'] = process.argv.slice(2);
const store = createAuditStore(await openDatabase(path, { role: 'host' }));
const worker = await openDatabase(path, { role: 'worker' });
const context = contextOf(worker);
const tell = (words: string): void => void process.send?.(words);

let isFirst = true;
const answers = ['aligned', 'misaligned', 'unsure'];
tell('ready');
for (let n = Number(first); ; n += 1) {
  const given: string[] = [];
  for (let i = 0; i <= n % 3; i += 1) {
    const input = labelInput(1 + ((n + i) % 12), answers[(n + i) % answers.length] ?? 'aligned');
    // Notes of different lengths, so that lines end anywhere in a block of the disk.
    const note = 'n'.repeat((n * 37) % 900);
    const { event } = store.appendLabel({ ...input, state: { ...input.state, note } });
    given.push(event.eventId);
    tell(`committed ${event.eventId}`);
  }
  const result = await syncLabels({ folder, annotators: ['kim'], installation: 'here', isFirst }, context);
  isFirst = false;
  if (!result.isBusy && result.failures.length === 0) for (const id of given) tell(`shared ${id}`);
  if (result.failures.length > 0) tell(`failed ${result.failures[0]?.message ?? ''}`);
  await delay(n % 4);
}
