import assert from 'node:assert/strict';
import test from 'node:test';
import type { RequestMessage } from '../../../src/protocol/channel.ts';
import { HostClient, HostProblem, parseHostMessage } from '../../../webview/shared/hostClient.ts';

interface Requests {
  [method: string]: { params: unknown; result: unknown };
  double: { params: { readonly n: number }; result: number };
}
interface Events {
  [event: string]: unknown;
  told: string;
}

function client() {
  const sent: RequestMessage[] = [];
  return { sent, host: new HostClient<Requests, Events>((message) => sent.push(message)) };
}

test('answers find their requests, in any order', async () => {
  const { host, sent } = client();
  const [one, two] = [host.request('double', { n: 1 }), host.request('double', { n: 2 })];
  host.receive({ type: 'response', id: sent[1]?.id, ok: true, result: 4 });
  host.receive({ type: 'response', id: sent[0]?.id, ok: true, result: 2 });
  assert.deepEqual(await Promise.all([one, two]), [2, 4]);
});

test('a refusal carries the host’s words and hint', async () => {
  const { host, sent } = client();
  const request = host.request('double', { n: 1 });
  host.receive({
    type: 'response',
    id: sent[0]?.id,
    ok: false,
    problem: { message: 'The disk is full.', hint: 'Free some.' },
  });
  await assert.rejects(request, (error) => {
    assert.ok(error instanceof HostProblem);
    assert.deepEqual([error.kind, error.message, error.hint], ['refused', 'The disk is full.', 'Free some.']);
    return true;
  });
});

test('a request times out or is cancelled, and its late answer is dropped', async () => {
  const { host, sent } = client();
  await assert.rejects(host.request('double', { n: 1 }, { timeoutMs: 5 }), { kind: 'timeout' });
  const cancel = new AbortController();
  const request = host.request('double', { n: 1 }, { signal: cancel.signal });
  cancel.abort();
  await assert.rejects(request, { kind: 'cancelled' });
  for (const { id } of sent) host.receive({ type: 'response', id, ok: true, result: 2 });
});

test('events reach those who listen until they stop, and every message is a sign of life', () => {
  const { host } = client();
  const heard: string[] = [];
  let signs = 0;
  host.onLife(() => (signs += 1));
  const stop = host.on('told', (text) => heard.push(text));
  host.receive({ type: 'event', event: 'told', data: 'a' });
  stop();
  host.receive({ type: 'event', event: 'told', data: 'b' });
  assert.deepEqual([heard, signs], [['a'], 2]);
});

test('anything that isn’t of the channel’s shape is ignored', () => {
  for (const junk of [
    null,
    undefined,
    1,
    'x',
    [],
    {},
    { type: 'event' },
    { type: 'response', id: '1', ok: true },
    { type: 'response', id: 1 },
  ]) {
    assert.equal(parseHostMessage(junk), null);
  }
  assert.deepEqual(parseHostMessage({ type: 'response', id: 1, ok: false, problem: 5 }), {
    type: 'response', id: 1, ok: false, problem: { message: 'The extension host gave no reason.', hint: '' },
  }); // prettier-ignore
});
