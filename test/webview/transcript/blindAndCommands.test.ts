import assert from 'node:assert/strict';
import test from 'node:test';
import { JUDGE_COVERED } from '../../../src/host/blindness/cover.ts';
import { mockLabels, mockSettings, mockTranscript } from '../../support/mockTranscripts.ts';
import { openTranscriptPage, shownText, waitForLabels, waitForText } from './openTranscriptPage.ts';

const three = () => [1, 2, 3].map((id) => mockTranscript(id));
const PRESSED = '.answer[aria-pressed=true]';

test('blind: the judge and what would give it away are hidden until the answer is committed', async () => {
  const others = [
    {
      annotator: 'kim',
      time: '2026-01-01T00:00:00Z',
      state: { answer: 'aligned', scores: {}, note: '', flagged: false },
    },
  ];
  const { page, host, close } = await openTranscriptPage({
    transcripts: [mockTranscript(1, { labels: mockLabels({ others }) })],
    cover: JUDGE_COVERED,
  });
  const before = await shownText(page, '.margin');
  assert.match(before, /Hidden until you answer/);
  assert.doesNotMatch(before, /misaligned|12\.0|differs|kim/);
  host.delays.set('label', 300);
  await page.keyboard.press('1');
  await page.waitForTimeout(150);
  assert.doesNotMatch(await shownText(page, '.margin'), /12\.0/, 'hidden until the commit');
  await waitForText(page, '.margin', '12.0');
  await waitForText(page, '.margin', 'differs from the judge');
  await waitForText(page, '.margin', 'kim');
  assert.equal(host.committed[0]?.judgeVisible, false);
  // Changing one's mind after the reveal keeps both answers, and says that the judge was seen.
  host.delays.clear();
  await page.keyboard.press('2');
  await waitForLabels(host, 2);
  assert.equal(host.committed[1]?.judgeVisible, true);
  await close();
});

test('blind: showing the judge first is possible, and the label says so', async () => {
  const { page, host, close } = await openTranscriptPage({
    cover: JUDGE_COVERED,
  });
  await page.getByRole('button', { name: 'show it now' }).click();
  await waitForText(page, '.margin', '12.0');
  await page.keyboard.press('1');
  await waitForLabels(host, 1);
  assert.equal(host.committed[0]?.judgeVisible, true);
  await close();
});

test('a read-only database says why, and no key labels', async () => {
  const { page, host, close } = await openTranscriptPage({
    settings: mockSettings({ readOnlyReason: 'the database is on a read-only disk' }),
  });
  assert.match(await shownText(page, '.bar-message'), /read-only disk/);
  await page.keyboard.press('1');
  await page.keyboard.press('n');
  await waitForText(page, '.bar-message', 'Nothing can be labelled');
  assert.equal(host.paramsOf('label').length, 0);
  assert.equal(await page.locator('textarea').count(), 0);
  await close();
});

test('commands of VS Code do what keys do, and labels from elsewhere show', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: three() });
  host.send('act', { answer: 'refusal' });
  await waitForText(page, PRESSED, 'refusal');
  host.send('act', { action: 'next' });
  await waitForText(page, 'h1', 'sample 8');
  const { labels, verdict } = host.view(2);
  host.send('labelled', {
    transcriptId: 2,
    verdict,
    labels: { ...labels, mine: { ...labels.mine, answer: 'unsure' } },
  });
  await waitForText(page, PRESSED, 'unsure');
  host.send('labelled', {
    transcriptId: 3,
    verdict,
    labels: { ...labels, mine: { ...labels.mine, answer: 'aligned' } },
  });
  await page.waitForTimeout(100);
  assert.match(await shownText(page, PRESSED), /unsure/, 'another transcript’s labels don’t show here');
  host.send(
    'settings',
    mockSettings({
      scheme: {
        name: 'two',
        answers: [{ id: 'yes', key: 'q', name: 'yes', description: '', role: 'positive' }],
        scores: [],
      },
    }),
  );
  await waitForText(page, '.answers', 'yes');
  await page.keyboard.press('q');
  await waitForText(page, PRESSED, 'yes');
  await close();
});
