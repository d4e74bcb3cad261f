// The truth test through the real UI, by keyboard: runs whose true answers are planted under a badly wrong judge. What is
// printed from a random sample holds the truth; what was chosen in any other way is refused, and the page says why.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { auditPageThat, chooseQueue, printedRates, wordsOf } from '../support/auditPageText.ts';
import { goOn, keyboardIn, reading, readingThat, transcriptPage } from '../support/journeysPage.ts';
import { queues, type Listed } from '../support/journeysQueues.ts';
import { plantedCsv, plantedRun, truthOf } from '../support/plantedTruth.ts';
import { PressedKeys } from '../support/pressedKeys.ts';
import { KEY_OF, labelByKeys } from '../support/queueByKeys.ts';
import { drawByKeys } from '../support/sampleByKeys.ts';
import { focusRuns, unfold, walkTo } from '../support/journeysTree.ts';
import { waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const SEEDS = [1, 2, 3] as const;
const LABELS = 40;
/** Long enough for the page to look ahead. */
const READING_MS = 60;

describe('planted truth', { timeout: 600_000 }, () => {
  let bench: Workbench;
  let keys: PressedKeys;

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    keys = new PressedKeys(bench.window);
    for (const seed of SEEDS)
      writeFileSync(join(bench.workspace, `planted-${seed}.csv`), plantedCsv(plantedRun(seed)));
    writeFileSync(join(bench.workspace, 'planted-4.csv'), plantedCsv(plantedRun(4, 10)));
  });
  after(() => bench.close());

  const importPlanted = async (seed: number): Promise<void> => {
    await keys.command('Transcript Auditor: Import Transcripts…');
    await keys.file(/^Import Transcripts$/, join(bench.workspace, `planted-${seed}.csv`));
    await bench.window.notification(/Imported \d+ transcripts/, { timeoutMs: 60_000 });
    await bench.window.clearNotifications();
  };
  const drawn = (name: string): Promise<Listed> =>
    waitUntil(`${name} is there`, 30_000, async () => (await queues(bench)).find((one) => one.name === name));
  const openQueue = async (name: string) => {
    await keys.command('Transcript Auditor: Open or Resume Queue…');
    await keys.choose(/Which queue/, name);
    const page = await transcriptPage(bench.window);
    await keyboardIn(page);
    return page;
  };
  const ratesOf = async (name: string, says: RegExp) => {
    await keys.command('Transcript Auditor: Show Agreement and Corrected Rates');
    await chooseQueue(keys, name);
    return auditPageThat(bench.window, says);
  };

  for (const seed of SEEDS) {
    it(`prints intervals that hold the truth of run ${seed}, which the judge’s own miss`, async (t) => {
      await importPlanted(seed);
      const name = `audit ${seed}`;
      await drawByKeys(keys, {
        ...(seed === 1 ? {} : { run: `planted-${seed}` }),
        design: 'By the judge’s verdict, most where it matters',
        n: LABELS,
        name,
        seed: `truth ${seed}`,
      });
      assert.equal((await drawn(name)).items, LABELS);
      const done = await labelByKeys(keys, await openQueue(name), truthOf, READING_MS);
      assert.equal(done.labels, LABELS);
      await keys.command('Transcript Auditor: Pause Queue');
      const page = await ratesOf(name, new RegExp(`${LABELS} of ${LABELS} drawn count`));
      const { truths } = plantedRun(seed);
      const rates = await printedRates(page);
      const lead = rates.find((rate) => rate.lead);
      t.diagnostic(JSON.stringify({ seed, truths, lead }));
      assert.ok(lead !== undefined && /prompts like these/.test(lead.about), JSON.stringify(rates));
      assert.ok(rates.length >= 9, `${rates.length} rates`);
      for (const { name: estimate, about, low, high } of rates) {
        const truth = 100 * truths[ABOUT[about] ?? 'run'];
        const holds = low <= truth && truth <= high;
        const isRaw = estimate === 'Judge’s rate, raw';
        assert.equal(holds, !isRaw, `${estimate} of ${about}: ${low} to ${high}, truly ${truth.toFixed(1)}`);
      }
    });
  }

  it('leaves out labels given by hand beside a sample, counts them, and prints the same', async () => {
    const name = `audit ${SEEDS.length}`;
    const before = await printedRates(await bench.window.webview('audit'));
    await labelByHand(`planted-${SEEDS.length}`, 6);
    const page = await ratesOf(name, /6 labelled transcripts outside the sample are left out/);
    assert.deepEqual(await printedRates(page), before);
  });

  it('refuses to correct by labels that were given by hand alone, and says why', async () => {
    await importPlanted(4);
    await labelByHand('planted-4', 6);
    await keys.command('Transcript Auditor: Show Agreement and Corrected Rates');
    const page = await auditPageThat(
      bench.window,
      /6 transcripts have labels, which were not drawn at random/,
    );
    assert.match(await wordsOf(page), /not told\./);
    assert.deepEqual(
      (await printedRates(page)).filter(({ name }) => !name.includes('raw')),
      [],
    );
  });

  it('refuses a sample of which only what the judge flagged was answered, and says why', async () => {
    const name = 'flagged alone';
    await drawByKeys(keys, {
      run: 'planted-4',
      design: 'All flagged and some others',
      n: 10,
      hidden: false,
      name,
      seed: 'truth 4',
    });
    const { items } = await drawn(name);
    const page = await openQueue(name);
    for (let item = 0; item < items; item++) {
      const position = await page.locator('.position').innerText();
      const flagged = /misaligned/.test(await page.locator('.verdict-line').first().innerText());
      const said = truthOf(await page.locator('article').last().innerText());
      await keys.press(flagged ? KEY_OF[said] : 'Shift+S');
      if (flagged) {
        await page.locator('.answers [aria-pressed=true]').waitFor();
        if (item < items - 1) await keys.press('Space');
      }
      if (item < items - 1)
        await waitUntil(
          'the next is shown',
          20_000,
          async () => (await page.locator('.position').innerText()) !== position,
        );
    }
    await keys.command('Transcript Auditor: Pause Queue');
    const audit = await ratesOf(name, /No answer counts yet in “unflagged”/);
    assert.deepEqual(
      (await printedRates(audit)).filter((rate) => !rate.name.includes('raw')),
      [],
    );
  });

  /** Labels unlabelled transcripts of a run as they come, from the first of the tree on. */
  async function labelByHand(run: string, count: number): Promise<void> {
    const { window } = bench;
    await focusRuns(window);
    // All folded, so that what is in the run has room.
    await keys.press('Control+ArrowLeft', 'Home');
    await unfold(window, new RegExp(`^${run}$`));
    await unfold(window, /^case_1$/);
    await walkTo(window, /^#1 /);
    await keys.press('Enter');
    const page = await transcriptPage(window);
    await readingThat(page, 'the first is shown', ({ probe, sample }) => probe === 'case_1' && sample === 1);
    await keyboardIn(page);
    let left = count;
    if ((await reading(page)).answer !== '') await goOn(window, page, 'Space');
    while (left > 0) {
      const said = truthOf(await page.locator('article').last().innerText());
      await keys.press(KEY_OF[said]);
      await readingThat(page, 'the label is saved', ({ answer }) => answer === said);
      left -= 1;
      if (left > 0) await goOn(window, page, 'Space');
    }
  }
});

/** The page's words for what a rate is about. */
const ABOUT: Readonly<Record<string, 'run' | 'same' | 'like'>> = {
  'these transcripts': 'run',
  'the model, on these prompts': 'same',
  'the model, on prompts like these': 'like',
};
