// What looks broken in a run, by keyboard: open the view, read a finding's transcripts, dismiss it with a reason, reload.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findings, importWithFindings } from '../support/journeysFindings.ts';
import { readingThat, transcriptPage } from '../support/journeysPage.ts';
import { focusedRow, focusView, unfold, walkTo } from '../support/journeysTree.ts';
import { waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const EMPTY = /^3 answers are empty/;

describe('findings', { timeout: 240_000 }, () => {
  let bench: Workbench;

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
  });
  after(() => bench.close());

  it('show as a number on the icon and beside the run, before anything is opened', async () => {
    const { window } = bench;
    await bench.execute('transcriptAuditor.runs.focus');
    await importWithFindings(bench);
    const badge = window.page.locator(
      '.activitybar [aria-label*="Transcript Auditor"] ~ .badge .badge-content',
    );
    await waitUntil('the icon has a badge', 20_000, async () =>
      (await badge.first().innerText()) === '2' ? true : undefined,
    );
    await waitUntil('the run says so', 20_000, async () => {
      const row = (await window.treeRows('Runs')).find(({ label }) => label === 'empty_answers');
      return row?.ariaLabel.includes('2 findings') === true ? true : undefined;
    });
  });

  it('are walked and read by keyboard: next and previous stay among a finding’s transcripts', async () => {
    const { window } = bench;
    await focusView(window, 'Findings');
    const group = await walkTo(window, /^Doubtful$/, 'Findings');
    assert.match(group.ariaLabel, /Doubtful, 2 findings: a number built on this may be wrong/);
    const row = await walkTo(window, EMPTY, 'Findings');
    assert.equal(row.description, 'empty_answers · 3');
    await unfold(window, EMPTY, 'Findings');
    await walkTo(window, /^#1/, 'Findings');
    await window.page.keyboard.press('Enter');
    const page = await transcriptPage(window);
    await readingThat(page, 'the first of three shows', ({ position }) => position === '1 of 3');
    await window.pressIn('transcript', 'j');
    await readingThat(page, 'the second shows', ({ position }) => position === '2 of 3');
    await waitUntil('the view follows', 10_000, async () => {
      const rows = await window.treeRows('Findings');
      const at = rows.findIndex(({ label }) => EMPTY.test(label));
      return rows[at + 2]?.selected === true ? true : undefined;
    });
  });

  it('are dismissed with a reason, by key', async () => {
    const { window } = bench;
    await focusView(window, 'Findings');
    await walkTo(window, EMPTY, 'Findings');
    // Moving the focus selects nothing in a tree of VS Code; Enter does, and folds.
    await window.page.keyboard.press('Enter');
    await waitUntil('it is selected', 10_000, async () =>
      (await focusedRow(window, 'Findings'))?.selected === true ? true : undefined,
    );
    await window.page.keyboard.press('Delete');
    await window.answer('The endpoint’s filter; left out');
    await waitUntil('it is dismissed', 15_000, async () => {
      const found = (await findings(bench)).find(({ rule }) => rule === 'emptyAnswers');
      return found?.dismissed?.reason === 'The endpoint’s filter; left out' ? true : undefined;
    });
    await waitUntil('it is among the dismissed ones', 15_000, async () => {
      const rows = await window.treeRows('Findings');
      const counted = (name: string) => rows.find(({ label }) => label === name)?.description;
      return counted('Doubtful') === '1' && counted('Dismissed') === '1' ? true : undefined;
    });
  });

  it('are still dismissed after a reload, and say who did it and why', async () => {
    const { window } = bench;
    await window.reload();
    await focusView(window, 'Findings');
    await unfold(window, /^Dismissed$/, 'Findings');
    const row = await walkTo(window, EMPTY, 'Findings');
    assert.match(row.description, /^kim: The endpoint’s filter; left out · empty_answers · 3$/);
    assert.match(row.ariaLabel, /Dismissed by kim on \d{4}-\d\d-\d\d: The endpoint’s filter/);
    assert.equal((await focusedRow(window, 'Findings'))?.label, row.label);
  });

  it('change in every window when they are restored in one', async () => {
    const { window } = bench;
    await bench.openWindow();
    const [{ findingId } = { findingId: 0 }] = (await findings(bench)).filter(
      ({ rule }) => rule === 'emptyAnswers',
    );
    // Commands go to the youngest window.
    await bench.execute('transcriptAuditor.restoreFinding', { findingId });
    await waitUntil('the first window shows it as doubtful', 20_000, async () => {
      const rows = await window.treeRows('Findings');
      return rows.find(({ label }) => label === 'Doubtful')?.description === '2' ? true : undefined;
    });
  });
});
