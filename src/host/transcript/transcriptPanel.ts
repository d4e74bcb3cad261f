/** One tab with a transcript in it: answers the page and keeps title, selection and restored state in step. */
import type * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type { LabelledView, OpenedView, TranscriptView } from '../../protocol/transcriptPanel.ts';
import type { QueuePlace } from '../../protocol/transcriptQueue.ts';
import type { TranscriptEvents, TranscriptRequests } from '../../protocol/transcriptRequests.ts';
import { log } from '../log.ts';
import { createChannel, type Channel, type Handlers } from '../panels/channel.ts';
import { webviewHtml } from '../panels/webviewHtml.ts';
import type { PanelHost } from './panelHost.ts';
import { transcriptTitle, type TranscriptReader } from './reader.ts';
import { readingRequests } from './readingRequests.ts';
import * as schemas from './requestSchemas.ts';

const DRAW_PATIENCE_MS = 10_000;
const NOT_YET = new AuditError('not-found', 'Nothing is hidden here.');

/** A transcript, and where it was opened from: a finding, or an item of the queue that is worked on. */
export interface ShownPlace {
  readonly transcriptId: number;
  readonly findingId?: number | undefined;
  readonly queue?: QueuePlace | undefined;
}

/** A transcript on screen: how long it took from the request, and how many elements the page has. */
export interface Drawn {
  readonly transcriptId: number;
  readonly nodes: number;
  readonly milliseconds: number;
}

export class TranscriptPanel {
  readonly panel: vscode.WebviewPanel;
  /** A kept tab is not reused for the next transcript. */
  kept = false;

  private readonly host: PanelHost;
  private readonly channel: Channel<TranscriptEvents>;
  private readonly subscriptions: vscode.Disposable[] = [];
  private title = 'Transcript';
  /** Whose next and previous transcripts the keys go to: the finding's that it was opened from, or the tree's. */
  private reader: TranscriptReader;
  private findingId: number | undefined;
  private shown: number | undefined;
  private shownKey: string | undefined;
  private signature = '';
  /** What was shown is not in the database now; an import may bring it back. */
  private isGone = false;
  private waiting: ((drawn: { transcriptId: number; nodes: number }) => void) | undefined;

  constructor(
    host: PanelHost,
    panel: vscode.WebviewPanel,
    place: ShownPlace | undefined,
    onGone: () => void,
  ) {
    this.host = host;
    this.panel = panel;
    this.shown = place?.transcriptId;
    this.findingId = place?.findingId;
    this.reader = place?.findingId === undefined ? host.reader : host.readerOf(place.findingId);
    this.channel = createChannel<TranscriptRequests, TranscriptEvents>(panel.webview, this.handlers(), {
      log: (method, error) => log().error(`transcript page: ${method}`, error),
    });
    this.subscriptions.push(
      panel.onDidDispose(() => {
        this.channel.dispose();
        for (const subscription of this.subscriptions) subscription.dispose();
        onGone();
      }),
      panel.onDidChangeViewState(() => {
        if (panel.active && this.shown !== undefined)
          this.host.shown(this.shown, this.shownKey, this.findingId);
      }),
    );
    panel.webview.html = webviewHtml({
      webview: panel.webview,
      extensionUri: host.extensionUri,
      panel: 'transcript',
      title: 'Transcript',
    });
  }

  get transcriptId(): number | undefined {
    return this.shown;
  }

  /** Shows another transcript in this tab. */
  async show({ transcriptId, findingId }: ShownPlace): Promise<void> {
    if (findingId !== this.findingId)
      this.reader = findingId === undefined ? this.host.reader : this.host.readerOf(findingId);
    this.findingId = findingId;
    this.shown = transcriptId;
    this.shownKey = undefined;
    const opened = await this.opened();
    await this.channel.post('show', opened);
  }

  /** Passes on that labels changed, if they are those of the transcript shown here. */
  async labelsChanged(transcriptIds: ReadonlySet<number>): Promise<void> {
    if (this.shown === undefined || !transcriptIds.has(this.shown) || !this.panel.visible) return;
    const view = await this.host.desk.labelledView(this.shown);
    if (view !== undefined) await this.channel.post('labelled', view);
  }

  /** The database changed under the page: what is shown may be gone, or have another id. */
  async refresh(): Promise<void> {
    if (!this.panel.visible) return;
    await this.channel.post('show', await this.opened());
  }

  /** Runs changed somewhere: draws again if that shows here (a corrected name, another rule, a deletion). */
  async headingChanged(): Promise<void> {
    const isOther = this.shown !== undefined && this.host.reader.signature(this.shown) !== this.signature;
    if (this.isGone || isOther) await this.refresh();
  }

