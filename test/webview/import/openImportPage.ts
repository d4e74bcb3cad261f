/** Opens the import page in Chromium under its own policy, with a host that the test plays. */
import type { ImportView } from '../../../src/protocol/importPanel.ts';
import { bundledPages, withPage } from '../../support/bundledPage.ts';
import type { ThemeName } from '../../support/themes.ts';
import type { WebviewPage } from '../../support/webviewPage.ts';
import { MockImportHost } from './mockImportHost.ts';

const openPage = bundledPages('import');

export interface OpenImportOptions {
  readonly theme?: ThemeName;
  /** How many of the page's first messages are lost. */
  readonly lost?: number;
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface OpenedImport extends WebviewPage {
  readonly host: MockImportHost;
  /** Keys that the page let through to VS Code. */
  readonly forwarded: () => Promise<string[]>;
  /** The text of a cell, by the row's position and the column's name. */
  readonly cell: (row: number, column: string) => Promise<string>;
  /** Row and column of the focused cell, as `1 model`. */
  readonly focused: () => Promise<string>;
}

export async function openImportPage(
  view: ImportView,
  options: OpenImportOptions = {},
): Promise<OpenedImport> {
  const host = new MockImportHost(view);
  host.lost = options.lost ?? 0;
  const opened = await openPage({ host, ...options });
  const { page } = opened;
  await page.waitForSelector('[role=grid], .mapping');
  await page.evaluate(`{
    window.forwarded = [];
    window.addEventListener('keydown', (event) => window.forwarded.push(event.key));
  }`);
  return {
    ...opened,
    host,
    forwarded: () => page.evaluate('window.forwarded'),
    cell: (row, column) =>
      page
        .locator(`[data-row="${row}"][data-column="${column}"]`)
        .innerText()
        .then((text) => text.trim()),
    focused: () =>
      page.evaluate(`(() => {
        const cell = document.activeElement?.closest('[data-row]');
        return cell === null || cell === undefined ? '' : cell.dataset.row + ' ' + cell.dataset.column;
      })()`),
  };
}

/** Opens a page for a test, and finds that it stayed within its policy and threw nothing. */
export async function withImportPage(
  view: ImportView,
  use: (opened: OpenedImport) => Promise<void>,
): Promise<void> {
  await withPage(await openImportPage(view), use);
}
