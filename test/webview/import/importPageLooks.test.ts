/** Size, speed and accessibility of the import page in Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeViolations } from '../../support/axe.ts';
import { THEME_NAMES } from '../../support/themes.ts';
import { waitUntil } from '../../support/waitUntil.ts';
import { editView, importView, manyFiles, mappingView, mixedView } from './importViews.ts';
import { openImportPage, withImportPage as withPage } from './openImportPage.ts';

test('a thousand files are as usable as ten', () =>
  withPage(importView(manyFiles(1_000)), async (opened) => {
    const { page } = opened;
    const nodes = await page.evaluate<number>(`document.querySelectorAll('*').length`);
    assert.ok(nodes < 900, `${nodes} elements`);
    await page.locator('[data-row="0"][data-column="model"]').click();
    await page.keyboard.press('Control+End');
    assert.equal(await opened.focused(), '999 seed');
    // The keyboard’s place isn’t lost by scrolling away from it.
    await page.mouse.move(500, 400);
    await page.mouse.wheel(0, -60_000);
    await waitUntil(
      'the first row is drawn',
      5_000,
      async () => (await page.locator('[data-row="0"]').count()) > 0,
    );
    await page.keyboard.press('ArrowUp');
    assert.equal(await opened.focused(), '998 seed');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('5');
    await page.keyboard.press('Enter');
    assert.equal(await opened.cell(998, 'seed'), '5');
    assert.match(await page.innerText('[role=log]'), /Seed set in 1,000 rows/);
    // The quickest tells what the page takes; the others, what the machine did besides.
    const quickest = await page.evaluate<number>(`(async () => {
      const cell = document.activeElement;
      const taken = [];
      for (let n = 0; n < 20; n++) {
        const start = performance.now();
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }));
        await new Promise((resolve) => setTimeout(resolve));
        taken.push(performance.now() - start);
      }
      return Math.min(...taken);
    })()`);
    assert.ok(quickest < 150, `${quickest} ms for one key`);
  }));

test('the page passes axe in four themes, and folds to a narrow width', async () => {
  for (const [name, view] of [
    ['table', mixedView()],
    ['columns', mappingView()],
    ['edit', editView()],
    ['refused', importView(manyFiles(2))],
  ] as const) {
    await withPage(view, async (opened) => {
      const { page } = opened;
      if (name === 'refused') {
        opened.host.refusal = 'The study has the name of another.';
        await page.getByRole('button', { name: 'Import 2 files' }).click();
        await page.getByText('The study has the name of another.').waitFor();
      }
      if (name === 'edit') {
        await page.locator('[data-row="1"][data-column="model"]').click();
        await page.keyboard.type('new');
      }
      if (name === 'table') {
        await page.locator('[data-row="1"][data-column="condition"]').click();
        await page.keyboard.press('Shift+ArrowDown');
        await page.keyboard.type('x');
      }
      for (const theme of THEME_NAMES) {
        await opened.setTheme(theme);
        assert.deepEqual(await axeViolations(page), [], `${name} in ${theme}`);
      }
      await page.setViewportSize({ width: 420, height: 600 });
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      assert.ok(wide <= 420, `${name} is ${wide} px wide`);
    });
  }
});

test('a page whose first words were lost asks again', async () => {
  const opened = await openImportPage(importView(manyFiles(2)), { lost: 1 });
  assert.match(await opened.page.innerText('.counts'), /2 of 2 files/);
  await opened.close();
});