  async settingsChanged(): Promise<void> {
    await this.channel.post('settings', await this.host.settings());
  }

  async act(act: TranscriptEvents['act']): Promise<void> {
    await this.channel.post('act', act);
  }

  private handlers(): Handlers<TranscriptRequests> {
    const { host } = this;
    return {
      ...readingRequests(host, () => this.reader),
      ready: { params: schemas.ready, handle: ({ key }) => this.ready(key) },
      moved: { params: schemas.one, handle: ({ transcriptId }) => this.moved(transcriptId) },
      label: {
        params: schemas.labelRequest,
        handle: async (request) => {
          await host.desk.label(request);
          return this.labelled(request.transcriptId);
        },
      },
      reveal: { params: schemas.oneInQueue, handle: () => Promise.reject(NOT_YET) },
      resumeQueue: { params: schemas.queuePlace, handle: () => null },
      pauseQueue: () => null,
      summariseQueue: { params: schemas.ofQueue, handle: () => null },
      undo: () => this.step('undo'),
      redo: () => this.step('redo'),
      drawn: {
        params: schemas.drawn,
        handle: (drawn) => {
          this.waiting?.(drawn);
          return null;
        },
      },
      keep: {
        params: schemas.keep,
        handle: ({ kept }) => {
          this.kept = kept;
          this.setTitle(this.title);
          return null;
        },
      },
    };
  }

  /** Resolves when the page has drawn the transcript; undefined when it doesn't say so in time. */
  whenDrawn(transcriptId: number): Promise<Drawn | undefined> {
    const start = performance.now();
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), DRAW_PATIENCE_MS);
      this.waiting = (drawn) => {
        if (drawn.transcriptId !== transcriptId) return;
        clearTimeout(timer);
        this.waiting = undefined;
        resolve({ ...drawn, milliseconds: performance.now() - start });
      };
    });
  }

  private async ready(key: string | null): Promise<OpenedView> {
    await this.host.open();
    if (this.shown === undefined && key !== null) this.shownKey = key;
    return this.opened();
  }

  private async opened(): Promise<OpenedView> {
    if (this.shown === undefined && this.shownKey === undefined) return this.openedWith(null, '');
    const view = await this.shownView();
    this.isGone = view === undefined;
    if (view === undefined) return this.openedWith(null, 'This transcript is no longer in the database.');
    this.settle(view);
    return this.openedWith(view, '');
  }

  /**
   * The transcript to show. An id means another transcript in another database, and changes when a file is imported
   * anew; the content key finds the same texts again.
   */
  private async shownView(): Promise<TranscriptView | undefined> {
    const { shown, shownKey } = this;
    const view = shown === undefined ? undefined : await this.reader.view(shown);
    if (shownKey === undefined || view?.key === shownKey) return view;
    const id = this.host.reader.idByKey(shownKey);
    return id === undefined ? undefined : this.reader.view(id);
  }

  private async openedWith(transcript: TranscriptView | null, gone: string): Promise<OpenedView> {
    return { transcript, gone, settings: await this.host.settings(), kept: this.kept };
  }

  private async moved(transcriptId: number): Promise<LabelledView> {
    this.shown = transcriptId;
    const heading = this.host.reader.heading(transcriptId);
    this.shownKey = heading.key;
    this.setTitle(heading.title);
    this.signature = this.host.reader.signature(transcriptId);
    this.host.shown(transcriptId, heading.key, this.findingId);
    return this.labelled(transcriptId);
  }

  private async labelled(transcriptId: number): Promise<LabelledView> {
    const view = await this.host.desk.labelledView(transcriptId);
    if (view === undefined)
      throw new AuditError('not-found', 'This transcript is no longer in the database.');
    return view;
  }

  private async step(direction: 'undo' | 'redo'): Promise<TranscriptView | null> {
    const outcome = await this.host.desk.step(direction, true);
    if (outcome === undefined) return null;
    // The same text may be in several runs: stay where the reader is if that is one of them.
    const here = outcome.transcriptIds.find((id) => id === this.shown) ?? outcome.transcriptIds[0];
    const view = here === undefined ? undefined : await this.reader.view(here);
    if (view === undefined) return null;
    this.settle(view);
    return view;
  }

  private settle(view: TranscriptView): void {
    this.shown = view.id;
    this.shownKey = view.key;
    this.setTitle(transcriptTitle(view.probe, view.sample));
    this.signature = this.host.reader.signature(view.id);
    this.host.shown(view.id, view.key, this.findingId);
  }

  private setTitle(title: string): void {
    this.title = title;
    this.panel.title = this.kept ? `${title} (kept)` : title;
  }
}
