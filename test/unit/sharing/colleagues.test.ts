import assert from 'node:assert/strict';
import { appendFile, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import { formatEventLine } from '../../../src/core/labelFile.ts';
import { compareAnnotators, comparisonWords } from '../../../src/host/sharing/compareAnnotators.ts';
import { importColleague, type ColleagueContext } from '../../../src/host/sharing/importColleague.ts';
import { previewWords } from '../../../src/host/sharing/previewWords.ts';
import type { SharingUi } from '../../../src/host/sharing/sharingUi.ts';
import { annotatorOverlap } from '../../../src/storage/labels/annotatorOverlap.ts';
import { mergeLabels } from '../../../src/worker/tasks/labels.ts';
import { previewLabels } from '../../../src/worker/tasks/previewLabels.ts';
import { labelEvent } from '../../support/labelEvents.ts';
import { contextOf, sharingDesk, type Machine, type SharingDesk } from './sharingDesk.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What was asked and told, and what is answered. */
class Ui implements SharingUi {
  readonly told: string[] = [];
  readonly asked: string[] = [];
  readonly ran: string[] = [];
  yes = true;
  action: string | undefined;
  chosen: readonly string[] | undefined;
  askForLabelFiles = (): Promise<readonly string[]> => Promise.resolve([]);
  askForFolder = (): Promise<undefined> => Promise.resolve(undefined);
  confirm = (question: string, detail: string): Promise<boolean> => {
    this.asked.push(question, detail);
    return Promise.resolve(this.yes);
  };
  choosePeople = (_title: string, people: readonly { readonly name: string; readonly words: string }[]) => {
    this.asked.push(...people.map(({ name, words }) => `${name}: ${words}`));
    return Promise.resolve(this.chosen);
  };
  withProgress: SharingUi['withProgress'] = (_title, task) =>
    task({ signal: new AbortController().signal, report: () => undefined });
  tell = (message: string, ...actions: readonly string[]): Promise<string | undefined> => {
    this.told.push(message);
    return Promise.resolve(actions.find((action) => action === this.action));
  };
  openText = (text: string): Promise<void> => {
    this.told.push(text);
    return Promise.resolve();
  };
  run = (command: string, argument: unknown): Promise<{ readonly answer: unknown }> => {
    this.ran.push(`${command} ${JSON.stringify(argument)}`);
    return Promise.resolve({ answer: undefined });
  };
}

function contextFor({ database }: Machine, ui: Ui): ColleagueContext {
  const context = { ...contextOf(database), progress: () => undefined };
  return {
    ui,
    tasks: {
      preview: (paths) => previewLabels({ paths }, context),
      merge: (path) => mergeLabels({ path }, context as never),
    },
    knownAnnotator: () => Promise.resolve('kim'),
    labelsMerged: () => undefined,
  };
}

/** Lee’s ten labels on nine transcripts in a file, one of them on a transcript that isn’t here. */
async function leesFile(desk: SharingDesk): Promise<string> {
  const lee = await desk.machine('lee');
  for (let i = 1; i <= 8; i += 1) lee.label(i, i % 4 === 0 ? 'aligned' : 'misaligned');
  lee.label(8, 'unsure');
  await lee.sync();
  const [name = ''] = await desk.files();
  const path = join(desk.folder, name);
  await appendFile(path, `${formatEventLine(labelEvent('9', { annotator: 'lee', seq: 99 }))}\n`);
  return path;
}

describe('importing a colleague’s labels', () => {
  test('says whose they are, how many are new and how many transcripts are here, then merges', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const path = await leesFile(desk);
    const ui = new Ui();
    const outcome = await importColleague(contextFor(kim, ui), { paths: [path] });
    assert.match(ui.asked[0] ?? '', /^Import labels of lee\?$/);
    assert.match(ui.asked[1] ?? '', /lee: 10 events on 9 transcripts, .*; all new\. 1 transcript isn’t here/);
    assert.deepEqual([outcome?.added, outcome?.present, outcome?.unread], [10, 0, 0]);
    assert.deepEqual(
      outcome?.people.map(({ name, transcripts, here }) => [name, transcripts, here]),
      [['lee', 9, 8]],
    );
    assert.match(ui.told[0] ?? '', /^Labels of lee: 10 new events, 0 already here\.$/);
    const again = new Ui();
    again.action = 'Compare Annotators…';
    await importColleague(contextFor(kim, again), { paths: [path] });
    assert.match(again.asked[0] ?? '', /All of them are here already/);
    await settled();
    assert.deepEqual(again.ran, ['transcriptAuditor.compareAnnotators undefined']);
  });

  test('merges nothing when the preview is dismissed, or only that was wanted', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const path = await leesFile(desk);
    const ui = new Ui();
    ui.yes = false;
    assert.equal(await importColleague(contextFor(kim, ui), { paths: [path] }), undefined);
    const looked = await importColleague(contextFor(kim, ui), { paths: [path], preview: true });
    assert.equal(looked?.people[0]?.fresh, 10);
    assert.equal(looked.added, undefined);
    assert.equal(annotatorOverlap(kim.database.db).people.length, 0);
  });

  test('takes a folder, each event once however many files hold it, and leaves other files alone', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const path = await leesFile(desk);
    const folder = join(desk.root, 'sent');
    await mkdir(join(folder, 'more.jsonl'), { recursive: true });
    await copyFile(path, join(folder, 'one.jsonl'));
    await copyFile(path, join(folder, 'copy.jsonl'));
    await writeFile(join(folder, 'results.jsonl'), '{"messages":[]}\n');
    await appendFile(join(folder, 'copy.jsonl'), 'spoilt\n');
    const ui = new Ui();
    ui.action = 'Show Lines';
    const outcome = await importColleague(contextFor(kim, ui), { paths: [folder], confirmed: true });
    assert.deepEqual([outcome?.added, outcome?.present, outcome?.unread], [10, 10, 1]);
    assert.equal(outcome?.people[0]?.events, 10);
    assert.deepEqual(ui.asked, []);
    await settled();
    assert.match(ui.told[1] ?? '', /copy\.jsonl:12: The line is not JSON/);
  });

  test('refuses files that hold no labels, saying what they are', async (t) => {
    const desk = await sharingDesk(t);
    const kim = await desk.machine('kim');
    const path = join(desk.root, 'results.jsonl');
    await writeFile(path, '{"messages":[]}\n');
    const context = contextFor(kim, new Ui());
    await assert.rejects(importColleague(context, { paths: [path] }), /is not a label file/);
    await mkdir(join(desk.root, 'empty'));
    await assert.rejects(
      importColleague(context, { paths: [join(desk.root, 'empty')] }),
      /no label files in/,
    );
  });

  test('names one’s own labels as one’s own', () => {
    const person = {
      name: 'kim',
      events: 1,
      fresh: 0,
      transcripts: 1,
      here: 0,
      from: '2026-05-02',
      to: '2026-05-02',
    };
    const preview = { paths: ['a'], people: [person], schemes: ['s'], queues: 2, unread: 2, failed: [] };
    assert.deepEqual(previewWords(preview, 'kim').detail.split('\n'), [
      '1 file:',
      'kim (you): 1 event on 1 transcript, 2026-05-02; none is new. None of these transcripts is here: their labels wait for the results.',
      'Given under: s.',
      '2 queues.',
      '2 lines can’t be read and will be listed.',
      'Nothing of yours is replaced: labels are only ever added.',
    ]);
  });
});

