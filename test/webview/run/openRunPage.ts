/** Opens the run page in Chromium under its own policy, with a host that the test plays. */
import * as v from 'valibot';
import { AuditError } from '../../../src/core/errors.ts';
import { createChannel, type Channel } from '../../../src/host/panels/channel.ts';
import type { HostMessage } from '../../../src/protocol/channel.ts';
import type { RunPageEvents, RunPageRequests, RunPageView } from '../../../src/protocol/runPanel.ts';
import { bundledPages, withPage } from '../../support/bundledPage.ts';
import type { WebviewHost, WebviewPage, WebviewPageOptions } from '../../support/webviewPage.ts';

const openPage = bundledPages('run');

/** Plays the extension host: what the page asked for, in order. */
export class MockRunHost implements WebviewHost<HostMessage, unknown> {
  readonly asked: string[] = [];
  view: RunPageView;
  /** Why acts are refused; empty when they are not. */
  refusal = '';
  /** A host that was killed answers nothing. */
  dead = false;
  #listener: (message: unknown) => void = () => undefined;
  #channel: Channel<RunPageEvents> | undefined;

  constructor(view: RunPageView) {
    this.view = view;
  }

  connect(post: (message: HostMessage) => void): void {
    const act = (name: string) => () => {
      if (this.refusal !== '') throw new AuditError('refused', this.refusal, 'Wait for it to end.');
      this.asked.push(name);
      return null;
    };
    this.#channel = createChannel<RunPageRequests, RunPageEvents>(
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
        ping: () => null,
        cancel: act('cancel'),
        resume: act('resume'),
        retryFailed: act('retryFailed'),
        showLog: act('showLog'),
        showResults: act('showResults'),
        openSuite: act('openSuite'),
        openCell: {
          params: v.object({ probe: v.string(), model: v.string() }),
          handle: ({ probe, model }) => {
            this.asked.push(`cell ${probe} ${model}`);
            return null;
          },
        },
        openTranscript: {
          params: v.object({ transcriptId: v.number() }),
          handle: ({ transcriptId }) => {
            this.asked.push(`transcript ${transcriptId}`);
            return null;
          },
        },
      },
    );
  }

  receive(message: unknown): void {
    if (!this.dead) this.#listener(message);
  }

  async tell<E extends 'view' | 'live'>(event: E, data: RunPageEvents[E]): Promise<void> {
    await this.#channel?.post(event, data);
  }
}

export interface OpenedRun extends WebviewPage {
  readonly host: MockRunHost;
}

export async function openRunPage(
  view: RunPageView,
  options: Pick<WebviewPageOptions<HostMessage, unknown>, 'theme' | 'viewport'> = {},
): Promise<OpenedRun> {
  const host = new MockRunHost(view);
  const opened = await openPage({ host, ...options });
  await opened.page.waitForSelector('.acts');
  return { ...opened, host };
}

/** Opens a page for a test, and finds that it stayed within its policy and threw nothing. */
export async function withRunPage(
  view: RunPageView,
  use: (opened: OpenedRun) => Promise<void>,
): Promise<void> {
  await withPage(await openRunPage(view), use);
}
