/** The page of label schemes in Chromium: by keyboard, told of what an edit means, in four themes. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SchemeFields, SchemePageView } from '../../../src/protocol/schemePage.ts';
import { axeViolations } from '../../support/axe.ts';
import { THEME_NAMES } from '../../support/themes.ts';
import { waitUntil } from '../../support/waitUntil.ts';
import { withSchemePage, type OpenedSchemes } from './openSchemePage.ts';
import { FIELDS, QUIET, TOLD, VIEW } from './schemeViews.ts';

/** Where pictures go when somebody wants to look at them: TA_SHOTS=/some/folder. */
const SHOTS = process.env['TA_SHOTS'];
const focused = ({ page }: OpenedSchemes) =>
  page.evaluate<string>(
    `document.activeElement.dataset.mark ?? (document.activeElement.textContent + document.activeElement.tagName)`,
  );
const text = async ({ page }: OpenedSchemes) => (await page.innerText('main')).replace(/\s+/g, ' ');

test('what there is, where it lives, and what it is used for; names stay text', () =>
  withSchemePage(VIEW, QUIET, async (opened) => {
    const words = await text(opened);
    assert.match(words, /emergent misalignment built in · you label with it/);
    assert.match(
      words,
      /wants memory asks “memory” \.transcript-auditor\/schemes\/wants-memory\.json · asked besides/,
    );
    assert.match(words, /half\.json can’t be used: The file is not JSON/);
    assert.match(words, /<img src=x onerror=alert\(1\)> <U\+202E>metsys/);
    assert.equal(await opened.page.locator('img').count(), 0);
    await opened.page.getByRole('button', { name: 'Open .transcript-auditor/schemes/half.json' }).click();
    await opened.page.getByRole('button', { name: /^Label with It <img/ }).click();
    await waitUntil('both are asked', 5_000, () => opened.host.asked.length === 2);
    assert.deepEqual(opened.host.asked, ['open file:2', 'use setting:0']);
  }));

test('an answer is added, named, moved and removed by keyboard, and comes back', () =>
  withSchemePage(VIEW, QUIET, async (opened) => {
    const { page, host } = opened;
    await page.getByText('Add Answer').focus();
    await page.keyboard.press('Enter');
    await waitUntil(
      'the new name has the keyboard',
      5_000,
      async () => (await focused(opened)) === 'answers-6-name',
    );
    await page.keyboard.type('Asks twice');
    await waitUntil('the host hears of it', 5_000, () => host.last?.answers[6]?.name === 'Asks twice');
    // Its id follows its name, and it has a key that nothing else has.
    assert.deepEqual([host.last?.answers[6]?.id, host.last?.answers[6]?.key], ['asks-twice', '7']);
    await page.keyboard.press('Alt+ArrowUp');
    await waitUntil('it is moved', 5_000, () => host.last?.answers[5]?.name === 'Asks twice');
    assert.equal(await focused(opened), 'answers-5-name');
    await page.getByRole('button', { name: 'Remove Asks twice' }).focus();
    await page.keyboard.press('Enter');
    await waitUntil('it is gone', 5_000, () => host.last?.answers.length === 6);
    await waitUntil(
      'the way back has the keyboard',
      5_000,
      async () => (await focused(opened)) === 'put-back',
    );
    await page.keyboard.press('Enter');
    await waitUntil('it is back', 5_000, () => host.last?.answers.length === 7);
    // The id of an answer that is saved stays: labels name it.
    await page.getByLabel('Name of misaligned').fill('bad');
    await waitUntil('it is renamed', 5_000, () => host.last?.answers[1]?.name === 'bad');
    assert.equal(host.last?.answers[1]?.id, 'misaligned');
  }));

test('what an edit means for labels is said before it is saved, and once more when it is', () =>
  withSchemePage(VIEW, QUIET, async (opened) => {
    const { page, host } = opened;
    host.checked = TOLD;
    await page.getByLabel('Role of refusal').selectOption('excluded');
    await page.getByText('40 of them say “refusal” and go on counting as negative').waitFor();
    const words = await text(opened);
    assert.match(words, /Changed: “refusal” is excluded instead of negative; description/);
    assert.match(words, /ab12cd34 saved 2026-01-31 312 2 aligned negative \(272\), refusal negative \(40\)/);
    const later = (saved: SchemeFields): SchemePageView => ({
      ...VIEW,
      edited: { id: 'file:1', place: 'file', where: 'w.json', stamp: 'two', fields: saved },
    });
    host.saved = (saved) => {
      // Word of the written file may come before the answer: it is nobody else's change.
      void host.tell('schemes', later(saved));
      return {
        state: 'saved',
        message: 'Saved in .transcript-auditor/schemes/wants-memory.json. 312 labels keep version ab12cd34.',
        view: later(saved),
      };
    };
    await page.getByLabel('Role of refusal').focus();
    await page.keyboard.press('Control+s');
    await page.getByText('312 labels keep version ab12cd34.').first().waitFor();
    assert.deepEqual(host.asked, ['save file one']);
    assert.doesNotMatch(await text(opened), /somebody else/);
    assert.equal(host.last?.answers.find(({ id }) => id === 'refusal')?.role, 'excluded');
  }));

