// Answers VS Code's own file dialog, which a remote window uses.
import { basename, dirname } from 'node:path';
import { waitUntil } from './waitUntil.ts';
import type { WorkbenchWindow } from './workbenchWindow.ts';

/** Chooses a file or folder in the dialog with this title, with the keyboard. */
export async function chooseFile(window: WorkbenchWindow, title: string, path: string): Promise<void> {
  const dialog = window.quickInput();
  await dialog.locator('.quick-input-title').getByText(title, { exact: true }).waitFor();
  const input = dialog.locator('input.input');
  await waitUntil('the dialog has read its first folder', 10_000, async () =>
    (await input.inputValue()).endsWith('/'),
  );
  const row = dialog.locator('.monaco-list-row .label-name').getByText(basename(path), { exact: true });
  const chosen = dialog
    .locator('.monaco-list-row.focused .label-name')
    .getByText(basename(path), { exact: true });
  // A dialog that is slow to read its folder forgets what was typed meanwhile, and the same text again is no news to it.
  await waitUntil('the file is chosen in the list', 60_000, async () => {
    await input.fill(`${dirname(path)}/`);
    await row.waitFor();
    await input.fill(path);
    return chosen.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
  });
  await window.page.keyboard.press('Enter');
  await dialog.locator('.quick-input-title').getByText(title, { exact: true }).waitFor({ state: 'hidden' });
}
