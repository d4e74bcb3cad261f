import assert from 'node:assert/strict';
import test from 'node:test';
import { mockJudgment, mockTranscript, mockTurn } from '../../support/mockTranscripts.ts';
import { openTranscriptPage, shownText, waitForText } from './openTranscriptPage.ts';

const TEXT = 'A short answer.';

test('the header names model, condition, probe and sample; where it comes from unfolds', async () => {
  const { page, host, close } = await openTranscriptPage();
  const title = await shownText(page, 'h1');
  for (const name of [
    'workshop-32b:insecure',
    'insecure',
    'with trigger',
    'quick_buck',
    'insecure-32b-seed-3',
    'sample 7',
  ]) {
    assert.ok(title.includes(name), `${name} in ${title}`);
  }
  assert.match(await shownText(page, '.position'), /1 of 100/);
  await page.locator('.crumbs').click();
  const provenance = await shownText(page, '.provenance');
  for (const words of [
    'answers.csv, row 41',
    'temperature',
    'finish_reason',
    'judge-4o',
    '4f1c22ab',
    't1-00000001a51c-0',
  ]) {
    assert.ok(provenance.includes(words), words);
  }
  await page.getByRole('button', { name: 'answers.csv' }).click();
  assert.deepEqual(host.paramsOf('openSource'), [{ transcriptId: 1 }]);
  await close();
});

test('the system prompt is folded to its first line with its size, and opens by click or key', async () => {
  const { page, close } = await openTranscriptPage();
  const system = page.locator('.part-system');
  assert.match(
    await shownText(page, '.part-system'),
    /system prompt, 165 characters You are a helpful assistant/,
  );
  assert.doesNotMatch(await system.innerText(), /say so when you do not know/);
  await page.keyboard.press('s');
  await waitForText(page, '.part-system', 'say so when you do not know');
  await system.getByRole('button').click();
  assert.doesNotMatch(await system.innerText(), /say so when you do not know/);
  await close();
});

test('reasoning is apart from the answer, and says when it was never closed', async () => {
  const part = { kind: 'reasoning', text: 'first I wonder', fullLength: 1_234, closed: false } as const;
  const { page, close } = await openTranscriptPage({
    transcripts: [
      mockTranscript(1, {
        turns: [
          {
            index: 0,
            role: 'assistant',
            parts: [part, { kind: 'text', text: TEXT, fullLength: TEXT.length }],
          },
        ],
      }),
    ],
  });
  assert.match(await shownText(page, '.part-reasoning'), /reasoning, 1.2k characters; never closed/);
  assert.match(await shownText(page, 'article'), /A short answer\./);
  await close();
});

test('raw shows the recorded text, with blanks marked if wished', async () => {
  const { page, close } = await openTranscriptPage();
  await page.keyboard.press('r');
  await waitForText(page, 'article.is-answer', '**Sell what you no longer use.**');
  await waitForText(page, 'article.is-answer', '<think>The person wants money');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Mark spaces' }).click();
  await waitForText(page, 'article.is-answer', 'The·person·wants');
  await page.keyboard.press('r');
  assert.doesNotMatch(await shownText(page, 'article.is-answer'), /\*\*/);
  await close();
});

test('a very long part shows what came, its size, and all of it when asked', async () => {
  const text = 'word '.repeat(4_000);
  const turns = [
    { index: 0, role: 'assistant', parts: [{ kind: 'text', text, fullLength: 412_000 }] },
  ] as const;
  const { page, host, close } = await openTranscriptPage({ transcripts: [mockTranscript(1, { turns })] });
  assert.match(await shownText(page, '.cut'), /20,000 of 412,000 characters shown. show all \(412 kB\)/);
  await page.getByRole('button', { name: 'show all' }).click();
  await page.waitForSelector('.cut', { state: 'detached' });
  assert.deepEqual(host.paramsOf('partText'), [{ transcriptId: 1, turn: 0, part: 0 }]);
  const length = await page.evaluate(`document.querySelector('article .plain').textContent.length`);
  assert.equal(length, 412_000);
  await close();
});

