// Letters label only where they are meant to: on the transcript page, outside its fields.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import { count, databaseOf, query } from '../support/journeysDatabase.ts';
import { keyboardIn, reading, transcriptPage } from '../support/journeysPage.ts';
import type { Reading } from '../support/journeysPage.ts';
import { focusRuns, focusedRow, unfold, walkTo } from '../support/journeysTree.ts';
import { openWorkbench } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';
import { settles, waitUntil } from '../support/waitUntil.ts';

/** Every letter and digit that labels, undoes, notes or moves on the page; a blank goes to the next unlabelled. */
const TYPED = '123456 nuj?xfak';
/** For lists, where a blank opens what the keyboard is on. */
const TYPED_IN_LISTS = TYPED.replace(' ', '');

describe('typing elsewhere while a transcript is open', { timeout: 240_000 }, () => {
  let bench: Workbench;
  let page: Frame;
  let database: string;
  let shown: Reading;
  const events = (): number => count(database, 'SELECT count(*) FROM v_label_events');
  const type = (text = TYPED): Promise<void> => bench.window.page.keyboard.type(text);

  before(async () => {
    bench = await openWorkbench({
      settings: {
        'transcriptAuditor.annotator': 'kim',
        // Draws the terminal as text that can be read back.
        'terminal.integrated.gpuAcceleration': 'off',
      },
    });
    database = databaseOf(bench.workspace);
    const { window } = bench;
    await bench.execute('transcriptAuditor.import', {
      paths: [join(bench.workspace, 'synthetic_results.csv')],
    });
    await focusRuns(window);
    await unfold(window, /^synthetic_results$/);
    await unfold(window, /^free_weekend$/);
    await walkTo(window, /^#3 /);
    await window.page.keyboard.press('Enter');
    page = await transcriptPage(window);
    shown = await reading(page);
  });
  after(() => bench.close());

  // Each typing starts from the page: keys are likeliest to leak while the focus is still on its way.
  beforeEach(async () => {
    await page.locator('.crumbs').click();
    await page.locator('.crumbs').click();
    await keyboardIn(page);
  });

  /** Says that nothing was labelled, and that the page still shows what it showed. */
  async function nothingHappened(expected = 0): Promise<void> {
    // A label is on disk within milliseconds of its key; a round trip through the page and the host comes after it.
    assert.deepEqual(await reading(page), shown);
    await bench.execute('transcriptAuditor.summariseRuns');
    assert.equal(
      events(),
      expected,
      JSON.stringify(query(database, 'SELECT action, answer FROM v_label_events')),
    );
    assert.deepEqual(await reading(page), shown);
  }

  it('labels nothing from the search box', async () => {
    await bench.window.runCommand('Search: Find in Files');
    const box = bench.window.page.locator('.search-view .search-widget textarea').first();
    await hasFocus(box);
    await type();
    await holds(box, TYPED);
    await nothingHappened();
  });

  it('labels nothing from the palette', async () => {
    await bench.window.page.keyboard.press('F1');
    const box = bench.window.quickInput().locator('input.input');
    await hasFocus(box);
    await type();
    await holds(box, `>${TYPED}`);
    await bench.window.page.keyboard.press('Escape');
    await nothingHappened();
  });

  it('labels nothing from the explorer', async () => {
    const { window } = bench;
    await window.runCommand('View: Show Explorer');
    const explorer = window.page.locator('.explorer-folders-view .monaco-list');
    await waitUntil('the explorer has the keyboard', 10_000, () => focused(explorer));
    // Typed before the files are there, the letters go nowhere.
    await explorer.locator('.monaco-list-row', { hasText: 'synthetic_results' }).waitFor();
    const row = explorer.locator('.monaco-list-row.focused').first();
    await waitUntil('the explorer went to what was typed', 30_000, async () => {
      // Letters that come slowly are looked for one by one.
      await type('syn');
      return settles(async () => /synthetic_results/.test(await row.innerText().catch(() => '')), 2_000);
    });
    await type(TYPED_IN_LISTS);
    await window.page.keyboard.press('Escape');
    await nothingHappened();
  });

  it('labels nothing from our own tree', async () => {
    const { window } = bench;
    await focusRuns(window);
    await type('syn');
    assert.equal((await focusedRow(window))?.label, 'synthetic_results');
    await type(TYPED_IN_LISTS);
    await window.page.keyboard.press('Escape');
    await nothingHappened();
  });

  it('labels nothing from a text editor', async () => {
    const { window } = bench;
    await window.runCommand('View: Split Editor Right');
    await window.runCommand('File: New Untitled Text File');
    const editor = window.page.locator('.editor-instance .view-lines').last();
    await editor.waitFor();
    await type();
    await waitUntil('the editor has the text', 10_000, async () =>
      (await editor.innerText()).replaceAll('\u00a0', ' ').includes(TYPED),
    );
    await nothingHappened();
  });

  it('labels nothing from the terminal', async (t) => {
    const { window } = bench;
    await window.runCommand('Terminal: Create New Terminal');
    const input = window.page.locator('.terminal-wrapper.active .xterm-helper-textarea');
    try {
      await input.waitFor({ state: 'attached', timeout: 10_000 });
    } catch {
      t.skip('this host has no terminal');
      return;
    }
    await waitUntil('the terminal has the keyboard', 20_000, async () => {
      if (await focused(input)) return true;
      await window.runCommand('Terminal: Focus Terminal');
      return false;
    });
    await type();
    await waitUntil('the terminal shows the text', 10_000, async () =>
      (await window.page.locator('.terminal-wrapper.active .xterm-rows').innerText())
        .replaceAll('\u00a0', ' ')
        .includes(TYPED),
    );
    await nothingHappened();
  });

  it('labels nothing from the find field of the page', async () => {
    await bench.window.runCommand('Transcript Auditor: Find in Transcript');
    const field = page.locator('.find-field');
    await hasFocus(field);
    await type();
    await holds(field, TYPED);
    await bench.window.page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    await nothingHappened();
  });

  it('saves a note with those letters as one note, and nothing else', async () => {
    const { keyboard } = bench.window.page;
    await bench.window.pressIn('transcript', 'n');
    await hasFocus(page.locator('#note'));
    await type();
    await holds(page.locator('#note'), TYPED);
    assert.equal(events(), 0, 'nothing is saved while the note is being typed');
    await keyboard.press('Control+Enter');
    await page.locator('.person blockquote', { hasText: TYPED }).waitFor();
    await nothingHappened(1);
    const [event] = query(database, 'SELECT action, answer, note, flagged FROM v_label_events');
    assert.deepEqual(event, { action: 'note', answer: null, note: TYPED, flagged: 0 });
  });

  it('labels with the very next key once the page has the keyboard again', async () => {
    await bench.window.page.keyboard.press('2');
    await page.getByRole('button', { name: 'misaligned', pressed: true }).waitFor();
    assert.equal(events(), 2);
  });
});

async function hasFocus(locator: Locator): Promise<void> {
  await locator.waitFor({ state: 'attached' });
  await waitUntil('the field has the keyboard', 10_000, () => focused(locator));
}

function focused(locator: Locator): Promise<boolean> {
  return locator.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'));
}

async function holds(field: Locator, text: string): Promise<void> {
  await waitUntil(`the field holds ${text}`, 10_000, async () => (await field.inputValue()) === text);
}
