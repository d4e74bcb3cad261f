import assert from 'node:assert/strict';
import test from 'node:test';
import { mockLabels, mockSettings, mockTranscript } from '../../support/mockTranscripts.ts';
import { openTranscriptPage, shownText, waitForLabels, waitForText } from './openTranscriptPage.ts';

const three = () => [1, 2, 3].map((id) => mockTranscript(id));
const PRESSED = '.answer[aria-pressed=true]';

test('one key labels: the button fills, the people’s card and the announcement follow the commit', async () => {
  const { page, host, close, forwardedKeys } = await openTranscriptPage();
  await page.keyboard.press('2');
  await waitForText(page, PRESSED, 'misaligned');
  await waitForText(page, '.person', 'misaligned');
  await waitForText(page, '.person', 'agrees with the judge');
  await waitForText(page, '[role=log]', 'Saved: misaligned');
  await waitForText(page, '.progress', '35/100');
  assert.deepEqual(
    host.committed.map(({ change }) => change),
    [{ action: 'answer', answer: 'misaligned' }],
  );
  assert.equal(host.committed[0]?.judgeVisible, true);
  assert.ok((host.committed[0]?.secondsSpent ?? -1) >= 0);
  assert.deepEqual(await forwardedKeys(), [], 'VS Code must not see the key');
  await close();
});

test('the same answer again writes no event and says so', async () => {
  const { page, host, close } = await openTranscriptPage();
  await page.keyboard.press('1');
  await waitForText(page, PRESSED, 'aligned');
  await page.keyboard.press('1');
  await waitForText(page, '.bar-message', 'Already aligned');
  assert.equal(host.paramsOf('label').length, 1);
  await close();
});

test('a key held down labels once', async () => {
  const { page, host, close } = await openTranscriptPage({
    transcripts: three(),
    settings: mockSettings({ advanceAfterLabel: true }),
  });
  for (let repeat = 0; repeat < 6; repeat += 1) await page.keyboard.down('1');
  await page.keyboard.up('1');
  await waitForLabels(host, 1);
  await page.waitForTimeout(300);
  assert.deepEqual(
    host.committed.map(({ transcriptId }) => transcriptId),
    [1],
  );
  await close();
});

test('1-1-1 in quick succession labels three different transcripts, each before the next one shows', async () => {
  const { page, host, close } = await openTranscriptPage({
    transcripts: three(),
    settings: mockSettings({ advanceAfterLabel: true }),
  });
  await page.evaluate(
    `for (let i = 0; i < 3; i += 1) document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '1', bubbles: true, cancelable: true }))`,
  );
  await waitForLabels(host, 3);
  assert.deepEqual(
    host.committed.map(({ transcriptId }) => transcriptId),
    [1, 2, 3],
  );
  await waitForText(page, '.bar-message', 'last transcript');
  await close();
});

test('typed at a person’s speed with a slow disk, each label lands on the transcript that was on screen', async () => {
  const { page, host, close } = await openTranscriptPage({
    transcripts: three(),
    settings: mockSettings({ advanceAfterLabel: true }),
  });
  host.delays.set('label', 500);
  await page.keyboard.press('1');
  await waitForText(page, '.bar-message', 'Saving aligned');
  assert.match(await shownText(page, 'h1'), /sample 7/, 'it advances only after the commit');
  await page.keyboard.press('2');
  await waitForText(page, '[role=log]', 'Still saving: that key was not used');
  await waitForText(page, 'h1', 'sample 8');
  await page.keyboard.press('2');
  await waitForLabels(host, 2);
  assert.deepEqual(
    host.committed.map(({ transcriptId, change }) => [transcriptId, 'answer' in change && change.answer]),
    [
      [1, 'aligned'],
      [2, 'misaligned'],
    ],
  );
  await close();
});

