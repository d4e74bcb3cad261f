/** Opens the transcript page in Chromium under the policy it has in VS Code, with a host of the test's own making. */
import { after } from 'node:test';
import * as esbuild from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumLaunchOptions } from '../../../scripts/chromium.js';
import type { RequestMessage } from '../../../src/protocol/channel.ts';
import { pageHtml } from '../../../src/host/panels/pageHtml.ts';
import { MockTranscriptHost, type MockHostOptions } from '../../support/mockTranscriptHost.ts';
import { waitUntil } from '../../support/waitUntil.ts';

const ORIGIN = 'http://panel.test';
const NONCE = 'testNonce0123456789abcdef';

export interface OpenOptions extends MockHostOptions {
  readonly host?: MockTranscriptHost;
  readonly width?: number;
  readonly height?: number;
  /** What VS Code kept for the page. */
  readonly state?: unknown;
  readonly bodyClass?: string;
  /** Theme variables as a style sheet. */
  readonly themeCss?: string;
  /** False to look at the page before it has drawn a transcript. */
  readonly waitForTurns?: boolean;
}

export interface OpenedPage {
  readonly page: Page;
  readonly host: MockTranscriptHost;
  /** Violations of the content policy, `directive: what`. */
  readonly cspReports: string[];
  /** Requests for anything but the page's own three files. */
  readonly outsideRequests: string[];
  /** Errors of the page's console. */
  readonly errors: string[];
  /** Keys that weren't kept from VS Code, as its own listener on the window would see them. */
  readonly forwardedKeys: () => Promise<string[]>;
  readonly keptState: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

let browser: Promise<Browser> | undefined;
let files: Promise<ReadonlyMap<string, string>> | undefined;

after(async () => {
  await (await browser)?.close();
});

/** Bundles the page as `esbuild.js` does, in memory. */
async function bundle(): Promise<ReadonlyMap<string, string>> {
  const result = await esbuild.build({
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'chrome128',
    tsconfig: 'webview/tsconfig.json',
    entryPoints: [{ in: 'webview/transcript/main.tsx', out: 'transcript' }],
    outdir: '/',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  return new Map(result.outputFiles.map((file) => [file.path, file.text]));
}

/** Opens a page; close it at the end of the test. */
export async function openTranscriptPage(options: OpenOptions = {}): Promise<OpenedPage> {
  const { width = 1200, height = 800, state, bodyClass = 'vscode-dark', themeCss = '' } = options;
  browser ??= chromium.launch(chromiumLaunchOptions());
  files ??= bundle();
  const [chromiumBrowser, served] = await Promise.all([browser, files]);
  const host = options.host ?? new MockTranscriptHost(options);
  const context = await chromiumBrowser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const cspReports: string[] = [];
  const outsideRequests: string[] = [];
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('popup', (popup) => outsideRequests.push(`popup ${popup.url()}`));
  await page.exposeFunction('__toHost', (request: RequestMessage) => host.receive(request));
  await page.exposeFunction('__cspReport', (report: string) => cspReports.push(report));
  await page.addInitScript(INIT.replace('STATE', JSON.stringify(state ?? null)));
  const html = pageHtml({
    title: 'Transcript',
    cspSource: ORIGIN,
    scriptUri: `${ORIGIN}/transcript.js`,
    styleUri: `${ORIGIN}/transcript.css`,
    nonce: NONCE,
  })
    .replace('<body>', `<body class="${bodyClass}">`)
    .replace('</head>', `<style nonce="${NONCE}">${themeCss}</style></head>`);
  await page.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    const file = served.get(url.pathname);
    if (url.origin === ORIGIN && url.pathname === '/') {
      await route.fulfill({ contentType: 'text/html', body: html });
    } else if (url.origin === ORIGIN && file !== undefined) {
      const contentType = url.pathname.endsWith('.css') ? 'text/css' : 'text/javascript';
      await route.fulfill({ contentType, body: file });
    } else {
      outsideRequests.push(url.href);
      await route.abort();
    }
  });
  // Messages in the order they were sent, whatever the speed of the connection to the browser.
  let sending: Promise<unknown> = Promise.resolve();
  host.connect((message) => {
    const script = `window.postMessage(${JSON.stringify(message)}, '*')`;
    sending = sending.then(() => page.evaluate(script)).catch(() => undefined);
  });
  await page.goto(`${ORIGIN}/`);
  if (options.waitForTurns !== false) await page.waitForSelector('article');
  return {
    page,
    host,
    cspReports,
    outsideRequests,
    errors,
    forwardedKeys: () => page.evaluate('window.__forwarded'),
    keptState: () => page.evaluate('window.__kept'),
    close: () => context.close(),
  };
}

const INIT = `
  window.__kept = STATE;
  window.__forwarded = [];
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => void window.__toHost(message),
    getState: () => window.__kept ?? undefined,
    setState: (state) => { window.__kept = state; },
  });
  window.addEventListener('keydown', (event) => window.__forwarded.push(event.key));
  document.addEventListener('securitypolicyviolation', (event) =>
    void window.__cspReport(event.violatedDirective + ': ' + event.blockedURI + ' ' + event.sample));
`;

/** The text of the first element that matches, as a reader sees it. */
export async function shownText(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim();
}

/** Waits until the element's text contains `text`. */
export async function waitForText(page: Page, selector: string, text: string): Promise<void> {
  await waitUntil(`${selector} says “${text}”`, 5_000, async () => {
    const shown = await page.locator(selector).allInnerTexts();
    return shown.join(' ').replace(/\s+/g, ' ').includes(text) ? true : undefined;
  });
}

/** Waits until so many labels are on the mock's disk. */
export async function waitForLabels(host: MockTranscriptHost, count: number): Promise<void> {
  await waitUntil(`${count} labels are committed`, 5_000, () =>
    host.committed.length >= count ? true : undefined,
  );
}
