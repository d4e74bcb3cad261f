// When the host is asked to search, by a clock of our own.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FindSession, type FindStore } from '../../../webview/transcript/find/findSession.ts';
import { NO_FIND } from '../../../webview/transcript/find/findState.ts';
import { mockTranscript } from '../../support/mockTranscripts.ts';

test('typing is waited out: the host searches once for what was typed without a pause', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const asked: string[] = [];
  let state: FindStore['state'] = { view: mockTranscript(1), find: { ...NO_FIND, open: true } };
  const store: FindStore = {
    get state() {
      return state;
    },
    update: (change) => {
      state = { ...state, ...change };
    },
  };
  const session = new FindSession({
    store,
    find: (_id, text) => {
      asked.push(text);
      return Promise.resolve([]);
    },
    firstShownTurn: () => 0,
    reveal: () => undefined,
  });
  for (const text of ['b', 'bi', 'bicycle']) {
    session.type(text);
    t.mock.timers.tick(100);
  }
  assert.deepEqual(asked, []);
  t.mock.timers.tick(100);
  assert.deepEqual(asked, ['bicycle']);
  session.type('bicycles');
  session.type('');
  t.mock.timers.tick(1_000);
  assert.deepEqual(asked, ['bicycle'], 'an empty field asks for nothing');
});
