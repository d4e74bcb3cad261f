// One queue in two windows on one database: two annotators, each with their share, and one annotator in both windows.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { count, databaseOf, query } from '../support/journeysDatabase.ts';
import { answer, goOn, keyboardIn, readingThat, transcriptPage } from '../support/journeysPage.ts';
import { queues } from '../support/journeysQueues.ts';
import { PressedKeys } from '../support/pressedKeys.ts';
import { labelByKeys } from '../support/queueByKeys.ts';
import { waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import type { WorkbenchWindow } from '../support/workbenchWindow.ts';

const ITEMS = 24;

describe('one queue in two windows', { timeout: 300_000 }, () => {
  let bench: Workbench;
  let database: string;
  let first: PressedKeys;
  let second: PressedKeys;

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    database = databaseOf(bench.workspace);
    await bench.execute('transcriptAuditor.import', {
      paths: [join(bench.workspace, 'synthetic_results.csv')],
      preview: false,
    });
    for (const [name, annotators] of [
      ['shared out', ['kim', 'lee']],
      ['for everybody', null],
    ] as const) {
      const made = await bench.execute('transcriptAuditor.newAuditSample', {
        strata: { by: 'none' },
        allocation: 'proportional',
        n: ITEMS,
        blind: ['judge'],
        masks: [],
        repeats: 0,
        assignment: annotators === null ? null : { annotators, overlap: 1 },
        name,
        confirmed: true,
      });
      assert.doesNotMatch(JSON.stringify(made), /"error"/);
    }
    first = new PressedKeys(bench.window);
    second = new PressedKeys(await bench.openWindow());
  });
  after(() => bench.close());

  it('two annotators each do their share at the same time, and none meets the other’s', async () => {
    const kims = await openQueue(first, 'shared out');
    // Whose items these are is settled as the queue is opened.
    await bench.changeSetting('transcriptAuditor.annotator', 'lee');
    const lees = await openQueue(second, 'shared out');
    const done = await Promise.all([
      labelByKeys(first, kims, () => 'aligned', 60),
      labelByKeys(second, lees, () => 'misaligned', 60),
    ]);
    assert.deepEqual(
      done.map(({ labels }) => labels),
      [ITEMS / 2, ITEMS / 2],
    );
    const labels = query<{ annotator: string; answer: string; n: number }>(
      database,
      `SELECT annotator, answer, count(*) AS n FROM v_labels GROUP BY annotator, answer ORDER BY annotator`,
    );
    assert.deepEqual(labels, [
      { annotator: 'kim', answer: 'aligned', n: ITEMS / 2 },
      { annotator: 'lee', answer: 'misaligned', n: ITEMS / 2 },
    ]);
    assert.equal(count(database, 'SELECT count(DISTINCT transcript_id) FROM v_labels'), ITEMS);
    assert.equal(count(database, 'SELECT count(*) FROM v_label_events'), ITEMS);
  });

  it('an answer of one window is in the other at once, and its next open item is the one after', async () => {
    await bench.changeSetting('transcriptAuditor.annotator', 'kim');
    const page = await openQueue(first, 'for everybody');
    const other = await openQueue(second, 'for everybody');
    await readingThat(page, 'the first item', ({ position }) => / 1 of /.test(position));
    await readingThat(other, 'the first item', ({ position }) => / 1 of /.test(position));
    await focusPage(first.window, page);
    await answer(first.window, page, 1);
    await readingThat(other, 'the other window shows the answer', (shown) => shown.answer === 'aligned');
    await focusPage(second.window, other);
    const second2 = await step(second, other);
    assert.match(second2, / 2 of /, 'item 1 is no longer open there');
    await answer(second.window, other, 2);
    await focusPage(first.window, page);
    // What it looked ahead at before it heard of that answer would be item 2.
    await page.locator('.progress', { hasText: `2/${ITEMS}` }).waitFor();
    assert.match(await step(first, page), / 3 of /, 'item 2 was answered in the other window');
  });

  it('both windows work at once until nothing is open, and every item has one label', async () => {
    const pages = await Promise.all([first, second].map(({ window }) => transcriptPage(window)));
    const [page, other] = pages as [Frame, Frame];
    await focusPage(second.window, other);
    await step(second, other);
    await Promise.all([untilDone(first, page), untilDone(second, other)]);
    for (const frame of pages)
      await waitUntil('both say that it is done', 20_000, () => frame.locator('.queue-end').isVisible());
    await second.command('Transcript Auditor: Pause Queue');
    // Until it is paused there, what queues there are is told as little as anything else.
    await waitUntil('the second window sees again', 20_000, async () =>
      Array.isArray(await bench.execute('transcriptAuditor.listQueues')),
    );
    await waitUntil('the row counts all', 20_000, async () =>
      (await queues(bench)).some(
        ({ name, progress }) =>
          name === 'for everybody' && progress.answered === ITEMS && progress.total === ITEMS,
      ),
    );
    const inQueue = `SELECT count(*) FROM queue_response r JOIN queue q ON q.id = r.queue_id
      WHERE q.name = 'for everybody' AND r.response = 'answered'`;
    assert.equal(count(database, inQueue), ITEMS);
    assert.equal(
      count(database, 'SELECT count(*) FROM v_label_events'),
      count(database, 'SELECT count(DISTINCT event_id) FROM v_label_events'),
    );
    const checked = await bench.execute('transcriptAuditor.checkDatabase');
    assert.deepEqual((checked as { problems: unknown[] }).problems, []);
  });

  async function openQueue(keys: PressedKeys, name: string): Promise<Frame> {
    await keys.window.page.bringToFront();
    await keys.command('Transcript Auditor: Open or Resume Queue…');
    await keys.choose(/Which queue/, name);
    const page = await transcriptPage(keys.window);
    await waitUntil(`${name} is open`, 20_000, async () =>
      (await page.locator('.queue-name').innerText()).includes(name),
    );
    await keyboardIn(page);
    return page;
  }
});

async function focusPage(window: WorkbenchWindow, page: Frame): Promise<void> {
  await window.page.bringToFront();
  await keyboardIn(page);
}

/** Goes to the next open item; where the page is then. */
async function step(keys: PressedKeys, page: Frame): Promise<string> {
  const { position } = await goOn(keys.window, page, 'Space');
  return position;
}

/** Answers what is open, whatever the other window does meanwhile. */
async function untilDone(keys: PressedKeys, page: Frame): Promise<void> {
  for (let n = 0; n < 2 * ITEMS; n++) {
    if (await page.locator('.queue-end').isVisible()) return;
    if ((await page.locator('.answers [aria-pressed=true]').count()) === 0) await keys.press('1');
    await page.waitForTimeout(150);
    await keys.press('Space');
    await page.waitForTimeout(150);
  }
}
