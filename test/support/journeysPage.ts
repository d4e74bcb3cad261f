// What a reader sees and does on the transcript page.
import type { Frame } from 'playwright-core';
import { waitUntil } from './waitUntil.ts';
import type { WorkbenchWindow } from './workbenchWindow.ts';

/** What the page shows of one transcript. */
export interface Reading {
  readonly probe: string;
  readonly sample: number;
  /** "3 of 10". */
  readonly position: string;
  /** The answer that is pressed, empty when there is none. */
  readonly answer: string;
}

/** The transcript page, once it shows a transcript. */
export async function transcriptPage(window: WorkbenchWindow): Promise<Frame> {
  const page = await window.webview('transcript');
  await page.locator('.crumbs').waitFor();
  return page;
}

/** Waits until keys go to the page: VS Code draws a transcript opened from the tree before it gives it the focus. */
export async function keyboardIn(page: Frame): Promise<void> {
  await waitUntil('the page has the keyboard', 10_000, () => page.evaluate<boolean>('document.hasFocus()'));
}

/** What the page shows now. */
export async function reading(page: Frame): Promise<Reading> {
  return page.evaluate<Reading>(`(() => {
    const text = (selector) => document.querySelector(selector)?.textContent.trim() ?? '';
    const pressed = document.querySelector('.answers [aria-pressed=true]')?.cloneNode(true);
    pressed?.querySelectorAll('kbd').forEach((key) => key.remove());
    return {
      probe: text('.crumb-probe'),
      sample: Number(text('.crumb.figures').replace(/\\D/g, '')),
      position: text('.position'),
      answer: pressed?.textContent.trim() ?? '',
    };
  })()`);
}

/** Waits until what the page shows is as wished, and returns it. */
export async function readingThat(
  page: Frame,
  what: string,
  is: (shown: Reading) => boolean,
): Promise<Reading> {
  return waitUntil(what, 15_000, async () => {
    const shown = await reading(page);
    return is(shown) && shown;
  });
}

/** The answers of the built-in scheme by their keys. */
export const ANSWERS = ['aligned', 'misaligned', 'incoherent', 'refusal', 'off-topic', 'unsure'] as const;

/** Gives the transcript that is shown an answer by its key, and waits until the page says that it is saved. */
export async function answer(window: WorkbenchWindow, page: Frame, key: number): Promise<Reading> {
  await keyboardIn(page);
  await window.page.keyboard.press(String(key));
  const name = ANSWERS[key - 1] ?? '';
  return readingThat(page, `the page shows ${name} as saved`, (shown) => shown.answer === name);
}

/** Goes on with a key, and waits until another transcript is shown. */
export async function goOn(window: WorkbenchWindow, page: Frame, key: string): Promise<Reading> {
  const before = await reading(page);
  await keyboardIn(page);
  await window.page.keyboard.press(key);
  return readingThat(
    page,
    `${key} leaves ${before.probe} #${before.sample}`,
    ({ probe, sample }) => probe !== before.probe || sample !== before.sample,
  );
}
