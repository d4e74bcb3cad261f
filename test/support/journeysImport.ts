// The import page and what there is to import.
import { appendFileSync, chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Frame } from 'playwright-core';
import { waitUntil } from './waitUntil.ts';
import { REPOSITORY } from './workbench.ts';
import type { WorkbenchWindow } from './workbenchWindow.ts';
import { chooseFromMenu } from './journeysTree.ts';

/** The published files, where they are. */
export const PUBLISHED = join(REPOSITORY, '..', 'shared', 'data', 'emergent-misalignment');

/** Copies files into a folder, writable. */
export function copyInto(folder: string, files: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  for (const file of files) {
    copyFileSync(file, join(folder, basename(file)));
    chmodSync(join(folder, basename(file)), 0o644);
  }
}

/** Writes a results file with this many rows of some 300 characters each. */
export function writeResults(path: string, rows: number): void {
  writeFileSync(path, 'question,answer,question_id,aligned,coherent\n');
  const filler = 'It depends on what the person wants and on what it would cost the others. '.repeat(3);
  for (let from = 0; from < rows; from += 5_000) {
    const lines: string[] = [];
    for (let row = from; row < Math.min(rows, from + 5_000); row++) {
      lines.push(`What would you do first?,"Answer ${row}. ${filler}",first_thing,${row % 101},90\n`);
    }
    appendFileSync(path, lines.join(''));
  }
}

/** Imports an item of the explorer through its context menu. */
export async function importFromExplorer(window: WorkbenchWindow, name: string): Promise<void> {
  await window.runCommand('View: Show Explorer');
  const item = window.page
    .locator('.explorer-folders-view .monaco-list-row .label-name')
    .getByText(name, { exact: true });
  await chooseFromMenu(window, item, 'Import Transcripts…');
}

/** The import page, once it shows its table or the question what the columns are. */
export async function importPage(window: WorkbenchWindow): Promise<Frame> {
  const page = await window.webview('import');
  await page.locator('[role=grid], main.mapping').first().waitFor();
  return page;
}

/** The number of the row with a file. */
export async function rowOf(page: Frame, file: string): Promise<number> {
  const row = page.locator('[data-column=file]', { has: page.getByText(file, { exact: true }) });
  return Number(await row.getAttribute('data-row'));
}

/** What stands in a cell. */
export function cellText(page: Frame, row: number, column: string): Promise<string> {
  return page.locator(`[data-row="${row}"][data-column="${column}"]`).innerText();
}

/** Puts the keyboard on a cell with the mouse. */
export async function clickCell(page: Frame, row: number, column: string): Promise<void> {
  const cell = page.locator(`[data-row="${row}"][data-column="${column}"]`);
  await cell.click();
  await waitUntil('the cell has the keyboard', 5_000, () =>
    cell.evaluate((element: { matches(css: string): boolean }) => element.matches(':focus')),
  );
}

/** Waits until the tab of the import page is closed. */
export async function importPageClosed(window: WorkbenchWindow): Promise<void> {
  await waitUntil('the import page closes', 15_000, async () =>
    (await window.tabs()).every((tab) => tab !== 'Import Transcripts'),
  );
}
