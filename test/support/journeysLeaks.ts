// Looks for names that mustn't be anywhere: in every document, in what was said to pages, in what screen readers get.
import type { BrowserContext, CDPSession } from 'playwright-core';
import type { WorkbenchWindow } from './workbenchWindow.ts';

/** From now on every new document keeps the messages it gets. */
export async function tapMessages(context: BrowserContext): Promise<void> {
  await context.addInitScript(`
    window.__messages = [];
    window.addEventListener('message', (event) => {
      try { window.__messages.push(JSON.stringify(event.data) ?? ''); } catch { /* not text */ }
    }, true);
  `);
}

/** Forgets the messages so far. */
export async function forgetMessages(window: WorkbenchWindow): Promise<void> {
  for (const frame of window.page.frames())
    await frame.evaluate('window.__messages = []').catch(() => undefined);
}

/** The markers that are found, each with where; empty is what one wants. */
export async function leaks(window: WorkbenchWindow, markers: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  const look = (where: string, text: string): void => {
    for (const marker of markers) {
      const at = text.indexOf(marker);
      if (at >= 0) found.add(`${marker} in ${where}: …${text.slice(Math.max(0, at - 60), at + 60)}…`);
    }
  };
  for (const frame of window.page.frames()) {
    const name = frame === window.page.mainFrame() ? 'the workbench' : 'a webview';
    try {
      look(`the document of ${name}`, await frame.content());
      look(`the title of ${name}`, await frame.title());
      look(`messages to ${name}`, (await frame.evaluate<string[]>('window.__messages ?? []')).join('\n'));
    } catch {
      // The frame went away while we looked at it.
    }
  }
  look('the accessibility tree', await spoken(window));
  return [...found];
}

/** Everything of the accessibility trees, as text. */
async function spoken({ page }: WorkbenchWindow): Promise<string> {
  const trees: string[] = [];
  const read = async (session: CDPSession): Promise<void> => {
    trees.push(JSON.stringify(await session.send('Accessibility.getFullAXTree')));
    await session.detach();
  };
  await read(await page.context().newCDPSession(page));
  for (const frame of page.frames()) {
    // Frames of another origin have a process, and so a tree, of their own.
    const session = await page
      .context()
      .newCDPSession(frame)
      .catch(() => undefined);
    if (session !== undefined) await read(session).catch(() => undefined);
  }
  return trees.join('\n');
}
