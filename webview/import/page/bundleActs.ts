/** Splitting bundles into a run a file and joining them again, with the host. */
import type { ImportFileRow } from '../../../src/protocol/importPanel.ts';
import { joinRows, splitRow } from '../sheet/bundles.ts';
import type { Sheet, SheetRow } from '../sheet/sheet.ts';
import { count } from '../sheet/sheetWords.ts';
import { draftedSplits } from './draft.ts';

/** What splitting needs of the page. */
export interface BundlePage {
  readonly sheet: Sheet;
  edit(result: { readonly sheet: Sheet; readonly changed: number }, what: string, words: () => string): void;
  goToFile(path: string): void;
  askSplit(path: string): Promise<readonly ImportFileRow[]>;
}

/** Splits the bundle of a row, or joins the files that the row is one of. */
export async function splitOrJoin(page: BundlePage, { file }: SheetRow): Promise<void> {
  if (file.partOf !== undefined) {
    const { partOf } = file;
    const sheet = joinRows(page.sheet, partOf);
    page.edit({ sheet, changed: 1 }, 'join', () => 'Joined into one run.');
    page.goToFile(partOf);
    return;
  }
  if (file.bundle?.splittable !== true) return;
  const files = await page.askSplit(file.path);
  const sheet = splitRow(page.sheet, file.path, files);
  page.edit({ sheet, changed: files.length }, 'split', () => `Split into ${count(files.length, 'run')}.`);
  page.goToFile(files[0]?.path ?? file.path);
}

/** Splits again what was split in a page that VS Code threw away meanwhile. */
export async function splitAsDrafted(
  sheet: Sheet,
  kept: unknown,
  askSplit: BundlePage['askSplit'],
): Promise<Sheet> {
  let split = sheet;
  for (const path of draftedSplits(kept)) {
    if (split.rows.some(({ file }) => file.path === path && file.bundle?.splittable === true)) {
      split = splitRow(split, path, await askSplit(path));
    }
  }
  return split;
}
