import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { newsWords, offerWords, sharedWords } from '../../../src/host/sharing/sharingWords.ts';
import { NOTHING_DONE, type SyncResult } from '../../../src/worker/sharing/syncFolder.ts';
import { sharingChance } from '../../../src/worker/tasks/sharingChance.ts';
import { contextOf, sharingDesk } from './sharingDesk.ts';

function merged(
  annotators: SyncResult['merged'][number]['annotators'],
  unread = 0,
): SyncResult['merged'][number] {
  return {
    path: '/w/labels/x.jsonl',
    added: 1,
    present: 0,
    queues: 0,
    unread,
    annotators,
    problems: [],
    isWhole: true,
  };
}

test('the status bar says whose labels came, most first, and how many lines were not read', () => {
  assert.equal(newsWords({ merged: [merged([])] }), '', 'nothing came');
  const files = [merged([{ name: 'lee', added: 1 }], 2), merged([{ name: 'mo', added: 1_200 }])];
  assert.equal(
    newsWords({ merged: [...files, merged([{ name: 'lee', added: 1 }])] }),
    'mo: 1,200 new label events · lee: 2 new label events · 2 lines not read (see Problems)',
  );
  const many = ['a', 'b', 'c', 'd', 'e'].map((name) => merged([{ name, added: 1 }]));
  assert.match(newsWords({ merged: many }), / · 2 more people$/);
});

test('the command says what was written, or why nothing could be', () => {
  assert.equal(
    sharedWords('labels/', { ...NOTHING_DONE, written: 1 }),
    'Labels are shared in labels/ from now on. 1 label event of yours was written.',
  );
  const failure = {
    path: 'p',
    what: 'write',
    kind: 'disk-full',
    message: 'No room.',
    hint: 'Safe.',
  } as const;
  assert.equal(
    sharedWords('labels/', { ...NOTHING_DONE, failures: [failure] }),
    'Labels are shared in labels/ from now on. No room. Safe.',
  );
});

test('sharing is offered where colleagues share already, or where there is work of one’s own', async (t) => {
  assert.equal(offerWords({ own: 49, others: [] }, 'labels/'), undefined);
  assert.match(
    offerWords({ own: 50, others: [] }, 'labels/') ?? '',
    /^You have labelled 50 transcripts here/,
  );
  assert.match(
    offerWords({ own: 0, others: ['lee', 'mo'] }, 'labels/') ?? '',
    /^labels\/ holds labels of lee, mo\./,
  );
  const desk = await sharingDesk(t);
  const [kim, lee] = [await desk.machine('kim'), await desk.machine('lee')];
  const chance = () => sharingChance({ folder: desk.folder, annotator: 'kim' }, contextOf(kim.database));
  assert.deepEqual(await chance(), { own: 0, others: [] }, 'no folder');
  lee.label(1, 'aligned');
  await lee.sync();
  await mkdir(join(desk.folder, 'sub'));
  await writeFile(join(desk.folder, 'data.jsonl'), '{"messages":[]}\n');
  kim.label(1, 'aligned');
  kim.label(1, 'misaligned');
  assert.deepEqual(await chance(), { own: 1, others: ['lee'] });
});
