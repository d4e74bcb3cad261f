// Writes down, inside the transcript page, what the host confirmed and what the page said about it.
import type { Frame } from 'playwright-core';

/** What a page was told and what it showed, from when `startRecorder` ran in it. */
export interface PageRecord {
  /** Every label event that an answer of the host named: all of them must be on disk. */
  readonly confirmedEvents: readonly string[];
  /** Answers to acts that wrote an event: the newest event changed. */
  readonly confirmations: number;
  /** How often the label bar said "Saved". */
  readonly saved: number;
  /** True when the bar ever said "Saved" before the host had confirmed that much. */
  readonly saidTooEarly: boolean;
}

// Text, because the tests' types know nothing of a document.
const RECORDER = `(() => {
  if (window.killRecord !== undefined) return;
  const record = { events: new Set(), confirmations: 0, saved: 0, saidTooEarly: false, last: '' };
  window.killRecord = record;
  window.addEventListener('message', ({ data }) => {
    const history = data?.type === 'response' && data.ok ? data.result?.labels?.history : undefined;
    if (!Array.isArray(history)) return;
    const isNew = history.length > 0 && !record.events.has(history[0].eventId);
    for (const { eventId } of history) record.events.add(eventId);
    if (isNew) record.confirmations += 1;
  }, true);
  new MutationObserver(() => {
    const text = document.querySelector('.label-bar [role="status"]')?.textContent ?? '';
    if (text === record.last) return;
    record.last = text;
    if (!text.includes('Saved')) return;
    record.saved += 1;
    // The page's listener runs before ours; once this message is through, both have seen it.
    setTimeout(() => {
      if (record.saved > record.confirmations) record.saidTooEarly = true;
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
})()`;

const READ = `({
  confirmedEvents: [...window.killRecord.events],
  confirmations: window.killRecord.confirmations,
  saved: window.killRecord.saved,
  saidTooEarly: window.killRecord.saidTooEarly,
})`;

export async function startRecorder(page: Frame): Promise<void> {
  await page.evaluate(RECORDER);
}

export async function readRecorder(page: Frame): Promise<PageRecord> {
  return page.evaluate<PageRecord>(READ);
}