describe('comparing annotators', () => {
  async function three(desk: SharingDesk): Promise<Machine> {
    const kim = await desk.machine('kim');
    for (let i = 1; i <= 6; i += 1) kim.label(i, 'misaligned');
    for (let i = 2; i <= 7; i += 1) kim.label(i, i < 4 ? 'aligned' : 'misaligned', 'lee');
    kim.label(3, 'aligned', 'mo');
    return kim;
  }

  test('counts transcripts that both answered, where they differ, and what is still open', async (t) => {
    const kim = await three(await sharingDesk(t));
    assert.deepEqual(annotatorOverlap(kim.database.db), {
      people: [
        { name: 'kim', transcripts: 6 },
        { name: 'lee', transcripts: 6 },
        { name: 'mo', transcripts: 1 },
      ],
      pairs: [
        { annotators: ['kim', 'lee'], both: 5, differ: 2 },
        { annotators: ['kim', 'mo'], both: 1, differ: 1 },
        { annotators: ['lee', 'mo'], both: 1, differ: 0 },
      ],
      shared: 5,
      differing: 2,
      open: 2,
    });
    const { shared, differing } = annotatorOverlap(kim.database.db, ['lee', 'mo']);
    assert.deepEqual([shared, differing], [1, 0]);
  });

  test('opens the page of agreement for the chosen, and offers a queue of what they differ on', async (t) => {
    const kim = await three(await sharingDesk(t));
    const ui = new Ui();
    ui.chosen = ['kim', 'lee'];
    ui.action = 'Adjudicate…';
    const overlap = (annotators?: readonly string[]) =>
      Promise.resolve(annotatorOverlap(kim.database.db, annotators));
    const found = await compareAnnotators({ ui, overlap }, {});
    await settled();
    assert.deepEqual(ui.asked, ['kim: 6 transcripts', 'lee: 6 transcripts', 'mo: 1 transcript']);
    assert.deepEqual([found?.shared, found?.differing], [5, 2]);
    assert.deepEqual(ui.told, ['kim and lee both answered 5 transcripts and differ on 2 of them.']);
    assert.deepEqual(ui.ran, [
      'transcriptAuditor.showAgreement {"annotators":["kim","lee"]}',
      'transcriptAuditor.adjudicate {"annotators":["kim","lee"]}',
    ]);
    const quiet = new Ui();
    await compareAnnotators({ ui: quiet, overlap }, { annotators: ['kim', 'mo'], open: false });
    assert.deepEqual([quiet.told, quiet.ran, quiet.asked], [[], [], []]);
    for (const annotators of [['kim'], ['kim', 'nobody']]) {
      await assert.rejects(compareAnnotators({ ui, overlap }, { annotators }), AuditError);
    }
  });

  test('says that one alone can’t be compared', async (t) => {
    const kim = await (await sharingDesk(t)).machine('kim');
    const overlap = () => Promise.resolve(annotatorOverlap(kim.database.db));
    await assert.rejects(compareAnnotators({ ui: new Ui(), overlap }, {}), /Nobody has labels here yet/);
    kim.label(1, 'aligned');
    await assert.rejects(compareAnnotators({ ui: new Ui(), overlap }, {}), /Only kim has labels here/);
  });

  test('words for all outcomes', () => {
    const of = (shared: number, differing: number, open: number, annotators = ['a', 'b']): string =>
      comparisonWords({ annotators, pairs: [], shared, differing, open });
    assert.equal(of(0, 0, 0), 'No transcript here was answered by both a and b.');
    assert.equal(of(1, 0, 0), 'a and b both answered 1 transcript and mean the same by it.');
    assert.equal(
      of(9, 3, 1),
      'a and b both answered 9 transcripts and differ on 3 of them, of which 1 isn’t adjudicated yet.',
    );
    assert.equal(
      of(9, 3, 0),
      'a and b both answered 9 transcripts and differ on 3 of them, all of which are adjudicated.',
    );
    assert.equal(
      of(9, 0, 0, ['a', 'b', 'c']),
      'Two or more of 3 people answered 9 transcripts and mean the same by all of them.',
    );
  });
});
