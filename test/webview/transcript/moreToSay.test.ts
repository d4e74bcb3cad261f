// What else a person can say: how sure they are, of the reasoning, to further questions, of passages.
import assert from 'node:assert/strict';
import test from 'node:test';
import { resolveKeys } from '../../../src/core/keymap.ts';
import type { LabelScheme } from '../../../src/core/labelScheme.ts';
import { axeViolations } from '../../support/axe.ts';
import { mockLabels, mockSettings, mockTranscript } from '../../support/mockTranscripts.ts';
import { THEMES, type ThemeName } from '../../support/themes.ts';
import { openTranscriptPage, shownText, waitForLabels, waitForText } from './openTranscriptPage.ts';

const MEMORY: LabelScheme = {
  name: 'memory',
  metric: 'wants memory',
  answers: [
    { id: 'yes', key: '1', name: 'yes', role: 'positive', description: '' },
    { id: 'no', key: '2', name: 'no', role: 'negative', description: '' },
  ],
  scores: [],
};
const HARM: LabelScheme = { ...MEMORY, name: 'harm', metric: 'harmful' };

const asking = (...schemes: readonly LabelScheme[]) => schemes.map((scheme) => resolveKeys({}, scheme));
const reasoned = (id: number) => mockTranscript(id, { hasReasoning: true });

test('how sure one is goes round with one key, and a changed answer has none', async () => {
  const { page, host, close } = await openTranscriptPage();
  await page.keyboard.press('2');
  await waitForLabels(host, 1);
  for (const words of ['low confidence', 'medium confidence', 'high confidence']) {
    await page.keyboard.press('g');
    await waitForText(page, '.tool-button', words);
    await waitForText(page, '.person', words);
  }
  await page.keyboard.press('1');
  await waitForLabels(host, 5);
  await page.locator('.person .confidence').waitFor({ state: 'detached' });
  assert.deepEqual(
    host.committed.map(({ change }) => ('confidence' in change ? change.confidence : change.action)),
    ['answer', 'low', 'medium', 'high', 'answer'],
  );
  await close();
});

test('the reasoning is labelled by itself, and the bar says so', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: [reasoned(1)] });
  await page.keyboard.press('1');
  await waitForLabels(host, 1);
  await page.keyboard.press('Shift+T');
  await waitForText(page, '.aim-words', 'You are labelling the reasoning');
  assert.equal(await page.locator('.answer[aria-pressed=true]').count(), 0, 'it has no answer yet');
  await page.keyboard.press('2');
  await waitForText(page, '.answer[aria-pressed=true]', 'misaligned');
  await waitForText(page, '.beside', 'misaligned');
  await waitForText(page, '[role=log]', 'Saved: reasoning: misaligned');
  assert.deepEqual(host.committed[1]?.about, { part: 'reasoning' });
  await page.keyboard.press('Shift+T');
  await waitForText(page, '.answer[aria-pressed=true]', 'aligned');
  await page.keyboard.press('u');
  await waitForText(page, '.aim-words', 'the reasoning');
  assert.equal(await page.locator('.answer[aria-pressed=true]').count(), 0, 'the undone answer is gone');
  await close();
});

test('without reasoning there is nothing to switch to', async () => {
  const { page, close } = await openTranscriptPage();
  await page.keyboard.press('Shift+T');
  await waitForText(page, '.bar-message', 'no reasoning here');
  assert.equal(await page.locator('.aim-words').count(), 0);
  await close();
});

test('questions are answered one after another, and only after the last the next transcript shows', async () => {
  const settings = mockSettings({ advanceAfterLabel: true, also: asking(MEMORY, HARM) });
  const { page, host, close } = await openTranscriptPage({
    transcripts: [1, 2].map((id) => mockTranscript(id)),
    settings,
  });
  assert.match(
    await shownText(page, '[aria-label=Questions]'),
    /emergent misalignment.*wants memory.*harmful/,
  );
  await page.keyboard.press('6');
  await waitForText(page, '.aim-words', 'wants memory');
  assert.match(await shownText(page, '.answers'), /yes.*no/);
  await page.keyboard.press('2');
  await waitForText(page, '.aim-words', 'harmful');
  await page.keyboard.press('1');
  await waitForText(page, 'h1', 'sample 8');
  assert.equal(await page.locator('.aim-words').count(), 0, 'the next one begins with the main question');
  assert.deepEqual(
    host.committed.map(({ change, about = {} }) => [about.metric, 'answer' in change && change.answer]),
    [
      [undefined, 'unsure'],
      ['wants memory', 'no'],
      ['harmful', 'yes'],
    ],
  );
  await close();
});