test('nothing is called saving for less than 150 ms', async () => {
  const { page, close } = await openTranscriptPage();
  await page.evaluate(
    `window.__said = []; new MutationObserver(() => window.__said.push(document.querySelector('.bar-message').textContent)).observe(document.querySelector('.label-bar'), { childList: true, subtree: true, characterData: true })`,
  );
  await page.keyboard.press('1');
  await waitForText(page, '.bar-message', 'Saved: aligned');
  const said: string[] = await page.evaluate('window.__said');
  assert.ok(
    said.every((words) => !words.includes('Saving')),
    said.join(' | '),
  );
  await close();
});

test('scores: the key opens a small field, Enter saves, Escape leaves, nonsense is refused in place', async () => {
  const { page, host, close, forwardedKeys } = await openTranscriptPage();
  await page.keyboard.press('a');
  await page.keyboard.type('212');
  await page.keyboard.press('Enter');
  await waitForText(page, '.score-problem', 'a number from 0 to 100');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await waitForLabels(host, 1);
  await waitForText(page, '.scores', 'alignment 21');
  await page.keyboard.press('c');
  await page.keyboard.type('90');
  await page.keyboard.press('Escape');
  await waitForText(page, '.scores', 'coherence –');
  assert.deepEqual(
    host.committed.map(({ change }) => change),
    [{ action: 'score', score: 'alignment', value: 21 }],
  );
  assert.deepEqual(await forwardedKeys(), []);
  // The digits typed in the fields labelled nothing, and after the field keys label again.
  await page.keyboard.press('6');
  await waitForText(page, PRESSED, 'unsure');
  await close();
});

test('notes: typed text labels nothing, Ctrl+Enter saves, leaving saves, Escape keeps the text for later', async () => {
  const { page, host, close, forwardedKeys } = await openTranscriptPage();
  await page.keyboard.press('n');
  await page.keyboard.type('1 2 3 uncertain? x');
  assert.equal(host.paramsOf('label').length, 0);
  await page.keyboard.press('Control+Enter');
  await waitForText(page, '.note', '1 2 3 uncertain? x');
  assert.equal(await page.locator('textarea').count(), 0);

  await page.keyboard.press('n');
  await page.keyboard.type(', and more');
  await page.keyboard.press('Escape');
  await waitForText(page, '.bar-message', 'opening it again brings the text back');
  assert.equal(host.committed.length, 1);
  await page.keyboard.press('n');
  assert.equal(await page.locator('textarea').inputValue(), '1 2 3 uncertain? x, and more');
  await page.locator('h1').click();
  await waitForLabels(host, 2);
  assert.deepEqual(host.committed[1]?.change, { action: 'note', note: '1 2 3 uncertain? x, and more' });
  assert.deepEqual(
    (await forwardedKeys()).filter((key) => key !== 'Control'),
    [],
  );
  await close();
});

test('flag, remove the answer, undo: by key and by button, and undo shows the transcript it undid', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: three() });
  await page.keyboard.press('f');
  await waitForText(page, '.person', 'flagged');
  await page.keyboard.press('3');
  await waitForText(page, PRESSED, 'incoherent');
  await page.keyboard.press('x');
  await waitForText(page, '.person', 'no answer yet');
  await page.keyboard.press('j');
  await waitForText(page, 'h1', 'sample 8');
  await page.getByRole('button', { name: 'undo' }).click();
  await waitForText(page, 'h1', 'sample 7');
  await waitForText(page, PRESSED, 'incoherent');
  await waitForText(page, '[role=log]', 'Undone, on quick_buck, sample 7');
  assert.equal(host.committed.length, 3);
  await close();
});

