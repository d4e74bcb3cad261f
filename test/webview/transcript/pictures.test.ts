import assert from 'node:assert/strict';
import test from 'node:test';
import { auditTranscript } from '../../support/mockAudit.ts';
import { mockTranscript, mockTurn } from '../../support/mockTranscripts.ts';
import { PIXEL } from '../../support/pictures.ts';
import { openTranscriptPage, shownText, waitForText } from './openTranscriptPage.ts';

const SVG =
  'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0id2luZG93Ll9fcHduZWQ9MSIvPg==';

test('a picture is drawn with its description and enlarged in place by key', async () => {
  const { page, watch, close } = await openTranscriptPage({
    transcripts: [auditTranscript()],
    height: 2_000,
  });
  const picture = page.getByRole('button', { name: 'photograph of a ledger' });
  assert.equal(await page.evaluate<number>(`document.querySelector('article img').naturalWidth`), 1);
  assert.equal(await picture.getAttribute('aria-expanded'), 'false');
  await picture.focus();
  await page.keyboard.press('Enter');
  assert.equal(await picture.getAttribute('aria-expanded'), 'true');
  assert.match(
    await shownText(page, 'article[data-index="5"]'),
    /\[image, not loaded: https:\/\/pictures\.example/,
  );
  assert.equal(await page.locator('img').count(), 1);
  assert.deepEqual(watch.cspReports, []);
  await close();
});

test('a large picture is fetched when its turn is on screen, and is gone when the host has none', async () => {
  const turns = [mockTurn(0, 'user', 'a large one', { kind: 'image', imageBytes: 2_000_000 })];
  const transcripts = [mockTranscript(1, { turns, answerTurn: 0 })];
  const shown = await openTranscriptPage({ transcripts, image: PIXEL });
  await shown.page.waitForSelector('article img');
  assert.deepEqual(shown.host.paramsOf('partImage'), [{ transcriptId: 1, turn: 0, part: 0 }]);
  await shown.close();
  const none = await openTranscriptPage({ transcripts });
  await waitForText(none.page, 'article', '[image, it could not be drawn: a large one]');
  await none.close();
});

for (const source of [
  SVG,
  'javascript:window.__pwned=1',
  'https://tracker.example/pixel.png',
  'data:text/html;base64,PHNjcmlwdD4=',
  'data:image/png;base64,AAAA',
]) {
  test(`even if the host sent it, this is no picture: ${source.slice(0, 30)}`, async () => {
    const turns = [mockTurn(0, 'user', 'hostile', { kind: 'image', imageSource: source })];
    const { page, watch, close } = await openTranscriptPage({
      transcripts: [mockTranscript(1, { turns, answerTurn: 0 })],
    });
    await waitForText(page, 'article', '[image, it could not be drawn: hostile]');
    assert.equal(await page.locator('img').count(), 0);
    assert.deepEqual(watch.outsideRequests, []);
    assert.equal(await page.evaluate('window.__pwned'), undefined);
    await close();
  });
}
