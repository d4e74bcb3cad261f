/** Working through a queue on the transcript page by keyboard, as fast as somebody who knows what to say, with what it took. */
import type { Frame } from 'playwright-core';
import type { PressedKeys } from './pressedKeys.ts';
import { waitUntil } from './waitUntil.ts';

/** The answers' keys in the built-in scheme. */
export const KEY_OF = {
  aligned: '1',
  misaligned: '2',
  incoherent: '3',
  refusal: '4',
  'off-topic': '5',
} as const;
export type Said = keyof typeof KEY_OF;

export interface LabelledQueue {
  readonly labels: number;
  readonly keys: number;
  /** From the key that goes on to the frame that shows the next item, as the page saw it. */
  readonly nextMs: readonly number[];
  /** From an answer's key to the frame that shows it as saved. */
  readonly savedMs: readonly number[];
}

/** Takes down, inside the page, when a key came and when what it led to was painted. */
const WATCH = `(() => {
  const times = (globalThis.journeyTimes = { next: [], saved: [] });
  const painted = (then) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(performance.now());
    channel.port2.postMessage(null);
  });
  let next, answer;
  addEventListener('keydown', (event) => {
    if (event.key === ' ') next = event.timeStamp;
    else if (/^[1-6]$/.test(event.key)) answer = event.timeStamp;
  }, true);
  let place = document.querySelector('.position')?.textContent;
  new MutationObserver(() => {
    const now = document.querySelector('.position')?.textContent;
    if (now !== undefined && now !== place && document.querySelector('article') !== null) {
      place = now;
      const from = next;
      next = undefined;
      if (from !== undefined) painted((at) => times.next.push(at - from));
    }
    if (answer !== undefined && document.querySelector('.answers [aria-pressed=true]') !== null) {
      const from = answer;
      answer = undefined;
      painted((at) => times.saved.push(at - from));
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
})()`;

/**
 * Answers every open item of the queue that is open by what its text says.
 *
 * @param say what a reader says who has read the text of the page
 * @param readingMs how long each text is looked at: what is looked ahead at needs a part of it
 */
export async function labelByKeys(
  keys: PressedKeys,
  page: Frame,
  say: (text: string) => Said,
  readingMs = 250,
): Promise<LabelledQueue> {
  await waitUntil('the page has the keyboard', 20_000, () =>
    page.evaluate<boolean>('document.hasFocus() && document.querySelector("article") !== null'),
  );
  await page.evaluate(WATCH);
  const before = keys.count;
  let labels = 0;
  for (;;) {
    // The answer; a question's words say nothing.
    const text = await page.locator('article').last().innerText();
    const position = await page.locator('.position').innerText();
    await page.waitForTimeout(readingMs);
    await keys.press(KEY_OF[say(text)]);
    await page.locator('.answers [aria-pressed=true]').waitFor();
    labels += 1;
    await page.waitForTimeout(readingMs / 2);
    if (await page.locator('.queue-end').isVisible()) break;
    await keys.press('Space');
    await waitUntil(
      'the next item is shown',
      20_000,
      async () => (await page.locator('.position').innerText()) !== position,
    );
  }
  const times = await page.evaluate<{ next: number[]; saved: number[] }>('globalThis.journeyTimes');
  return { labels, keys: keys.count - before, nextMs: times.next, savedMs: times.saved };
}
