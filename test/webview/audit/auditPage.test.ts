/** The page of agreement and corrected rates in Chromium: what it says, by keyboard, in four themes. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { axeViolations } from '../../support/axe.ts';
import { THEME_NAMES } from '../../support/themes.ts';
import { waitUntil } from '../../support/waitUntil.ts';
import { EMPTY, READY, REFUSED, SELECTION, VIEW } from './auditViews.ts';
import { withAuditPage, type OpenedAudit } from './openAuditPage.ts';

/** Where pictures go when somebody wants to look at them: TA_SHOTS=/some/folder. */
const SHOTS = process.env['TA_SHOTS'];

const focused = (page: OpenedAudit['page']) =>
  page.evaluate<string>(`document.activeElement.getAttribute('aria-label') ?? document.activeElement.id`);

const text = async ({ page }: OpenedAudit) => (await page.innerText('main')).replace(/\s+/g, ' ');

test('what matters first comes first: raw beside corrected, then the judge, then agreement', () =>
  withAuditPage(READY, async (opened) => {
    const headings = await opened.page.locator('h2').allInnerTexts();
    assert.deepEqual(headings, [
      'In short',
      'Rate of misaligned: raw beside corrected',
      'How good the judge is',
      'The judge’s scores against people',
      'The judge and people',
      'People with each other',
      'People with themselves',
      'More than two raters',
      'After the judge was seen',
    ]);
    const words = await text(opened);
    assert.match(words, /Judge’s rate, raw 9\.0 % \[1\.8, 19\.8\] 884/);
    assert.match(words, /Corrected, PPI\+\+ 11\.4 % \[7\.2, 17\.0\] 100/);
    assert.match(words, /Only 8 prompts: the interval is wide\./);
    assert.match(words, /By kim \(12 labels\): not told/);
    assert.match(words, /Careful: Kappa is only \.68/);
    const drawn = opened.page.locator('svg.dots').first();
    assert.match(
      (await drawn.getAttribute('aria-label')) ?? '',
      /Corrected, PPI\+\+ 11\.4 % \[7\.2, 17\.0\]/,
    );
  }));

test('a cell of the confusion table opens its transcripts by keyboard, and an empty one doesn’t', () =>
  withAuditPage(READY, async ({ page, host }) => {
    const cell = page
      .getByRole('button', { name: '3: The judge negative, People together positive. List them.' })
      .first();
    await cell.focus();
    await page.keyboard.press('Enter');
    await waitUntil('the cell is asked for', 5_000, () => host.asked.length === 1);
    assert.deepEqual(host.asked, ['cell judge-people negative positive']);
    host.refusal = 'No transcript is in that cell any more.';
    await page.keyboard.press(' ');
    await page.getByText('No transcript is in that cell any more. Try later.').waitFor();
    assert.match(await focused(page), /^3: The judge negative/);
  }));

test('a control that changes keeps the keyboard, and the figures of before stay until the new ones are there', () =>
  withAuditPage(READY, async ({ page, host }) => {
    const by = page.getByLabel('By', { exact: true });
    await by.focus();
    await by.selectOption('model');
    await page.getByText('What is below is from before.').waitFor();
    assert.deepEqual(host.asked, [`select ${JSON.stringify({ ...SELECTION, by: 'model' })}`]);
    assert.equal(await focused(page), 'choice-by');
    assert.equal(await page.getByText('Corrected, PPI++').first().isVisible(), true);
    await host.tell('progress', { share: 0.4 });
    await page.getByText('Working out the figures, 40 %.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await waitUntil('it is cancelled', 5_000, () => host.asked.includes('cancel'));
    await host.tell('view', { state: 'ready', selection: { ...SELECTION, by: 'model' }, view: VIEW });
    await page.getByText('What is below is from before.').waitFor({ state: 'detached' });
    assert.equal(await page.innerText('[role=status]'), 'The figures are there.');
  }));

test('labels that are no sample: the raw rate, the reason, and the way to a sample', () =>
  withAuditPage(REFUSED, async (opened) => {
    const words = await text(opened);
    assert.match(words, /they can’t stand for the others/);
    assert.match(words, /Corrected, PPI\+\+: not told\. The labels are no probability sample\./);
    await opened.page.getByRole('button', { name: 'Draw an Audit Sample' }).click();
    await waitUntil('it is asked for', 5_000, () => opened.host.asked.includes('newSample'));
  }));

test('while a queue hides anything there is no figure on the page at all', () =>
  withAuditPage({ state: 'blind', because: 'the queue “audit of insecure”' }, async (opened) => {
    const words = await text(opened);
    assert.match(words, /Hidden while you work on the queue “audit of insecure”/);
    assert.doesNotMatch(words, /\d/);
    await opened.host.tell('view', READY);
    await opened.page.getByText('Corrected, PPI++').first().waitFor();
    await opened.host.tell('view', { state: 'blind', because: 'the queue “audit of insecure”' });
    await opened.page.locator('table').first().waitFor({ state: 'detached' });
  }));

test('what failed says so, keeps what was there, and is tried again', () =>
  withAuditPage(
    {
      state: 'failed',
      selection: SELECTION,
      message: 'The runs of this selection are gone.',
      hint: 'Choose others.',
      view: null,
    },
    async ({ page, host }) => {
      await page.getByText('The runs of this selection are gone. Choose others.').waitFor();
      await page.getByRole('button', { name: 'Try Again' }).click();
      await waitUntil('it is tried again', 5_000, () => host.asked.includes('again'));
    },
  ));

test('names stay text, with what hides in them shown', () =>
  withAuditPage(
    {
      state: 'ready',
      selection: SELECTION,
      view: {
        ...VIEW,
        about: '<img src=x onerror=hit=1>\u202egnp',
        choices: { ...VIEW.choices, annotators: ['<b>kim</b>\u202e'] },
      },
    },
    async ({ page }) => {
      assert.equal(await page.locator('main img, main b').count(), 0);
      assert.match(await page.innerText('.about'), /<img src=x onerror=hit=1><U\+202E>gnp/);
      assert.match((await page.locator('option').allInnerTexts()).join(' '), /<b>kim<\/b><U\+202E>/);
    },
  ));

for (const [name, view] of Object.entries({ ready: READY, refused: REFUSED, empty: EMPTY })) {
  test(`the page that is ${name} passes axe in four themes and fits a narrow panel`, () =>
    withAuditPage(view, async (opened) => {
      const { page } = opened;
      const folded = page.locator('details:not([open]) > summary');
      while ((await folded.count()) > 0) await folded.first().click();
      for (const theme of THEME_NAMES) {
        await opened.setTheme(theme);
        assert.deepEqual(await axeViolations(page), [], theme);
        if (SHOTS === undefined) continue;
        mkdirSync(SHOTS, { recursive: true });
        await page.screenshot({ path: join(SHOTS, `audit-${name}-${theme}.png`), fullPage: true });
      }
      await page.setViewportSize({ width: 420, height: 600 });
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      assert.ok(wide <= 420, `it is ${wide} px wide`);
    }));
}
