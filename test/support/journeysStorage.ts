// What VS Code has put away for the next time a window opens.
import type { WorkbenchWindow } from './workbenchWindow.ts';
import { waitUntil } from './waitUntil.ts';

/**
 * Waits until the state that VS Code keeps for a reload has a text in it. In the browser it is written every five
 * seconds only, as nothing can be written while a page closes; what a page asked to keep since is lost by a reload.
 */
export async function keptForReload(window: WorkbenchWindow, text: string): Promise<void> {
  await waitUntil(`VS Code keeps “${text}” for a reload`, 40_000, () =>
    window.page.evaluate<boolean>(`(${SEARCH})(${JSON.stringify(text)})`),
  );
}

// Runs in the browser.
const SEARCH = `async (text) => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db')) continue;
    const database = await done(indexedDB.open(name));
    try {
      const table = database.transaction('ItemTable', 'readonly').objectStore('ItemTable');
      const parts = await done(table.get('memento/workbench.parts.editor'));
      if (String(parts ?? '').includes(text)) return true;
    } finally {
      database.close();
    }
  }
  return false;
}`;
