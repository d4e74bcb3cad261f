/** One tab with a transcript in it: answers the page and keeps title, selection and restored state in step. */
import type * as vscode from 'vscode';
import type { LabelledView, OpenedView, TranscriptView } from '../../protocol/transcriptPanel.ts';
import type { QueuePlace } from '../../protocol/transcriptQueue.ts';
import type { SteppedView, TranscriptEvents, TranscriptRequests } from '../../protocol/transcriptRequests.ts';
import { maskPattern, maskText } from '../../core/maskText.ts';
import { log } from '../log.ts';
import { createChannel, type Channel, type Handlers } from '../panels/channel.ts';
import { webviewHtml } from '../panels/webviewHtml.ts';
import {
  giveLabel,
  GONE_WORDS,
  labelsNow,
  revealView,
  spotAsked,
  stepBack,
  type PageLabel,
} from './labelActs.ts';
import type { PanelHost } from './panelHost.ts';
import type { QueueSpot } from './queueWork.ts';
import { transcriptTitle, type TranscriptReader } from './reader.ts';
import { readingRequests } from './readingRequests.ts';
import * as schemas from './requestSchemas.ts';
import type { Drawn, ShownPlace } from './shownPlace.ts';

const DRAW_PATIENCE_MS = 10_000;

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
  /** Which item of a queue is shown; undefined outside queues. */
  private at: QueuePlace | undefined;
  private shown: number | undefined;
  private shownKey: string | undefined;
  private signature = '';
  /** What was shown is not in the database now; an import may bring it back. */
  private isGone = false;
  /** True while a label of this page is written: the page learns of it by the answer. */
  private isLabelling = false;
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
    this.at = place?.queue;
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
        if (panel.active) this.tellShown();
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

  /** As which item of a queue the tab shows that transcript. */
  placeOf(transcriptId: number): QueuePlace | undefined {
    return transcriptId === this.shown ? this.at : undefined;
  }

  /** Shows another transcript in this tab. */
  async show({ transcriptId, findingId, queue }: ShownPlace): Promise<void> {
    if (findingId !== this.findingId)
      this.reader = findingId === undefined ? this.host.reader : this.host.readerOf(findingId);
    this.findingId = findingId;
    this.at = queue;
    this.shown = transcriptId;
    this.shownKey = undefined;
    const opened = await this.opened();
    await this.channel.post('show', opened);
  }

  /** Passes on that labels changed elsewhere, if they are those of the transcript shown here. */
  async labelsChanged(transcriptIds: ReadonlySet<number>): Promise<void> {
    if (this.isLabelling || !this.panel.visible) return;
    const { at } = this;
    if (this.shown !== undefined && transcriptIds.has(this.shown) && this.spotHere() !== 'paused')
      await this.channel.post('labelled', await labelsNow(this.host, this.shown, at));
    if (at !== undefined && this.host.work.isOpen(at))
      await this.channel.post('queueMoved', { queueId: at.queueId, progress: this.host.work.progress() });
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
      ...readingRequests(host, {
        reader: () => this.reader,
        spot: (transcriptId) => {
          const spot = this.spotHere();
          return spot !== 'paused' && spot?.transcriptId === transcriptId ? spot : undefined;
        },
      }),
      ready: { params: schemas.ready, handle: ({ key, queue }) => this.ready(key, queue) },
      moved: {
        params: schemas.oneInQueue,
        handle: ({ transcriptId, queue }) => this.moved(transcriptId, queue),
      },
      label: { params: schemas.labelRequest, handle: (request) => this.label(request) },
      reveal: {
        params: schemas.oneInQueue,
        handle: ({ transcriptId, queue }) => revealView(host, this.reader, transcriptId, queue),
      },
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

  private async ready(key: string | null, queue: QueuePlace | undefined): Promise<OpenedView> {
    await this.host.open();
    if (this.shown === undefined && key !== null) {
      this.shownKey = key;
      this.at ??= queue;
    }
    return this.opened();
  }

  /** The item of the queue that this tab shows; `paused` while its queue isn't the one that is worked on. */
  private spotHere(): QueueSpot | 'paused' | undefined {
    if (this.at === undefined) return undefined;
    return this.host.work.isOpen(this.at) ? this.host.work.spot(this.at) : 'paused';
  }

  private async opened(): Promise<OpenedView> {
    if (this.shown === undefined && this.shownKey === undefined) return this.openedWith(null, '');
    const spot = this.spotHere();
    // An item is never shown as what it is while its queue rests: it would tell what the queue keeps for later.
    if (spot === 'paused') {
      this.setTitle('Queue paused');
      return { ...(await this.openedWith(null, '')), ...(this.at === undefined ? {} : { paused: this.at }) };
    }
    const view = await this.shownView(spot);
    this.isGone = view === undefined;
    if (view === undefined) return this.openedWith(null, GONE_WORDS);
    this.settle(view);
    return this.openedWith(view, '');
  }

  /**
   * The transcript to show. An id means another transcript in another database, and changes when a file is imported
   * anew; the content key finds the same texts again.
   */
  private async shownView(spot: QueueSpot | undefined): Promise<TranscriptView | undefined> {
    if (this.at !== undefined)
      return spot === undefined ? undefined : this.reader.view(spot.transcriptId, spot);
    const { shown, shownKey } = this;
    const view = shown === undefined ? undefined : await this.reader.view(shown);
    if (shownKey === undefined || view?.key === shownKey) return view;
    const id = this.host.reader.idByKey(shownKey);
    return id === undefined ? undefined : this.reader.view(id);
  }

  private async openedWith(transcript: TranscriptView | null, gone: string): Promise<OpenedView> {
    return { transcript, gone, settings: await this.host.settings(), kept: this.kept };
  }

  private async moved(transcriptId: number, queue: QueuePlace | undefined): Promise<LabelledView> {
    const spot = spotAsked(this.host, queue);
    this.at = queue;
    this.shown = transcriptId;
    const heading = this.host.reader.heading(transcriptId);
    this.shownKey = heading.key;
    const { masks } = await this.host.covers.of(transcriptId, spot?.item);
    this.setTitle(
      spot === undefined ? maskText(heading.title, maskPattern(masks)) : this.host.work.title(spot),
    );
    this.signature = this.host.reader.signature(transcriptId);
    this.tellShown();
    return labelsNow(this.host, transcriptId, queue);
  }

  private async label(request: PageLabel): Promise<LabelledView> {
    this.isLabelling = true;
    try {
      return await giveLabel(this.host, this.reader, request);
    } finally {
      this.isLabelling = false;
    }
  }

  private async step(direction: 'undo' | 'redo'): Promise<SteppedView | null> {
    const inQueue = this.at !== undefined && this.host.work.isOpen(this.at);
    const view = await stepBack(this.host, this.reader, direction, { transcriptId: this.shown, inQueue });
    if (view === undefined) return null;
    this.settle(view);
    return view;
  }

  private settle(view: TranscriptView): void {
    this.shown = view.id;
    this.shownKey = view.key;
    const { queue } = view;
    this.at = queue === undefined ? undefined : { queueId: queue.queueId, place: queue.place };
    const spot = this.spotHere();
    this.setTitle(
      spot === undefined || spot === 'paused'
        ? transcriptTitle(view.probe, view.sample)
        : this.host.work.title(spot),
    );
    this.signature = this.host.reader.signature(view.id);
    this.tellShown();
  }

  private tellShown(): void {
    if (this.at !== undefined) this.host.shownInQueue();
    else if (this.shown !== undefined) this.host.shown(this.shown, this.shownKey, this.findingId);
  }

  private setTitle(title: string): void {
    this.title = title;
    this.panel.title = this.kept ? `${title} (kept)` : title;
  }
}
