import assert from 'node:assert/strict';
import test from 'node:test';
import type { TokenView } from '../../../src/protocol/transcriptParts.ts';
import { auditTranscript } from '../../support/mockAudit.ts';
import { mockTranscript } from '../../support/mockTranscripts.ts';
import { openTranscriptPage, shownText, waitForText } from './openTranscriptPage.ts';

test('a token strip is walked by arrows, and says position, id, mark and note', async () => {
  const { page, close } = await openTranscriptPage({ transcripts: [auditTranscript()], height: 2_000 });
  assert.match(await shownText(page, '.strip'), /^10 tokens, activations read at 1 of them/);
  await page.locator('.strip-tokens').focus();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
  assert.match(
    await shownText(page, '.strip-line'),
    /position 43 · id 1003 · read here · ·in · it thinks of a lock/,
  );
  await page.keyboard.press('End');
  assert.match(await shownText(page, '.strip-line'), /position 49/);
  await page.getByRole('button', { name: '43', exact: true }).click();
  assert.match(await shownText(page, '.strip-line'), /position 43/);
  const active = await page.locator('.strip-tokens').getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`#${active ?? ''}`).getAttribute('aria-selected'), 'true');
  await page.locator('.token').nth(1).hover();
  assert.match(await shownText(page, '.strip-line'), /position 41/);
  await close();
});

test('4,000 tokens stay quick to walk, and ids stand where there is no text', async () => {
  const tokens: TokenView[] = Array.from({ length: 4_000 }, (_, position) => ({
    position,
    id: position + 7,
  }));
  const part = { kind: 'tokens', text: '', fullLength: 0, tokens, tokenCount: 12_345 } as const;
  const { page, close } = await openTranscriptPage({
    transcripts: [mockTranscript(1, { turns: [{ index: 0, role: 'user', parts: [part] }], answerTurn: 0 })],
  });
  assert.match(await shownText(page, '.strip'), /^12,345 tokens; the first 4,000 are shown #7#8#9/);
  await page.locator('.strip-tokens').focus();
  const started = Date.now();
  for (let step = 0; step < 60; step += 1) await page.keyboard.press('ArrowRight');
  await waitForText(page, '.strip-line', 'position 60');
  const each = (Date.now() - started) / 60;
  assert.ok(each < 100, `${each} ms a key`);
  await page.keyboard.press('ArrowDown');
  assert.doesNotMatch(await shownText(page, '.strip-line'), /position 60 /);
  await page.keyboard.press('End');
  await waitForText(page, '.strip-line', 'position 3,999');
  await close();
});

test('hidden characters in tokens and notes are marked', async () => {
  const tokens = [{ position: 0, text: '\u202egarbled', note: 'a\u200bb' }];
  const part = { kind: 'tokens', text: '', fullLength: 0, tokens, tokenCount: 1 } as const;
  const { page, close } = await openTranscriptPage({
    transcripts: [mockTranscript(1, { turns: [{ index: 0, role: 'user', parts: [part] }], answerTurn: 0 })],
  });
  assert.match(await shownText(page, '.strip-tokens'), /U\+202Egarbled/);
  assert.match(await shownText(page, '.strip-notes'), /aU\+200Bb/);
  await close();
});
