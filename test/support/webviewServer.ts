// Serves one page of ours on a loopback port: the production html and policy, the built bundle, nothing else.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { pageHtml } from '../../src/host/panels/pageHtml.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
  '.map': 'application/json',
};

/** A running server of one page. */
export interface WebviewServer {
  readonly origin: string;
  close(): void;
}

/** Serves `<built>/<panel>.js` and `.css` in the page VS Code would show. */
export async function serveWebview(
  panel: string,
  built: string,
  defaultStyles: string,
): Promise<WebviewServer> {
  let origin = '';
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', origin).pathname;
    if (path === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(html(panel, origin, defaultStyles));
      return;
    }
    const file = normalize(path).replace(/^\/webview\//, '');
    readFile(join(built, file)).then(
      (content) => {
        response.setHeader(
          'content-type',
          TYPES[/\.\w+$/.exec(file)?.[0] ?? ''] ?? 'application/octet-stream',
        );
        response.end(content);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function html(panel: string, origin: string, defaultStyles: string): string {
  const nonce = 'testNonce0123456789abcdef';
  const page = pageHtml({
    title: `Test of ${panel}`,
    cspSource: origin,
    scriptUri: `${origin}/webview/${panel}.js`,
    styleUri: `${origin}/webview/${panel}.css`,
    drawsImages: panel === 'transcript',
    nonce,
  });
  // VS Code puts its own style sheet first in a webview's head.
  return page.replace('<head>', `<head><style id="_defaultStyles" nonce="${nonce}">${defaultStyles}</style>`);
}
