/** Looks and accessibility of the run page in Chromium: each state in four themes, and at a narrow width. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { axeViolations } from '../../support/axe.ts';
import { THEME_NAMES } from '../../support/themes.ts';
import { withRunPage } from './openRunPage.ts';
import {
  failedView,
  grid,
  hostileView,
  importedView,
  interruptedView,
  planningView,
  runningView,
  runReport,
  runView,
} from './runViews.ts';

/** Where pictures go when somebody wants to look at them: TA_SHOTS=/some/folder. */
const SHOTS = process.env['TA_SHOTS'];

const STATES = {
  planning: planningView(),
  running: runningView(),
  interrupted: interruptedView(),
  complete: runView({ fake: ['fake'] }),
  failures: failedView(),
  imported: importedView(),
  restricted: { ...interruptedView(), canLaunch: false },
  hostile: hostileView(),
};

for (const [name, view] of Object.entries(STATES)) {
  test(`a run that is ${name} passes axe in four themes and fits a narrow panel`, () =>
    withRunPage(view, async (opened) => {
      const { page } = opened;
      const folded = page.locator('details:not([open]) > summary').first();
      while ((await folded.count()) > 0) await folded.click();
      for (const theme of THEME_NAMES) {
        await opened.setTheme(theme);
        assert.deepEqual(await axeViolations(page), [], theme);
        if (SHOTS === undefined) continue;
        mkdirSync(SHOTS, { recursive: true });
        await page.screenshot({ path: join(SHOTS, `run-${name}-${theme}.png`), fullPage: true });
      }
      await page.setViewportSize({ width: 420, height: 600 });
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      assert.ok(wide <= 420, `it is ${wide} px wide`);
    }));
}

test('three hundred probes are drawn at once, the most of them folded, and stay quick under live updates', () =>
  withRunPage(runView({ report: runReport({ grid: grid(300, 5) }) }), async ({ page }) => {
    assert.equal(await page.locator('section > .wide .cell').count(), 120);
    await page.getByText('240 more probes').click();
    assert.equal(await page.locator('.cell').count(), 600);
    // The quickest tells what the page takes; the others, what the machine did besides.
    const quickest = await page.evaluate<number>(`(async () => {
      const taken = [];
      for (let n = 0; n < 10; n++) {
        const start = performance.now();
        window.postMessage({ type: 'event', event: 'live', data: {
          state: 'running', done: n, planned: 240, failed: 0, judgmentsDone: 0, judgmentsPlanned: 0, inFlight: 1,
          retried: 0, perMinute: 1, concurrency: 1, cost: null, message: '' } }, '*');
        await new Promise((resolve) => setTimeout(resolve));
        taken.push(performance.now() - start);
      }
      return Math.min(...taken);
    })()`);
    assert.ok(quickest < 150, `${quickest} ms for one update`);
  }));
