/** Opens the page of label schemes in Chromium under its own policy, with a host that works on what the test gives. */
import * as v from 'valibot';
import { AuditError } from '../../../src/core/errors.ts';
import { createChannel, type Channel } from '../../../src/host/panels/channel.ts';
import * as schemas from '../../../src/host/schemes/requestSchemas.ts';
import type { HostMessage } from '../../../src/protocol/channel.ts';
import type {
  CheckedView,
  SavedView,
  SchemeFields,
  SchemePageEvents,
  SchemePageRequests,
  SchemePageView,
} from '../../../src/protocol/schemePage.ts';
import { bundledPages, withPage } from '../../support/bundledPage.ts';
import type { WebviewHost, WebviewPage, WebviewPageOptions } from '../../support/webviewPage.ts';

const openPage = bundledPages('scheme');

/** Plays the extension host: what the page asked for, in order. */
export class MockSchemeHost implements WebviewHost<HostMessage, unknown> {
  readonly asked: string[] = [];
  view: SchemePageView;
  checked: CheckedView;
  /** What saves come to. */
  saved: ((fields: SchemeFields, stamp: string) => SavedView) | undefined;
  last: SchemeFields | undefined;
  #listener: (message: unknown) => void = () => undefined;
  #channel: Channel<SchemePageEvents> | undefined;

  constructor(view: SchemePageView, checked: CheckedView) {
    this.view = view;
    this.checked = checked;
  }

  connect(post: (message: HostMessage) => void): void {
    const note = (what: string): void => void this.asked.push(what);
    this.#channel = createChannel<SchemePageRequests, SchemePageEvents>(
      {
        postMessage: (message) => {
          post(message as HostMessage);
          return Promise.resolve(true);
        },
        onDidReceiveMessage: (listener) => {
          this.#listener = listener;
          return { dispose: () => undefined };
        },
      },
      {
        ready: () => this.view,
        edit: {
          params: schemas.edit,
          handle: ({ id, copy }) => {
            note(`${copy ? 'copy' : 'edit'} ${id}`);
            return this.view;
          },
        },
        create: () => {
          note('create');
          return this.view;
        },
        check: {
          params: schemas.check,
          handle: ({ fields }) => {
            this.last = fields;
            return this.checked;
          },
        },
        save: {
          params: schemas.save,
          handle: ({ fields, stamp, place }) => {
            note(`save ${place} ${stamp}`);
            this.last = fields;
            if (this.saved === undefined)
              throw new AuditError('read-only', 'It can’t be written.', 'Nothing was saved.');
            return this.saved(fields, stamp);
          },
        },
        use: {
          params: schemas.named,
          handle: ({ id }) => {
            note(`use ${id}`);
            return this.view;
          },
        },
        openText: {
          params: schemas.named,
          handle: ({ id }) => {
            note(`open ${id}`);
            return null;
          },
        },
        followLink: {
          params: v.object({ url: v.string() }),
          handle: ({ url }) => {
            note(`link ${url}`);
            return null;
          },
        },
      },
    );
  }

  receive(message: unknown): void {
    this.#listener(message);
  }

  async tell<E extends 'schemes' | 'edit'>(event: E, data: SchemePageEvents[E]): Promise<void> {
    await this.#channel?.post(event, data);
  }
}

export interface OpenedSchemes extends WebviewPage {
  readonly host: MockSchemeHost;
}

/** Opens a page for a test, and finds that it stayed within its policy and threw nothing. */
export async function withSchemePage(
  view: SchemePageView,
  checked: CheckedView,
  use: (opened: OpenedSchemes) => Promise<void>,
  options: Pick<WebviewPageOptions<HostMessage, unknown>, 'theme' | 'viewport'> = {},
): Promise<void> {
  const host = new MockSchemeHost(view, checked);
  const opened = await openPage({ host, ...options });
  await opened.page.waitForSelector('h1');
  await withPage({ ...opened, host }, use);
}
