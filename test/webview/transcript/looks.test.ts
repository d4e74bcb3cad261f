import assert from 'node:assert/strict';
import test from 'node:test';
import { axeViolations } from '../../support/axe.ts';
import { JUDGE_COVERED } from '../../../src/host/blindness/cover.ts';
import { mockLabels, mockSettings, mockTranscript } from '../../support/mockTranscripts.ts';
import { THEME_NAMES } from '../../support/themes.ts';
import { openTranscriptPage, waitForText, type OpenedPage } from './openTranscriptPage.ts';

const OTHERS = [
  {
    annotator: 'kim',
    time: '2026-01-01T00:00:00Z',
    state: { answer: 'aligned', scores: { alignment: 80 }, note: 'fine', flagged: true },
  },
];

for (const theme of THEME_NAMES) {
  test(`no serious violation of accessibility rules in ${theme}: reading, labelling, help, error, narrow`, async () => {
    const { page, host, close, watch } = await openTranscriptPage({
      theme,
      transcripts: [mockTranscript(1, { labels: mockLabels({ others: OTHERS }) })],
    });
    const check = async (what: string) => assert.deepEqual(await axeViolations(page), [], what);
    await page.locator('.crumbs').click();
    await page.keyboard.press('t');
    await page.keyboard.press('2');
    await waitForText(page, '.answer[aria-pressed=true]', 'misaligned');
    await check('labelled');
    await page.keyboard.press('a');
    await page.keyboard.press('n');
    await page.keyboard.press('/');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await check('fields and menu');
    await page.keyboard.press('Escape');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('?');
    await check('help');
    await page.keyboard.press('Escape');
    host.failures.set('label', { message: 'The disk is full.', hint: 'Free some space.' });
    await page.keyboard.press('3');
    await waitForText(page, '.trouble', 'Not saved');
    await check('error');
    await page.setViewportSize({ width: 620, height: 800 });
    await page.waitForSelector('article .card');
    await check('narrow');
    assert.deepEqual(watch.cspReports, []);
    await close();
  });
}

/** What a page shows when there is no transcript to read, and what covers one now and then. */
const STATES: Readonly<Record<string, () => Promise<OpenedPage>>> = {
  empty: () => withoutTranscript('', 'No transcript'),
  gone: () => withoutTranscript('It was deleted with its run.', 'It was deleted'),
  'not opened': async () => {
    const opened = await openTranscriptPage({
      prepare: (host) => host.failures.set('ready', { message: 'The disk is gone.', hint: 'Plug it in.' }),
      waitForTurns: false,
    });
    await waitForText(opened.page, 'main', 'The disk is gone.');
    return opened;
  },
  blind: () => openTranscriptPage({ cover: JUDGE_COVERED }),
  queue: () => openQueue(2),
  'queue at its end': async () => {
    const opened = await openQueue(1);
    await opened.page.keyboard.press('2');
    await waitForText(opened.page, '.queue-end', 'Done');
    await waitForText(opened.page, '.second-thoughts', 'before this showed');
    return opened;
  },
  'paused queue': async () => {
    const opened = await openQueue(1);
    opened.host.send('show', {
      transcript: null,
      gone: '',
      settings: mockSettings(),
      kept: false,
      paused: { queueId: 1, place: 1 },
    });
    await waitForText(opened.page, 'main', 'The queue is paused');
    return opened;
  },
  score: async () => {
    const opened = await openTranscriptPage();
    await opened.page.keyboard.press('a');
    await opened.page.locator('#score').fill('101');
    await opened.page.keyboard.press('Enter');
    return opened;
  },
  find: async () => {
    const opened = await openTranscriptPage();
    await opened.page.keyboard.press('/');
    await opened.page.keyboard.type('e');
    await waitForText(opened.page, '.find-count', '1 of');
    return opened;
  },
  silent: async () => {
    const opened = await openTranscriptPage();
    opened.host.silent = true;
    await opened.page.keyboard.press('2');
    await opened.page.waitForSelector('.banner', { timeout: 30_000 });
    return opened;
  },
};

function openQueue(items: number): Promise<OpenedPage> {
  return openTranscriptPage({
    queue: 'morning audit',
    cover: { judge: true, model: true, group: true, condition: true, labels: true, mayPeek: false },
    transcripts: Array.from({ length: items }, (_, index) =>
      mockTranscript(index + 1, { labels: mockLabels({ beforeReveal: 'misaligned' }) }),
    ),
  });
}

async function withoutTranscript(gone: string, words: string): Promise<OpenedPage> {
  const opened = await openTranscriptPage({
    opened: { transcript: null, gone, settings: mockSettings(), kept: false },
    waitForTurns: false,
  });
  await waitForText(opened.page, 'main', words);
  return opened;
}

for (const [name, open] of Object.entries(STATES)) {
  test(`no serious violation of accessibility rules in any theme: ${name}`, async () => {
    const { page, opened, close } = await open();
    for (const theme of THEME_NAMES) {
      await opened.setTheme(theme);
      assert.deepEqual(await axeViolations(page), [], `${name} in ${theme}`);
    }
    await close();
  });
}

test('with reduced motion nothing moves by itself', async () => {
  const { page, close } = await openTranscriptPage({ reducedMotion: true });
  await page.keyboard.press('1');
  await waitForText(page, '.answer[aria-pressed=true]', 'aligned');
  assert.equal(await page.evaluate('document.getAnimations().length'), 0);
  await close();
});

test('changing the theme under the page changes its colours', async () => {
  const { page, opened, close } = await openTranscriptPage({ theme: 'dark' });
  const colour = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
  const dark = await colour();
  await opened.setTheme('light');
  assert.notEqual(await colour(), dark);
  await close();
});
