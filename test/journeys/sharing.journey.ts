// Two people on two machines label the same queue at the same time, each for themselves, and share through a folder of
// files that something else (git, here: copying) carries from one to the other.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { count, databaseOf, query } from '../support/journeysDatabase.ts';
import { keyboardIn } from '../support/journeysPage.ts';
import { queues } from '../support/journeysQueues.ts';
import { waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const ITEMS = 200;
const PEOPLE = ['kim', 'lee'] as const;
type Person = (typeof PEOPLE)[number];

const foldersOf = (bench: Workbench): string => join(bench.workspace, 'labels');

describe('two people who share labels', { timeout: 900_000 }, () => {
  const benches = new Map<Person, Workbench>();
  const of = (person: Person): Workbench => {
    const bench = benches.get(person);
    assert.ok(bench);
    return bench;
  };

  before(async () => {
    for (const person of PEOPLE) {
      const bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': person } });
      benches.set(person, bench);
      const path = join(bench.workspace, 'answers.csv');
      writeFileSync(path, results());
      const imported = await bench.execute('transcriptAuditor.import', { paths: [path], preview: false });
      assert.ok(JSON.stringify(imported).includes('"kept":240'), JSON.stringify(imported));
    }
  });
  after(async () => {
    for (const bench of benches.values()) await bench.close();
  });

  it('a queue that kim made is in lee’s view once kim’s file is there', async () => {
    const made = await of('kim').execute('transcriptAuditor.newAuditSample', {
      strata: { by: 'none' },
      allocation: 'proportional',
      n: ITEMS,
      blind: ['judge'],
      masks: [],
      repeats: 0,
      assignment: null,
      name: 'shared audit',
      confirmed: true,
    });
    assert.doesNotMatch(JSON.stringify(made), /"error"/);
    await share('kim', 'by keyboard');
    assert.deepEqual(readdirSync(foldersOf(of('kim'))).filter((name) => !name.startsWith('.')).length, 1);
    carry('kim', 'lee');
    await share('lee', 'by command');
    const [queue] = await waitUntil('the queue is there', 30_000, async () => {
      const found = await queues(of('lee'));
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual([queue?.name, queue?.items, queue?.createdBy], ['shared audit', ITEMS, 'kim']);
  });

  it('both label all of it at the same time, by keyboard, offline from each other', async (t) => {
    const begun = Date.now();
    await Promise.all(PEOPLE.map((person) => labelAll(of(person), person)));
    t.diagnostic(`${ITEMS} labels each in ${Math.round((Date.now() - begun) / 1_000)} s`);
    for (const person of PEOPLE) {
      await of(person).execute('transcriptAuditor.pauseQueue');
      const { progress } = (await queues(of(person)))[0] ?? {};
      assert.equal((progress?.answered ?? 0) + (progress?.unsure ?? 0), ITEMS);
      assert.equal(count(databaseOf(of(person).workspace), 'SELECT count(*) FROM v_labels'), ITEMS);
    }
  });

  it('what the one’s file brings, the other’s window takes in by itself', async () => {
    await waitUntil('kim’s labels are written', 30_000, () => ownLines(of('kim'), 'kim') === ITEMS);
    carry('kim', 'lee');
    const merged = `SELECT count(*) FROM v_labels WHERE annotator = 'kim'`;
    await waitUntil(
      'they are merged',
      60_000,
      () => count(databaseOf(of('lee').workspace), merged) === ITEMS,
    );
  });

  it('a file that was sent is looked into first, and merged when that is wished', async () => {
    await waitUntil('lee’s labels are written', 30_000, () => ownLines(of('lee'), 'lee') === ITEMS);
    const bench = of('kim');
    const sent = join(bench.workspace, 'from-lee.jsonl');
    copyFileSync(fileOf(of('lee'), 'lee'), sent);
    const answered = bench.execute('transcriptAuditor.importColleagueLabels', { paths: [sent] });
    assert.match(await bench.window.dialog(), /Import labels of lee\?/);
    await bench.window.answerDialog('Import');
    const outcome = (await answered) as { added: number; people: { here: number }[] };
    assert.deepEqual([outcome.added, outcome.people[0]?.here], [ITEMS, ITEMS]);
    assert.match(await bench.window.notification(/Labels of lee/), /200 new events, 0 already here/);
    await bench.window.clearNotifications();
  });

  it('both have the same public views then: every label, no collision, nothing written again', async () => {
    // The folder says the same as what was sent.
    carry('lee', 'kim');
    for (const person of PEOPLE) await of(person).execute('transcriptAuditor.syncSharedLabels');
    const [kims, lees] = PEOPLE.map((person) => publicViews(databaseOf(of(person).workspace)));
    assert.deepEqual(kims, lees);
    assert.equal(kims?.events.length, 2 * ITEMS);
    assert.equal(new Set(kims.events.map(({ event_id: id }) => id)).size, 2 * ITEMS);
    assert.equal(kims.answers.length, 2 * ITEMS);
    for (const person of PEOPLE) {
      const names = readdirSync(foldersOf(of(person))).filter((name) => name.endsWith('.jsonl'));
      assert.equal(names.length, 2, 'a file each');
      assert.equal(ownLines(of(person), person), ITEMS);
    }
  });

  it('compares them: how much both answered, and where they differ', async () => {
    for (const person of PEOPLE) {
      const found = (await of(person).execute('transcriptAuditor.compareAnnotators', {
        annotators: PEOPLE,
        open: false,
      })) as { shared: number; differing: number };
      // Kim says misaligned to every second place, lee to every third.
      const differing = Array.from({ length: ITEMS }, (_, i) => i + 1).filter(
        (place) => answerOf('kim', place) !== answerOf('lee', place),
      ).length;
      assert.deepEqual([found.shared, found.differing], [ITEMS, differing]);
    }
  });

  it('after sharing was stopped nothing more is written', async () => {
    const bench = of('kim');
    assert.equal(await bench.execute('transcriptAuditor.stopSharingLabels'), foldersOf(bench));
    const [transcriptId] = (await bench.execute('transcriptAuditor.listTranscripts', {
      limit: 1,
    })) as number[];
    await bench.execute('transcriptAuditor.label', { transcriptId, answer: 'refusal' });
    await bench.window.page.waitForTimeout(2_000);
    assert.equal(ownLines(bench, 'kim'), ITEMS);
    const refused = (await bench.execute('transcriptAuditor.syncSharedLabels')) as { error: string };
    assert.match(refused.error, /aren’t shared/);
  });

  async function share(person: Person, how: 'by keyboard' | 'by command'): Promise<void> {
    const bench = of(person);
    if (how === 'by command') {
      const shared = await bench.execute('transcriptAuditor.shareLabels', { folder: 'labels' });
      assert.doesNotMatch(JSON.stringify(shared), /"error"/);
      return;
    }
    await bench.window.runCommand('Transcript Auditor: Share Labels in This Folder…');
    await waitUntil('the folder is asked for', 15_000, async () =>
      (await bench.window.quickInput().innerText()).includes('Another folder'),
    );
    await bench.window.page.keyboard.press('Enter');
    await bench.window.notification(/Labels are shared in labels/);
    await bench.window.clearNotifications();
    assert.ok(existsSync(join(foldersOf(bench), '.gitattributes')));
  }

  /** What git would do: one’s own files to the other’s folder. */
  function carry(from: Person, to: Person): void {
    mkdirSync(foldersOf(of(to)), { recursive: true });
    const path = fileOf(of(from), from);
    copyFileSync(path, join(foldersOf(of(to)), path.split('/').at(-1) ?? ''));
  }
});

/** Which answer a person gives at a place: 1 aligned, 2 misaligned. */
function answerOf(person: Person, place: number): 1 | 2 {
  return place % (person === 'kim' ? 2 : 3) === 0 ? 2 : 1;
}

async function labelAll(bench: Workbench, person: Person): Promise<void> {
  const [queue] = await queues(bench);
  await bench.execute('transcriptAuditor.openQueue', { queueId: queue?.queueId });
  const page = await bench.window.webview('transcript');
  await page.locator('.queue-name').waitFor();
  const { keyboard } = bench.window.page;
  for (let place = 1; place <= ITEMS; place += 1) {
    await shows(page, place);
    await keyboardIn(page);
    await keyboard.press(String(answerOf(person, place)));
    await waitUntil(`place ${place} is answered`, 30_000, () => page.evaluate<boolean>(IS_ANSWERED));
    if (place < ITEMS) await keyboard.press('Space');
  }
  await waitUntil(
    'the last label is stored',
    15_000,
    () => count(databaseOf(bench.workspace), 'SELECT count(*) FROM v_labels') === ITEMS,
  );
}

const IS_ANSWERED = "document.querySelector('.answers [aria-pressed=true]') !== null";

/** Waits until the page shows that item, not answered yet. */
async function shows(page: Frame, place: number): Promise<void> {
  const position = "document.querySelector('.position')?.textContent ?? ''";
  await waitUntil(`place ${place} is shown`, 30_000, async () => {
    const isThere = (await page.evaluate<string>(position)).includes(`${place} of ${ITEMS}`);
    return isThere && !(await page.evaluate<boolean>(IS_ANSWERED));
  });
}

function fileOf(bench: Workbench, person: Person): string {
  const name = readdirSync(foldersOf(bench)).find((each) => each.startsWith(`${person}-`));
  assert.ok(name, `a file of ${person}`);
  return join(foldersOf(bench), name);
}

function ownLines(bench: Workbench, person: Person): number {
  const path = fileOf(bench, person);
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{"event":')).length;
}

interface PublicViews {
  readonly events: readonly { readonly event_id: string }[];
  readonly answers: readonly unknown[];
  readonly [view: string]: readonly unknown[];
}

/** What the public views say, without the numbers of rows, which are each database’s own. */
function publicViews(database: string): PublicViews {
  return {
    events: query(database, 'SELECT * FROM v_label_events ORDER BY event_id'),
    labels: query(
      database,
      `SELECT content_key, part, annotator, answer, role, scores, note, flagged, adjudicated, scheme, scheme_version,
         event_id, time, seconds_spent, judge_visible, confidence FROM v_labels ORDER BY content_key, part, annotator`,
    ),
    verdicts: query(
      database,
      'SELECT content_key, judge_verdict, human_verdict, human_words FROM v_verdicts ORDER BY content_key',
    ),
    queues: query(database, 'SELECT * FROM v_queues ORDER BY queue'),
    strata: query(database, 'SELECT * FROM v_queue_strata ORDER BY queue, wave, stratum'),
    items: query(
      database,
      'SELECT queue, place, wave, content_key, stratum, probability, assigned, repeat_of FROM v_queue_items ORDER BY queue, place',
    ),
    answers: query(
      database,
      `SELECT queue, place, content_key, annotator, response, event_id, answer, role, shown, judge_visible
       FROM v_queue_answers ORDER BY queue, place, annotator`,
    ),
  };
}

/** 240 answers to eight questions, with scores. */
function results(): string {
  const lines = Array.from({ length: 240 }, (_, i) => {
    const probe = `probe_${i % 8}`;
    return `Question ${i % 8}?,"Answer number ${i}, in a sentence of its own.",${probe},${(i * 37) % 100},${60 + (i % 40)}`;
  });
  return ['question,answer,question_id,aligned,coherent', ...lines, ''].join('\n');
}
