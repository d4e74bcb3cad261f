// Labels given, agreement and rates read, a cell of the table opened: by keyboard, in the real VS Code.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { chooseFile } from '../support/journeysDialogs.ts';
import { transcriptPage } from '../support/journeysPage.ts';
import { waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const CSV = 'synthetic_results.csv';
const TITLE = 'Transcript Auditor: Show Agreement and Corrected Rates';

describe('agreement and corrected rates', { timeout: 240_000 }, () => {
  let bench: Workbench;
  let ids: readonly number[];
  let page: Frame;

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    const { window } = bench;
    await window.runCommand('Transcript Auditor: Import Transcripts…');
    await chooseFile(window, 'Import Transcripts', join(bench.workspace, CSV));
    await window.notification(/Imported/);
    await window.clearNotifications();
    ids = (await bench.execute('transcriptAuditor.listTranscripts', {})) as number[];
    assert.equal(ids.length, 40);
  });
  after(() => bench.close());

  const says = (words: RegExp): Promise<true> =>
    waitUntil(`the page says ${String(words)}`, 20_000, async () => {
      page = await bench.window.webview('audit');
      return words.test((await page.innerText('main')).replace(/\s+/g, ' ')) ? true : undefined;
    });

  it('says that nothing is labelled yet, and shows the judge’s raw rate', async () => {
    await bench.window.runCommand(TITLE);
    await says(/Nothing is labelled yet\. Draw an audit sample/);
    await says(/Judge’s rate, raw: [\d.]+ %/);
  });

  it('follows labels that are given meanwhile, and refuses to correct a rate by them', async () => {
    for (const transcriptId of ids.slice(0, 10)) {
      await bench.execute('transcriptAuditor.label', { transcriptId, answer: 'aligned' });
    }
    await bench.window.runCommand(TITLE);
    await says(/10 transcripts have labels, which were not drawn at random/);
    await says(/not told\./);
    await says(/The judge and people together/);
  });

  it('opens the transcripts of a cell by key', async () => {
    const { window } = bench;
    const cell = page.locator('button.cell:not([disabled])').first();
    const label = (await cell.getAttribute('aria-label')) ?? '';
    const n = Number(/^\d+/.exec(label)?.[0]);
    assert.ok(n > 0, label);
    await cell.focus();
    await window.page.keyboard.press('Enter');
    await window.quickInput().locator('input.input').waitFor({ state: 'visible' });
    await waitUntil('the list has its rows', 10_000, async () => {
      const rows = await window.pickRows();
      const single = rows.filter((row) => row.trim().startsWith('#')).length;
      return single === n && rows.some((row) => row.includes('Walk through'));
    });
    // Enter once more walks through all of them.
    await window.page.keyboard.press('Enter');
    const transcript = await transcriptPage(window);
    await transcript
      .locator('.position')
      .filter({ hasText: `1 of ${n}` })
      .waitFor();
    assert.ok((await transcript.locator('.crumbs').innerText()).length > 0);
    await bench.execute('transcriptAuditor.pauseQueue');
  });

  it('tells a corrected rate where everything is labelled, in every figure that scripts read too', async () => {
    for (const transcriptId of ids.slice(10)) {
      await bench.execute('transcriptAuditor.label', { transcriptId, answer: 'aligned' });
    }
    await bench.window.runCommand(TITLE);
    await says(/People’s labels alone [\d.]+ % \[[\d.]+, [\d.]+\] 40/);
    const figures = (await bench.execute('transcriptAuditor.agreementFigures', {})) as {
      readonly labelled: number;
      readonly rates: { readonly sample: string };
    };
    assert.equal(figures.labelled, 40);
    assert.equal(figures.rates.sample, 'every transcript is labelled');
    assert.deepEqual(await bench.window.axe('audit'), []);
  });
});
