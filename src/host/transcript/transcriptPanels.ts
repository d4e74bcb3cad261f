/** The transcript tabs: one that is reused, and those that were kept or opened to the side. */
import * as vscode from 'vscode';
import type { TranscriptEvents } from '../../protocol/transcriptRequests.ts';
import { log } from '../log.ts';
import { webviewRoot } from '../panels/webviewHtml.ts';
import type { StoreChange } from '../session/changePoll.ts';
import type { PanelHost } from './panelHost.ts';
import type { Drawn, ShownPlace } from './shownPlace.ts';
import { TranscriptPanel } from './transcriptPanel.ts';
import { TRANSCRIPT_VIEW_TYPE } from './viewType.ts';

export interface OpenOptions {
  /** Open in another editor column, leaving what is shown alone. */
  readonly toSide?: boolean;
  /** Leave the keyboard where it is. */
  readonly preserveFocus?: boolean;
  /** The finding it is opened from: next and previous go through its transcripts. */
  readonly findingId?: number | undefined;
}

/** Restores tabs too: composeHost registers that with VS Code, which asks for it at activation. */
export class TranscriptPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly host: PanelHost;
  private readonly panels = new Set<TranscriptPanel>();
  private ending = false;

  constructor(host: PanelHost) {
    this.host = host;
  }

  /** How many tabs are open; a test opens and closes many and looks at it. */
  get size(): number {
    return this.panels.size;
  }

  /** The tab that commands act on: the active one, else the reusable one, else any. */
  get current(): TranscriptPanel | undefined {
    const all = [...this.panels];
    return all.find((panel) => panel.panel.active) ?? all.find((panel) => !panel.kept) ?? all[0];
  }

  /**
   * Opens a transcript, with `queue` as an item of the queue that is worked on; resolves when it is on screen (undefined
   * when the page didn't say so in time).
   */
  async open(what: number | ShownPlace, options: OpenOptions = {}): Promise<Drawn | undefined> {
    const place: ShownPlace =
      typeof what === 'number' ? { transcriptId: what, findingId: options.findingId } : what;
    const { transcriptId } = place;
    const reusable = options.toSide === true ? undefined : [...this.panels].find((panel) => !panel.kept);
    if (reusable !== undefined) {
      reusable.panel.reveal(undefined, options.preserveFocus ?? false);
      const drawn = reusable.whenDrawn(transcriptId);
      await reusable.show(place);
      return drawn;
    }
    const panel = vscode.window.createWebviewPanel(
      TRANSCRIPT_VIEW_TYPE,
      'Transcript',
      {
        viewColumn: options.toSide === true ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
        preserveFocus: options.preserveFocus ?? false,
      },
      this.webviewOptions(),
    );
    return this.add(panel, place).whenDrawn(transcriptId);
  }

  /** Restores a tab after the window was reloaded; the page knows which transcript it showed. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    panel.webview.options = this.webviewOptions();
    this.add(panel, undefined);
    return Promise.resolve();
  }

  act(act: TranscriptEvents['act']): Promise<void> | undefined {
    return this.current?.act(act);
  }

  storeChanged(change: StoreChange): void {
    switch (change.kind) {
      case 'labels': {
        const ids = new Set(change.transcriptIds);
        for (const panel of this.panels) void panel.labelsChanged(ids);
        break;
      }
      case 'runs':
        // Names and verdicts may have changed; an import under way commits many times a second, so only what is shown
        // and only once in a while is drawn again.
        this.refreshSoon();
        break;
      case 'database':
        for (const panel of this.panels) {
          // While one database is closed and the next isn't open there is nothing to show.
          panel.refresh().catch((error: unknown) => log().warn('drawing a transcript anew', error));
        }
        break;
    }
  }

  /** Settings changed, among them whether the judge is hidden until one has answered. */
  settingsChanged(): void {
    for (const panel of this.panels) void panel.settingsChanged();
    this.queueChanged();
  }

  /** Another queue is worked on, or none: what is hidden is so at once in every tab. */
  queueChanged(): void {
    for (const panel of this.panels) {
      panel.refresh().catch((error: unknown) => log().warn('drawing a transcript anew', error));
    }
  }

  dispose(): void {
    this.ending = true;
    clearTimeout(this.timer);
    for (const panel of this.panels) panel.panel.dispose();
  }

  private timer: ReturnType<typeof setTimeout> | undefined;

  private refreshSoon(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      for (const panel of this.panels) void panel.headingChanged();
    }, 1_000);
  }

  private add(webviewPanel: vscode.WebviewPanel, place: ShownPlace | undefined): TranscriptPanel {
    const media = vscode.Uri.joinPath(this.host.extensionUri, 'media');
    webviewPanel.iconPath = {
      light: vscode.Uri.joinPath(media, 'tab-light.svg'),
      dark: vscode.Uri.joinPath(media, 'tab-dark.svg'),
    };
    const panel = new TranscriptPanel(this.host, webviewPanel, place, () => this.gone(panel));
    this.panels.add(panel);
    return panel;
  }

  private gone(panel: TranscriptPanel): void {
    this.panels.delete(panel);
    // Tabs that go away because the window does are restored by the next one, or offered there.
    if (this.panels.size === 0 && !this.ending) this.host.closed();
  }

  private webviewOptions(): vscode.WebviewPanelOptions & vscode.WebviewOptions {
    return {
      enableScripts: true,
      enableFindWidget: false,
      enableCommandUris: false,
      retainContextWhenHidden: false,
      localResourceRoots: [webviewRoot(this.host.extensionUri)],
    };
  }
}
