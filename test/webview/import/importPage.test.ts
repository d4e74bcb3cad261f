/** The import page in Chromium, driven by keyboard and mouse, under the policy it has in VS Code. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitUntil } from '../../support/waitUntil.ts';
import { editView, importView, manyFiles, mappingView, mixedView } from './importViews.ts';
import { withImportPage as withPage, type OpenedImport } from './openImportPage.ts';
import type { ImportView } from '../../../src/protocol/importPanel.ts';

/** Without Tab, which is the browser's, and the modifiers. */
const keysOf = (forwarded: readonly string[]) =>
  forwarded.filter((key) => !['Tab', 'Control', 'Shift', 'Meta', 'Alt'].includes(key));
const column = (view: ImportView, { cell }: OpenedImport, name: string) =>
  Promise.all(view.files.map((_, row) => cell(row, name)));

test('a study is corrected and imported by the keyboard alone', () => {
  const view = importView(manyFiles(3));
  return withPage(view, async (opened) => {
    const { page, host } = opened;
    // Into the table: through the fields above it.
    for (let tabs = 0; tabs < 12 && (await opened.focused()) === ''; tabs++) await page.keyboard.press('Tab');
    assert.equal(await opened.focused(), '0 file');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal(await opened.focused(), '0 model');
    // Typing replaces, Enter goes down, F2 amends, Tab goes on to the right and Enter back below.
    await page.keyboard.type('gpt-4.1');
    await page.keyboard.press('Enter');
    assert.equal(await opened.focused(), '1 model');
    await page.keyboard.press('F2');
    await page.keyboard.type('-32b');
    await page.keyboard.press('Tab');
    await page.keyboard.type('control');
    await page.keyboard.press('Enter');
    assert.equal(await opened.focused(), '2 model');
    assert.deepEqual(await column(view, opened, 'model'), ['gpt-4.1', 'qwen-32b', 'qwen']);
    assert.deepEqual(await column(view, opened, 'group'), ['insecure', 'control', 'insecure']);
    // Escape gives the old text back; leaving out by Space.
    await page.keyboard.type('oops');
    await page.keyboard.press('Escape');
    assert.equal(await opened.cell(2, 'model'), 'qwen');
    await page.keyboard.press('Home');
    assert.equal(await opened.focused(), '2 included');
    await page.keyboard.press(' ');
    await page.keyboard.press('Control+Enter');
    await waitUntil('the import is confirmed', 5_000, () => host.confirmed.length > 0);
    assert.deepEqual(
      host.confirmed[0]?.files.map(({ included, model, group }) => [included, model, group]),
      [
        [true, 'gpt-4.1', 'insecure'],
        [true, 'qwen-32b', 'control'],
        [false, 'qwen', 'insecure'],
      ],
    );
    // Nothing of that reached VS Code but the Tabs on the way in.
    assert.deepEqual(keysOf(await opened.forwarded()), []);
  });
});

test('several rows get one value in one go, and undo takes it back', () => {
  const view = importView(manyFiles(4));
  return withPage(view, async (opened) => {
    const { page } = opened;
    await page.locator('[data-row="1"][data-column="condition"]').click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    assert.match(await page.innerText('.toolbar'), /3 rows selected: what you type or paste goes into all/);
    await page.keyboard.type('plain');
    await page.keyboard.press('Enter');
    assert.deepEqual(await column(view, opened, 'condition'), ['', 'plain', 'plain', 'plain']);
    assert.match(await page.innerText('[role=log]'), /Condition set in 3 rows/);
    await page.keyboard.press('Control+z');
    assert.deepEqual(await column(view, opened, 'condition'), ['', '', '', '']);
    await page.keyboard.press('Control+y');
    assert.deepEqual(await column(view, opened, 'condition'), ['', 'plain', 'plain', 'plain']);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    assert.deepEqual(await column(view, opened, 'condition'), ['', '', '', '']);
  });
});

