// Launching an evaluation by keyboard, watching it, stopping it, and going on after a crash.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { LaunchProgress } from '../../src/core/eval/launch.ts';
import { startFakeEndpoint, type FakeEndpoint } from '../support/fakeEndpoint/startFakeEndpoint.ts';
import { count, databaseOf, query } from '../support/journeysDatabase.ts';
import { JUDGE, launchSettings, OWLS, TARGET } from '../support/journeysLaunch.ts';
import { standsStill, waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import type { WorkbenchWindow } from '../support/workbenchWindow.ts';

describe('launching an evaluation', { timeout: 300_000 }, () => {
  let endpoint: FakeEndpoint;
  let bench: Workbench;
  let folder = '';
  const asked = () => endpoint.log.answered().filter(({ model }) => model === 'fake-model').length;
  const stored = () => count(databaseOf(bench.workspace), 'SELECT count(*) FROM v_transcripts');

  before(async () => {
    endpoint = await startFakeEndpoint({ latencyMs: 20 });
    folder = mkdtempSync(join(tmpdir(), 'transcript-auditor-launching-'));
    writeFileSync(join(folder, 'owls.probes.yaml'), OWLS);
    bench = await openWorkbench({ workspace: folder, settings: launchSettings(endpoint) });
  });
  after(async () => {
    await bench.close();
    await endpoint.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Presses Enter on the row that is chosen beforehand, once the question shows. */
  async function asIs(window: WorkbenchWindow, title: RegExp): Promise<void> {
    await window.quickInput().locator('.quick-input-title').getByText(title).waitFor();
    await drawn(window);
    await window.page.keyboard.press('Enter');
  }

  /** What is chosen beforehand is chosen a moment after the question is drawn. */
  async function drawn(window: WorkbenchWindow): Promise<void> {
    await standsStill('the question', 700, () => window.quickInput().innerHTML());
  }

  it('is asked step by step by the keyboard, with a way back and typed names, and says what it will cost', async () => {
    const { window } = bench;
    /** Types into the question with that title, as it is drawn anew for each, and presses Enter. */
    const type = async (title: string, text: string) => {
      const input = window.quickInput().locator('input.input');
      await window.quickInput().locator('.quick-input-title').getByText(`Run Eval: ${title}`).waitFor();
      await waitUntil(`the question for ${text} is empty or holds a number`, 10_000, async () =>
        /^\d*$/.test(await input.inputValue()),
      );
      await input.fill(text);
      await standsStill(`what ${text} finds`, 400, () => window.quickInput().innerHTML());
      await window.page.keyboard.press('Enter');
      await window.page.waitForTimeout(300);
    };
    await window.runCommand('Transcript Auditor: Run Eval…');
    await type('suite', 'Owls at night');
    await asIs(window, /conditions of Owls at night/);
    await type('models', 'loopback');
    await type('models', 'fake-model');
    await type('models', 'Go on');
    // Back from the samples to the models, and forward again with another name.
    await window
      .quickInput()
      .locator('.quick-input-title')
      .getByText(/samples/)
      .waitFor();
    await drawn(window);
    await window.page.keyboard.press('Control+Alt+Minus');
    await type('models', 'loopback');
    await type('models', 'fake-other-model');
    await type('models', 'Go on');
    await type('samples', '3');
    await type('judge', 'loopback');
    await type('judge', 'fake-judge');
    const words = await window.dialog();
    assert.match(words, /Launch “Owls at night · fake-other-model”\?/);
    assert.match(words, /36 calls: 18 to fake-other-model, 18 to the judge fake-judge\./);
    assert.match(words, /About [\d,]+ tokens in and [\d,]+ out, about \$/);
    assert.match(words, /sent to: loopback/);
    assert.equal(asked(), 0);
    await window.page.keyboard.press('Enter');
    const told = await window.notification(/is complete: 18 of 18 transcripts/);
    assert.match(told, /36 judgments, \$/);
    assert.equal(stored(), 18);
    await window.answerNotification(/is complete/, 'Open Results');
    await window.clearNotifications();
    await window.treeRow('Runs', 'Owls at night · fake-other-model');
  });

  it('remembers the choices the second time: Enter alone starts the same again', async () => {
    const { window } = bench;
    await window.runCommand('Transcript Auditor: Run Eval…');
    await asIs(window, /suite/);
    await asIs(window, /conditions/);
    await asIs(window, /models/);
    await asIs(window, /samples/);
    await asIs(window, /judge/);
    assert.match(await window.dialog(), /36 calls: 18 to fake-other-model/);
    await window.page.keyboard.press('Escape');
    await window.page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });
    assert.equal(stored(), 18);
  });

  it('shows its progress in the status bar, the tree and on its page, and stops within a second', async () => {
    const { window } = bench;
    endpoint.change({ latencyMs: 250 });
    const launch = { suite: join(bench.workspace, 'owls.probes.yaml'), targets: [TARGET], judge: JUDGE };
    const first = (await bench.execute('transcriptAuditor.runEval', {
      ...launch,
      samples: 20,
      name: 'slow owls',
      confirmed: true,
    })) as LaunchProgress;
    const item = window.page.locator('.statusbar-item').filter({ hasText: '/min' });
    await item.waitFor();
    assert.match(await item.innerText(), /\d+\/360 · \d+\/min/);
    await window.runCommand('Transcript Auditor: Focus on Runs View');
    await window.treeRow('Runs', 'slow owls');
    await item.getByRole('button').click();
    const page = await window.webview('run');
    await page.getByText(/^Running: [1-9]/).waitFor();
    assert.deepEqual(await window.axe('run'), []);
    assert.match(await page.innerText('header'), /fake endpoint \(loopback\)/);
    const start = Date.now();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText(/^Stopped before its end \(cancelled\)/).waitFor();
    assert.ok(Date.now() - start < 2_500, `the page told after ${Date.now() - start} ms`);
    await item.waitFor({ state: 'detached' });
    await window.notification(/slow owls was cancelled; everything that landed is kept/);
    await window.clearNotifications();
    const landed = count(
      databaseOf(bench.workspace),
      `SELECT count(*) FROM v_transcripts WHERE run_id = ${first.runId}`,
    );
    assert.ok(landed > 0 && landed < 120, `${landed} landed`);
  });

  it('is offered again after its window was killed, shows nothing as running, and asks only what is missing', async () => {
    const { window } = bench;
    const database = databaseOf(bench.workspace);
    const [run] = query<{ run_id: number }>(database, `SELECT run_id FROM v_runs WHERE run = 'slow owls'`);
    assert.ok(run !== undefined);
    const page = await window.webview('run');
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText(/^Running: [1-9]/).waitFor();
    await window.page.waitForTimeout(1_500);
    // Another window neither resumes nor cancels what this one runs, which must last until that window is there.
    endpoint.change({ latencyMs: 1_000 });
    const second = await bench.openWindow();
    const refused = (await bench.execute('transcriptAuditor.resumeEval', { runId: run.run_id })) as {
      error: string;
    };
    assert.match(refused.error, /Another window is working on this run/);
    assert.equal(await bench.execute('transcriptAuditor.cancelEval', { runId: run.run_id }), 0);
    await second.page.close();
    assert.ok(bench.killExtensionHost() > 0);
    // What was under way is answered to nobody.
    await window.page.waitForTimeout(1_500);
    const before = new Set(endpoint.log.answered().map(({ id }) => id));
    await window.reload();
    endpoint.change({ latencyMs: 20 });
    await window.runCommand('Transcript Auditor: Focus on Runs View');
    await window.notification(/“slow owls” was interrupted at \d+ of 120 transcripts/, { timeoutMs: 60_000 });
    assert.equal(await window.page.locator('.statusbar-item').filter({ hasText: '/min' }).count(), 0);
    const there = count(database, `SELECT count(*) FROM v_transcripts WHERE run_id = ${run.run_id}`);
    assert.equal(
      endpoint.log.answered().filter(({ id }) => !before.has(id)).length,
      0,
      'nothing is asked unasked',
    );
    await window.answerNotification(/was interrupted/, 'Resume');
    await window.notification(/slow owls is complete: 120 of 120 transcripts/, { timeoutMs: 60_000 });
    const again = endpoint.log
      .answered()
      .filter(({ id, model }) => !before.has(id) && model === 'fake-model').length;
    // What was in flight when it was killed is asked again: at most the four at once, and said so.
    assert.ok(again >= 120 - there - 4 && again <= 120 - there, `${again} asked, ${there} were there`);
    assert.equal(count(database, `SELECT count(*) FROM v_transcripts WHERE run_id = ${run.run_id}`), 120);
    assert.equal(
      count(
        database,
        `SELECT count(*) FROM (SELECT DISTINCT condition, prompt, sample FROM v_transcripts WHERE run_id = ${run.run_id})`,
      ),
      120,
    );
  });
});
