/** The page of agreement and corrected rates: one tab, whose figures the worker works out. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type {
  AuditPageEvents,
  AuditPageRequests,
  AuditPageView,
  AuditSelection,
  AuditView,
} from '../../protocol/auditPage.ts';
import { log } from '../log.ts';
import { createChannel, problemOf, type Channel } from '../panels/channel.ts';
import { webviewHtml, webviewRoot } from '../panels/webviewHtml.ts';
import { selectionSchema } from './selectionSchema.ts';

const TITLE = 'Agreement and Rates';
/** Figures are worked out anew at most so often while labels come in, and no more than a tenth of the time. */
const PAUSE_MS = 3_000;

/** What the page needs of the session, the worker and other commands. */
export interface AuditPageServices {
  readonly extensionUri: vscode.Uri;
  figures(
    selection: AuditSelection,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<AuditView>;
  /** Lets the user choose among the transcripts of a cell. */
  openCell(
    selection: AuditSelection,
    cell: { comparison: string; row: string; column: string },
  ): Promise<void>;
  newSample(selection: AuditSelection): Promise<void>;
  writeReport(selection: AuditSelection): Promise<void>;
  /** Fired when labels or runs changed. */
  readonly onDidChange: vscode.Event<unknown>;
  readonly blindness: {
    readonly isBlind: boolean;
    readonly because: string;
    readonly onDidChange: vscode.Event<void>;
  };
}

interface OpenPage {
  readonly panel: vscode.WebviewPanel;
  readonly channel: Channel<AuditPageEvents>;
}

export class AuditPage implements vscode.Disposable {
  readonly #services: AuditPageServices;
  readonly #subscriptions: vscode.Disposable;
  #page: OpenPage | undefined;
  #selection: AuditSelection | undefined;
  #view: AuditView | null = null;
  #failure: { readonly message: string; readonly hint: string } | undefined;
  #working: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #tookMs = 0;
  /** True where something changed that the figures shown don't know of. */
  #stale = false;

  constructor(services: AuditPageServices) {
    this.#services = services;
    this.#subscriptions = vscode.Disposable.from(
      services.onDidChange(() => this.#changed()),
      services.blindness.onDidChange(() => {
        if (services.blindness.isBlind) this.#forget();
        void this.#post();
      }),
    );
  }

  /** Shows the page with this selection, in its one tab. */
  open(selection: AuditSelection): void {
    this.#select(selection);
    if (this.#page !== undefined) {
      this.#page.panel.reveal();
      return;
    }
    const { extensionUri } = this.#services;
    const panel = vscode.window.createWebviewPanel(
      'transcriptAuditor.audit',
      TITLE,
      { viewColumn: vscode.ViewColumn.Active },
      { enableScripts: true, localResourceRoots: [webviewRoot(extensionUri)] },
    );
    const channel = createChannel<AuditPageRequests, AuditPageEvents>(panel.webview, this.#handlers(), {
      log: (method, error) => log().warn(`agreement page: ${method}`, error),
    });
    this.#page = { panel, channel };
    panel.onDidDispose(() => {
      channel.dispose();
      this.#page = undefined;
      this.#forget();
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) return;
      // What was posted while it was hidden never arrived.
      void this.#post();
      if (this.#stale) this.#soon();
    });
    panel.webview.html = webviewHtml({ webview: panel.webview, extensionUri, panel: 'audit', title: TITLE });
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#forget();
    this.#page?.panel.dispose();
  }

  #handlers(): Parameters<typeof createChannel<AuditPageRequests, AuditPageEvents>>[1] {
    const withSelection = async (use: (selection: AuditSelection) => Promise<void>): Promise<null> => {
      if (this.#selection === undefined || this.#services.blindness.isBlind) return null;
      await use(this.#selection);
      return null;
    };
    return {
      ready: () => {
        if (this.#stale) this.#soon();
        return this.#state();
      },
      select: {
        params: selectionSchema,
        handle: (selection) => {
          this.#select(selection);
          return this.#state();
        },
      },
      cancel: () => {
        this.#working?.abort('cancelled');
        return null;
      },
      again: () => {
        if (this.#selection !== undefined) this.#select(this.#selection);
        void this.#post();
        return null;
      },
      ping: () => null,
      openCell: {
        params: v.object({ comparison: v.string(), row: v.string(), column: v.string() }),
        handle: (cell) => withSelection((selection) => this.#services.openCell(selection, cell)),
      },
      newSample: () => withSelection((selection) => this.#services.newSample(selection)),
      writeReport: () => withSelection((selection) => this.#services.writeReport(selection)),
    };
  }

  /** What the page shows now. */
  #state(): AuditPageView {
    const { blindness } = this.#services;
    if (blindness.isBlind) return { state: 'blind', because: blindness.because };
    const selection = this.#selection;
    if (selection === undefined) return { state: 'blind', because: '' };
    if (this.#working !== undefined) return { state: 'working', selection, view: this.#view };
    if (this.#failure !== undefined)
      return { state: 'failed', selection, ...this.#failure, view: this.#view };
    if (this.#view === null) return { state: 'working', selection, view: null };
    return { state: 'ready', selection, view: this.#view };
  }

  async #post(): Promise<void> {
    if (this.#page?.panel.visible === true) await this.#page.channel.post('view', this.#state());
  }

  #select(selection: AuditSelection): void {
    this.#selection = selection;
    this.#failure = undefined;
    this.#working?.abort('cancelled');
    this.#working = new AbortController();
    void this.#compute(selection, this.#working);
  }

  async #compute(selection: AuditSelection, working: AbortController): Promise<void> {
    const start = Date.now();
    try {
      if (this.#services.blindness.isBlind) throw new AuditError('cancelled', 'Hidden now.');
      const view = await this.#services.figures(selection, working.signal, (share) => {
        if (this.#working === working) void this.#page?.channel.post('progress', { share });
      });
      if (this.#working !== working) return;
      this.#view = view;
      this.#stale = false;
    } catch (error) {
      if (this.#working !== working) return;
      const cancelled = working.signal.aborted || (error instanceof AuditError && error.kind === 'cancelled');
      if (!cancelled) {
        log().warn('agreement page: figures', error);
        this.#failure = problemOf(error);
      } else if (this.#view === null) {
        this.#failure = {
          message: 'Stopped before the figures were there.',
          hint: 'Work them out again, or select less.',
        };
      }
    }
    this.#tookMs = Date.now() - start;
    this.#working = undefined;
    await this.#post();
    if (this.#stale) this.#soon();
  }

  /** Labels or runs changed: a visible page follows, a hidden one when it is shown. */
  #changed(): void {
    if (this.#page === undefined) return;
    this.#stale = true;
    if (this.#page.panel.visible) this.#soon();
  }

  #soon(): void {
    if (this.#timer !== undefined || this.#working !== undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (!this.#stale || this.#working !== undefined || this.#selection === undefined) return;
        if (this.#services.blindness.isBlind || this.#page?.panel.visible !== true) return;
        this.#stale = false;
        // Without a word to the page: what it shows stays until the new figures are there.
        this.#failure = undefined;
        this.#working = new AbortController();
        void this.#compute(this.#selection, this.#working);
      },
      Math.max(PAUSE_MS, 10 * this.#tookMs),
    );
  }

  /** Figures are nowhere kept while they are hidden or nobody looks. */
  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#working?.abort('cancelled');
    this.#working = undefined;
    this.#view = null;
    this.#stale = true;
  }
}
