// The whole way from a file to a labelled transcript without touching the mouse.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { count, currentLabels, databaseOf } from '../support/journeysDatabase.ts';
import { chooseFile } from '../support/journeysDialogs.ts';
import { answer, goOn, reading, readingThat, transcriptPage } from '../support/journeysPage.ts';
import { focusRuns, unfold, walkTo } from '../support/journeysTree.ts';
import { openWorkbench } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';
import { waitUntil } from '../support/waitUntil.ts';

describe('by keyboard alone', { timeout: 240_000 }, () => {
  let bench: Workbench;
  let page: Frame;
  let database: string;
  const press = (key: string): Promise<void> => bench.window.page.keyboard.press(key);

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    database = databaseOf(bench.workspace);
    await bench.window.page.addInitScript(COUNT_CLICKS);
    await bench.window.page.evaluate(COUNT_CLICKS);
  });
  after(() => bench.close());

  it('reaches the welcome and its first action, which asks for files', async () => {
    const { window } = bench;
    await window.runCommand('Transcript Auditor: Focus on Runs View');
    const button = window.page.locator('.pane-body .welcome-view .monaco-button', {
      hasText: 'Import Results…',
    });
    await button.first().waitFor();
    await waitUntil('Tab reaches the button', 10_000, async () => {
      await press('Tab');
      return button
        .first()
        .evaluate((element: { matches(css: string): boolean }) => element.matches(':focus'));
    });
    await press('Enter');
    await chooseFile(window, 'Import Transcripts', join(bench.workspace, 'synthetic_results.csv'));
    assert.match(await window.notification(/Imported/), /Imported 40 transcripts/);
    await window.clearNotifications();
  });

  it('unfolds the tree and opens a transcript, on which the keyboard then is', async () => {
    const { window } = bench;
    await focusRuns(window);
    await unfold(window, /^synthetic_results$/);
    await unfold(window, /^lost_wallet$/);
    await walkTo(window, /^#1 /);
    await press('Enter');
    page = await transcriptPage(window);
    await readingThat(page, 'lost_wallet #1 is shown', (shown) => shown.probe === 'lost_wallet');
    await waitUntil('the page has the keyboard', 10_000, () =>
      page.evaluate<boolean>('document.hasFocus() && document.activeElement !== null'),
    );
  });

  it('labels, takes a note and goes to the next that has no label', async () => {
    await answer(bench.window, page, 2);
    await press('n');
    await page.locator('#note').waitFor();
    await bench.window.page.keyboard.type('Keeps the wallet, 2 u?');
    await press('Control+Enter');
    await page.locator('.person blockquote', { hasText: 'Keeps the wallet, 2 u?' }).waitFor();
    const next = await goOn(bench.window, page, 'Space');
    assert.deepEqual([next.probe, next.sample, next.answer], ['lost_wallet', 2, '']);
  });

  it('undoes and redoes across transcripts', async () => {
    await answer(bench.window, page, 1);
    await goOn(bench.window, page, 'j');
    await press('u');
    await readingThat(page, 'the label of #2 is undone', (s) => s.sample === 2 && s.answer === '');
    await press('Shift+U');
    await readingThat(page, 'it is given again', (s) => s.sample === 2 && s.answer === 'aligned');
    await goOn(bench.window, page, 'k');
    assert.equal((await reading(page)).answer, 'misaligned');
  });

  it('finds in the transcript, and comes back from the field', async () => {
    await press('Control+f');
    await page.locator('.find-field').waitFor();
    await bench.window.page.keyboard.type('wallet');
    await page.locator('.find-count', { hasText: /\d+ of \d+/ }).waitFor();
    await press('Enter');
    await press('Escape');
    await page.locator('.find-field').waitFor({ state: 'detached' });
    await goOn(bench.window, page, 'j');
    await goOn(bench.window, page, 'k');
  });

  it('opens the key map, which takes no key for a label, and closes it', async () => {
    const labelled = count(database, 'SELECT count(*) FROM v_label_events');
    await press('?');
    const dialog = page.locator('dialog.help');
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /misaligned/);
    await press('3');
    await press('n');
    assert.equal(await page.evaluate<boolean>(`document.activeElement?.closest('dialog') !== null`), true);
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(count(database, 'SELECT count(*) FROM v_label_events'), labelled, 'no key labelled in it');
    await goOn(bench.window, page, 'j');
    await goOn(bench.window, page, 'k');
  });

  it('reaches every button of the page by Tab, and leaves the page again', async () => {
    const reached = new Set<string>();
    const walk = async (key: string): Promise<void> => {
      for (let step = 0; step < 60; step++) {
        await press(key);
        if (!(await page.evaluate<boolean>('document.hasFocus()'))) return;
        reached.add(await page.evaluate<string>(NAME_OF_FOCUS));
      }
      assert.fail(`${key} doesn't leave the page`);
    };
    await walk('Tab');
    await bench.window.runCommand('View: Focus Active Editor Group');
    await waitUntil('the page has the keyboard again', 10_000, () =>
      page.evaluate<boolean>('document.hasFocus()'),
    );
    await walk('Shift+Tab');
    const buttons = await page.evaluate<string[]>(NAMES_OF_BUTTONS);
    assert.ok(buttons.length > 12, `the page has ${buttons.length} buttons`);
    assert.deepEqual(
      buttons.filter((name) => !reached.has(name)),
      [],
    );
  });

  it('closes the tab', async () => {
    const { window } = bench;
    await window.runCommand('View: Close Editor');
    await waitUntil('no tab is left', 10_000, async () => (await window.tabs()).length === 0);
    assert.deepEqual(
      currentLabels(database).map(({ sample, answer: given }) => [sample, given]),
      [
        [1, 'misaligned'],
        [2, 'aligned'],
      ],
    );
    assert.equal(await window.page.evaluate<number>('globalThis.journeyClicks'), 0, 'no mouse was used');
  });
});

const COUNT_CLICKS = `globalThis.journeyClicks = 0;
  addEventListener('mousedown', () => globalThis.journeyClicks++, true);`;

const NAME = `(element) => (element.getAttribute('aria-label') ?? element.textContent).trim()`;
const NAME_OF_FOCUS = `(${NAME})(document.activeElement)`;
const NAMES_OF_BUTTONS = `[...document.querySelectorAll('button:not(:disabled), vscode-button:not([disabled])')]
  .filter((button) => button.checkVisibility() && button.tabIndex >= 0 && button.closest('vscode-button') !== null
    || button.localName === 'button' && button.checkVisibility())
  .map(${NAME})`;
