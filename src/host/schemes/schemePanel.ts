/** The page that edits label schemes: one tab. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { SchemePageEvents, SchemePageRequests, SchemePageView } from '../../protocol/schemePage.ts';
import { log } from '../log.ts';
import { createChannel, type Channel } from '../panels/channel.ts';
import { webviewHtml, webviewRoot } from '../panels/webviewHtml.ts';
import * as schemas from './requestSchemas.ts';
import type { SchemeDesk } from './schemeDesk.ts';
import { SCHEME_VIEW_TYPE } from './viewType.ts';

const TITLE = 'Label Schemes';

export interface SchemePanelServices {
  readonly extensionUri: vscode.Uri;
  readonly desk: SchemeDesk;
  openText(id: string): Promise<void>;
  followLink(url: string): Promise<void>;
  /** Fired when schemes may have changed, through this page or not, and when labels came in. */
  readonly onDidChange: vscode.Event<unknown>;
}

export class SchemePanel implements vscode.Disposable {
  readonly #services: SchemePanelServices;
  readonly #subscription: vscode.Disposable;
  #page: { readonly panel: vscode.WebviewPanel; readonly channel: Channel<SchemePageEvents> } | undefined;
  /** What is edited: null for a new one, undefined for none. */
  #editing: string | null | undefined;
  /** A view that was asked for before the page was there. */
  #first: SchemePageView | undefined;

  constructor(services: SchemePanelServices) {
    this.#services = services;
    this.#subscription = services.onDidChange(() => void this.#tell());
  }

  /** Shows the page in its one tab with that scheme; what is typed there and not saved is asked about first. */
  open(view: SchemePageView): void {
    if (this.#page !== undefined) {
      this.#page.panel.reveal();
      void this.#page.channel.post('edit', view).then((arrived) => {
        // A hidden page starts again when it shows.
        if (!arrived) this.#first = view;
      });
      return;
    }
    this.#first = view;
    this.#show(
      vscode.window.createWebviewPanel(SCHEME_VIEW_TYPE, TITLE, { viewColumn: vscode.ViewColumn.Active }),
    );
  }

  /**
   * Takes up the tab of before a reload, with what was typed there.
   *
   * @param state what the page kept, of any shape
   */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    if (this.#page !== undefined) {
      panel.dispose();
      return;
    }
    const kept = v.safeParse(schemas.kept, state);
    this.#editing = kept.success ? kept.output.edited.id : undefined;
    this.#show(panel);
  }

  #show(panel: vscode.WebviewPanel): void {
    const { extensionUri } = this.#services;
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(extensionUri)] };
    const channel = createChannel<SchemePageRequests, SchemePageEvents>(panel.webview, this.#handlers(), {
      log: (method, error) => log().warn(`scheme page: ${method}`, error),
    });
    this.#page = { panel, channel };
    panel.onDidDispose(() => {
      channel.dispose();
      this.#page = undefined;
      this.#editing = undefined;
    });
    panel.onDidChangeViewState(() => void this.#tell());
    panel.webview.html = webviewHtml({ webview: panel.webview, extensionUri, panel: 'scheme', title: TITLE });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#page?.panel.dispose();
  }

  #handlers(): Parameters<typeof createChannel<SchemePageRequests, SchemePageEvents>>[1] {
    const { desk } = this.#services;
    const shown = (view: SchemePageView): SchemePageView => {
      this.#editing = view.edited === null ? undefined : view.edited.id;
      return view;
    };
    return {
      ready: async () => {
        const view = this.#first ?? (await desk.view(this.#editing));
        this.#first = undefined;
        return shown(view);
      },
      edit: {
        params: schemas.edit,
        handle: async ({ id, copy }) => shown(copy ? await desk.copy(id) : await desk.view(id)),
      },
      create: async () => shown(await desk.view(null)),
      check: { params: schemas.check, handle: ({ id, fields }) => desk.check(id, fields) },
      save: {
        params: schemas.save,
        handle: async (request) => {
          const saved = await desk.save(request);
          if (saved.state === 'saved') shown(saved.view);
          return saved;
        },
      },
      use: { params: schemas.named, handle: ({ id }) => desk.use(id) },
      openText: {
        params: schemas.named,
        handle: async ({ id }) => {
          await this.#services.openText(id);
          return null;
        },
      },
      followLink: {
        params: schemas.link,
        handle: async ({ url }) => {
          await this.#services.followLink(url);
          return null;
        },
      },
    };
  }

  /** Tells a visible page how schemes are now; a hidden one asks when it shows. */
  async #tell(): Promise<void> {
    if (this.#page?.panel.visible !== true) return;
    const { channel } = this.#page;
    try {
      await channel.post('schemes', await this.#services.desk.view(this.#editing));
    } catch (error) {
      log().warn('scheme page: schemes', error);
    }
  }
}
