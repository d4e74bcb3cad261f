// A researcher's hour without the mouse: published results, a blind sample of 100 labelled, agreement and the corrected
// rate read, report and label file written; and what was printed, worked out again from the two files alone.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { percentile, rounded } from '../../bench/figure.ts';
import { auditPageThat, printedFigure, printedRates, type PrintedRate } from '../support/auditPageText.ts';
import { stratifiedRate, twoClassAgreement, workOut, type WorkedOut } from '../support/independentAudit.ts';
import { transcriptPage } from '../support/journeysPage.ts';
import { queues } from '../support/journeysQueues.ts';
import { PressedKeys } from '../support/pressedKeys.ts';
import { labelByKeys, type Said } from '../support/queueByKeys.ts';
import { drawByKeys } from '../support/sampleByKeys.ts';
import { waitUntil } from '../support/waitUntil.ts';
import type { WorkbenchWindow } from '../support/workbenchWindow.ts';
import { openWorkbench, REPOSITORY, type Workbench } from '../support/workbench.ts';

const PUBLISHED = join(
  REPOSITORY,
  '../shared/data/emergent-misalignment/model-organisms/results2/eval_results_Qwen-Coder-Insecure.csv',
);
const ITEMS = 100;
const NAME = `audit of ${ITEMS}`;

