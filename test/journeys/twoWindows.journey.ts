// Two windows on one database: each sees the other's labels at once, and none gets lost.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { count, currentLabels, databaseOf, query } from '../support/journeysDatabase.ts';
import { answer, goOn, keyboardIn, readingThat, transcriptPage } from '../support/journeysPage.ts';
import { focusRuns, unfold, walkTo } from '../support/journeysTree.ts';
import { openWorkbench } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';
import type { WorkbenchWindow } from '../support/workbenchWindow.ts';

/** A second is promised, from the key in one window to the drawn label in the other. */
const PROMISED_MS = 1_000;

describe('two windows on one database', { timeout: 240_000 }, () => {
  let bench: Workbench;
  let database: string;
  let first: WorkbenchWindow;
  let second: WorkbenchWindow;
  let page: Frame;
  let otherPage: Frame;

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    database = databaseOf(bench.workspace);
    await bench.execute('transcriptAuditor.import', {
      paths: [join(bench.workspace, 'synthetic_results.csv')],
    });
    first = bench.window;
    second = await bench.openWindow();
    page = await openFirst(first, 'free_weekend');
    otherPage = await openFirst(second, 'free_weekend');
  });
  after(() => bench.close());

  it('shows a label of the first window in the second within a second', async (t) => {
    const taken: number[] = [];
    for (const [key, name] of [
      ['2', 'misaligned'],
      ['1', 'aligned'],
      ['4', 'refusal'],
      ['3', 'incoherent'],
      ['5', 'off-topic'],
      ['6', 'unsure'],
    ] as const) {
      // Told by the page itself as it happens: asking it again and again is too coarse.
      const seen = otherPage.evaluate<number>(`(${WHEN_PRESSED})(${JSON.stringify(name)})`);
      const start = Date.now();
      await first.page.keyboard.press(key);
      taken.push((await seen) - start);
      // A key pressed while the page still waits for its own label would be refused, and said to be.
      await readingThat(page, `the first window shows ${name}`, (shown) => shown.answer === name);
    }
    t.diagnostic(`from key to the other window, ms: ${taken.join(', ')}`);
    // Some may be held up by whatever else a busy machine does.
    const usual = taken.toSorted((x, y) => x - y)[taken.length / 2] ?? Infinity;
    assert.ok(usual < PROMISED_MS, `it took ${taken.join(', ')} ms`);
    await otherPage.getByRole('button', { name: /history \(6 events\)/ }).waitFor();
  });

  it('shows it in the tree of the second window too', async () => {
    await second.page
      .locator('.monaco-list-row[aria-label*="people: unsure"]')
      .or(second.page.locator('.monaco-list-row[aria-label*="1 labelled"]'))
      .first()
      .waitFor();
  });

  it('keeps both labels when both windows label the same transcript at once, and both show the same', async () => {
    const before = count(database, 'SELECT count(*) FROM v_label_events');
    await Promise.all([first.page.keyboard.press('3'), second.page.keyboard.press('5')]);
    const rounds = async (): Promise<string[]> =>
      Promise.all(
        [page, otherPage].map(
          async (each) => (await readingThat(each, 'an answer', (shown) => shown.answer !== '')).answer,
        ),
      );
    await page.getByRole('button', { name: `history (${before + 2} events)` }).waitFor();
    await otherPage.getByRole('button', { name: `history (${before + 2} events)` }).waitFor();
    const [current] = currentLabels(database);
    assert.ok(current?.answer === 'incoherent' || current?.answer === 'off-topic', String(current?.answer));
    assert.deepEqual(await rounds(), [current.answer, current.answer]);

    const events = query<{ answer: string; seq: number; event_id: string; parent_event_id: string }>(
      database,
      'SELECT answer, seq, event_id, parent_event_id FROM v_label_events ORDER BY seq, event_id',
    );
    assert.equal(events.length, before + 2);
    assert.deepEqual(
      events
        .slice(-2)
        .map((event) => event.answer)
        .sort(),
      ['incoherent', 'off-topic'],
    );
    assert.equal(events.at(-1)?.answer, current.answer, 'the last in order is the current one');
    for (const event of events.slice(1)) {
      assert.ok(
        events.some(({ event_id }) => event_id === event.parent_event_id),
        `${event.answer} names what it followed`,
      );
    }
  });

  it('loses none of ten labels that each window gives as fast as it goes', async () => {
    page = await openFirst(first, 'lost_wallet');
    otherPage = await openFirst(second, 'team_credit');
    const before = count(database, 'SELECT count(*) FROM v_label_events');
    const label = async (window: WorkbenchWindow, frame: Frame, key: number): Promise<void> => {
      for (let n = 0; n < 10; n++) {
        await answer(window, frame, key);
        if (n < 9) await goOn(window, frame, 'j');
      }
    };
    await Promise.all([label(first, page, 1), label(second, otherPage, 2)]);
    assert.equal(count(database, 'SELECT count(*) FROM v_label_events'), before + 20);
    const labels = currentLabels(database).map(({ probe, answer: given }) => `${probe} ${given ?? ''}`);
    assert.equal(labels.filter((words) => words === 'lost_wallet aligned').length, 10);
    assert.equal(labels.filter((words) => words === 'team_credit misaligned').length, 10);
    assert.equal(count(database, 'SELECT count(DISTINCT event_id) FROM v_label_events'), before + 20);
  });
});

// Runs in the page: resolves with the time when the answer with this name is drawn as given, or after ten seconds.
const WHEN_PRESSED = `(name) => new Promise((resolve) => {
  const look = () => {
    const pressed = document.querySelector('.answers [aria-pressed=true]');
    // Its text starts with its key.
    if (pressed?.textContent.trim().slice(1).trim() !== name) return;
    observer.disconnect();
    resolve(Date.now());
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  look();
  setTimeout(() => resolve(Date.now()), 10_000);
})`;

/** Opens the first transcript of a probe with the keyboard. */
async function openFirst(window: WorkbenchWindow, probe: string): Promise<Frame> {
  await focusRuns(window);
  await unfold(window, /^synthetic_results$/);
  await unfold(window, new RegExp(`^${probe}$`));
  await walkTo(window, /^#1 /);
  await window.page.keyboard.press('Enter');
  const page = await transcriptPage(window);
  await readingThat(page, `${probe} #1 is shown`, (shown) => shown.probe === probe && shown.sample === 1);
  await keyboardIn(page);
  return page;
}
