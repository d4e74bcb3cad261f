/** Bundles and files that grew, on the import page in Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settles, waitUntil } from '../../support/waitUntil.ts';
import { fileRow, importView } from './importViews.ts';
import { withImportPage as withPage } from './openImportPage.ts';

test('a bundle is split into a run a file by key and joined again, and what was typed stays', () => {
  const folder = fileRow('petri/insecure', {
    description: 'Petri transcript, 3 files',
    bundle: { files: 3, splittable: true },
    model: 'm',
  });
  const view = importView([folder], { isStudy: false });
  return withPage(view, async (opened) => {
    const { page, host } = opened;
    host.parts.set(
      folder.path,
      [1, 2, 3].map((n) => fileRow(`petri/insecure/t${n}.json`, { partOf: folder.path, model: 'm' })),
    );
    await page.locator('[data-row="0"][data-column="condition"]').click();
    await page.keyboard.type('plain');
    await page.keyboard.press('Enter');
    await page.locator('[data-row="0"][data-column="file"]').click();
    assert.match(await opened.cell(0, 'file'), /Split into 3 runs/);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-row="2"]');
    assert.equal(await opened.cell(2, 'condition'), 'plain');
    assert.equal(await opened.cell(2, 'runName'), 't3');
    assert.equal(await opened.focused(), '0 file');
    await page.getByRole('button', { name: 'Join again' }).first().click();
    await page.waitForSelector('[data-row="1"]', { state: 'detached' });
    assert.equal(await opened.cell(0, 'condition'), 'plain');
    await page.keyboard.press('Control+z');
    await page.waitForSelector('[data-row="2"]');
    await page.keyboard.press('Control+Enter');
    await waitUntil('the import is confirmed', 5_000, () => host.confirmed.length > 0);
    assert.deepEqual(
      host.confirmed[0]?.files.map(({ path, partOf, condition }) => [path, partOf, condition]),
      [1, 2, 3].map((n) => [`/data/petri/insecure/t${n}.json`, folder.path, 'plain']),
    );
    assert.equal(host.confirmed[0]?.isStudy, true);
  });
});

test('a file that grew goes on in its run unless another choice is made', () => {
  const grown = fileRow('r/log.jsonl', {
    state: 'changed',
    earlierRun: 'log',
    hint: 'It grew since it was imported as “log”.',
    canContinue: true,
    continues: true,
  });
  const changed = fileRow('r/other.csv', { state: 'changed', earlierRun: 'other', asNewVersion: true });
  return withPage(importView([grown, changed]), async (opened) => {
    const { page, host } = opened;
    assert.equal(await opened.cell(0, 'choice'), 'Go on in that run');
    assert.equal(await opened.cell(1, 'choice'), 'New version, labels stay');
    await page.locator('[data-row="1"][data-column="choice"]').click();
    const offered = await page.locator('select.choice option').allInnerTexts();
    assert.deepEqual(offered, ['New version, labels stay', 'Separate run', 'Skip']);
    // Where the list has dropped down one Escape closes it, and the next leaves the cell; it drops down a little later.
    const cell = '[data-row="1"][data-column="choice"]:focus';
    const isLeft = async () => (await page.locator(cell).count()) > 0;
    await waitUntil('the cell has the keyboard again', 20_000, async () => {
      if (await settles(isLeft, 600)) return true;
      await page.keyboard.press('Escape');
      return settles(isLeft, 600);
    });
    await page.keyboard.press('Control+Enter');
    await waitUntil('the import is confirmed', 5_000, () => host.confirmed.length > 0);
    assert.deepEqual(
      host.confirmed[0]?.files.map(({ continues, asNewVersion }) => [continues, asNewVersion]),
      [
        [true, false],
        [false, true],
      ],
    );
  });
});
