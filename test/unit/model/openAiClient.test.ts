// The client against the loopback endpoint, over real HTTP.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isTransient, type FailureKind } from '../../../src/core/eval/chat.ts';
import { createOpenAiClient, type OpenAiClient } from '../../../src/model/openAiClient.ts';
import { startFakeEndpoint, type FakeEndpoint } from '../../support/fakeEndpoint/startFakeEndpoint.ts';
import type { FaultKind } from '../../support/fakeEndpoint/types.ts';
import { failureOf, HELLO, NEVER } from './support.ts';

describe('a call to an endpoint', () => {
  let endpoint: FakeEndpoint;
  let client: OpenAiClient;

  before(async () => {
    endpoint = await startFakeEndpoint();
    client = createOpenAiClient(endpoint.resolved({ timeoutSeconds: 0.4 }));
  });
  after(async () => {
    client.close();
    await endpoint.close();
  });
  const withFault = async (kind: FaultKind): Promise<void> => {
    endpoint.change({ faults: { [kind]: 1 } });
    await Promise.resolve();
  };

  it('gives the answer with everything the provider reports', async () => {
    endpoint.change({
      faults: {},
      behaviours: [() => ({ text: 'Fake words', reasoning: 'Fake thoughts', mark: false })],
    });
    const reply = await client.ask('fake-model', { ...HELLO, topLogprobs: 2 }, NEVER);
    const { latencyMs, responseId, logprobs, ...rest } = reply;
    assert.deepEqual(rest, {
      text: 'Fake words',
      reasoning: 'Fake thoughts',
      finishReason: 'stop',
      model: 'fake-model',
      fingerprint: 'fp_fake',
      usage: { promptTokens: 9, completionTokens: 4, reasoningTokens: 2, cachedTokens: 0 },
    });
    assert.match(responseId ?? '', /^chatcmpl-fake/);
    assert.ok(latencyMs >= 0 && latencyMs < 400);
    assert.deepEqual(
      logprobs?.map(({ token, top }) => [token, top.length]),
      [
        ['Fake', 2],
        [' words', 2],
      ],
    );
  });

  const failures: readonly (readonly [FaultKind, FailureKind, number | undefined])[] = [
    ['rate-limit', 'rate-limit', 429],
    ['rate-limit-retry-after', 'rate-limit', 429],
    ['quota', 'quota', 429],
    ['hang', 'timeout', undefined],
    ['drop-before', 'connection', undefined],
    ['drop-mid', 'connection', undefined],
    ['malformed', 'malformed', undefined],
    ['empty-choices', 'malformed', undefined],
    ['filter-400', 'filtered', 400],
  ];
  for (const [fault, kind, status] of failures) {
    it(`that meets “${fault}” fails as ${kind}`, async () => {
      await withFault(fault);
      const failure = await failureOf(client.ask('fake-model', HELLO, NEVER));
      assert.equal(failure.kind, kind);
      assert.equal(failure.status, status);
      assert.notEqual(failure.message, '');
    });
  }

  it('that meets a failing server or a web page may be tried again', async () => {
    for (const fault of ['server', 'html'] as const) {
      await withFault(fault);
      for (let attempt = 0; attempt < 4; attempt += 1) {
        const failure = await failureOf(client.ask('fake-model', HELLO, NEVER));
        assert.ok(isTransient(failure.kind), failure.kind);
        assert.doesNotMatch(failure.message, /[<>]/, 'no markup reaches the message');
      }
    }
  });

  it('hears how long to wait, in milliseconds, seconds or as a date', async () => {
    await withFault('rate-limit-retry-after');
    const waits: (number | undefined)[] = [];
    for (const retryAfterForm of ['ms', 'seconds', 'date'] as const) {
      endpoint.change({ retryAfterMs: 3000, retryAfterForm });
      waits.push((await failureOf(client.ask('fake-model', HELLO, NEVER))).retryAfterMs);
    }
    assert.deepEqual(waits.slice(0, 2), [3000, 3000]);
    // A date has whole seconds.
    assert.ok((waits[2] ?? 0) > 1000 && (waits[2] ?? 0) <= 3000, String(waits[2]));
  });

  it('that a filter or the length stopped is an answer with that finish reason', async () => {
    await withFault('filter-finish');
    assert.equal((await client.ask('fake-model', HELLO, NEVER)).finishReason, 'content_filter');
    await withFault('length');
    assert.equal((await client.ask('fake-model', HELLO, NEVER)).finishReason, 'length');
  });

  it('for a model that is not there names it', async () => {
    endpoint.change({ faults: {} });
    const failure = await failureOf(client.ask('fake-nobody', HELLO, NEVER));
    assert.equal(failure.kind, 'no-model');
    assert.match(failure.message, /fake-nobody/);
  });

  it('with a parameter that the endpoint refuses says which, and the endpoint can be told to omit it', async () => {
    endpoint.change({ faults: {}, modes: { rejected: ['temperature', 'max_tokens'] } });
    const request = { ...HELLO, sampling: { temperature: 1, maxTokens: 5 } };
    const failure = await failureOf(client.ask('fake-model', request, NEVER));
    assert.equal(failure.kind, 'rejected');
    assert.match(failure.message, /temperature/);
    const told = createOpenAiClient(
      endpoint.resolved({ omit: ['temperature'], maxTokensParameter: 'max_completion_tokens' }),
    );
    assert.equal((await told.ask('fake-model', request, NEVER)).finishReason, 'stop');
    told.close();
    endpoint.change({ modes: {} });
  });

  it('ends at once when it is cancelled, before or while it waits', async () => {
    const waiting = createOpenAiClient(endpoint.resolved());
    await withFault('hang');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const started = performance.now();
    const failure = await failureOf(waiting.ask('fake-model', HELLO, controller.signal));
    assert.equal(failure.kind, 'cancelled');
    assert.ok(performance.now() - started < 5_000, 'long before the endpoint would answer');
    const before = endpoint.log.entries.length;
    assert.equal((await failureOf(waiting.ask('fake-model', HELLO, controller.signal))).kind, 'cancelled');
    assert.equal(endpoint.log.entries.length, before, 'nothing was sent');
    waiting.close();
    endpoint.change({ faults: {} });
  });

  it('to an address where nothing listens fails as a connection', async () => {
    const gone = await startFakeEndpoint();
    await gone.close();
    const nobody = createOpenAiClient(gone.resolved());
    const failure = await failureOf(nobody.ask('fake-model', HELLO, NEVER));
    assert.equal(failure.kind, 'connection');
    assert.match(failure.message, /nothing listens/);
    nobody.close();
  });

  it('retries nothing by itself', async () => {
    endpoint.change({ faults: { server: 1 } });
    const before = endpoint.log.entries.length;
    await failureOf(client.ask('fake-model', HELLO, NEVER));
    assert.equal(endpoint.log.entries.length, before + 1);
    endpoint.change({ faults: {} });
  });

  it('shares connections: two hundred calls, fifty at once, leave at most fifty sockets and no listener', async () => {
    const busy = await startFakeEndpoint({ latencyMs: 5 });
    const many = createOpenAiClient(busy.resolved());
    const signal = new AbortController().signal;
    let listeners = 0;
    const counted = {
      aborted: false,
      addEventListener: (_: 'abort', listener: () => void) => {
        listeners += 1;
        signal.addEventListener('abort', listener);
      },
      removeEventListener: (_: 'abort', listener: () => void) => {
        listeners -= 1;
        signal.removeEventListener('abort', listener);
      },
    };
    let next = 0;
    const lane = async () => {
      while (next < 200) {
        next += 1;
        await many.ask('fake-model', HELLO, counted);
      }
    };
    await Promise.all(Array.from({ length: 50 }, lane));
    assert.equal(listeners, 0);
    assert.ok(busy.connections() <= 50, `${busy.connections()} connections`);
    assert.equal(busy.log.answered().length, 200);
    many.close();
    await busy.close();
  });
});