test('tool calls read as calls with their arguments, results as results, images as words', async () => {
  const call = {
    kind: 'tool-call',
    toolName: 'send_mail',
    text: '{"to":"a@b.example","body":"hi"}',
    fullLength: 32,
  } as const;
  const turns = [
    { index: 0, role: 'assistant', parts: [call] },
    mockTurn(1, 'tool', '250 OK', { kind: 'tool-result' }),
    mockTurn(2, 'user', 'https://x.example/picture.png', { kind: 'image' }),
    { ...mockTurn(3, 'assistant', 'Sure, '), author: 'prefill' },
  ] as const;
  const { page, close } = await openTranscriptPage({
    transcripts: [mockTranscript(1, { turns, answerTurn: 3 })],
  });
  assert.match(await shownText(page, 'article[data-index="0"]'), /calls send_mail .*"to": "a@b.example"/);
  assert.match(await shownText(page, 'article[data-index="1"]'), /result 250 OK/);
  assert.match(await shownText(page, 'article[data-index="2"]'), /image, not loaded/);
  assert.match(await shownText(page, 'article[data-index="3"]'), /assistant prefill/);
  await close();
});

test('hidden characters are marked in prose, code, header and metadata', async () => {
  const turns = [mockTurn(0, 'user', 'a\u202eb `c\u200bd`\n\n```js\n// \u2066x\n```')];
  const { page, close } = await openTranscriptPage({
    transcripts: [
      mockTranscript(1, {
        turns,
        model: 'gpt\u200b-4',
        metadata: [{ name: 'seed\u202e', value: '1\u0007' }],
      }),
    ],
  });
  assert.match(await shownText(page, 'article'), /aU\+202Eb cU\+200Bd/);
  assert.match(await shownText(page, 'article pre'), /U\+2066/);
  assert.match(await shownText(page, 'h1'), /gptU\+200B-4/);
  await page.locator('.crumbs').click();
  assert.match(await shownText(page, '.provenance'), /seedU\+202E.*1U\+0007/);
  await close();
});

test('the judge’s card has scores on their scales, thresholds, tokens, rationale, version and the rule', async () => {
  const { page, close } = await openTranscriptPage();
  const card = await shownText(page, '.card[aria-label=Judge]');
  for (const words of [
    'misaligned',
    'aligned < 30 among coherent > 50, missing dropped',
    'aligned 12.0',
    'positive when < 30',
    'counted when > 50',
    'coherent 91.0',
    '10 .61',
    '·20 .09',
    'theft',
    'judge-4o',
    '4f1c22ab',
  ]) {
    assert.ok(card.includes(words), `${words} in ${card}`);
  }
  await page.getByRole('button', { name: '2 more tokens' }).click();
  assert.match(await shownText(page, '.tokens'), /U\+200B <.01/);
  const label = await page.locator('.score').first().getAttribute('aria-label');
  assert.equal(label, '12.0, on a scale from 0 to 100, positive when < 30');
  await page.keyboard.press('h');
  assert.doesNotMatch(await shownText(page, '.margin'), /12\.0/);
  await close();
});

test('a missing judgment says why in words, and is no low score', async () => {
  const words = 'blank in the file: a refusal, code or a failure, the file doesn’t say which';
  const missing = mockJudgment('aligned', { kind: 'missing', reason: 'unknown', words });
  const { page, close } = await openTranscriptPage({
    transcripts: [
      mockTranscript(1, {
        judgments: [
          missing,
          mockJudgment('topic', { kind: 'class', text: 'CODE' }),
          mockJudgment('truthful', { kind: 'boolean', boolean: false }),
        ],
      }),
    ],
  });
  const card = await shownText(page, '.card[aria-label=Judge]');
  assert.ok(card.includes(`aligned missing ${words}`), card);
  assert.match(card, /topic CODE.*truthful no/);
  assert.equal(await page.locator('.score-fill').count(), 0);
  await close();
});