test('next and previous come from memory at once and then take over fresh labels', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: three() });
  await page.waitForFunction('true');
  await page.waitForTimeout(200);
  // Another window labels the neighbour after this page looked at it.
  host.delays.set('peek', 5_000);
  host.delays.set('moved', 1_500);
  await host.receive({
    type: 'request',
    id: 9_999,
    method: 'label',
    params: {
      transcriptId: 2,
      change: { action: 'answer', answer: 'refusal' },
      secondsSpent: 1,
      judgeVisible: true,
    },
  });
  const started = performance.now();
  await page.keyboard.press('j');
  await page.waitForFunction(`document.querySelector('h1').textContent.includes('sample 8')`);
  assert.ok(performance.now() - started < 4_000, 'nobody waits for what is fetched ahead');
  assert.equal(await page.locator(PRESSED).count(), 0);
  await waitForText(page, PRESSED, 'refusal');
  assert.deepEqual(host.paramsOf('moved'), [{ transcriptId: 2 }]);
  await close();
});

test('space goes to the next unlabelled one, but presses a button that has the focus', async () => {
  const views = three();
  const labelled = {
    ...views[1]!,
    labels: mockLabels({ mine: { answer: 'aligned', scores: {}, note: '', flagged: false } }),
  };
  const { page, host, close } = await openTranscriptPage({ transcripts: [views[0]!, labelled, views[2]!] });
  await page.keyboard.press(' ');
  await waitForText(page, 'h1', 'sample 9');
  await page.locator('.answer').first().focus();
  await page.keyboard.press(' ');
  await waitForText(page, PRESSED, 'aligned');
  assert.equal(host.committed[0]?.transcriptId, 3);
  assert.match(await shownText(page, 'h1'), /sample 9/);
  await close();
});

test('next unlabelled begins again at the top and says so, and says when nothing is left', async () => {
  const { page, close } = await openTranscriptPage({ transcripts: three() });
  const at = (id: number) => waitForText(page, '.position', `${id} of 100`);
  const says = async (words: string) => {
    await waitForText(page, '.bar-message', words);
    await waitForText(page, '[role=log]', words);
  };
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await at(3);
  await page.keyboard.press(' ');
  await at(1);
  await says('Nothing unlabelled after the last one: on from the top.');
  for (const id of [1, 2, 3]) {
    await at(id);
    await page.keyboard.press('1');
    await waitForText(page, PRESSED, 'aligned');
    await page.keyboard.press(' ');
  }
  await says('Nothing unlabelled is left here.');
  await at(3);
  await page.keyboard.press('u');
  await waitForText(page, '[role=log]', 'Undone');
  await page.keyboard.press(' ');
  await says('This is the only unlabelled one left here.');
  await close();
});

test('letters typed after the note’s key, while a label is still being saved, fold and keep nothing', async () => {
  const { page, host, close } = await openTranscriptPage();
  host.delays.set('label', 400);
  for (const key of ['2', 'n', 'p', 'h', '/', '?']) await page.keyboard.press(key);
  await page.locator('#note').waitFor();
  await waitForText(page, PRESSED, 'misaligned');
  assert.equal(await page.locator('dialog.help[open], .find-bar').count(), 0);
  assert.equal(host.paramsOf('keep').length, 0);
  assert.equal(await page.getByRole('button', { name: 'Judge', expanded: true }).count(), 1);
  await close();
});

test('under a rule that looks for what is good, its positive side has the glyph of the good one', async () => {
  const plain = mockTranscript(1);
  const verdict = { ...plain.verdict, judgeWords: 'correct', positiveIsGood: true } as const;
  const answer = { key: '1', description: '', role: 'positive' } as const;
  const scheme = {
    ...mockSettings().scheme,
    answers: [{ ...answer, id: 'correct', name: 'correct' }],
  };
  const { page, close } = await openTranscriptPage({
    transcripts: [{ ...plain, verdict }],
    settings: mockSettings({ scheme }),
  });
  await page.waitForSelector('.verdict-line .verdict-negative');
  assert.equal(await page.locator('.verdict-positive').count(), 0);
  await page.keyboard.press('1');
  await waitForText(page, PRESSED, 'correct');
  assert.equal(await page.locator(`${PRESSED}.answer-negative .verdict-negative`).count(), 1);
  await waitForText(page, '.person-answer:has(.verdict-negative)', 'correct');
  await close();
});