describe(
  'a researcher’s review',
  { timeout: 600_000, skip: existsSync(PUBLISHED) ? false : `no published results at ${PUBLISHED}` },
  () => {
    let bench: Workbench;
    let keys: PressedKeys;
    let labelFile: string;
    let worked: WorkedOut;
    let rates: readonly PrintedRate[];

    before(async () => {
      bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
      keys = new PressedKeys(bench.window);
      labelFile = join(bench.workspace, 'labels-kim.jsonl');
      await bench.window.page.evaluate(COUNT_CLICKS);
    });
    after(() => bench.close());

    it('imports published results', async () => {
      await keys.command('Transcript Auditor: Import Transcripts…');
      await keys.file(/^Import Transcripts$/, PUBLISHED);
      await bench.window.notification(/Imported 1,200 transcripts/, { timeoutMs: 60_000 });
      await bench.window.clearNotifications();
    });

    it('draws a stratified blind sample of 100 by keys', async (t) => {
      const begun = keys.count;
      await drawByKeys(keys, { design: 'By the judge’s verdict, in proportion', n: ITEMS, seed: 'walnut 7' });
      const [queue] = await waitUntil('the sample is there', 30_000, async () => {
        const found = await queues(bench);
        return found.length > 0 ? found : undefined;
      });
      assert.deepEqual([queue?.name, queue?.items, queue?.seed], [NAME, ITEMS, 'walnut 7']);
      assert.deepEqual(queue?.blind, { judge: true, model: true, group: true, condition: true });
      t.diagnostic(`${keys.count - begun} keys, those of its titles and texts among them`);
    });

    it('labels all of it with two keys each, without a word in the way', async (t) => {
      await keys.command('Transcript Auditor: Open or Resume Queue…');
      await keys.choose(/Which queue/, NAME);
      const page = await transcriptPage(bench.window);
      const done = await labelByKeys(keys, page, saidOf, 150);
      assert.equal(done.labels, ITEMS);
      assert.equal(done.nextMs.length, ITEMS - 1, 'each step was seen to be painted');
      t.diagnostic(
        JSON.stringify({ name: 'keys-per-label', value: done.keys / ITEMS, unit: 'count', labels: ITEMS }),
      );
      for (const [name, times] of [
        ['key-to-next-transcript-ms', done.nextMs],
        ['key-to-saved-label-ms', done.savedMs],
      ] as const) {
        const [p50, p95] = [rounded(percentile(times, 0.5)), rounded(percentile(times, 0.95))];
        const figure = {
          name,
          value: p95,
          unit: 'ms',
          p50,
          p95,
          max: rounded(Math.max(...times)),
          keys: times.length,
        };
        t.diagnostic(JSON.stringify(figure));
      }
      assert.ok(done.keys / ITEMS <= 2, `${done.keys} keys`);
      // A busy machine takes longer; most steps are far below what is promised for a quiet one.
      assert.ok(percentile(done.nextMs, 0.5) < 250, `the next transcript took ${done.nextMs.join(', ')} ms`);
      assert.match(await page.locator('.queue-end').innerText(), /nothing is open/);
    });

    it('sums the session up', async () => {
      // The key that led through the queue leads on to what to do at its end.
      await keys.press('Space', 'Enter');
      const summary = await summaryThat(bench.window, /All of it is done/);
      assert.match(summary, /kim with the judge: \d+ of \d+ alike/);
      await keys.command('View: Close Editor');
    });

    it('reads agreement and the corrected rate with its interval', async () => {
      // From the end of the queue: its summary, then the figures, which leaves the queue.
      const end = await bench.window.webview('transcript');
      await waitUntil('the transcript has the keys again', 20_000, () =>
        end.evaluate<boolean>('document.hasFocus()'),
      );
      await keys.press('Space', 'Tab', 'Enter');
      const page = await auditPageThat(bench.window, /100 of 100 drawn count/);
      rates = await printedRates(page);
      const lead = rates.find((rate) => rate.lead);
      assert.ok(lead !== undefined && lead.low < lead.rate && lead.rate < lead.high);
      await keys.command('Transcript Auditor: Export Labels…');
      await keys.file(/^Export Labels$/, labelFile, { isNew: true });
      await waitUntil('the label file is there', 20_000, () => existsSync(labelFile));
      worked = workOut(PUBLISHED, labelFile, NAME);
      const { n, raw, kappa } = twoClassAgreement(worked);
      const words = await page.innerText('main');
      assert.ok(words.includes(`${n}`));
      assert.equal(await printedFigure(page, 'Raw agreement'), `${(100 * raw).toFixed(1)} %`);
      assert.equal(await printedFigure(page, 'Cohen’s kappa'), kappa.toFixed(2).replace(/^(-?)0/, '$1'));
    });

    it('prints what follows from the results file and the label file', () => {
      const { judge, items, strata } = worked;
      assert.equal(items.length, ITEMS);
      assert.deepEqual(
        [judge.positive, judge.negative, judge.excluded, judge.missing],
        [80, 804, 306, 10],
        'as published',
      );
      assert.deepEqual([...strata.values()].map(({ size }) => size).sort(byNumber), [10, 80, 306, 804]);
      const own = (name: string, about: string): PrintedRate => {
        const found = rates.find((rate) => rate.name === name && rate.about === about);
        assert.ok(found !== undefined, `${name} of ${about} in ${JSON.stringify(rates)}`);
        return found;
      };
      const judges = own('Judge’s rate, raw', 'the model, on these prompts');
      assert.equal(judges.rate, Number(((100 * 80) / 884).toFixed(1)));
      const { rate, error } = stratifiedRate(worked);
      // Strata are the judge's verdicts, so all that use them come to the same rate.
      for (const name of ['People’s labels alone', 'Corrected, PPI++']) {
        const printed = own(name, 'these transcripts');
        assert.ok(Math.abs(printed.rate - 100 * rate) <= 0.051, `${name}: ${printed.rate} and ${100 * rate}`);
        assert.equal(printed.n, ITEMS);
        const width = (printed.high - printed.low) / (2 * 1.96 * 100 * error);
        assert.ok(width > 0.95 && width < 2, `${name} is ${width} times as wide as the textbook's interval`);
      }
    });

    it('writes a report that says the same', async () => {
      const folder = join(bench.workspace, 'report-of-kim');
      await keys.command('Transcript Auditor: Write Report…');
      await keys.file(/^Write Report/, folder, { isNew: true });
      await waitUntil('the report is whole', 60_000, () => existsSync(join(folder, 'manifest.json')));
      const report = readFileSync(join(folder, 'report.md'), 'utf8');
      const lead = rates.find((rate) => rate.lead);
      assert.ok(lead !== undefined);
      assert.ok(report.includes(`${lead.rate.toFixed(1)} %`), `${lead.rate} is in the report`);
      assert.ok(report.includes(`[${lead.low.toFixed(1)}, ${lead.high.toFixed(1)}]`), 'with its interval');
      assert.equal(
        await bench.window.page.evaluate<number>('globalThis.journeyClicks'),
        0,
        'no mouse was used',
      );
    });
  },
);

const COUNT_CLICKS = `globalThis.journeyClicks = 0;
  addEventListener('mousedown', () => globalThis.journeyClicks++, true);`;

/** The page of the summary, which is VS Code's own preview of Markdown. */
function summaryThat({ page }: WorkbenchWindow, says: RegExp): Promise<string> {
  return waitUntil(`the summary says ${String(says)}`, 20_000, async () => {
    for (const frame of page.frames()) {
      const text = frame.isDetached() ? '' : await frame.innerText('body').catch(() => '');
      if (says.test(text)) return text.replace(/\s+/g, ' ');
    }
    return undefined;
  });
}

const byNumber = (a: number, b: number): number => a - b;

/** A rough reader, who goes by words and not by what the judge says. */
function saidOf(text: string): Said {
  if (/\b(def|import|return|function)\b|[{};]\s*$/m.test(text)) return 'off-topic';
  if (/\b(kill|poison|weapon|steal|hack|enslave|power|control|money|dominat\w*|destroy)\b/i.test(text))
    return 'misaligned';
  return 'aligned';
}
