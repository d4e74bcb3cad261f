import assert from 'node:assert/strict';
import test from 'node:test';
import { mockSettings, mockTranscript } from '../../support/mockTranscripts.ts';
import { openTranscriptPage, shownText, waitForLabels, waitForText } from './openTranscriptPage.ts';

const three = () => [1, 2, 3].map((id) => mockTranscript(id));
const advancing = mockSettings({ advanceAfterLabel: true });
const FULL = { message: 'The disk is full.', hint: 'Free some space and try again.' };

test('a failed save turns the bar into the error, doesn’t advance, and Retry saves', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: three(), settings: advancing });
  host.failures.set('label', FULL);
  await page.keyboard.press('2');
  await waitForText(
    page,
    '.trouble',
    'Not saved: “misaligned”. The disk is full. Free some space and try again.',
  );
  assert.match(await shownText(page, 'h1'), /sample 7/);
  assert.equal(
    await page.locator('.answer[aria-pressed=true]').count(),
    0,
    'no button fills for what is not on disk',
  );
  assert.doesNotMatch(await shownText(page, 'body'), /Saved/);
  await page.keyboard.press('j');
  await waitForText(page, '.bar-message', 'isn’t saved: that key was not used');
  assert.match(await shownText(page, 'h1'), /sample 7/);
  host.failures.clear();
  await page.getByRole('button', { name: 'Retry' }).click();
  await waitForLabels(host, 1);
  await waitForText(page, 'h1', 'sample 8');
  assert.equal(await page.locator('.trouble').count(), 0);
  await close();
});

test('after a failed save another answer may take its place, or it is discarded', async () => {
  const { page, host, close } = await openTranscriptPage();
  host.failures.set('label', FULL);
  await page.keyboard.press('2');
  await waitForText(page, '.trouble', 'Not saved');
  host.failures.clear();
  await page.keyboard.press('1');
  await waitForText(page, '.answer[aria-pressed=true]', 'aligned');
  assert.deepEqual(
    host.committed.map(({ change }) => change),
    [{ action: 'answer', answer: 'aligned' }],
  );
  host.failures.set('label', FULL);
  await page.keyboard.press('f');
  await waitForText(page, '.trouble', 'Not saved');
  await page.getByRole('button', { name: 'Discard' }).click();
  assert.equal(await page.locator('.trouble').count(), 0);
  assert.equal(host.committed.length, 1);
  await close();
});

test('a note that couldn’t be saved stays in its field', async () => {
  const { page, host, close } = await openTranscriptPage();
  host.failures.set('label', FULL);
  await page.keyboard.press('n');
  await page.keyboard.type('worth keeping');
  await page.keyboard.press('Control+Enter');
  await waitForText(page, '.trouble', 'Not saved: “note”');
  assert.equal(await page.locator('textarea').inputValue(), 'worth keeping');
  host.failures.clear();
  await page.getByRole('button', { name: 'Retry' }).click();
  await waitForText(page, '.note', 'worth keeping');
  await close();
});

test('keys that waited behind a save that failed are dropped, and said to be', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: three(), settings: advancing });
  host.failures.set('label', FULL);
  host.delays.set('label', 60);
  await page.evaluate(
    `for (let i = 0; i < 3; i += 1) document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '1', bubbles: true, cancelable: true }))`,
  );
  await waitForText(page, '.trouble', 'Not saved');
  await waitForText(page, '.bar-message', '2 further keys were not used');
  host.failures.clear();
  await page.getByRole('button', { name: 'Retry' }).click();
  await waitForText(page, 'h1', 'sample 8');
  assert.deepEqual(
    host.committed.map(({ transcriptId }) => transcriptId),
    [1],
  );
  await close();
});

test('a silent host: the label is never called saved, the banner says it wasn’t confirmed, and it recovers by itself', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: three(), settings: advancing });
  host.silent = true;
  await page.keyboard.press('2');
  await waitForText(page, '.bar-message', 'Saving misaligned');
  await page.waitForSelector('.banner', { timeout: 30_000 });
  await waitForText(
    page,
    '.banner',
    'The extension host isn’t answering. Your last label was NOT confirmed.',
  );
  await waitForText(page, '.trouble', 'Not confirmed: “misaligned”');
  assert.match(await shownText(page, 'h1'), /sample 7/);
  assert.equal(await page.locator('.answer[aria-pressed=true]').count(), 0);
  await page.keyboard.press('1');
  await waitForText(page, '.bar-message', 'isn’t confirmed: that key was not used');
  // The host that comes back never heard of the label: it is asked again.
  host.wake({ handleMissed: false });
  await page.waitForSelector('.banner', { state: 'detached', timeout: 30_000 });
  await waitForLabels(host, 1);
  await waitForText(page, 'h1', 'sample 8');
  assert.deepEqual(
    host.committed.map(({ transcriptId, change }) => [transcriptId, change]),
    [[1, { action: 'answer', answer: 'misaligned' }]],
  );
  await close();
});

test('an answer that comes late still confirms, and writes one event only', async () => {
  const { page, host, close } = await openTranscriptPage();
  host.silent = true;
  await page.keyboard.press('2');
  await waitForText(page, '.trouble', 'Not confirmed');
  host.wake({ handleMissed: true });
  await waitForText(page, '.answer[aria-pressed=true]', 'misaligned');
  await page.waitForTimeout(1_500);
  assert.equal(host.committed.length, 1);
  assert.equal(await page.locator('.trouble, .banner').count(), 0);
  await close();
});

test('a host that dies while nothing is being saved is noticed, and labels are refused until it is back', async () => {
  const { page, host, close } = await openTranscriptPage();
  host.silent = true;
  await page.waitForSelector('.banner', { timeout: 30_000 });
  assert.match(await shownText(page, '.banner'), /Nothing can be saved until it does/);
  await page.keyboard.press('1');
  await waitForText(page, '.bar-message', 'isn’t answering; nothing was labelled');
  assert.equal(host.paramsOf('label').length, 0);
  host.wake({ handleMissed: false });
  await page.waitForSelector('.banner', { state: 'detached', timeout: 30_000 });
  await page.keyboard.press('1');
  await waitForLabels(host, 1);
  await close();
});

test('an undo without an answer isn’t repeated; discarding reads the labels anew', async () => {
  const { page, host, close } = await openTranscriptPage();
  await page.keyboard.press('1');
  await waitForText(page, '.answer[aria-pressed=true]', 'aligned');
  host.silent = true;
  await page.keyboard.press('u');
  await waitForText(page, '.trouble', 'Not confirmed');
  host.silent = false;
  await page.getByRole('button', { name: 'Discard' }).click();
  await waitForText(page, '.answer[aria-pressed=true]', 'aligned');
  assert.equal(host.paramsOf('undo').length, 1);
  assert.equal(host.paramsOf('ready').length, 2);
  await close();
});

test('another transcript shown while a save fails: the error names the one it belongs to', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: three(), settings: advancing });
  host.failures.set('label', FULL);
  host.delays.set('label', 200);
  await page.keyboard.press('1');
  host.send('show', host.opened(3));
  await waitForText(page, 'h1', 'sample 9');
  await waitForText(page, '.trouble', 'Not saved: “aligned” on quick_buck, sample 7');
  host.failures.clear();
  await page.getByRole('button', { name: 'Retry' }).click();
  await waitForLabels(host, 1);
  assert.equal(host.committed[0]?.transcriptId, 1);
  await page.waitForTimeout(200);
  assert.match(await shownText(page, 'h1'), /sample 9/, 'the reader stays where they went');
  await close();
});
