import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { AuditError } from '../../../src/core/errors.ts';
import { createChannel, type Handlers } from '../../../src/host/panels/channel.ts';
import type { HostMessage } from '../../../src/protocol/channel.ts';

interface Requests {
  [method: string]: { params: unknown; result: unknown };
  ready: { params: null; result: string };
  double: { params: { readonly n: number }; result: number };
}
interface Events {
  [event: string]: unknown;
  shown: { readonly id: number };
}

/** A webview that keeps what was sent to it and says what a test wants it to say. */
function fakeWebview() {
  const sent: HostMessage[] = [];
  const listeners = new Set<(message: unknown) => void>();
  return {
    sent,
    listeners,
    say: (message: unknown) => listeners.forEach((listener) => listener(message)),
    postMessage: (message: unknown) => {
      sent.push(message as HostMessage);
      return Promise.resolve(true);
    },
    onDidReceiveMessage: (listener: (message: unknown) => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
}

const handlers: Handlers<Requests> = {
  ready: () => 'hello',
  double: {
    params: v.object({ n: v.number() }),
    handle: ({ n }) => {
      if (n === 13) throw new AuditError('disk-full', 'The disk is full.', 'Free some space.');
      if (n === 14) throw new AuditError('cancelled', 'cancelled');
      if (n === 15) return Promise.reject(new TypeError('n is not lucky'));
      return n * 2;
    },
  },
};

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

test('a request gets its handler’s answer under its own id', async () => {
  const webview = fakeWebview();
  createChannel<Requests, Events>(webview, handlers);
  webview.say({ type: 'request', id: 1, method: 'ready', params: null });
  webview.say({ type: 'request', id: 2, method: 'double', params: { n: 4 } });
  await settle();
  assert.deepEqual(webview.sent, [
    { type: 'response', id: 1, ok: true, result: 'hello' },
    { type: 'response', id: 2, ok: true, result: 8 },
  ]);
});

test('a failure reaches the page with message and hint, and the log', async () => {
  const webview = fakeWebview();
  const logged: string[] = [];
  createChannel<Requests, Events>(webview, handlers, {
    log: (method, error) => logged.push(`${method}: ${String(error)}`),
  });
  webview.say({ type: 'request', id: 1, method: 'double', params: { n: 13 } });
  webview.say({ type: 'request', id: 2, method: 'double', params: { n: 15 } });
  await settle();
  assert.deepEqual(webview.sent, [
    {
      type: 'response',
      id: 1,
      ok: false,
      problem: { message: 'The disk is full.', hint: 'Free some space.' },
    },
    {
      type: 'response',
      id: 2,
      ok: false,
      problem: { message: 'Something went wrong: n is not lucky', hint: 'The log has the details.' },
    },
  ]);
  assert.deepEqual(logged, ['double: AuditError: The disk is full.', 'double: TypeError: n is not lucky']);
});

test('a cancelled request is answered but not logged', async () => {
  const webview = fakeWebview();
  const logged: string[] = [];
  createChannel<Requests, Events>(webview, handlers, { log: (method) => logged.push(method) });
  webview.say({ type: 'request', id: 1, method: 'double', params: { n: 14 } });
  await settle();
  assert.equal(webview.sent.length, 1);
  assert.deepEqual(logged, []);
});

test('wrong parameters never reach a handler, and unknown methods are refused', async () => {
  const webview = fakeWebview();
  createChannel<Requests, Events>(webview, handlers);
  webview.say({ type: 'request', id: 1, method: 'double', params: { n: 'four' } });
  webview.say({ type: 'request', id: 2, method: 'double' });
  webview.say({ type: 'request', id: 3, method: 'constructor', params: null });
  webview.say({ type: 'request', id: 4, method: '__proto__', params: null });
  await settle();
  assert.deepEqual(
    webview.sent.map((message) => message.type === 'response' && [message.id, message.ok]),
    [
      [1, false],
      [2, false],
      [3, false],
      [4, false],
    ],
  );
});

test('what is no request is ignored', async () => {
  const webview = fakeWebview();
  createChannel<Requests, Events>(webview, handlers);
  const strange = [
    null,
    7,
    'ready',
    [],
    {},
    { type: 'request' },
    { type: 'request', id: '1', method: 'ready' },
  ];
  for (const message of strange) webview.say(message);
  await settle();
  assert.deepEqual(webview.sent, []);
});

test('after dispose nothing is sent any more, not even an answer that was in the making', async () => {
  const webview = fakeWebview();
  const logged: string[] = [];
  let finish = (_: number): void => undefined;
  const channel = createChannel<Requests, Events>(
    webview,
    {
      ...handlers,
      double: {
        params: v.object({ n: v.number() }),
        handle: () => new Promise<number>((resolve) => (finish = resolve)),
      },
    },
    { log: (method) => logged.push(method) },
  );
  webview.say({ type: 'request', id: 1, method: 'double', params: { n: 1 } });
  await settle();
  channel.dispose();
  finish(2);
  assert.equal(await channel.post('shown', { id: 1 }), false);
  await settle();
  assert.deepEqual(webview.sent, []);
  assert.equal(webview.listeners.size, 0);
  assert.deepEqual(logged, []);
});

test('an event tells whether the page got it', async () => {
  const webview = fakeWebview();
  const channel = createChannel<Requests, Events>(webview, handlers);
  assert.equal(await channel.post('shown', { id: 3 }), true);
  assert.deepEqual(webview.sent, [{ type: 'event', event: 'shown', data: { id: 3 } }]);
  webview.postMessage = () => Promise.reject(new Error('Webview is disposed'));
  assert.equal(await channel.post('shown', { id: 4 }), false);
});
