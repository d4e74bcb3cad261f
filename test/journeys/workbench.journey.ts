// The workbench helpers themselves: every other journey stands on these.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { THEME_NAMES } from '../support/themes.ts';
import { openWorkbench } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';
import { waitUntil } from '../support/waitUntil.ts';

describe('the workbench of journeys', { timeout: 120_000 }, () => {
  let bench: Workbench;
  before(async () => {
    bench = await openWorkbench();
  });
  after(() => bench.close());

  it('runs a command from the palette', async () => {
    await bench.window.runCommand('File: New Untitled Text File');
    await waitUntil('a tab opens', 5000, async () => (await bench.window.tabs()).includes('Untitled-1'));
  });

  it('shows the folder it was given, as a copy', async () => {
    const rows = await bench.window.page.locator('.explorer-folders-view .monaco-list-row').allInnerTexts();
    assert.ok(rows.includes('README.md'), `no README.md in ${rows.join(', ')}`);
    assert.match(bench.workspace, /transcript-auditor-journey-/);
  });

  it('switches through the four stock themes while it runs', async () => {
    for (const theme of THEME_NAMES) await bench.setTheme(theme);
  });

  it('calls a command with arguments', async () => {
    assert.equal(await bench.execute('setContext', 'journey', true), undefined);
    await assert.rejects(bench.execute('no.such.command'), /no\.such\.command/);
  });

  it('opens a second window and survives a reload', async () => {
    const second = await bench.openWindow();
    await second.runCommand('View: Show Explorer');
    await second.page.close();
    await bench.window.reload();
    await bench.window.runCommand('View: Show Explorer');
  });

  it('asks nothing of any other machine', () => {
    assert.deepEqual(
      bench.window.watch.outsideRequests.filter(({ fromWebview }) => fromWebview),
      [],
    );
  });
});
