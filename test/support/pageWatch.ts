// Writes down what a window of the workbench asks of the network and what its content security policies refuse.
import type { BrowserContext, Page, Request } from 'playwright-core';

/** A request to anything but the host that served the workbench. */
export interface OutsideRequest {
  readonly url: string;
  /** True when a webview's document asked, false when the workbench itself did. */
  readonly fromWebview: boolean;
}

/** One refusal by a content security policy, as the browser reports it. */
export interface CspReport {
  readonly directive: string;
  readonly blockedUrl: string;
  /** False when the workbench's own script was refused. */
  readonly fromWebview: boolean;
  /** Where in the source it happened; empty when the browser does not know. */
  readonly source: string;
}

/** What a window did so far; the lists grow while it lives. */
export interface PageWatch {
  readonly outsideRequests: OutsideRequest[];
  readonly cspReports: CspReport[];
  /** Errors of the page's console, uncaught exceptions among them. */
  readonly consoleErrors: string[];
}

/** Starts watching a page. Call it before the page goes anywhere. */
export async function watchPage(context: BrowserContext, page: Page, origin: string): Promise<PageWatch> {
  const watch: PageWatch = { outsideRequests: [], cspReports: [], consoleErrors: [] };
  page.on('request', (request) => {
    if (leaves(request.url(), origin)) {
      watch.outsideRequests.push({ url: request.url(), fromWebview: isFromWebview(request, page) });
    }
  });
  page.on('requestfailed', (request) => {
    // What a policy refused is announced as a request, yet never left.
    if (request.failure()?.errorText !== 'csp') return;
    const index = watch.outsideRequests.findIndex(({ url }) => url === request.url());
    if (index >= 0) watch.outsideRequests.splice(index, 1);
  });
  page.on('websocket', (socket) => {
    const url = socket.url();
    if (leaves(url.replace(/^ws/, 'http'), origin)) watch.outsideRequests.push({ url, fromWebview: false });
  });
  page.on('console', (message) => {
    if (message.type() === 'error') watch.consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => watch.consoleErrors.push(error.stack ?? error.message));
  // A listener for `securitypolicyviolation` would be wiped by the document.open() with which VS Code fills a webview.
  const session = await context.newCDPSession(page);
  session.on('Audits.issueAdded', ({ issue }) => {
    const details = issue.details.contentSecurityPolicyIssueDetails;
    if (details === undefined) return;
    const at = details.sourceCodeLocation;
    const fromWebview = at === undefined || !at.url.includes('/vs/code/browser/workbench/');
    watch.cspReports.push({
      directive: details.violatedDirective,
      blockedUrl: details.blockedURL ?? '',
      fromWebview,
      source: at === undefined ? '' : `${at.url}:${at.lineNumber}:${at.columnNumber}`,
    });
  });
  await session.send('Audits.enable');
  return watch;
}

function leaves(url: string, origin: string): boolean {
  if (/^(data|blob|about|chrome|vscode-[a-z-]+):/.test(url) || url.startsWith(`${origin}/`)) return false;
  // Files of webviews have an address of this form, which a service worker answers from the host.
  return !/^https:\/\/vscode-remote(\+|%2b)127-[^/]*\.vscode-resource\.vscode-cdn\.net\//i.test(url);
}

function isFromWebview(request: Request, page: Page): boolean {
  try {
    return request.frame() !== page.mainFrame();
  } catch {
    // Requests of service workers, and navigations of frames that do not exist yet, have no frame.
    return false;
  }
}
