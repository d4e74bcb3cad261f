// A queue on the page: order, progress, skipping, what is hidden and what shows after the answer.
import assert from 'node:assert/strict';
import test from 'node:test';
import { HIDEABLE, type Hideable } from '../../../src/core/blindness.ts';
import type { TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import { mockLabels, mockTranscript, mockTurn } from '../../support/mockTranscripts.ts';
import { openTranscriptPage, shownText, waitForLabels, waitForText } from './openTranscriptPage.ts';

const MARKERS: Readonly<Record<Hideable, string>> = {
  judge: 'PLANTEDJUDGE',
  model: 'PLANTEDMODEL',
  group: 'PLANTEDGROUP',
  condition: 'PLANTEDCONDITION',
};
const ARM_MARKERS = ['PLANTEDRUN', 'PLANTEDSTUDY', 'PLANTEDNOTICE'];
const FILE_MARKERS = ['PLANTEDFILE', 'PLANTEDCOLUMN', 'PLANTEDFINDING', 'PLANTEDCOLLEAGUE'];

function planted(id: number): TranscriptView {
  const plain = mockTranscript(id);
  return {
    ...plain,
    study: 'PLANTEDSTUDY',
    run: 'PLANTEDRUN',
    model: 'PLANTEDMODEL',
    group: 'PLANTEDGROUP',
    condition: 'PLANTEDCONDITION',
    source: { ...plain.source, file: 'PLANTEDFILE.csv', path: '/data/PLANTEDFILE.csv' },
    metadata: [{ name: 'PLANTEDCOLUMN', value: '1' }],
    judgments: plain.judgments.map((judgment) => ({
      ...judgment,
      judge: { ...judgment.judge, name: 'PLANTEDJUDGE' },
    })),
    turns: [mockTurn(0, 'user', 'What now?'), mockTurn(1, 'assistant', `Answer ${id}.`)],
    notices: [{ text: 'PLANTEDNOTICE' }],
    findings: [{ findingId: 1, severity: 'note', title: 'PLANTEDFINDING' }],
    labels: mockLabels({
      others: [
        {
          annotator: 'PLANTEDCOLLEAGUE',
          time: '2026-01-01T00:00:00Z',
          state: { answer: 'aligned', scores: {}, note: '', flagged: false },
        },
      ],
    }),
  };
}

const three = () => [1, 2, 3].map(planted);

for (const hidden of [...HIDEABLE.map((name) => [name]), HIDEABLE] as const) {
  test(`blind to ${hidden.join(', ')}: in no element, message or name read aloud before the answer`, async () => {
    const isArm = hidden.some((name) => name !== 'judge');
    const markers = [...hidden.map((name) => MARKERS[name]), ...FILE_MARKERS, ...(isArm ? ARM_MARKERS : [])];
    const { page, host, close } = await openTranscriptPage({
      transcripts: three(),
      queue: 'morning audit',
      cover: { ...Object.fromEntries(hidden.map((name) => [name, true])), labels: true, mayPeek: false },
    });
    const said: string[] = [];
    await page.exposeFunction('keepMessage', (text: string) => void said.push(text));
    await page.evaluate(`addEventListener('message', (event) => keepMessage(JSON.stringify(event.data)))`);
    const check = async (when: string): Promise<void> => {
      const session = await page.context().newCDPSession(page);
      const spoken = JSON.stringify(await session.send('Accessibility.getFullAXTree'));
      const everything = [await page.content(), await page.title(), ...said, spoken].join('\n');
      for (const marker of markers) assert.ok(!everything.includes(marker), `${marker} ${when}`);
    };
    await check('as opened');
    await page.locator('.crumbs').click();
    await page.keyboard.press('?');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await check('with everything unfolded');
    await page.keyboard.press('Escape');
    for (const key of ['r', 'q', 'j', 'k', 'Shift+S']) await page.keyboard.press(key);
    await waitForText(page, '.position', '2 of 3');
    await check('after looking around and skipping');
    said.length = 0;
    await page.keyboard.press('1');
    await waitForText(page, '.margin', 'PLANTEDCOLLEAGUE');
    const after = await page.content();
    for (const marker of [...Object.values(MARKERS), 'PLANTEDFINDING'])
      assert.ok(after.includes(marker), `${marker} after the answer`);
    assert.equal(host.committed.at(-1)?.transcriptId, 2);
    await close();
  });
}

test('keys go through the items; labels, moves and looks ahead name the place', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: three(), queue: 'morning audit' });
  assert.match(await shownText(page, '.position'), /morning audit 1 of 3/);
  await page.keyboard.press('1');
  await waitForText(page, '.progress', '1/3');
  assert.match(await shownText(page, '.progress'), /12 s each, about 24 s left/);
  await page.keyboard.press('Space');
  await waitForText(page, '.position', '2 of 3');
  assert.deepEqual(host.committed[0]?.queue, { queueId: 1, place: 1 });
  assert.deepEqual(host.paramsOf('moved').at(-1), { transcriptId: 2, queue: { queueId: 1, place: 2 } });
  assert.deepEqual(host.paramsOf('peek')[0]?.queue, { queueId: 1, place: 1 });
  assert.match(await shownText(page, '.progress'), /^1\/3/, 'what was looked ahead at knows of the answer');
  await close();
});