test('a file that somebody else changed is not written over, and nothing typed is lost', () =>
  withSchemePage(VIEW, QUIET, async ({ page, host }) => {
    const theirs = { ...FIELDS, instructions: 'Theirs.' };
    host.saved = (_, stamp) =>
      stamp === 'two'
        ? { state: 'refused', problems: ['enough'] }
        : { state: 'changed', message: 'memory.json was changed by somebody else.', theirs, stamp: 'two' };
    await page.getByLabel('Instructions').fill('Mine.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('was changed by somebody else. What you typed is still here.').waitFor();
    assert.equal(await page.getByLabel('Instructions').inputValue(), 'Mine.');
    await page.getByRole('button', { name: 'Save Mine over It' }).click();
    await waitUntil('it says what it saw', 5_000, () => host.asked.includes('save file two'));
    await page.getByRole('button', { name: 'Take What Is There' }).click();
    assert.equal(await page.getByLabel('Instructions').inputValue(), 'Theirs.');
  }));

test('a change elsewhere is followed where nothing was typed, and told where something was', () =>
  withSchemePage(VIEW, QUIET, async ({ page, host }) => {
    assert.ok(VIEW.edited);
    const now = (instructions: string, stamp: string): SchemePageView => ({
      ...VIEW,
      edited: {
        ...VIEW.edited,
        id: 'file:1',
        place: 'file',
        where: 'w.json',
        stamp,
        fields: { ...FIELDS, instructions },
      },
    });
    await host.tell('schemes', now('Second.', 'two'));
    await waitUntil(
      'it follows',
      5_000,
      async () => (await page.getByLabel('Instructions').inputValue()) === 'Second.',
    );
    await page.getByLabel('Instructions').fill('Mine.');
    await host.tell('schemes', now('Third.', 'three'));
    await page.getByText('w.json was changed by somebody else while you were editing it.').first().waitFor();
    assert.equal(await page.getByLabel('Instructions').inputValue(), 'Mine.');
  }));

test('going to another scheme asks about what isn’t saved', () =>
  withSchemePage(VIEW, QUIET, async ({ page, host }) => {
    await page.getByRole('button', { name: 'Copy wants memory' }).click();
    await waitUntil('nothing is in the way', 5_000, () => host.asked.includes('copy file:1'));
    await page.getByLabel('Name', { exact: true }).fill('other');
    await page.getByRole('button', { name: 'Edit emergent misalignment' }).click();
    await page.getByText('What you changed here isn’t saved.').waitFor();
    await page.getByRole('button', { name: 'Stay Here' }).click();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'other');
    await page.getByRole('button', { name: 'Edit emergent misalignment' }).click();
    await page.getByRole('button', { name: 'Leave It' }).click();
    await waitUntil('it goes on', 5_000, () => host.asked.includes('edit built-in'));
  }));

test('instructions are previewed as markdown without html, and links go through the host', () =>
  withSchemePage(VIEW, QUIET, async ({ page, host }) => {
    await page.getByRole('button', { name: 'Preview' }).click();
    const preview = page.getByRole('group', { name: 'Preview of the instructions' });
    assert.equal(await preview.getByRole('listitem').count(), 2);
    assert.match(await preview.innerText(), /<b>no html<\/b>/);
    await preview.getByRole('button', { name: 'guide' }).click();
    await waitUntil('the host is asked', 5_000, () => host.asked.includes('link https://example.org/guide'));
  }));

test('what can’t be saved says why, and can’t be saved', () =>
  withSchemePage(
    VIEW,
    { ...QUIET, problems: ['Several answers or scores have the key “1”.'] },
    async ({ page, host }) => {
      await page.getByLabel('Key of misaligned').fill('1');
      await page.getByText('Several answers or scores have the key “1”.').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled(), true);
      host.checked = QUIET;
      await page.getByLabel('Key of misaligned').fill('2x');
      await page.getByText('It can’t be saved yet').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('It can’t be written. Nothing was saved.').first().waitFor();
    },
  ));

test('nothing keeps anybody from using it, in four themes, wide and narrow', async () => {
  if (SHOTS !== undefined) mkdirSync(SHOTS, { recursive: true });
  for (const theme of THEME_NAMES) {
    for (const [width, height] of [
      [1100, 2000],
      [420, 2600],
    ] as const) {
      await withSchemePage(
        VIEW,
        TOLD,
        async ({ page }) => {
          await page.getByRole('button', { name: 'Preview' }).click();
          await page.getByLabel('Role of refusal').selectOption('excluded');
          await page.getByText('Changed: ').waitFor();
          assert.deepEqual(await axeViolations(page), [], `${theme} ${width}`);
          const isWide = await page.evaluate<boolean>(`document.documentElement.scrollWidth > innerWidth`);
          assert.equal(isWide, false, `${theme}: the page scrolls sideways at ${width}`);
          if (SHOTS !== undefined)
            await page.screenshot({ path: join(SHOTS, `scheme-${theme}-${width}.png`) });
        },
        { theme, viewport: { width, height } },
      );
    }
  }
});
