// One kill of the extension host while it imports and labels, and everything that must be true after it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { answerLateNotification } from './killNotices.ts';
import { assertSound } from './killChecks.ts';
import { readRecorder, startRecorder } from './killRecorder.ts';
import { waitUntil } from './waitUntil.ts';
import type { Workbench } from './workbench.ts';

const SILENCE = /extension host isn’t answering/;
/** Aligned and coherent. */
const JUDGMENTS_EACH = 2;

export interface KillRound {
  /** Milliseconds from the import's beginning to the kill. */
  readonly momentMs: number;
  readonly answer: 'Keep' | 'Delete';
  readonly databasePath: string;
  /** Label events of earlier rounds on the same database; they must still be there. */
  readonly earlierEvents: ReadonlySet<string>;
}

/** What a round met, for the figures at the end. */
export interface KillFacts {
  /** Event ids that pages were told of. */
  readonly confirmedEvents: readonly string[];
  readonly saved: number;
  /** True when the page had a label that it called not confirmed. */
  readonly isUnconfirmed: boolean;
  /** True when an import was cut off (false: the kill came before it began or after it ended). */
  readonly cutOff: boolean;
  readonly cutOffTranscripts: number;
  /** True when the transcript was offered (false: VS Code restored its tab by itself). */
  readonly wasOffered: boolean;
  /** Label events on disk that no page had been told of, earlier rounds' included. */
  readonly silentlySaved: number;
}

/** Expects an open transcript; ends with it reopened in the reloaded window. Throws when a promise is broken. */
export async function killRound(bench: Workbench, round: KillRound): Promise<KillFacts> {
  const { window } = bench;
  const page = await window.webview('transcript');
  await startRecorder(page);
  const imported = bench
    .executeOnce('transcriptAuditor.import', {
      paths: [join(bench.workspace, 'big.csv')],
      preview: false,
      onDuplicate: 'import',
    })
    .catch(() => undefined);

  await labelFor(bench, round.momentMs);
  // After a reload the host before may still be on its way out.
  assert.ok(bench.killExtensionHost() >= 1, 'an extension host was there to be killed');
  // Two different answers: one of them changes something, whatever was chosen before.
  await window.pressIn('transcript', '1', '2');
  await imported;

  const isUnconfirmed = await assertSaysSilent(page);
  const record = await readRecorder(page);
  assert.equal(record.saidTooEarly, false, 'the page said “saved” before the host had');

  const confirmed = new Set([...round.earlierEvents, ...record.confirmedEvents]);
  const after = await assertSound(round.databasePath, confirmed, JUDGMENTS_EACH);
  const cutOff = [...after.runs].filter(([, { status }]) => status === 'importing');
  const isPartial = cutOff.some(([, { transcripts }]) => transcripts > 0);
  const wasOffered = await reopenAfterKill(bench, {
    isInterrupted: cutOff.length > 0,
    answer: isPartial ? round.answer : undefined,
  });
  const opened = await assertSound(round.databasePath, confirmed, JUDGMENTS_EACH);
  for (const [id, { transcripts }] of cutOff) {
    // What the user deletes may be hidden by now or soon; a run with nothing in it is.
    const expected =
      transcripts === 0 ? /^deleted$/ : round.answer === 'Keep' ? /^partial$/ : /^(partial|deleted)$/;
    assert.match(opened.runs.get(id)?.status ?? 'gone', expected);
    assert.equal(opened.runs.get(id)?.transcripts, transcripts);
  }
  return {
    confirmedEvents: record.confirmedEvents,
    saved: record.saved,
    isUnconfirmed,
    cutOff: cutOff.length > 0,
    cutOffTranscripts: after.unfinishedTranscripts,
    wasOffered,
    silentlySaved: after.labelEvents - confirmed.size,
  };
}

/** The page says that its host is silent, and what that means for the last label; true when one is open. */
async function assertSaysSilent(page: Frame): Promise<boolean> {
  const banner = page.locator('.banner[role="alert"]').filter({ hasText: SILENCE });
  await banner.waitFor({ state: 'visible', timeout: 20_000 });
  const words = await banner.innerText();
  // Keys that came while the page waited for the next transcript were refused: no label is open then.
  if (!words.includes('NOT confirmed')) {
    assert.match(words, /Nothing can be saved until it does/);
    return false;
  }
  assert.match(await page.locator('.trouble').innerText(), /Not confirmed: “/, 'the page says which label');
  const bar = await page.locator('.label-bar [role="status"]').innerText();
  assert.doesNotMatch(bar, /\bsaved\b/i, 'nothing is called saved while that is open');
  return true;
}

/** Labels and steps on, as fast as a quick reader, until the time is over. */
async function labelFor(bench: Workbench, milliseconds: number): Promise<void> {
  const { keyboard } = bench.window.page;
  const end = performance.now() + milliseconds;
  const page = await bench.window.webview('transcript');
  if (!(await page.evaluate<boolean>('document.hasFocus()'))) await page.locator('body').focus();
  for (let step = 0; performance.now() < end; step++) {
    await keyboard.press(step % 2 === 0 ? String(1 + (step % 5)) : 'j');
    await delay(Math.max(0, Math.min(45, end - performance.now())));
  }
}

/** Reloads the window, as a user does then, takes the offer of the last transcript, and answers about the import. */
async function reopenAfterKill(
  bench: Workbench,
  {
    isInterrupted,
    answer,
  }: { readonly isInterrupted: boolean; readonly answer?: KillRound['answer'] | undefined },
): Promise<boolean> {
  const { window } = bench;
  await window.reload();
  const interrupted = /An import was interrupted: “big”/;
  if (answer !== undefined) await answerLateNotification(window, interrupted, answer);
  else if (isInterrupted) await answerLateNotification(window, interrupted);
  const tabs = await window.tabs();
  // VS Code may have kept the tab; it restores the page then.
  const isOffered = !tabs.some((tab) => /#\d/.test(tab));
  if (isOffered) await answerLateNotification(window, /You were reading/, 'Reopen');
  const page = await window.webview('transcript', { timeoutMs: 40_000 });
  await page.locator('.label-bar').waitFor({ state: 'visible', timeout: 20_000 });
  await waitUntil('the page is alive', 10_000, async () => (await page.locator('.banner').count()) === 0);
  return isOffered;
}
