/**
 * How a page and the extension host talk: requests from the page with one answer each, and events from the host.
 *
 * A panel declares a `RequestMap` and an `EventMap`; both sides are typed by them. Nothing here imports anything.
 */

/** Method name to the shapes of its parameters and its answer. */
export type RequestMap = Record<string, { params: unknown; result: unknown }>;
/** Event name to the shape of its data. */
export type EventMap = Record<string, unknown>;

/** Page to host. */
export interface RequestMessage {
  readonly type: 'request';
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

/** What went wrong, in words for the user. */
export interface ProblemView {
  readonly message: string;
  readonly hint: string;
}

/** Host to page. */
export type HostMessage =
  | { readonly type: 'response'; readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly type: 'response'; readonly id: number; readonly ok: false; readonly problem: ProblemView }
  | { readonly type: 'event'; readonly event: string; readonly data: unknown };
