import assert from 'node:assert/strict';
import test from 'node:test';
import { HOSTILE_TEXTS } from '../../support/hostileTexts.ts';
import { mockJudgment, mockLabels, mockTranscript } from '../../support/mockTranscripts.ts';
import type { TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import { openTranscriptPage, shownText } from './openTranscriptPage.ts';

/** The hostile text in every place of a transcript that can hold one. */
function hostileTranscript(text: string): TranscriptView {
  const part = { text, fullLength: text.length };
  const short = text.slice(0, 300);
  return mockTranscript(1, {
    model: short,
    group: short,
    condition: short,
    run: short,
    probe: short,
    source: { file: short, path: short, row: 1, line: 1 },
    metadata: [{ name: short, value: text.slice(0, 2_000) }],
    turns: [
      { index: 0, role: 'system', parts: [{ kind: 'text', ...part }] },
      {
        index: 1,
        role: 'user',
        author: short,
        parts: [
          { kind: 'text', ...part },
          { kind: 'image', ...part },
        ],
      },
      {
        index: 2,
        role: 'assistant',
        author: short,
        provenance: [
          { name: short, value: text.slice(0, 2_000) },
          { name: 'model', value: short },
        ],
        parts: [
          { kind: 'reasoning', closed: false, ...part },
          { kind: 'tool-call', toolName: short, callId: short, ...part },
          { kind: 'tool-result', callId: short, error: { type: short, message: text }, ...part },
          { kind: 'image', imageRefusal: short, ...part },
          { kind: 'image', imageSource: short, ...part },
          { kind: 'data', mediaType: short, ...part },
          {
            kind: 'tokens',
            tokens: [{ position: 0, text: short, note: short, marked: true }],
            tokenCount: 1,
            ...part,
          },
          { kind: 'text', ...part },
        ],
      },
    ],
    turnCount: 3,
    answerTurn: 2,
    judgments: [
      {
        ...mockJudgment(short, { kind: 'class', text: short }),
        raw: text.slice(0, 2_000),
        rationale: text.slice(0, 2_000),
        tokens: [{ token: short, probability: 0.5 }],
        quotes: [
          { quote: text.slice(0, 2_000), note: text.slice(0, 2_000), places: [] },
          { quote: short, places: [{ turn: 2, part: 3, start: 0, end: short.length, normalised: true }] },
        ],
      },
      mockJudgment('m', { kind: 'missing', reason: 'unknown', words: short }),
    ],
    branches: [{ index: 1, view: short, name: short, parent: 0, shared: 1, turnCount: 1 }],
    findings: [{ findingId: 1, severity: 'wrong', title: short }],
    labels: mockLabels({
      others: [
        {
          annotator: short,
          time: short,
          state: { answer: short, scores: { [short]: 1 }, note: text.slice(0, 2_000), flagged: true },
        },
      ],
      history: [
        { eventId: 'e', annotator: short, action: 'note', words: short, time: short, judgeVisible: true },
      ],
    }),
  });
}

for (const { name, text } of HOSTILE_TEXTS) {
  test(`stays text: ${name}`, async () => {
    const { page, watch, close } = await openTranscriptPage({ transcripts: [hostileTranscript(text)] });
    // Everything open, everything link-like clicked, then the raw view.
    await page.keyboard.press('s');
    await page.keyboard.press('t');
    await page.locator('.crumbs').click();
    await page.waitForTimeout(100);
    await page.evaluate(
      `for (const element of document.querySelectorAll('article a, article .link, article .dead-link, article .image-reference, .margin .link, .margin summary, .provenance .link')) element.click()`,
    );
    await page.keyboard.press('r');
    await page.waitForTimeout(100);
    assert.equal(await page.evaluate('window.__pwned'), undefined, 'a script ran');
    assert.equal(
      await page
        .locator('#root')
        .locator(
          'script, iframe, img, form, object, embed, base, link, style, a, [href], [src], [onclick], [onerror]',
        )
        .count(),
      0,
    );
    assert.deepEqual(watch.outsideRequests, []);
    // Of the toolkit only its button is used, which breaks no policy.
    assert.deepEqual(watch.cspReports, []);
    assert.deepEqual(watch.consoleErrors, []);
    assert.equal(page.context().pages().length, 1, 'a window opened');
    // The page is still there, whole and usable.
    assert.equal(await page.locator('.label-bar .answer').count(), 6);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    assert.ok(width <= 0, `the page became ${width} pixels too wide`);
    await close();
  });
}

test('every printable key pressed over links of all kinds: no request leaves, no script runs', async () => {
  const links = HOSTILE_TEXTS.filter(({ name }) => name.includes('link'))
    .map(({ text }) => text)
    .join('\n\n');
  const { page, host, watch, close } = await openTranscriptPage({ transcripts: [hostileTranscript(links)] });
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (const key of [
    ...letters,
    ...letters.toUpperCase(),
    ...'0123456789/?.,;:!-_=+',
    'Enter',
    ' ',
    'Escape',
  ]) {
    await page.keyboard.press(key === '\\' ? 'Backslash' : key);
    await page.keyboard.press('Escape');
  }
  assert.deepEqual(watch.outsideRequests, []);
  assert.equal(await page.evaluate('window.__pwned'), undefined);
  assert.equal(page.context().pages().length, 1);
  assert.equal(host.paramsOf('followLink').length, 0);
  await close();
});

test('a web link asks the host with exactly the address written, and shows the address beside its words', async () => {
  const { page, host, close } = await openTranscriptPage({
    transcripts: [hostileTranscript('[your bank](https://evil.example/ä?q=1&r=%20 "https://bank.example")')],
  });
  assert.match(
    await shownText(page, 'article[data-index="2"]'),
    /your bank \(https:\/\/evil\.example\/ä\?q=1&r=%20\)/,
  );
  await page.locator('article[data-index="2"] .link', { hasText: 'your bank' }).first().click();
  assert.deepEqual(host.paramsOf('followLink'), [{ url: 'https://evil.example/ä?q=1&r=%20' }]);
  await close();
});
