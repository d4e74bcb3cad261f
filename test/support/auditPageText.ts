/** What a reader finds on the page of agreement and corrected rates. */
import type { Frame } from 'playwright-core';
import type { PressedKeys } from './pressedKeys.ts';
import { settles, waitUntil } from './waitUntil.ts';
import type { WorkbenchWindow } from './workbenchWindow.ts';

/** A rate as the page prints it, in per cent. */
export interface PrintedRate {
  readonly name: string;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly about: string;
  /** The one to read. */
  readonly lead: boolean;
}

/** The page, once its words match. */
export async function auditPageThat(window: WorkbenchWindow, says: RegExp): Promise<Frame> {
  let words = '';
  try {
    return await waitUntil(`the page says ${String(says)}`, 30_000, async () => {
      const page = await window.webview('audit');
      words = await wordsOf(page);
      return says.test(words) ? page : undefined;
    });
  } catch (error) {
    throw new Error(`It says: ${words.slice(0, 800)}`, { cause: error });
  }
}

/** Goes to the list of what the figures are about, and takes a queue by its arrow keys. */
export async function chooseQueue(keys: PressedKeys, name: string): Promise<void> {
  const page = await auditPageThat(keys.window, /Labels of/);
  await waitUntil('Tab leads to the list of queues', 20_000, async () => {
    if (await page.evaluate<boolean>(`document.activeElement?.id === 'choice-labelsof'`)) return true;
    await keys.press('Tab');
    return false;
  });
  const chosen = (): Promise<string> =>
    page.evaluate<string>(`document.querySelector('#choice-labelsof').selectedOptions[0].textContent`);
  await keys.press('Home');
  await waitUntil(`${name} is chosen`, 30_000, async () => {
    const at = await chosen();
    if (at.startsWith(`${name} (`)) return true;
    await keys.press('ArrowDown');
    // Not pressed again before it has moved, or it would move twice.
    await settles(async () => (await chosen()) !== at, 2_000);
    return false;
  });
}

/** All its words in one line, folded ones left out. */
export async function wordsOf(page: Frame): Promise<string> {
  return (await page.innerText('main')).replace(/\s+/g, ' ');
}

/** The rates with intervals that are on the page, folded ones too. */
export async function printedRates(page: Frame): Promise<readonly PrintedRate[]> {
  const rows = await page.evaluate<{ cells: string[]; lead: boolean }[]>(
    `[...document.querySelectorAll('section[aria-labelledby=rates] tbody tr')].map((row) => ({
      cells: [...row.children].map((cell) => cell.textContent.trim()),
      lead: row.classList.contains('lead'),
    }))`,
  );
  return rows.flatMap(({ cells: [name = '', rate = '', interval = '', n = '', about = ''], lead }) => {
    const bounds = /\[([\d.]+), ([\d.]+)\]/.exec(interval);
    if (bounds === null) return [];
    const [, low, high] = bounds;
    const number = (text: string | undefined): number => Number(/[\d.]+/.exec(text ?? '')?.[0]);
    return [{ name, rate: number(rate), low: Number(low), high: Number(high), n: number(n), about, lead }];
  });
}

/** The figure with that name in a table of the page, as printed; of the first table that has it. */
export async function printedFigure(page: Frame, name: string): Promise<string> {
  return page.evaluate<string>(
    `[...document.querySelectorAll('tbody tr')].find((row) => row.children[0]?.textContent.trim() === ${JSON.stringify(name)})
      ?.children[1]?.textContent.trim() ?? ''`,
  );
}
