import assert from 'node:assert/strict';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { formatEventLine } from '../../../src/core/labelFile.ts';
import { EventMerger } from '../../../src/storage/labels/mergeEvents.ts';
import { labelEvent } from '../../support/labelEvents.ts';
import { publicLabels, sharingDesk } from './sharingDesk.ts';

describe('sharing labels in a folder', () => {
  test('labels of two people on two databases are the same on both after each wrote and read', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const lee = await desk.machine('lee');
    for (let i = 1; i <= 10; i += 1) {
      kim.label(i, i % 2 === 0 ? 'aligned' : 'misaligned');
      lee.label(i, i % 3 === 0 ? 'aligned' : 'misaligned');
    }
    assert.equal((await kim.sync()).written, 10);
    const there = await lee.sync();
    assert.equal(there.written, 10);
    assert.deepEqual(
      there.merged.map(({ annotators }) => annotators),
      [[{ name: 'kim', added: 10 }]],
    );
    const back = await kim.sync();
    assert.deepEqual(
      back.merged.map(({ annotators }) => annotators),
      [[{ name: 'lee', added: 10 }]],
    );
    assert.equal(back.written, 0);
    assert.deepEqual(publicLabels(kim), publicLabels(lee));
    assert.equal((await desk.files()).length, 2);
  });

  test('a label goes to the end of its annotator’s own file, and nothing else of the file changes', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    kim.label(1, 'aligned');
    await kim.sync();
    const [name = ''] = await desk.files();
    assert.match(name, /^kim-[0-9a-f]{10}\.jsonl$/);
    const before = await readFile(join(desk.folder, name), 'utf8');
    const event = kim.label(2, 'misaligned');
    await kim.sync();
    assert.equal(await readFile(join(desk.folder, name), 'utf8'), `${before}${formatEventLine(event)}\n`);
    assert.match(before, /^\{"format":"transcript-auditor-labels"/, 'the scheme’s definition comes first');
  });

  test('a pass with nothing new reads and writes nothing', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const lee = await desk.machine('lee');
    kim.label(1, 'aligned');
    lee.label(1, 'aligned');
    for (const each of [kim, lee, kim, lee]) await each.sync();
    const version = kim.database.db.pragma('data_version', { simple: true });
    const again = await kim.sync();
    assert.deepEqual([again.written, again.merged, again.failures], [0, [], []]);
    assert.equal(
      kim.database.db.pragma('data_version', { simple: true }),
      version,
      'the database is left alone',
    );
  });

  test('only what was added to a file is read of it', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const lee = await desk.machine('lee');
    for (let i = 1; i <= 5; i += 1) lee.label(i, 'aligned');
    await lee.sync();
    await kim.sync();
    lee.label(6, 'misaligned');
    await lee.sync();
    const [merged] = (await kim.sync()).merged;
    assert.deepEqual([merged?.added, merged?.present, merged?.isWhole], [1, 0, false]);
    const [name = ''] = await desk.files();
    await appendFile(join(desk.folder, name), 'what is this\n');
    const [read] = (await kim.sync()).merged;
    assert.deepEqual(
      read?.problems.map(({ line, reason }) => [line, reason]),
      [[8, 'The line is not JSON.']],
      'lines are counted from the file’s beginning',
    );
  });

  test('the same person on two machines has two files, and pulling one’s own labels writes nothing', async (t) => {
    const desk = await sharingDesk(t);
    const laptop = await desk.machine('laptop', 'kim');
    const cluster = await desk.machine('cluster', 'kim');
    laptop.label(1, 'aligned');
    await laptop.sync();
    const pulled = await cluster.sync();
    assert.equal(pulled.written, 0);
    assert.equal((await desk.files()).length, 1, 'nothing of the laptop’s is written again');
    cluster.label(1, 'misaligned');
    cluster.label(2, 'aligned');
    await cluster.sync();
    await laptop.sync();
    assert.equal((await desk.files()).length, 2);
    assert.deepEqual(publicLabels(laptop), publicLabels(cluster));
    const events = await Promise.all((await desk.files()).map((name) => desk.eventsIn(name)));
    assert.equal(events.flat().length, 3, 'each label is in one file once');
  });

  test('annotators whose names differ in case or accents only have files of their own', async (t) => {
    const desk = await sharingDesk(t);
    const one = await desk.machine('one');
    const names = ['Kim', 'kim', 'kím', '金', 'CON', '../../etc', 'a'.repeat(100)];
    names.forEach((name, at) => one.label(at + 1, 'aligned', name));
    await one.sync({ annotators: names });
    const files = await desk.files();
    assert.equal(new Set(files.map((name) => name.toLowerCase())).size, names.length);
    for (const name of files) assert.match(name, /^[a-z0-9-]{1,60}\.jsonl$/);
  });

  test('who labelled here under another name goes on being written', async (t) => {
    const desk = await sharingDesk(t);
    const one = await desk.machine('one');
    one.label(1, 'aligned', 'kim');
    await one.sync({ annotators: ['kim'] });
    one.label(2, 'aligned', 'kim');
    await one.sync({ annotators: ['lee'] });
    const [name = ''] = await desk.files();
    assert.equal((await desk.eventsIn(name)).length, 2);
  });

  test('labels of colleagues, and those that results files carried, are nobody’s to write again', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const lee = await desk.machine('lee');
    lee.label(1, 'aligned');
    await lee.sync();
    const carried = labelEvent('7', { annotator: 'kim', seq: -5, source: 'column “human” of results.csv' });
    await new EventMerger(kim.database).addEvents([carried]);
    assert.equal((await kim.sync()).written, 0);
    assert.equal((await desk.files()).length, 1);
  });

  test('the next session goes on where the last one was, also after a crash right behind a write', async (t) => {
    const desk = await sharingDesk(t);
    let kim = await desk.machine('kim');
    kim.label(1, 'aligned');
    await kim.sync();
    kim.label(2, 'aligned');
    // Written, but nothing of it remembered in the database.
    await kim.sync();
    kim = await kim.reopen();
    kim.label(3, 'misaligned');
    assert.equal((await kim.sync()).written, 1);
    const [name = ''] = await desk.files();
    assert.equal((await desk.eventsIn(name)).length, 3, 'every label once');
  });
});
