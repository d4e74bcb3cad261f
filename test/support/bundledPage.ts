/** Pages of one panel for the tests of a file: bundled once, in one browser, and closed when the file ends. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import * as esbuild from 'esbuild';
import type { Browser } from 'playwright-core';
import { launchBrowser, openWebviewPage } from './webviewPage.ts';
import type { WebviewPage, WebviewPageOptions } from './webviewPage.ts';

/** Opens one page; close it at the end of the test. */
export type OpenBundledPage = <ToPage, FromPage>(
  options: Omit<WebviewPageOptions<ToPage, FromPage>, 'built' | 'browser'>,
) => Promise<WebviewPage>;

/** Call it once in a file, outside its tests. `panel` is a folder of `webview`. */
export function bundledPages(panel: string): OpenBundledPage {
  // Pages of tests that failed before they closed them would keep the process alive.
  const open = new Set<WebviewPage>();
  let browser: Promise<Browser> | undefined;
  let built: Promise<string> | undefined;
  after(async () => {
    await Promise.all([...open].map((page) => page.close()));
    await (await browser)?.close();
    if (built !== undefined) rmSync(await built, { recursive: true, force: true });
  });
  return async (options) => {
    browser ??= launchBrowser();
    built ??= bundle(panel);
    const opened = await openWebviewPage(panel, { ...options, built: await built, browser: await browser });
    open.add(opened);
    return {
      ...opened,
      async close() {
        open.delete(opened);
        await opened.close();
      },
    };
  };
}

/** Uses an opened page and closes it; finds that it stayed within its policy and threw nothing. */
export async function withPage<T extends WebviewPage>(
  opened: T,
  use: (opened: T) => Promise<void>,
): Promise<void> {
  try {
    await use(opened);
    assert.deepEqual(opened.watch.consoleErrors, []);
    assert.deepEqual(opened.watch.outsideRequests, []);
    assert.deepEqual(opened.watch.cspReports, []);
  } finally {
    await opened.close();
  }
}

/** Bundles the page as `esbuild.js` does, into a folder of its own, so that a build in progress doesn't matter. */
async function bundle(panel: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `${panel}-page-`));
  await esbuild.build({
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'chrome128',
    tsconfig: 'webview/tsconfig.json',
    entryPoints: [{ in: `webview/${panel}/main.tsx`, out: panel }],
    outdir: folder,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  return folder;
}