test('an item is skipped by its key and passed over after; an answered one isn’t', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: three(), queue: 'morning audit' });
  await page.keyboard.press('Shift+S');
  await waitForText(page, '.position', '2 of 3');
  assert.deepEqual(host.committed[0]?.change, { action: 'skip' });
  await page.keyboard.press('1');
  await waitForText(page, '.progress', '2/3');
  assert.equal(await page.getByRole('button', { name: 'skip' }).isDisabled(), true);
  await page.keyboard.press('Space');
  await waitForText(page, '.position', '3 of 3');
  await page.keyboard.press('1');
  await waitForText(page, '.queue-end', '2 answered, 1 skipped');
  await waitForText(page, '.queue-end', 'Skipped items can still be answered');
  await page.keyboard.press('Space');
  await waitForText(page, '.bar-message', 'Nothing is open in this queue');
  // The key that led through the queue leads on from its end: Enter shows the summary.
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Agreement and rates' }).click();
  assert.deepEqual(host.paramsOf('showQueueAgreement'), [{ queueId: 1 }]);
  await page.getByRole('button', { name: 'Leave the queue' }).click();
  assert.deepEqual(host.paramsOf('summariseQueue'), [{ queueId: 1 }]);
  assert.equal(host.paramsOf('pauseQueue').length, 1);
  await close();
});

test('outside a queue the key says that there is nothing to skip', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: three() });
  await page.keyboard.press('Shift+S');
  await waitForText(page, '.bar-message', 'Only items of a queue are skipped');
  assert.equal(host.paramsOf('label').length, 0);
  await close();
});

test('after the reveal the answer is kept by going on, or changed; both are sent', async () => {
  const view = planted(1);
  const { page, host, close } = await openTranscriptPage({
    transcripts: [{ ...view, labels: { ...view.labels, beforeReveal: 'aligned' } }, planted(2)],
    queue: 'morning audit',
    cover: { judge: true, labels: true, mayPeek: false },
  });
  assert.equal(await page.locator('.second-thoughts').count(), 0);
  await page.keyboard.press('1');
  await waitForText(page, '.second-thoughts', 'You said aligned before this showed. Keep it, or answer anew');
  await page.keyboard.press('2');
  await waitForText(page, '.second-thoughts', 'then misaligned');
  await waitForLabels(host, 2);
  await close();
});

test('a queue that hides refuses a look, and says so', async () => {
  const { page, host, close } = await openTranscriptPage({
    transcripts: three(),
    queue: 'morning audit',
    cover: { judge: true, mayPeek: false },
    prepare: (mock) =>
      mock.failures.set('reveal', {
        message: 'This queue keeps it hidden until you answer.',
        hint: 'Answer, or skip the item.',
      }),
  });
  assert.equal(await page.getByRole('button', { name: 'show it now' }).count(), 0);
  await page.keyboard.press('h');
  await waitForText(page, '.bar-message', 'keeps it hidden until you answer');
  assert.deepEqual(host.paramsOf('reveal'), [{ transcriptId: 1, queue: { queueId: 1, place: 1 } }]);
  await close();
});

test('a paused queue leaves nothing of its item on the page, and is resumed where it was', async () => {
  const { page, host, opened, close } = await openTranscriptPage({
    transcripts: three(),
    queue: 'morning audit',
  });
  host.send('show', {
    transcript: null,
    gone: '',
    settings: host.settings,
    kept: false,
    paused: { queueId: 1, place: 1 },
  });
  await waitForText(page, 'main', 'The queue is paused');
  assert.doesNotMatch(await page.content(), /Answer 1|PLANTED/);
  await page.getByRole('button', { name: 'Resume' }).click();
  assert.deepEqual(host.paramsOf('resumeQueue'), [{ queueId: 1, place: 1 }]);
  await opened.reload();
  await page.waitForSelector('article');
  assert.deepEqual(host.paramsOf('ready').at(-1)?.queue, { queueId: 1, place: 1 });
  await close();
});

test('items answered elsewhere change the progress, and what was looked ahead at is asked for anew', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: three(), queue: 'morning audit' });
  await waitForText(page, '.progress', '0/3');
  await page.waitForTimeout(200);
  const before = host.paramsOf('peek').length;
  const progress = { total: 3, answered: 2, unsure: 0, skipped: 0, secondsEach: 90 };
  host.send('queueMoved', { queueId: 1, progress });
  await waitForText(page, '.progress', '2/3 done · 90 s each, about 90 s left');
  await page.waitForTimeout(200);
  assert.ok(host.paramsOf('peek').length > before);
  await close();
});

test('the next item is drawn from memory: no request stands between the key and it', async () => {
  const { page, host, close } = await openTranscriptPage({ transcripts: three(), queue: 'morning audit' });
  await page.waitForTimeout(200);
  host.delays.set('peek', 3_000);
  await page.keyboard.press('Space');
  const ms = await page.evaluate<number>(`new Promise((resolve) => {
    const began = performance.now();
    const look = () => document.querySelector('.position').textContent.includes('2 of 3')
      ? resolve(performance.now() - began) : requestAnimationFrame(look);
    look();
  })`);
  assert.ok(ms < 1_000, `${ms} ms`);
  await close();
});
