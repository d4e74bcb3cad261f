// An audit written by Petri, imported and read by keyboard: branches, failed calls, encrypted reasoning, what the judge cites.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { openAudit } from '../support/journeysAudit.ts';
import { keyboardIn } from '../support/journeysPage.ts';
import { THEME_NAMES } from '../support/themes.ts';
import { waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

describe('an audit', { timeout: 180_000 }, () => {
  let bench: Workbench;
  let page: Frame;

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    page = await openAudit(bench);
  });
  after(() => bench.close());

  const says = (selector: string, words: RegExp): Promise<true> =>
    waitUntil(`${selector} says ${String(words)}`, 15_000, async () => {
      const texts = await page.locator(selector).allInnerTexts();
      return words.test(texts.join(' ').replace(/\s+/g, ' ')) ? true : undefined;
    });

  it('shows failed calls, encrypted reasoning and prefilled turns as what they are', async () => {
    await says('.turns', /failed: timeout/);
    await says('.turns', /encrypted by the provider, summary of/);
    await says('.turns', /assistant prefill/);
    await says('.turns', /calls read_ledger/);
  });

  it('says where the judge’s quotes stand, and goes there by key', async () => {
    await says('.quotes', /turn \d+; stands there with other quotes or spaces/);
    await says('.quotes', /turns? \d+ of branch 1, rolled back/);
    await says('.quotes', /not in the transcript/);
    await page.locator('button.quote').first().focus();
    await bench.window.page.keyboard.press('Enter');
    await waitUntil('the passage is marked', 10_000, async () =>
      (await page.evaluate<number>(`CSS.highlights.get('quote-current')?.size ?? 0`)) > 0 ? true : undefined,
    );
  });

  it('reads well in every theme, its branches too', async () => {
    for (const branch of ['main', 'branch']) {
      for (const theme of THEME_NAMES) {
        await bench.setTheme(theme);
        await bench.window.webview('transcript');
        assert.deepEqual(await bench.window.axe('transcript'), [], `${branch} in ${theme}`);
      }
      await bench.window.pressIn('transcript', branch === 'main' ? 'b' : 'Shift+B');
    }
  });

  it('is walked through its branches by key, and labelled as what it is all the while', async () => {
    await keyboardIn(page);
    await bench.window.page.keyboard.press('b');
    await says('.branch-note', /You are reading .* labels are about main/);
    await says('.turns', /We sold a thousand ferns/);
    await bench.window.page.keyboard.press('1');
    await waitUntil('the label is saved', 15_000, async () => {
      const [id] = (await bench.execute('transcriptAuditor.listTranscripts', { limit: 1 })) as number[];
      const info = await bench.execute('transcriptAuditor.transcriptInfo', { transcriptId: id });
      return JSON.stringify(info).includes('"humanVerdict":"negative"') ? true : undefined;
    });
    await bench.window.page.keyboard.press('Shift+B');
    await waitUntil('main is back', 10_000, async () =>
      (await page.locator('.branch-note').count()) === 0 ? true : undefined,
    );
  });

  it('draws and asks for nothing from outside', () => {
    const fromPages = bench.window.watch.outsideRequests.filter(({ fromWebview }) => fromWebview);
    assert.deepEqual(fromPages, []);
  });
});
