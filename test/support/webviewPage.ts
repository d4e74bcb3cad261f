// Our pages in a plain headless browser: the built bundle under the production policy, with VS Code's theme around it
// and a host that the test plays. Plain `node --test` runs it; no VS Code is involved.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { chromiumLaunchOptions } from '../../scripts/chromium.js';
import { watchPage } from './pageWatch.ts';
import type { PageWatch } from './pageWatch.ts';
import type { ThemeName } from './themes.ts';
import { serveWebview } from './webviewServer.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const BUILT = join(HERE, '..', '..', 'dist', 'webview');

/** What plays the extension host: it gets the page's messages and answers through `post`. */
export interface WebviewHost<ToPage = unknown, FromPage = unknown> {
  connect(post: (message: ToPage) => void): void;
  receive(message: FromPage): void | Promise<void>;
}

/** How a page is opened. */
export interface WebviewPageOptions<ToPage, FromPage> {
  readonly host: WebviewHost<ToPage, FromPage>;
  readonly theme?: ThemeName;
  /** What `getState()` answers at first, as after a reload of the window. */
  readonly state?: unknown;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly reducedMotion?: boolean;
  /** A folder with `<panel>.js` and `<panel>.css`; `dist/webview` unless told otherwise. */
  readonly built?: string;
  /** Use this browser (see `launchBrowser`) and leave it running, which saves half a second a page. */
  readonly browser?: Browser;
}

/** An open page. */
export interface WebviewPage {
  readonly page: Page;
  /** Requests that left, policy refusals and console errors. */
  readonly watch: PageWatch;
  /** What the page last gave to `setState`. */
  state(): Promise<unknown>;
  /** Changes the theme under the page, as VS Code does when the user switches. */
  setTheme(theme: ThemeName): Promise<void>;
  /** Loads the page anew with the state it left, as VS Code does when a hidden tab shows again. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

interface CapturedTheme {
  readonly bodyClass: string;
  readonly bodyData: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly defaultStyles: string;
}

/** A browser for several pages. Throws, saying what to install, when the machine has none. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch(chromiumLaunchOptions());
}

/** Opens the built page of a panel against the test's host. */
export async function openWebviewPage<ToPage, FromPage>(
  panel: string,
  options: WebviewPageOptions<ToPage, FromPage>,
): Promise<WebviewPage> {
  const { host, theme = 'dark', reducedMotion = false } = options;
  const server = await serveWebview(panel, options.built ?? BUILT, readTheme(theme).defaultStyles);
  const browser = options.browser ?? (await launchBrowser());
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1100, height: 800 },
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    locale: 'en-US',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
  const page = await context.newPage();
  const watch = await watchPage(context, page, server.origin);
  await page.exposeBinding('postToTestHost', (_source, message: FromPage) => void host.receive(message));
  await page.addInitScript(browserCall(API_SCRIPT, { state: options.state ?? null }));
  await page.addInitScript(browserCall(THEME_SCRIPT, { ...readTheme(theme), reducedMotion }));
  host.connect((message) => {
    // A message to a page that is closed or between two loads is lost, as it is in VS Code.
    page.evaluate(browserCall(POST_SCRIPT, message)).catch(() => undefined);
  });
  await page.goto(server.origin);
  return {
    page,
    watch,
    state: () => page.evaluate('JSON.parse(sessionStorage.getItem("vsCodeState"))'),
    async setTheme(name) {
      await page.evaluate(browserCall(THEME_SCRIPT, { ...readTheme(name), reducedMotion }));
    },
    async reload() {
      await page.reload();
    },
    async close() {
      if (options.browser === undefined) await browser.close();
      else await context.close();
      server.close();
    },
  };
}

function readTheme(theme: ThemeName): CapturedTheme {
  return JSON.parse(readFileSync(join(HERE, 'themes', `${theme}.json`), 'utf8')) as CapturedTheme;
}

/** A call in the browser. The scripts are texts because the tests' types know nothing of a document. */
function browserCall(script: string, argument: unknown): string {
  return `(${script})(${JSON.stringify(argument)})`;
}

const POST_SCRIPT = `(message) => window.postMessage(message, '*')`;

/** The state outlives a reload, as VS Code keeps it for a tab; the api can be acquired once a load. */
const API_SCRIPT = `({ state }) => {
  if (sessionStorage.getItem('vsCodeState') === null) sessionStorage.setItem('vsCodeState', JSON.stringify(state));
  let acquired = false;
  window.acquireVsCodeApi = () => {
    if (acquired) throw new Error('An instance of the VS Code API has already been acquired');
    acquired = true;
    return Object.freeze({
      postMessage: (message) => void window.postToTestHost(structuredClone(message)),
      setState: (next) => (sessionStorage.setItem('vsCodeState', JSON.stringify(next ?? null)), next),
      getState: () => JSON.parse(sessionStorage.getItem('vsCodeState')) ?? undefined,
    });
  };
}`;

/** Dresses the document as VS Code does, as soon as it has a body. */
const THEME_SCRIPT = `(theme) => {
  const dress = () => {
    const { style } = document.documentElement;
    for (const name of [...style]) if (name.startsWith('--')) style.removeProperty(name);
    for (const [name, value] of Object.entries(theme.variables)) style.setProperty(name, value);
    const kept = [...document.body.classList].filter((name) => !name.startsWith('vscode-'));
    document.body.className = [...kept, theme.bodyClass, ...(theme.reducedMotion ? ['vscode-reduce-motion'] : [])].join(' ');
    Object.assign(document.body.dataset, theme.bodyData);
  };
  if (document.body !== null) return dress();
  const observer = new MutationObserver(() => {
    if (document.body === null) return;
    observer.disconnect();
    dress();
  });
  observer.observe(document, { childList: true, subtree: true });
}`;
