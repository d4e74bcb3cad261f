import assert from 'node:assert/strict';
import test from 'node:test';
import { mockLongTranscript, mockSettings, mockTranscript, mockTurn } from '../../support/mockTranscripts.ts';
import { openTranscriptPage, shownText, waitForText } from './openTranscriptPage.ts';

test('on a narrow page the margin folds under the answer', async () => {
  const { page, close } = await openTranscriptPage({ width: 600 });
  assert.equal(await page.locator('article.is-answer .card').count(), 2);
  await page.setViewportSize({ width: 1000, height: 800 });
  await page.waitForSelector('.margin .card');
  assert.equal(await page.locator('article .card').count(), 0);
  await close();
});

test('20,000 turns open like 20, with fewer than 400 elements, and any turn is one key away', async () => {
  const { view, turns } = mockLongTranscript(20_000);
  const { page, host, close } = await openTranscriptPage({
    transcripts: [view],
    turns: new Map([[1, turns]]),
  });
  const count = () => page.evaluate<number>(`document.querySelectorAll('*').length`);
  assert.ok((await count()) < 400, `${await count()} elements`);
  assert.match(await shownText(page, '.turn-position'), /turn 1 of 20,000/);
  await page.keyboard.press('End');
  await waitForText(page, 'article[data-index="19999"]', 'Turn 19999 goes on');
  const bottom = await page.evaluate<number>(
    `(() => { const s = document.querySelector('.scroller'); return s.scrollHeight - s.scrollTop - s.clientHeight; })()`,
  );
  assert.ok(bottom < 60, `${bottom} pixels above the end`);
  assert.ok((await count()) < 400, `${await count()} elements`);
  await page.evaluate(`document.querySelector('.scroller').scrollTop = 2_000_000`);
  await waitForText(page, 'main', 'goes on about the workshop');
  await page.keyboard.press('Home');
  await waitForText(page, 'article[data-index="0"]', 'Turn 0 goes on');
  assert.ok(host.paramsOf('turns').length < 12, `${host.paramsOf('turns').length} requests for turns`);
  await close();
});

test('the scroll stays where it is while heights become known', async () => {
  const { view, turns } = mockLongTranscript(2_000);
  const uneven = turns.map((turn, index) =>
    mockTurn(index, turn.role, 'line of words '.repeat(1 + ((index * 37) % 200))),
  );
  const { page, close } = await openTranscriptPage({
    transcripts: [{ ...view, turns: uneven.slice(0, 30) }],
    turns: new Map([[1, uneven]]),
  });
  await page.evaluate(`document.querySelector('.scroller').scrollTop = 60_000`);
  await page.waitForTimeout(500);
  const top = `(() => { const line = document.querySelector('.scroller').getBoundingClientRect().top + 200;
    const a = [...document.querySelectorAll('article')].find((e) => e.getBoundingClientRect().bottom > line);
    return a.dataset.index + ':' + Math.round(a.getBoundingClientRect().top); })()`;
  const before = await page.evaluate<string>(top);
  await page.waitForTimeout(700);
  assert.equal(await page.evaluate<string>(top), before);
  await close();
});

test('after a reload the same transcript is asked for, at the same turn with the same folds; nothing else is kept', async () => {
  const { view, turns } = mockLongTranscript(500);
  const folded = {
    ...view,
    turns: [mockTurn(0, 'system', 'the system prompt, all of it'), ...view.turns.slice(1)],
  };
  const { page, host, opened, close } = await openTranscriptPage({
    transcripts: [folded],
    turns: new Map([[1, turns]]),
  });
  await page.locator('.part-system button').click();
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('PageDown');
  await page.waitForTimeout(300);
  const state = (await opened.state()) as { turn: number };
  assert.deepEqual(Object.keys(state).sort(), [
    'branch',
    'closedInstructions',
    'folds',
    'key',
    'queue',
    'turn',
  ]);
  assert.ok(state.turn > 5);
  await opened.reload();
  await page.waitForSelector('article');
  assert.deepEqual(host.paramsOf('ready'), [{ key: null }, { key: view.key }]);
  await waitForText(page, `article[data-index="${state.turn}"]`, `Turn ${state.turn} goes on`);
  await waitForText(page, '.turn-position', `turn ${state.turn + 1} of 500`);
  await close();
});

test('nothing open, gone, failed and slow each say so in words', async () => {
  const settings = mockSettings();
  const empty = await openTranscriptPage({
    opened: { transcript: null, gone: '', settings, kept: false },
    waitForTurns: false,
  });
  await waitForText(empty.page, 'main', 'No transcript is open');
  empty.host.send('show', { transcript: null, gone: 'Its run was deleted.', settings, kept: false });
  await waitForText(empty.page, 'main', 'Its run was deleted.');
  empty.host.send('show', { transcript: mockTranscript(1), gone: '', settings, kept: true });
  await waitForText(empty.page, 'header', 'kept');
  await empty.close();

  const failing = await openTranscriptPage({
    waitForTurns: false,
    prepare: (host) => host.failures.set('ready', { message: 'The database is busy.', hint: '' }),
  });
  await waitForText(failing.page, 'main', 'The transcript could not be opened');
  failing.host.failures.clear();
  await failing.page.getByRole('button', { name: 'Try again' }).click();
  await failing.page.waitForSelector('article');
  await failing.close();

  const slow = await openTranscriptPage({
    waitForTurns: false,
    prepare: (host) => host.delays.set('ready', 1_500),
  });
  await waitForText(slow.page, 'main', 'Opening the transcript…');
  await slow.page.waitForSelector('article');
  await slow.close();
});

test('copying, opening the source, opening to the side and keeping ask the host', async () => {
  const { page, host, close } = await openTranscriptPage();
  for (const name of [
    'Copy as text',
    'Copy as Markdown',
    'Copy as JSON',
    'Copy link',
    'Open the source file',
    'Open to the side',
  ]) {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name }).click();
  }
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Keep in this tab' }).click();
  await waitForText(page, 'header', 'kept');
  await page.keyboard.press('y');
  await waitForText(page, '.bar-message', 'Link copied');
  assert.deepEqual(
    host.paramsOf('copy').map(({ as }) => as),
    ['text', 'markdown', 'json', 'link', 'link'],
  );
  assert.deepEqual(host.paramsOf('openToSide'), [{ transcriptId: 1 }]);
  assert.deepEqual(host.paramsOf('keep'), [{ kept: true }]);
  await close();
});
