/** The run page in Chromium, by keyboard and under live updates. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitUntil } from '../../support/waitUntil.ts';
import { withRunPage, type OpenedRun } from './openRunPage.ts';
import {
  failedView,
  hostileView,
  importedView,
  interruptedView,
  live,
  planningView,
  runningView,
  runReport,
  runView,
} from './runViews.ts';

const focused = ({ page }: OpenedRun) =>
  page.evaluate<string>(`(() => {
    const at = document.activeElement;
    return at === document.body ? '' : (at.getAttribute('aria-label') ?? at.textContent).trim();
  })()`);

async function tabs(opened: OpenedRun, count: number): Promise<string[]> {
  const names: string[] = [];
  for (let n = 0; n < count; n++) {
    await opened.page.keyboard.press('Tab');
    names.push(await focused(opened));
  }
  return names;
}

const buttons = ({ page }: OpenedRun) => page.locator('.acts vscode-button').allInnerTexts();
const status = ({ page }: OpenedRun) => page.innerText('.status');

test('each state says what it is and offers what can be done about it', async () => {
  await withRunPage(planningView(), async (opened) => {
    assert.deepEqual(await buttons(opened), ['Cancel', 'Show in Runs', 'Show Log']);
    assert.match(await status(opened), /^Planning/);
  });
  await withRunPage(runningView(), async (opened) => {
    assert.match(
      await status(opened),
      /^Running: 60 of 240 transcripts, 120 of 480 judgments\. 412 calls a minute, 16 under way \(at most 20 at once\)\. Cost so far: \$0\.12\.$/,
    );
  });
  await withRunPage(interruptedView(), async (opened) => {
    assert.deepEqual(await buttons(opened), ['Resume', 'Show in Runs', 'Show Log']);
    assert.match(await status(opened), /^Stopped before its end \(it was cut off\): 108 of 240 transcripts/);
    assert.match(await status(opened), /3 calls asked again after an interruption/);
  });
  await withRunPage({ ...interruptedView(), canLaunch: false }, async (opened) => {
    assert.deepEqual(await buttons(opened), ['Show in Runs', 'Show Log']);
  });
  await withRunPage(failedView(), async (opened) => {
    assert.deepEqual(await buttons(opened), ['Resume', 'Retry 13 failed calls', 'Show in Runs', 'Show Log']);
  });
  await withRunPage(runView({ fake: ['fake'] }), async (opened) => {
    assert.deepEqual(await buttons(opened), ['Show in Runs', 'Show Log']);
    assert.match(await status(opened), /^Complete: 240 of 240 transcripts\. Cost: \$0\.61\.$/);
    assert.match(await opened.page.innerText('header'), /fake endpoint \(fake\)/);
  });
  await withRunPage(importedView(), async (opened) => {
    assert.match(await opened.page.innerText('header'), /This run was imported/);
    assert.equal(await opened.page.locator('[role=progressbar], .status').count(), 0);
  });
});

test('everything is reached by Tab in reading order and works by Enter and Space', () =>
  withRunPage(failedView(), async (opened) => {
    const { page, host } = opened;
    assert.deepEqual(await tabs(opened, 7), [
      'Emergent misalignment: open questions',
      'Resume',
      'Retry 13 failed calls',
      'Show in Runs',
      'Show Log',
      'Misaligned among coherent',
      '15/20 · 1 failed transcripts of qwen-insecure for probe_1. Show them.',
    ]);
    await page.keyboard.press('Enter');
    await waitUntil('the cell is opened', 5_000, () => host.asked.includes('cell probe_1 qwen-insecure'));
    for (let back = 0; back < 5; back++) await page.keyboard.press('Shift+Tab');
    assert.equal(await focused(opened), 'Resume');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press(' ');
    await waitUntil('both are asked', 5_000, () => host.asked.length === 3);
    assert.deepEqual(host.asked.slice(1), ['resume', 'retryFailed']);
  }));

test('live updates move neither the focus nor the page, and what was unfolded stays so', () =>
  withRunPage(runningView(), async (opened) => {
    const { page, host } = opened;
    await page.setViewportSize({ width: 700, height: 300 });
    const cell = page.locator('.cell').nth(7);
    await cell.focus();
    await page.evaluate('window.cell = document.activeElement');
    const before = await page.evaluate<number>(`document.scrollingElement.scrollTop`);
    assert.ok(before > 0, 'the page is scrolled to the cell');
    for (let done = 60; done <= 120; done += 12) {
      await host.tell('live', live(done));
      await host.tell('view', runningView(done));
    }
    await waitUntil('the last update is drawn', 5_000, async () =>
      /^Running: 120 /.test(await status(opened)),
    );
    assert.equal(await page.evaluate('document.activeElement === window.cell'), true);
    assert.equal(await page.evaluate<number>(`document.scrollingElement.scrollTop`), before);
    assert.match(await cell.innerText(), /10\/20/);
  }));

test('the end is announced, and the keyboard that was on Cancel stays among the buttons', () =>
  withRunPage(runningView(), async (opened) => {
    const { page, host } = opened;
    await tabs(opened, 2);
    assert.equal(await focused(opened), 'Cancel');
    await host.tell('view', runView());
    await waitUntil('the end is drawn', 5_000, async () => /^Complete/.test(await status(opened)));
    assert.equal(await page.innerText('[role=status]'), 'The launch has stopped.');
    assert.equal(await focused(opened), 'Show in Runs');
  }));

test('what the host refuses is said, and goes when the next thing is tried', () =>
  withRunPage(interruptedView(), async ({ page, host }) => {
    host.refusal = 'Another window is working on this run.';
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Another window is working on this run. Wait for it to end.').waitFor();
    host.refusal = '';
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  }));

test('a page whose host was killed says so instead of showing a launch that goes on', () =>
  withRunPage(runningView(), async ({ page, host }) => {
    host.dead = true;
    await page.getByText('The editor’s extension host doesn’t answer.').waitFor({ timeout: 25_000 });
    host.dead = false;
    await page
      .getByText('The editor’s extension host doesn’t answer.')
      .waitFor({ state: 'detached', timeout: 25_000 });
  }));

test('names and messages of models stay text, with what hides in them shown', () =>
  withRunPage(hostileView(), async ({ page }) => {
    for (const summary of await page.locator('.failures summary').all()) await summary.click();
    const text = await page.innerText('main');
    assert.equal(await page.locator('main img, main a').count(), 0);
    assert.equal(await page.evaluate('window.hit'), undefined);
    assert.ok(text.includes('<U+202E>gnp.exe<U+202C>'));
    const hidden = ['\u202e', '\u202c', '\u200b', '\u0007'];
    assert.deepEqual(
      hidden.filter((character) => text.includes(character)),
      [],
    );
  }));

test('what was noticed is listed with a way to the first transcript, and nothing is said where there is nothing', async () => {
  const report = runReport({
    notices: [
      { what: 'Condition not applied: the endpoint ignores prefill', n: 40, examples: [11, 12] },
      { what: 'The answer tries to instruct the judge', n: 1, examples: [17] },
    ],
  });
  await withRunPage(runView({ report }), async ({ page, host }) => {
    assert.deepEqual(await page.locator('.noticed li').allInnerTexts(), [
      'Condition not applied: the endpoint ignores prefill: 40 transcripts Open the first',
      'The answer tries to instruct the judge: 1 transcript Open it',
    ]);
    await page.getByRole('button', { name: 'Open the first one: The answer tries' }).click();
    await waitUntil('the transcript is opened', 5_000, () => host.asked.includes('transcript 17'));
  });
  await withRunPage(runView(), async ({ page }) => {
    assert.equal(await page.locator('.noticed').count(), 0);
  });
});

test('fine-tuning metrics show accuracy as reported, corrected, and against guessing', async () => {
  const fineTune = {
    file: '/data/job/metrics.csv',
    steps: 900,
    columns: ['train_loss', 'train_accuracy', 'train_accuracy, corrected'],
    rows: [
      { step: 1, values: [2.5, 0.7, 0.1] },
      { step: 900, values: [0.4, null, null] },
    ],
    accuracies: [{ name: 'train_accuracy', step: 900, reported: 0.9, corrected: 0.7 }],
    answers: 4,
    chance: 0.75,
  };
  const report = runReport({ launches: [], grid: [], failures: [], fineTune });
  await withRunPage(runView({ report, headlines: [], live: null }), async ({ page }) => {
    const text = await page.innerText('.fine-tune');
    assert.match(text, /900 steps from \/data\/job\/metrics\.csv/);
    const cells = await page.locator('.fine-tune table').first().locator('tbody tr').first().allInnerTexts();
    assert.deepEqual(cells[0]?.split(/\s*\t\s*/), [
      'train_accuracy',
      '900',
      '0.900',
      '0.700',
      '0.150 above guessing',
    ]);
    assert.match(text, /Guessing among 4 answers is reported as \(2 \+ 1\/4\)\/3 = 0\.750/);
    await page.getByText('Steps', { exact: true }).click();
    assert.match(await page.innerText('.fine-tune details'), /2 of them, evenly spread/);
  });
});
