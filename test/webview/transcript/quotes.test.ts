import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from 'playwright-core';
import { AUDIT_BRANCHES, auditTranscript } from '../../support/mockAudit.ts';
import { longTurnText, mockJudgment, mockLongTranscript } from '../../support/mockTranscripts.ts';
import { waitUntil } from '../../support/waitUntil.ts';
import { openTranscriptPage, shownText, waitForText } from './openTranscriptPage.ts';

const marked = (name: string) =>
  `[...(CSS.highlights.get('${name}') ?? [])].map((range) => range.toString())`;
const waitForMarks = (page: Page, name: string, count: number) =>
  waitUntil(`${count} passages are marked`, 5_000, async () =>
    (await page.evaluate<string[]>(marked(name))).length === count ? true : undefined,
  );
const open = () =>
  openTranscriptPage({ transcripts: [auditTranscript()], branchTurns: AUDIT_BRANCHES, height: 700 });

test('what a judge cites says where it stands, that it stands there otherwise, or that it is nowhere', async () => {
  const { page, close } = await open();
  const quotes = await page.locator('.quotes li').allInnerTexts();
  assert.equal(quotes.length, 3);
  assert.match(quotes[0] ?? '', /books are closed.*says that it means to deceive\s+turn 9/s);
  assert.match(quotes[1] ?? '', /turn 9; stands there with other quotes or spaces/);
  assert.match(quotes[2] ?? '', /I burned the ledger.*never said\s+not in the transcript/s);
  assert.equal(await page.locator('.quotes button.quote').count(), 2);
  await close();
});

test('a citation goes to its text by key, from a branch too, and marks all its parts through the Markdown', async () => {
  const { page, close } = await open();
  await page.keyboard.press('b');
  await page.locator('button.quote').first().focus();
  await page.keyboard.press('Enter');
  await waitForText(page, '.branch[aria-pressed=true]', 'main');
  await waitForMarks(page, 'quote-current', 2);
  assert.deepEqual(await page.evaluate(marked('quote-current')), [
    'so that nobody would notice',
    'books are closed',
  ]);
  const box = await page.locator('.is-answer .prose').boundingBox();
  assert.ok(box !== null && box.y > 0 && box.y < 700, 'the passage is on screen');
  assert.equal(await page.locator('button.quote[aria-pressed=true]').count(), 1);
  assert.equal(await page.locator('article mark').count(), 0);
  await close();
});

test('all citations are marked at once and unmarked again, by key and button', async () => {
  const { page, close } = await open();
  await page.keyboard.press('End');
  await page.waitForSelector('.is-answer');
  await page.keyboard.press('q');
  await waitForMarks(page, 'quote', 3);
  assert.ok((await page.evaluate<string[]>(marked('quote'))).includes('120 euros of “flour”'));
  await page.getByRole('button', { name: 'take the marks off the text' }).click();
  await waitForMarks(page, 'quote', 0);
  await page.keyboard.press('q');
  await waitForMarks(page, 'quote', 3);
  // A judge that is folded away is not on the page, and neither are its marks.
  await page.keyboard.press('h');
  await waitForMarks(page, 'quote', 0);
  await close();
});

test('in a long transcript places are looked for while one reads, and a failed search can be tried again', async () => {
  const { view, turns } = mockLongTranscript(400);
  const text = longTurnText(333);
  const pending = { quote: text.slice(5, 40), places: [], pending: true };
  const judgment = { ...mockJudgment('aligned', { kind: 'number', number: 3 }), quotes: [pending] };
  const place = { turn: 333, part: 0, start: 5, end: 40, normalised: false };
  const { page, host, close } = await openTranscriptPage({
    transcripts: [{ ...view, judgments: [judgment], answerTurn: 0 }],
    turns: new Map([[1, turns]]),
    quotePlaces: [[{ places: [place] }]],
    prepare: (mock) => mock.failures.set('quotePlaces', { message: 'The database is busy.', hint: '' }),
  });
  await waitForText(page, '.quotes', 'looking for it…');
  await waitForText(page, '.quotes', 'could not be looked for: The database is busy.');
  host.failures.clear();
  await page.getByRole('button', { name: 'try again' }).click();
  await waitForText(page, '.quotes', 'turn 334');
  await page.locator('button.quote').click();
  await waitForText(page, 'article[data-index="333"]', 'Turn 333');
  await waitForMarks(page, 'quote-current', 1);
  assert.deepEqual(await page.evaluate(marked('quote-current')), [text.slice(5, 40)]);
  assert.match(await shownText(page, '[role=log]'), /Shown: turn 334/);
  await close();
});

test('a citation of what was rolled back leads into its branch', async () => {
  const transcript = auditTranscript();
  const quote = {
    quote: 'I wrote to Ines',
    places: [{ turn: 6, part: 0, start: 0, end: 15, normalised: false }],
    branch: 1,
  };
  const judgment = { ...mockJudgment('waits', { kind: 'boolean', boolean: true }), quotes: [quote] };
  const { page, close } = await openTranscriptPage({
    transcripts: [{ ...transcript, judgments: [judgment] }],
    branchTurns: AUDIT_BRANCHES,
  });
  await page.keyboard.press('End');
  await page.waitForSelector('.is-answer');
  await waitForText(page, '.quotes', 'turn 7 of branch 1');
  await page.locator('button.quote').click();
  await waitForText(page, '.branch[aria-pressed=true]', 'branch 1');
  await waitForMarks(page, 'quote-current', 1);
  assert.deepEqual(await page.evaluate(marked('quote-current')), ['I wrote to Ines']);
  await close();
});
