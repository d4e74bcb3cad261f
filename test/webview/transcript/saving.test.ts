import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import { ActQueue } from '../../../webview/transcript/labelling/actQueue.ts';
import { Saver } from '../../../webview/transcript/labelling/saver.ts';
import type { PendingSave, SaveState } from '../../../webview/transcript/labelling/saveState.ts';

const SAVE: PendingSave = {
  target: { transcriptId: 1 },
  transcriptName: 'quick_buck, sample 7',
  change: { action: 'answer', answer: 'aligned' },
  words: 'aligned',
  secondsSpent: 1,
  judgeVisible: true,
  about: {},
};

/** A saver whose host answers when the test says so. */
function controlled(save = SAVE) {
  const sent: { resolve: (answer: string) => void; reject: (error: Error) => void }[] = [];
  const phases: string[] = [];
  const saver = new Saver<string>({
    send: () => new Promise((resolve, reject) => sent.push({ resolve, reject })),
    repeatable: ({ change }) => change.action !== 'undo',
    problemOf: (error) => ({ message: (error as Error).message, hint: '' }),
    onState: (state: SaveState) => phases.push(state.phase === 'saving' && state.slow ? 'slow' : state.phase),
  });
  let outcome: string | null | undefined;
  void saver.save(save).then((answer) => {
    outcome = answer;
  });
  return { saver, sent, phases, outcome: () => outcome };
}
const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

test('a save is over when the host has answered, and not before', async () => {
  const { sent, phases, outcome } = controlled();
  await settle();
  assert.equal(outcome(), undefined);
  sent[0]?.resolve('on disk');
  await settle();
  assert.equal(outcome(), 'on disk');
  assert.deepEqual(phases, ['saving', 'idle']);
});

test('it says saving after 150 ms and not confirmed after 3 s, and a late answer still confirms', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { sent, phases, outcome } = controlled();
    mock.timers.tick(149);
    assert.deepEqual(phases, ['saving']);
    mock.timers.tick(1);
    assert.deepEqual(phases, ['saving', 'slow']);
    mock.timers.tick(2_850);
    assert.deepEqual(phases, ['saving', 'slow', 'unconfirmed']);
    sent[0]?.resolve('late, but on disk');
    await settle();
    assert.equal(outcome(), 'late, but on disk');
  } finally {
    mock.timers.reset();
  }
});

test('a refusal stays until it is tried again or given up', async () => {
  const { saver, sent, phases, outcome } = controlled();
  sent[0]?.reject(new Error('disk full'));
  await settle();
  assert.equal(saver.state.phase, 'failed');
  assert.equal(outcome(), undefined);
  saver.retry();
  sent[1]?.resolve('second time');
  await settle();
  assert.equal(outcome(), 'second time');
  assert.deepEqual(phases, ['saving', 'failed', 'slow', 'idle']);
});

test('a given up save never becomes saved, even when the host answers later', async () => {
  const { saver, sent, outcome } = controlled();
  sent[0]?.reject(new Error('no'));
  await settle();
  saver.retry();
  sent[1]?.reject(new Error('no'));
  await settle();
  saver.discard();
  await settle();
  assert.equal(outcome(), null);
  assert.equal(saver.state.phase, 'idle');
});

test('a host that shows life is asked again for a label, once, but never for an undo', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const label = controlled();
    mock.timers.tick(3_000);
    label.saver.hostIsAlive();
    mock.timers.tick(1_000);
    assert.equal(label.sent.length, 2);
    mock.timers.tick(3_000);
    label.saver.hostIsAlive();
    mock.timers.tick(1_000);
    assert.equal(label.sent.length, 2);
    label.sent[1]?.resolve('found on disk');
    await settle();
    assert.equal(label.outcome(), 'found on disk');

    const undo = controlled({ ...SAVE, change: { action: 'undo' } });
    mock.timers.tick(3_000);
    undo.saver.hostIsAlive();
    mock.timers.tick(1_000);
    assert.equal(undo.sent.length, 1);
    assert.equal(undo.saver.state.phase, 'failed');
  } finally {
    mock.timers.reset();
  }
});

function queueAt(time: { now: number }) {
  const run: string[] = [];
  const finish: (() => void)[] = [];
  const queue = new ActQueue<string>({
    run: (act) => {
      run.push(act);
      return new Promise((resolve) => finish.push(resolve));
    },
    onError: () => undefined,
    now: () => time.now,
  });
  return { queue, run, finish };
}

test('keys within a blink wait their turn; later ones are refused until the act is over', async () => {
  const time = { now: 0 };
  const { queue, run, finish } = queueAt(time);
  assert.equal(queue.submit('first'), 'started');
  time.now = 100;
  assert.equal(queue.submit('second'), 'waiting');
  time.now = 200;
  assert.equal(queue.submit('third'), 'refused');
  finish[0]?.();
  await settle();
  assert.deepEqual(run, ['first', 'second']);
  finish[1]?.();
  await settle();
  assert.equal(queue.submit('fourth'), 'started');
});

test('what can’t be refused waits however long it takes, and trouble drops what waits', async () => {
  const time = { now: 0 };
  const { queue, run, finish } = queueAt(time);
  queue.submit('label');
  time.now = 60_000;
  assert.equal(queue.submit('note', true), 'waiting');
  assert.equal(queue.drop(), 1);
  finish[0]?.();
  await settle();
  assert.deepEqual(run, ['label']);
  assert.equal(queue.busy, false);
});