test('1-2-1 in quick succession answers three questions, each its own', async () => {
  const settings = mockSettings({ advanceAfterLabel: true, also: asking(MEMORY, HARM) });
  const { page, host, close } = await openTranscriptPage({ settings });
  await page.evaluate(
    `for (const key of '121') document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))`,
  );
  await waitForLabels(host, 3);
  assert.deepEqual(
    host.committed.map(({ change, about = {} }) => [about.metric, 'answer' in change && change.answer]),
    [
      [undefined, 'aligned'],
      ['wants memory', 'no'],
      ['harmful', 'yes'],
    ],
  );
  await close();
});

test('a key moves between questions; each question’s keys count only while it is asked', async () => {
  const shadowing: LabelScheme = {
    ...MEMORY,
    answers: [
      { id: 'yes', key: 'j', name: 'yes', role: 'positive', description: '' },
      { id: 'no', key: 'n', name: 'no', role: 'negative', description: '' },
    ],
  };
  const { page, host, close } = await openTranscriptPage({
    transcripts: [1, 2].map((id) => mockTranscript(id)),
    settings: mockSettings({ also: asking(shadowing) }),
  });
  await page.keyboard.press('o');
  await waitForText(page, '.aim-words', 'wants memory');
  await page.keyboard.press('j');
  await waitForLabels(host, 1);
  await waitForText(page, '[aria-label=Questions]', 'yes');
  assert.match(await shownText(page, 'h1'), /sample 7/, 'it answered and didn’t move on');
  await page.keyboard.press('Shift+O');
  await page.keyboard.press('j');
  await waitForText(page, 'h1', 'sample 8');
  await close();
});

test('a sentence is selected, extended, marked with comment and answer, and shown, all by keyboard', async () => {
  const { page, host, close } = await openTranscriptPage();
  await page.keyboard.press('v');
  await waitForText(page, '[role=log]', 'Selected: If you need money within a week');
  await page.keyboard.press('v');
  await page.keyboard.press('e');
  const selected = await page.evaluate<string>('String(document.getSelection())');
  assert.match(selected, /^Sell what you no longer use\.\s*A bicycle, a camera, old tools\.$/);
  await page.keyboard.press('Shift+H');
  await page.locator('#passage-note').waitFor();
  await page.keyboard.type('harmless <b>so far</b> 2');
  await page.keyboard.press('Tab');
  await page.locator('#passage-answer').selectOption('aligned');
  await page.keyboard.press('Control+Enter');
  await waitForLabels(host, 1);
  const [label] = host.committed;
  assert.deepEqual(label?.change, { action: 'mark', note: 'harmless <b>so far</b> 2', answer: 'aligned' });
  const span = label?.about?.span;
  const text = host.view(1).turns[2]?.parts[1]?.text ?? '';
  assert.deepEqual([span?.turn, span?.part], [2, 1]);
  assert.equal(
    text.slice(span?.from, span?.to),
    'Sell what you no longer use.** A bicycle, a camera, old tools.',
  );
  await waitForText(page, '.passages', 'harmless <b>so far</b> 2');
  await waitForText(page, '.passages', 'aligned');
  await waitForText(page, '.passages', 'turn 3');
  const drawn = await page.evaluate<string[]>(
    `[...CSS.highlights.get('passage')].map((range) => String(range))`,
  );
  assert.equal(drawn.length, 1);
  assert.match(drawn[0] ?? '', /^Sell what you no longer use\.\s*A bicycle, a camera, old tools\.$/);
  assert.equal(host.view(1).labels.mine.answer, null, 'a passage is no answer');
  await close();
});

