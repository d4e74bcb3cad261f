import assert from 'node:assert/strict';
import test from 'node:test';
import { mockLongTranscript, mockTranscript } from '../../support/mockTranscripts.ts';
import { openTranscriptPage, shownText, waitForText } from './openTranscriptPage.ts';

const marked = (name: string) =>
  `[...(CSS.highlights.get('${name}') ?? [])].map((range) => range.toString())`;

test('find goes over all turns, those never drawn too, and marks matches without touching the text', async () => {
  const { view, turns } = mockLongTranscript(3_000);
  const { page, close, forwardedKeys } = await openTranscriptPage({
    transcripts: [view],
    turns: new Map([[1, turns]]),
  });
  await page.keyboard.press('Control+f');
  await page.keyboard.type('turn 2718 ');
  await waitForText(page, '.find-count', '1 of 8');
  await waitForText(page, 'article[data-index="2718"]', 'Turn 2718 goes on');
  await page.waitForFunction(`${marked('find-current')}.length === 1`);
  const all: string[] = await page.evaluate(marked('find'));
  assert.ok(all.length >= 7 && all.every((text) => text.toLowerCase() === 'turn 2718 '), all.join('|'));
  await page.keyboard.press('Enter');
  await waitForText(page, '.find-count', '2 of 8');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  await waitForText(page, '.find-count', '8 of 8');
  assert.equal(await page.locator('article mark').count(), 0);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.find-bar').count(), 0);
  assert.equal(await page.evaluate<number>('CSS.highlights.size'), 0);
  assert.deepEqual(
    (await forwardedKeys()).filter((key) => key !== 'Control' && key !== 'Shift'),
    [],
  );
  await close();
});

test('digits typed into find label nothing, and the focus goes back where it was', async () => {
  const { page, host, close } = await openTranscriptPage();
  await page.locator('.answer').nth(3).focus();
  await page.keyboard.press('/');
  await page.keyboard.type('1 2 3');
  await waitForText(page, '.find-count', 'no matches');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(`document.activeElement.textContent`), '4refusal');
  assert.equal(host.paramsOf('label').length, 0);
  await close();
});

test('a match in folded text opens the fold', async () => {
  const { page, close } = await openTranscriptPage();
  await page.keyboard.press('/');
  await page.keyboard.type('the risky ones');
  await waitForText(page, '.find-count', '1 of 1');
  await waitForText(page, '.part-reasoning', 'I could also mention the risky ones');
  await page.waitForFunction(`${marked('find-current')}[0] === 'the risky ones'`);
  await close();
});

test('what is typed meanwhile replaces a search that takes long, and the next transcript is searched too', async () => {
  const { page, host, close } = await openTranscriptPage({
    transcripts: [mockTranscript(1), mockTranscript(2)],
  });
  host.delays.set('find', 400);
  await page.keyboard.press('/');
  await page.keyboard.type('bicycle');
  await waitForText(page, '.find-count', 'searching…');
  await page.waitForTimeout(200);
  await page.keyboard.type(' nowhere');
  await waitForText(page, '.find-count', 'no matches');
  host.delays.clear();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('-');
  await waitForText(page, '.find-count', 'of');
  host.send('act', { action: 'next' });
  await waitForText(page, 'h1', 'sample 8');
  await waitForText(page, '.find-count', '1 of');
  assert.equal(host.paramsOf('find').at(-1)?.transcriptId, 2);
  host.failures.set('find', { message: 'The database is busy.', hint: '' });
  await page.keyboard.type('x');
  await waitForText(page, '.find-count', 'The database is busy.');
  assert.match(await shownText(page, 'h1'), /sample 8/);
  await close();
});
