// Labels of items whose texts are in no file: which of them are about the same item.
import assert from 'node:assert/strict';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { all, single } from '../storage/storageDesk.ts';
import { planOf, workerDesk } from './workerDesk.ts';

const KINDS = {
  'a table of labels': ['labels.csv', (word: string) => `item_id,human_label\na,${word}\nb,yes\nc,no\n`],
  'a table that we wrote': ['labels.csv', (word: string) => `id,target\na,${word}\nb,yes\nc,no\n`],
  'a judge audit’s reference labels': [
    'reference_labels.json',
    (word: string) =>
      JSON.stringify({ a: { tone: word, reasoning: 'So.' }, b: { tone: 'yes', reasoning: 'Also.' } }),
  ],
} as const;

for (const [what, [name, text]] of Object.entries(KINDS)) {
  test(`${what}: files of one name in two folders are about different items`, async (t) => {
    const { worker, folder, db } = await workerDesk(t);
    const [one, other] = [join(folder, 'first', name), join(folder, 'second', name)];
    for (const [path, word] of [
      [one, 'yes'],
      [other, 'no'],
    ] as const) {
      await mkdir(dirname(path));
      await writeFile(path, text(word));
      const { runs } = await worker.run('import', { files: await planOf(worker, [path]) });
      assert.equal(runs.length, 1);
    }
    const shared = `SELECT count(*) FROM transcript a JOIN transcript b
      ON b.content_hash = a.content_hash AND b.run_id > a.run_id`;
    assert.equal(single(db, shared), 0);

    // The folder as a whole may be moved: the items stay what they are.
    const labels = all(db, 'SELECT event_id FROM label_event ORDER BY event_id');
    assert.ok(labels.length > 0);
    await mkdir(join(folder, 'archive'));
    await rename(dirname(one), join(folder, 'archive', 'first'));
    await worker.run('import', { files: await planOf(worker, [join(folder, 'archive', 'first', name)]) });
    assert.deepEqual(all(db, 'SELECT event_id FROM label_event ORDER BY event_id'), labels);
  });
}
