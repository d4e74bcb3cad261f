import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from './pageHtml.ts';

/** Our pages: each is built from `webview/<panel>/main.tsx` into `dist/webview/<panel>.js` and `.css`. */
export type PanelName = 'transcript' | 'import' | 'run' | 'audit' | 'scheme';

/** Where pages may load files from; give it to `localResourceRoots` of every panel. */
export function webviewRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * The html of a panel, with a fresh nonce. Create the panel's channel (`createChannel`) before setting it: the page
 * speaks first, as soon as its script runs.
 */
export function webviewHtml(options: {
  readonly webview: vscode.Webview;
  readonly extensionUri: vscode.Uri;
  readonly panel: PanelName;
  readonly title: string;
}): string {
  const { webview, extensionUri, panel, title } = options;
  const file = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(webviewRoot(extensionUri), name)).toString();
  return pageHtml({
    title,
    cspSource: webview.cspSource,
    scriptUri: file(`${panel}.js`),
    styleUri: file(`${panel}.css`),
    drawsImages: panel === 'transcript',
    nonce: randomBytes(24).toString('hex'),
  });
}
