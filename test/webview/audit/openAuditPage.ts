/** Opens the page of agreement in Chromium under its own policy, with a host that the test plays. */
import * as v from 'valibot';
import { selectionSchema } from '../../../src/host/auditPage/selectionSchema.ts';
import { AuditError } from '../../../src/core/errors.ts';
import { createChannel, type Channel } from '../../../src/host/panels/channel.ts';
import type { AuditPageEvents, AuditPageRequests, AuditPageView } from '../../../src/protocol/auditPage.ts';
import type { HostMessage } from '../../../src/protocol/channel.ts';
import { bundledPages, withPage } from '../../support/bundledPage.ts';
import type { WebviewHost, WebviewPage, WebviewPageOptions } from '../../support/webviewPage.ts';

const openPage = bundledPages('audit');

/** Plays the extension host: what the page asked for, in order. */
export class MockAuditHost implements WebviewHost<HostMessage, unknown> {
  readonly asked: string[] = [];
  view: AuditPageView;
  /** Why acts are refused; empty when they are not. */
  refusal = '';
  #listener: (message: unknown) => void = () => undefined;
  #channel: Channel<AuditPageEvents> | undefined;

  constructor(view: AuditPageView) {
    this.view = view;
  }

  connect(post: (message: HostMessage) => void): void {
    const act = (name: string) => () => {
      if (this.refusal !== '') throw new AuditError('refused', this.refusal, 'Try later.');
      this.asked.push(name);
      return null;
    };
    this.#channel = createChannel<AuditPageRequests, AuditPageEvents>(
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
        select: {
          params: selectionSchema,
          handle: (selection) => {
            this.asked.push(`select ${JSON.stringify(selection)}`);
            if (this.view.state === 'blind') return this.view;
            this.view = { state: 'working', selection, view: this.view.view };
            return this.view;
          },
        },
        cancel: act('cancel'),
        again: act('again'),
        ping: () => null,
        openCell: {
          params: v.object({ comparison: v.string(), row: v.string(), column: v.string() }),
          handle: ({ comparison, row, column }) => act(`cell ${comparison} ${row} ${column}`)(),
        },
        newSample: act('newSample'),
        writeReport: act('writeReport'),
      },
    );
  }

  receive(message: unknown): void {
    this.#listener(message);
  }

  async tell<E extends 'view' | 'progress'>(event: E, data: AuditPageEvents[E]): Promise<void> {
    await this.#channel?.post(event, data);
  }
}

export interface OpenedAudit extends WebviewPage {
  readonly host: MockAuditHost;
}

export async function openAuditPage(
  view: AuditPageView,
  options: Pick<WebviewPageOptions<HostMessage, unknown>, 'theme' | 'viewport'> = {},
): Promise<OpenedAudit> {
  const host = new MockAuditHost(view);
  const opened = await openPage({ host, ...options });
  await opened.page.waitForSelector('h1');
  return { ...opened, host };
}

/** Opens a page for a test, and finds that it stayed within its policy and threw nothing. */
export async function withAuditPage(
  view: AuditPageView,
  use: (opened: OpenedAudit) => Promise<void>,
  options: Parameters<typeof openAuditPage>[1] = {},
): Promise<void> {
  await withPage(await openAuditPage(view, options), use);
}