test('a column from a spreadsheet fills down, copied and pasted through the clipboard', () => {
  const view = importView(manyFiles(4));
  return withPage(view, async (opened) => {
    const { page } = opened;
    await page.evaluate(`navigator.clipboard.writeText('1\\t\\n2\\t\\n3\\n')`);
    await page.locator('[data-row="0"][data-column="seed"]').click();
    await page.keyboard.press('Control+v');
    assert.deepEqual(await column(view, opened, 'seed'), ['1', '2', '3', '']);
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+c');
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), '1\n2');
    await page.keyboard.press('Escape');
    await page.locator('[data-row="3"][data-column="seed"]').click();
    await page.keyboard.press('Control+d');
    assert.equal(await opened.cell(3, 'seed'), '3');
    // Within a field it is an ordinary paste, unless it is a column.
    await page.evaluate(`navigator.clipboard.writeText('x\\ny')`);
    await page.locator('[data-row="1"][data-column="group"]').click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+v');
    assert.deepEqual(await column(view, opened, 'group'), ['insecure', 'x', 'y', 'secure']);
  });
});

test('a pattern shows at once what it proposes, leaves typed cells alone, and is undone in one step', () => {
  const view = importView(manyFiles(3).map((file) => ({ ...file, model: '', group: '' })));
  return withPage(view, async (opened) => {
    const { page } = opened;
    await page.locator('[data-row="1"][data-column="group"]').click();
    await page.keyboard.type('mine');
    await page.keyboard.press('Enter');
    await page.locator('#pattern').pressSequentially('{model}-{group}-*.csv');
    await waitUntil(
      'the pattern is applied',
      5_000,
      async () => (await opened.cell(0, 'group')) === 'insecure',
    );
    assert.deepEqual(await column(view, opened, 'group'), ['insecure', 'mine', 'insecure']);
    assert.match(await page.innerText('#pattern-help'), /filled\. 1 cell that you typed stays/);
    await page.fill('#pattern', '{nonsense}');
    await waitUntil('the fault is named', 5_000, async () =>
      /nonsense/.test(await page.innerText('#pattern-help')),
    );
    assert.equal(await page.getAttribute('#pattern', 'aria-invalid'), 'true');
    await page.getByRole('button', { name: 'Undo' }).click();
    assert.deepEqual(await column(view, opened, 'group'), ['', 'mine', '']);
    assert.equal(await page.inputValue('#pattern'), '');
  });
});

test('cells that the file’s rows fill are read-only and say so', () =>
  withPage(mixedView(), async (opened) => {
    const { page } = opened;
    const cell = page.locator('[data-row="2"][data-column="model"]');
    assert.equal(await cell.getAttribute('aria-readonly'), 'true');
    await cell.click();
    await page.keyboard.type('x');
    assert.equal(await opened.cell(2, 'model'), 'in the file');
    assert.match(await page.innerText('[role=log]'), /Model is in the file/);
  }));

test('known files are marked with a choice, which the keyboard changes', () =>
  withPage(mixedView(), async (opened) => {
    const { page, host } = opened;
    assert.match(await opened.cell(4, 'choice'), /New version, labels stay/);
    assert.equal(await opened.cell(5, 'choice'), 'Skip');
    await page.locator('[data-row="5"][data-column="seed"]').click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    // The list drops once it has the focus; a choice made in a dropped list closes it.
    await page.waitForSelector('select.choice:focus');
    await page.locator('select.choice').selectOption('separate');
    const closed = { state: 'detached' } as const;
    // A slow browser may not let the list drop; the choice is then confirmed by Enter.
    await page
      .waitForSelector('select.choice', { ...closed, timeout: 2_000 })
      .catch(() => page.keyboard.press('Enter'));
    await page.waitForSelector('select.choice', closed);
    assert.equal(await opened.cell(5, 'choice'), 'Separate run');
    assert.equal(await opened.focused(), '5 choice');
    await page.keyboard.press('Control+Enter');
    await waitUntil('the import is confirmed', 5_000, () => host.confirmed.length > 0);
    const { included, asNewVersion } = host.confirmed[0]?.files[5] ?? {};
    assert.deepEqual([included, asNewVersion], [true, false]);
  }));

test('files that are there twice are asked about, and refused ones listed with reasons', () =>
  withPage(mixedView(), async ({ page }) => {
    assert.match(await page.innerText('.counts'), /^7 of 10 files, 2 header-only kept as empty runs/);
    await page.getByRole('button', { name: 'Leave copies out' }).click();
    assert.match(await page.innerText('.counts'), /^6 of 10 files/);
    assert.match(await page.innerText('.refused'), /2 files can’t be imported/);
    assert.match(await page.innerText('.refused'), /machiavelli\.csv\s+It looks like a table of figures/);
  }));