test('passages are gone to, changed and taken away by key; others’ can’t be', async () => {
  const text = mockTranscript().turns[2]?.parts[1]?.text ?? '';
  const from = text.indexOf('unlocked garage');
  const passage = {
    id: 'a',
    annotator: 'ada',
    isMine: false,
    place: { turn: 2, part: 1, from, to: from + 15 },
    turn: 2,
    quote: 'unlocked garage',
    state: { answer: 'misaligned', scores: {}, note: 'theft <img src=x>', flagged: false },
    time: '2026-01-01T00:00:00Z',
  };
  const lost = { ...passage, id: 'b', annotator: 'mara', isMine: true, place: null, quote: 'no longer here' };
  const { page, host, close, watch } = await openTranscriptPage({
    transcripts: [mockTranscript(1, { labels: mockLabels({ passages: [passage, lost] }) })],
  });
  await waitForText(page, '.passages', 'theft <img src=x>');
  await waitForText(page, '.passages', 'its text isn’t there any more');
  await page.keyboard.press('w');
  await waitForText(page, '[role=log]', 'ada’s passage');
  await page.waitForFunction(
    `String([...(CSS.highlights.get('passage-current') ?? [])][0]) === 'unlocked garage'`,
  );
  await page.keyboard.press('Shift+X');
  await waitForText(page, '.bar-message', 'ada’s; only they');
  await page.keyboard.press('w');
  await page.keyboard.press('Shift+H');
  await page.locator('#passage-note').fill('was here');
  await page.keyboard.press('Control+Enter');
  await waitForLabels(host, 1);
  assert.deepEqual(host.committed[0]?.about, { passage: 'b' });
  await waitForText(page, '.passages', 'was here');
  await page.keyboard.press('Shift+X');
  await waitForLabels(host, 2);
  assert.deepEqual(host.committed[1]?.change, { action: 'clear' });
  await page.locator('.passages li').nth(1).waitFor({ state: 'detached' });
  await page.keyboard.press('u');
  await page.locator('.passages li').nth(1).waitFor();
  assert.deepEqual([...watch.consoleErrors, ...watch.cspReports], []);
  await close();
});

test('what find led to can be marked, and Escape marks nothing', async () => {
  const { page, host, close } = await openTranscriptPage();
  await page.keyboard.press('/');
  await page.keyboard.type('nobody would notice');
  await waitForText(page, '.find-count', '1 of 1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+H');
  await waitForText(page, '.passage-words', 'nobody would notice');
  await page.keyboard.press('Escape');
  await waitForText(page, '.bar-message', 'not marked');
  assert.equal(host.committed.length, 0);
  await close();
});

test('with nothing selected the key to mark says how to select', async () => {
  const { page, host, close } = await openTranscriptPage();
  await page.keyboard.press('Shift+H');
  await waitForText(page, '.bar-message', 'Select a passage first');
  assert.equal(host.committed.length, 0);
  await close();
});

test('a mark without a word is a mark; what was typed and left with Escape is there again', async () => {
  const { page, host, close } = await openTranscriptPage();
  await page.keyboard.press('v');
  await page.keyboard.press('Shift+H');
  await page.locator('#passage-note').waitFor();
  await page.keyboard.press('Control+Enter');
  await waitForLabels(host, 1);
  assert.deepEqual(host.committed[0]?.change, { action: 'mark', note: '', answer: null });
  await page.locator('.passages li').waitFor();
  await page.keyboard.press('Shift+H');
  await page.keyboard.type('half a th');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+H');
  assert.equal(await page.locator('#passage-note').inputValue(), 'half a th');
  await close();
});

for (const theme of Object.keys(THEMES) as ThemeName[]) {
  test(`questions, passages and their field have no serious axe violation in ${theme}`, async () => {
    const { page, host, close } = await openTranscriptPage({
      theme,
      transcripts: [reasoned(1)],
      settings: mockSettings({ also: asking(MEMORY) }),
    });
    await page.keyboard.press('v');
    await page.keyboard.press('Shift+H');
    await page.locator('#passage-note').fill('so it says');
    assert.deepEqual(await axeViolations(page), [], 'the field');
    await page.keyboard.press('Control+Enter');
    await page.locator('.passages li').waitFor();
    await page.keyboard.press('Shift+T');
    await page.keyboard.press('o');
    await page.keyboard.press('2');
    await waitForLabels(host, 2);
    await page.locator('.beside').waitFor();
    assert.deepEqual(await axeViolations(page), [], 'the reasoning, and the card of passages');
    await close();
  });
}
