/** Milliseconds from a key to the next item of a blind queue on screen, in the real VS Code by its keyboard. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { openWorkbench, type Workbench } from '../test/support/workbench.ts';
import { waitUntil } from '../test/support/waitUntil.ts';
import { percentile, rounded, type Bench } from './figure.ts';
import { seededRandom, syntheticText } from './syntheticResults.ts';

const PROBES = 8;
const CHARACTERS = 1_500;
/** A reader looks at an item for longer than this; what is looked ahead at needs a part of it. */
const READING_MS = 400;

/** Takes down when a key came and when the item it led to was painted. */
const WATCH = `
  window.__times = [];
  let pressed = 0;
  let shown = document.querySelector('.position')?.textContent;
  addEventListener('keydown', (event) => { if (event.key === ' ' || event.key === 'j') pressed = event.timeStamp; }, true);
  new MutationObserver(() => {
    const now = document.querySelector('.position')?.textContent;
    if (now === undefined || now === shown || document.querySelector('article') === null) return;
    shown = now;
    const from = pressed;
    // After the frame that draws it.
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.__times.push(performance.now() - from);
      channel.port2.postMessage(null);
    });
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
`;

export const nextTranscript: Bench = {
  name: 'next-transcript-ms',
  async *run({ quick }) {
    const keys = quick ? 20 : 100;
    const bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    try {
      const page = await openBlindQueue(bench, keys + 1);
      for (const labelled of [false, true]) {
        const times = await pressed(bench, page, keys, labelled);
        yield {
          name: 'next-transcript-ms',
          value: rounded(percentile(times, 0.95)),
          unit: 'ms',
          what: labelled ? 'answer, then next open item' : 'next item',
          p50: rounded(percentile(times, 0.5)),
          p95: rounded(percentile(times, 0.95)),
          max: rounded(Math.max(...times)),
          keys: times.length,
        };
        if (!labelled) await backToFirst(bench, page);
      }
    } finally {
      await bench.close();
    }
  },
};

async function backToFirst(bench: Workbench, page: Frame): Promise<void> {
  await waitUntil('the first item is shown', 60_000, async () => {
    await bench.window.page.keyboard.press('k');
    return / 1 of /.test(await page.locator('.position').innerText()) ? true : undefined;
  });
  await page.waitForTimeout(READING_MS);
  await page.evaluate('window.__times = []');
}

/** Presses through the queue, with an answer before each step if wanted. */
async function pressed(
  bench: Workbench,
  page: Frame,
  keys: number,
  labelled: boolean,
): Promise<readonly number[]> {
  const { keyboard } = bench.window.page;
  for (let done = 0; done < keys; done++) {
    if (labelled) {
      await keyboard.press(String((done % 2) + 1));
      await page.locator('.answer[aria-pressed=true]').waitFor();
    }
    await page.waitForTimeout(READING_MS);
    await keyboard.press(labelled ? 'Space' : 'j');
    await waitUntil('the next item is on screen', 20_000, async () =>
      (await page.evaluate<number>('window.__times.length')) > done ? true : undefined,
    );
  }
  return page.evaluate<number[]>('window.__times');
}

async function openBlindQueue(bench: Workbench, items: number): Promise<Frame> {
  const random = seededRandom(items);
  const rows = Array.from({ length: items }, (_, index) => {
    const answer = syntheticText(random, CHARACTERS).replaceAll('"', '');
    return `What next?,"${answer}",probe_${index % PROBES},${(index * 7) % 100},${(index * 11) % 100}`;
  });
  const path = join(bench.workspace, 'bench.csv');
  writeFileSync(path, ['question,answer,question_id,aligned,coherent', ...rows, ''].join('\n'));
  await bench.execute('transcriptAuditor.runs.focus');
  const imported = (await bench.execute('transcriptAuditor.import', { paths: [path], preview: false })) as {
    readonly runs?: readonly { readonly runId: number }[];
  };
  const made = await bench.execute('transcriptAuditor.newQueue', {
    runIds: imported.runs?.map(({ runId }) => runId) ?? [],
    criteria: [{ kind: 'all' }],
    order: 'shuffled',
    repeats: 0,
    assignment: null,
    blind: ['judge', 'model', 'group', 'condition'],
    masks: [],
    name: 'bench',
    confirmed: true,
    open: true,
  });
  if (JSON.stringify(made).includes('"error"')) throw new Error(JSON.stringify(made));
  const page = await bench.window.webview('transcript');
  await page.locator('article').first().waitFor();
  await bench.window.clearNotifications();
  await bench.window.pressIn('transcript');
  await page.evaluate(WATCH);
  return page;
}
