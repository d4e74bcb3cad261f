/**
 * The page's end of `src/protocol/channel.ts`: requests with ids, timeouts and cancellation, and events from the host.
 *
 * It knows nothing of the browser: messages go out through `post` and come in through `receive`, so that plain Node can
 * test it. `host.ts` connects it to VS Code.
 */
import type {
  EventMap,
  HostMessage,
  ProblemView,
  RequestMap,
  RequestMessage,
} from '../../src/protocol/channel.ts';

/** A request that failed. `kind` tells a refusal by the host from no answer and from our own cancelling. */
export class HostProblem extends Error {
  readonly kind: 'refused' | 'timeout' | 'cancelled';
  readonly hint: string;

  constructor(kind: HostProblem['kind'], problem: ProblemView) {
    super(problem.message);
    this.name = 'HostProblem';
    this.kind = kind;
    this.hint = problem.hint;
  }
}

export interface RequestOptions {
  /** Milliseconds to wait for the answer, 15,000 unless told; `Infinity` waits for ever. */
  readonly timeoutMs?: number;
  readonly signal?: CancelSignal;
}

/** The part of `AbortSignal` that is needed here. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
}

interface Waiting {
  settle(message: Extract<HostMessage, { type: 'response' }>): void;
  fail(problem: HostProblem): void;
}

const DEFAULT_TIMEOUT_MS = 15_000;

/** A typed channel: `Requests` and `Events` are a panel's maps from `src/protocol`. */
export class HostClient<Requests extends RequestMap, Events extends EventMap> {
  readonly #post: (message: RequestMessage) => void;
  readonly #waiting = new Map<number, Waiting>();
  readonly #handlers = new Map<string, Set<(data: never) => void>>();
  readonly #lifeListeners = new Set<() => void>();
  #lastId = 0;

  constructor(post: (message: RequestMessage) => void) {
    this.#post = post;
  }

  /**
   * Asks the host.
   *
   * @throws {HostProblem} when the host refuses, doesn't answer in time, or `signal` is aborted; a late answer is dropped
   */
  request<Method extends keyof Requests & string>(
    method: Method,
    params: Requests[Method]['params'],
    options: RequestOptions = {},
  ): Promise<Requests[Method]['result']> {
    const id = ++this.#lastId;
    const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(cancelled());
        return;
      }
      const timer =
        timeoutMs === Infinity
          ? undefined
          : setTimeout(() => this.#waiting.get(id)?.fail(timedOut(method, timeoutMs)), timeoutMs);
      const finish = () => {
        clearTimeout(timer);
        this.#waiting.delete(id);
      };
      this.#waiting.set(id, {
        settle: (message) => {
          finish();
          if (message.ok) resolve(message.result);
          else reject(new HostProblem('refused', message.problem));
        },
        fail: (problem) => {
          finish();
          reject(problem);
        },
      });
      signal?.addEventListener('abort', () => this.#waiting.get(id)?.fail(cancelled()), { once: true });
      this.#post({ type: 'request', id, method, params });
    });
  }

  /** Listens to an event of the host; returns what stops it. */
  on<Event extends keyof Events & string>(event: Event, handler: (data: Events[Event]) => void): () => void {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers);
    handlers.add(handler);
    return () => handlers.delete(handler);
  }

  /** Is told of every message that came from the host, late answers too: a sign that it lives. */
  onLife(listener: () => void): () => void {
    this.#lifeListeners.add(listener);
    return () => this.#lifeListeners.delete(listener);
  }

  /** Takes one message as it arrived; anything that isn't of the channel's shape is ignored. */
  receive(data: unknown): void {
    const message = parseHostMessage(data);
    if (message === null) return;
    for (const listener of this.#lifeListeners) listener();
    if (message.type === 'response') {
      this.#waiting.get(message.id)?.settle(message);
      return;
    }
    for (const handler of this.#handlers.get(message.event) ?? []) handler(message.data as never);
  }
}

function timedOut(method: string, timeoutMs: number): HostProblem {
  return new HostProblem('timeout', {
    message: `No answer from the extension host within ${Math.round(timeoutMs / 100) / 10} s (${method}).`,
    hint: 'Try again; if it stays silent, reload the window.',
  });
}

function cancelled(): HostProblem {
  return new HostProblem('cancelled', { message: 'Cancelled.', hint: '' });
}

/** The message when `data` has the channel's shape, else null. */
export function parseHostMessage(data: unknown): HostMessage | null {
  if (!isRecord(data)) return null;
  if (data['type'] === 'event') {
    const event = data['event'];
    return typeof event === 'string' ? { type: 'event', event, data: data['data'] } : null;
  }
  const id = data['id'];
  if (data['type'] !== 'response' || typeof id !== 'number') return null;
  if (data['ok'] === true) return { type: 'response', id, ok: true, result: data['result'] };
  if (data['ok'] !== false) return null;
  const problem = isRecord(data['problem']) ? data['problem'] : {};
  const { message, hint } = problem;
  return {
    type: 'response',
    id,
    ok: false,
    problem: {
      message: typeof message === 'string' ? message : 'The extension host gave no reason.',
      hint: typeof hint === 'string' ? hint : '',
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
