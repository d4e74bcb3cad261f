/** Connects a page to its extension host over VS Code's message channel. */
import type { EventMap, RequestMap } from '../../src/protocol/channel.ts';
import { HostClient } from './hostClient.ts';
import { vsCodeApi } from './vsCodeApi.ts';

/**
 * The page's client for `Requests` and `Events` (a panel's maps in `src/protocol`).
 *
 * Only VS Code's frame around the page can post to it: the page's policy allows no frames and no other windows.
 */
export function connectHost<Requests extends RequestMap, Events extends EventMap>(): HostClient<
  Requests,
  Events
> {
  const client = new HostClient<Requests, Events>((message) => vsCodeApi().postMessage(message));
  window.addEventListener('message', (event: MessageEvent<unknown>) => client.receive(event.data));
  return client;
}
