/** The host's side of `protocol/channel.ts`: answers a page's requests and sends it events. */
import * as v from 'valibot';
import { AuditError, messageOf } from '../../core/errors.ts';
import type { EventMap, HostMessage, ProblemView, RequestMap } from '../../protocol/channel.ts';

/** The part of `vscode.Webview` that a channel needs. */
export interface ChannelWebview {
  postMessage(message: unknown): PromiseLike<boolean>;
  onDidReceiveMessage(listener: (message: unknown) => void): { dispose(): unknown };
}

/** The keys that a map names, without its index signature. */
type Named<Map> = keyof {
  [K in keyof Map as string extends K ? never : number extends K ? never : K]: Map[K];
};

/**
 * One handler a method. Methods without parameters are plain functions; the others come with a valibot schema, and the
 * handler sees only what the schema let through.
 */
export type Handlers<Requests extends RequestMap> = {
  readonly [M in Named<Requests>]: Requests[M]['params'] extends null
    ? () => Requests[M]['result'] | Promise<Requests[M]['result']>
    : {
        readonly params: v.GenericSchema<unknown, Requests[M]['params']>;
        readonly handle: (
          params: Requests[M]['params'],
        ) => Requests[M]['result'] | Promise<Requests[M]['result']>;
      };
};

export interface Channel<Events extends EventMap> {
  /** Sends an event. False when the page didn't get it: it is hidden, gone, or the channel is disposed. */
  post<E extends Named<Events>>(event: E & string, data: Events[E]): Promise<boolean>;
  /** Stops listening; answers still in the making are dropped. */
  dispose(): void;
}

export interface ChannelOptions {
  /** Told of every failure but cancellation, with the method it belongs to. */
  readonly log?: (method: string, error: unknown) => void;
}

type AnyHandler =
  (() => unknown) | { readonly params: v.GenericSchema; readonly handle: (params: unknown) => unknown };

const requestSchema = v.object({
  type: v.literal('request'),
  id: v.pipe(v.number(), v.safeInteger()),
  method: v.string(),
  params: v.optional(v.unknown()),
});

/**
 * Starts answering. Call it *before* setting the webview's html, or the page's first request is lost.
 *
 * A handler's AuditError reaches the page with its message and hint; anything else thrown is a bug: the page is told
 * so and the log has it whole. Requests of unknown methods and of wrong shape are answered with a problem, messages
 * that are no requests are ignored.
 */
export function createChannel<Requests extends RequestMap, Events extends EventMap>(
  webview: ChannelWebview,
  handlers: Handlers<Requests>,
  { log = () => undefined }: ChannelOptions = {},
): Channel<Events> {
  let disposed = false;
  const table = new Map(Object.entries(handlers as Readonly<Record<string, AnyHandler>>));

  const send = async (message: HostMessage): Promise<boolean> => {
    if (disposed) return false;
    try {
      return await webview.postMessage(message);
    } catch (error) {
      // VS Code rejects when the panel was closed meanwhile; nobody is left to be told.
      if (!disposed) log('postMessage', error);
      return false;
    }
  };

  const answer = async (id: number, method: string, params: unknown): Promise<void> => {
    try {
      const result = await call(table.get(method), method, params);
      await send({ type: 'response', id, ok: true, result });
    } catch (error) {
      if (!disposed && !isCancelled(error)) log(method, error);
      await send({ type: 'response', id, ok: false, problem: problemOf(error) });
    }
  };

  const subscription = webview.onDidReceiveMessage((message) => {
    const request = v.safeParse(requestSchema, message);
    if (request.success) void answer(request.output.id, request.output.method, request.output.params);
  });

  return {
    post: (event, data) => send({ type: 'event', event, data }),
    dispose() {
      disposed = true;
      subscription.dispose();
    },
  };
}

async function call(handler: AnyHandler | undefined, method: string, params: unknown): Promise<unknown> {
  if (handler === undefined)
    throw new AuditError('bug', `The page asked for "${method}", which is unknown here.`);
  if (typeof handler === 'function') return await handler();
  const parsed = v.safeParse(handler.params, params);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const at = v.getDotPath(issue) ?? 'parameters';
    throw new AuditError('bug', `The page sent "${method}" with unexpected ${at}: ${issue.message}`);
  }
  return await handler.handle(parsed.output);
}

function isCancelled(error: unknown): boolean {
  return error instanceof AuditError && error.kind === 'cancelled';
}

/** What a page shows of anything thrown. */
export function problemOf(error: unknown): ProblemView {
  if (error instanceof AuditError) return { message: error.message, hint: error.hint };
  return { message: `Something went wrong: ${messageOf(error)}`, hint: 'The log has the details.' };
}
