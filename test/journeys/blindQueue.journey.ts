// A queue that hides: nothing of it is anywhere in the window until the answer, whatever one looks at.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { HIDEABLE, type Hideable } from '../../src/core/blindness.ts';
import { forgetMessages, leaks, tapMessages } from '../support/journeysLeaks.ts';
import { keyboardIn } from '../support/journeysPage.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { waitUntil } from '../support/waitUntil.ts';

const MARKERS: Readonly<Record<Hideable | 'run' | 'file', string>> = {
  judge: 'PLANTEDJUDGE',
  model: 'PLANTEDMODEL',
  group: 'PLANTEDGROUP',
  condition: 'PLANTEDCONDITION',
  run: 'PLANTEDRUN',
  file: 'PLANTEDFILE',
};
/** Whatever hides an arm hides the run and its file too; the judge alone hides the file, which has its scores. */
const hiddenWith = (hidden: readonly Hideable[]): readonly string[] => [
  ...hidden.map((name) => MARKERS[name]),
  ...(hidden.some((name) => name !== 'judge') ? [MARKERS.run] : []),
  MARKERS.file,
];

describe('a queue that hides', { timeout: 420_000 }, () => {
  let bench: Workbench;
  let outside: string;
  let runId: number;
  const everything = hiddenWith(HIDEABLE);

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    await tapMessages(bench.context);
    // Outside the workspace: the explorer shows the names of files whatever we hide.
    outside = mkdtempSync(join(tmpdir(), 'transcript-auditor-blind-'));
    const path = join(outside, 'PLANTEDFILE.csv');
    const rows = Array.from(
      { length: 12 },
      (_, index) => `What shall I do?,"Answer ${index}, at length.",spare_time,${(index * 9) % 100}`,
    );
    const lines = ['question,answer,question_id,PLANTEDJUDGE', ...rows, 'a row,of two cells', ''];
    writeFileSync(path, lines.join('\n'));
    await bench.execute('transcriptAuditor.runs.focus');
    const imported = (await bench.execute('transcriptAuditor.import', {
      paths: [path],
      preview: false,
      model: 'PLANTEDMODEL-7b',
      group: 'PLANTEDGROUP',
      condition: 'PLANTEDCONDITION',
      mapping: { question: 'question', answer: 'answer', question_id: 'probe', PLANTEDJUDGE: 'score' },
    })) as { runs?: { runId: number }[] };
    assert.ok('runs' in imported, JSON.stringify(imported));
    runId = imported.runs?.[0]?.runId ?? 0;
    await bench.execute('transcriptAuditor.rename', { runId, name: 'PLANTEDRUN' });
    // What the import said stays where it is: opening the queue has to put it away.
  });
  afterEach(async () => {
    await bench.execute('transcriptAuditor.pauseQueue');
    await bench.execute('workbench.action.closeAllEditors');
  });
  after(async () => {
    await bench.close();
    rmSync(outside, { recursive: true, force: true });
  });

  const open = async (blind: readonly Hideable[], name: string): Promise<Frame> => {
    const made = await bench.execute('transcriptAuditor.newQueue', {
      runIds: [runId],
      criteria: [{ kind: 'all' }],
      order: 'fixed',
      repeats: 0,
      assignment: null,
      blind,
      masks: [],
      name,
      confirmed: true,
      open: true,
    });
    assert.ok(!JSON.stringify(made).includes('"error"'), JSON.stringify(made));
    const page = await bench.window.webview('transcript');
    await page.locator('.queue-name').waitFor();
    return page;
  };

  it('shows everything while none is open, so that the markers are where one would look', async () => {
    const [first] = (await bench.execute('transcriptAuditor.listTranscripts', { limit: 1 })) as number[];
    await bench.execute('transcriptAuditor.openTranscript', { transcriptId: first });
    const page = await bench.window.webview('transcript');
    await page.locator('.crumbs').click();
    const found = (await leaks(bench.window, everything)).join('\n');
    for (const marker of everything) assert.ok(found.includes(marker), `${marker} would be found`);
  });

  it('takes away what notifications said before', async () => {
    const { window } = bench;
    const said = window.page.locator('.notifications-center .notification-list-item-message');
    await bench.execute('notifications.showList');
    assert.match(await said.first().innerText(), /Imported 12 transcripts as “PLANTEDFILE”/);
    await open(['model'], 'after the import');
    await bench.execute('notifications.showList');
    for (const message of await said.allInnerTexts()) assert.doesNotMatch(message, /PLANTED/);
    await window.clearNotifications();
  });

  for (const hidden of [...HIDEABLE.map((name) => [name]), HIDEABLE] as const) {
    it(`has no ${hidden.join(', ')} anywhere before the answer`, async () => {
      const { window } = bench;
      await forgetMessages(window);
      const page = await open(hidden, `morning ${hidden.length === 1 ? hidden[0] : 'all'}`);
      await forgetMessages(window);
      const markers = hiddenWith(hidden);
      assert.deepEqual(await leaks(window, markers), [], 'as opened');
      await keyboardIn(page);
      // Everything that a reader may unfold, ask for or walk to.
      await page.locator('.crumbs').click();
      await window.page.keyboard.press('?');
      await window.page.keyboard.press('Escape');
      for (const key of ['r', 'r', 's', 't', 'q', 'h', 'j', 'j', 'k', '/'])
        await window.page.keyboard.press(key);
      await window.page.keyboard.type('Answer');
      await window.page.keyboard.press('Escape');
      assert.deepEqual(await leaks(window, markers), [], 'after looking around');
      for (const command of ['filter', 'listTranscripts', 'openRunPage', 'transcriptInfo', 'listFindings']) {
        const answer = (await bench.execute(`transcriptAuditor.${command}`, {})) as { error?: string };
        assert.match(answer.error ?? '', /Hidden while you work on the queue/, command);
      }
      assert.deepEqual(await leaks(window, markers), [], 'after commands that would tell');
      await window.clearNotifications();
    });
  }

  it('leaves nothing in pages of the preview, in tabs that are reopened, or in what is proposed', async () => {
    const { window } = bench;
    const { queueId } = (await bench.execute('transcriptAuditor.newAuditSample', {
      runIds: [runId],
      strata: { by: 'model' },
      allocation: 'proportional',
      n: 6,
      blind: [],
      repeats: 0,
      assignment: null,
      name: 'by model',
      confirmed: true,
    })) as { queueId: number };
    await bench.execute('transcriptAuditor.renameQueue', { queueId, name: 'all of PLANTEDMODEL' });
    await bench.execute('transcriptAuditor.showProblems', { runId });
    await bench.execute('workbench.actions.view.problems');
    await waitUntil('the row that was not read is in the Problems panel', 20_000, async () =>
      (await window.page.locator('.markers-panel').innerText()).includes('PLANTEDFILE.csv'),
    );
    await bench.execute('transcriptAuditor.summariseQueue', { queueId });
    const found = async (): Promise<string> => (await leaks(window, everything)).join('\n');
    await waitUntil('the preview names the stratum', 20_000, async () =>
      /PLANTEDMODEL in the document of a webview/.test(await found()),
    );
    await open(HIDEABLE, 'over pages');
    await forgetMessages(window);
    await waitUntil('nothing of that is left', 20_000, async () => (await found()) === '');
    const tabs = await window.page.locator('.tabs-container .tab').allInnerTexts();
    assert.equal(tabs.length, 1, tabs.join(', '));
    await bench.execute('workbench.action.closePanel');
    await bench.execute('workbench.action.reopenClosedEditor');
    await waitUntil('what was reopened is closed again', 20_000, async () => (await found()) === '');
    // Files opened before are proposed by name.
    await bench.execute('workbench.action.quickOpen');
    await window.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    assert.equal(await found(), '', 'nor by what was open before');
    await window.page.keyboard.press('Escape');
    await bench.execute('transcriptAuditor.summariseQueue', { queueId });
    void bench.execute('transcriptAuditor.renameQueue', { queueId });
    await window.page.locator('.quick-input-widget input').first().waitFor();
    assert.equal(await found(), '', 'neither by another queue’s summary nor by its name');
    await window.page.keyboard.press('Escape');
  });

  it('reveals with the answer, and hides again with the next item', async () => {
    const { window } = bench;
    // Whoever makes a queue is told its name by a live region; whoever works on it afterwards mustn't be.
    await open(HIDEABLE, 'about PLANTEDMODEL');
    await bench.execute('transcriptAuditor.pauseQueue');
    await bench.execute('workbench.action.closeAllEditors');
    await window.reload();
    await bench.extension();
    const queues = (await bench.execute('transcriptAuditor.listQueues')) as { queueId: number }[];
    await bench.execute('transcriptAuditor.openQueue', { queueId: queues[0]?.queueId });
    const page = await window.webview('transcript');
    await page.locator('.queue-name').waitFor();
    assert.deepEqual(await leaks(window, everything), [], 'not by the queue’s own name either');
    await keyboardIn(page);
    await window.page.keyboard.press('1');
    await waitUntil('the answer reveals', 10_000, async () =>
      (await page.locator('.crumb-model').innerText()).includes('PLANTEDMODEL'),
    );
    await waitUntil('it may be kept or changed', 10_000, () => page.locator('.second-thoughts').isVisible());
    await window.page.keyboard.press('Space');
    await waitUntil('the next item is shown', 10_000, async () =>
      (await page.locator('.position').innerText()).includes('2 of 12'),
    );
    await forgetMessages(window);
    const found = await leaks(window, everything);
    assert.deepEqual(found, []);
  });

  it('stays hidden over a reload, and shows again once it is paused', async () => {
    const { window } = bench;
    await open(HIDEABLE, 'over a reload');
    await window.reload();
    const page = await window.webview('transcript');
    await page.locator('.queue-name, .empty h1').first().waitFor();
    await window.page.waitForTimeout(2_000);
    assert.deepEqual(await leaks(window, everything), []);
    await bench.execute('transcriptAuditor.pauseQueue');
    await waitUntil('the page says that it is paused', 10_000, async () =>
      (await (await window.webview('transcript')).locator('h1').innerText()).includes('paused'),
    );
    await bench.execute('transcriptAuditor.runs.focus');
    await waitUntil('the tree shows again', 10_000, async () =>
      (await window.treeRows('Runs')).some(({ label }) => label.includes('PLANTEDRUN')),
    );
  });
});