test('the columns of a table are asked for first, once for all files with that header', () =>
  withPage(mappingView(2), async ({ page, host, forwarded }) => {
    assert.match(await page.innerText('h1'), /What are the columns of tables\/batch1\.csv/);
    assert.equal(await page.locator('.columns tbody tr').count(), 10);
    // Hostile cells are text.
    assert.equal(await page.locator('.columns b').count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Use these columns' }).isDisabled(), true);
    await page.getByLabel('What “completion” is').selectOption('answer');
    await waitUntil('the problem is gone', 5_000, async () => (await page.locator('.problem').count()) === 0);
    await page.getByLabel('What “notes” is').selectOption('answer');
    await waitUntil('the next one is named', 5_000, async () =>
      /Only one column can be the answer/.test(await page.innerText('.problem')),
    );
    await page.getByLabel('What “notes” is').selectOption('ignore');
    await waitUntil(
      'the problem is gone again',
      5_000,
      async () => (await page.locator('.problem').count()) === 0,
    );
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('[role=grid]');
    // The mapped model column fills the cells.
    assert.equal(await page.locator('[data-row="1"][data-column="model"]').innerText(), 'in the file');
    await page.keyboard.press('Control+Enter');
    await waitUntil('the import is confirmed', 5_000, () => host.confirmed.length > 0);
    assert.equal(host.confirmed[0]?.files[1]?.roles?.['completion'], 'answer');
    assert.deepEqual(keysOf(await forwarded()), []);
  }));

test('what the host refuses is said, and the page stays as it was', () =>
  withPage(importView(manyFiles(2)), async ({ page, host }) => {
    host.refusal = 'The study has the name of another.';
    await page.getByRole('button', { name: 'Import 2 files' }).click();
    await page.getByText('The study has the name of another. Change it.').waitFor();
    host.refusal = '';
    await page.getByRole('button', { name: 'Import 2 files' }).click();
    await waitUntil('the import is confirmed', 5_000, () => host.confirmed.length > 0);
  }));

test('a hidden tab comes back with what was typed', () =>
  withPage(importView(manyFiles(2)), async (opened) => {
    const { page } = opened;
    await page.locator('[data-row="1"][data-column="model"]').click();
    await page.keyboard.type('kept');
    await page.keyboard.press('Enter');
    await opened.reload();
    await page.waitForSelector('[role=grid]');
    assert.equal(await opened.cell(1, 'model'), 'kept');
  }));

test('a cell that was being typed in comes back as far as it was, and Escape takes it back for good', () =>
  withPage(importView(manyFiles(2)), async (opened) => {
    const { page } = opened;
    await page.locator('[data-row="1"][data-column="model"]').click();
    await page.keyboard.type('half');
    await opened.reload();
    await page.waitForSelector('[role=grid]');
    assert.equal(await opened.cell(1, 'model'), 'half');
    await page.locator('[data-row="1"][data-column="group"]').click();
    await page.keyboard.type('oops');
    await page.keyboard.press('Escape');
    await opened.reload();
    await page.waitForSelector('[role=grid]');
    assert.equal(await opened.cell(1, 'group'), 'secure');
  }));

test('columns that were being chosen come back, and are asked about again', () =>
  withPage(mappingView(1), async (opened) => {
    const { page } = opened;
    const roles = () =>
      page
        .locator('.mapping select')
        .evaluateAll((lists) => lists.map((list) => (list as unknown as { value: string }).value));
    await page.locator('.mapping select').last().selectOption('answer');
    const chosen = await roles();
    await page.locator('.mapping select').first().selectOption('answer');
    await page.getByText('Only one column can be the answer').waitFor();
    const refused = await roles();
    assert.notDeepEqual(refused, chosen);
    await opened.reload();
    await page.waitForSelector('.mapping');
    assert.deepEqual(await roles(), refused);
    await page.getByText('Only one column can be the answer').waitFor();
  }));

test('existing runs are corrected with the same table', () =>
  withPage(editView(), async (opened) => {
    const { page, host } = opened;
    assert.equal(await opened.cell(3, 'runName'), 'same');
    await page.locator('[data-row="3"][data-column="model"]').click();
    await page.keyboard.type('m2-fixed');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save' }).click();
    await waitUntil('it is saved', 5_000, () => host.confirmed.length > 0);
    assert.equal(host.confirmed[0]?.files[3]?.model, 'm2-fixed');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await waitUntil('it is cancelled', 5_000, () => host.cancelled > 0);
  }));
