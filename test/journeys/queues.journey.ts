// An audit sample by keyboard through the palette: drawn, opened blind, answered, seen in the view, paused, put away.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { keyboardIn, transcriptPage } from '../support/journeysPage.ts';
import { asked, drawSample, queues } from '../support/journeysQueues.ts';
import { focusView, unfold, walkTo } from '../support/journeysTree.ts';
import { waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const NAME = 'audit of 20';
const STATUS = '.statusbar-item[id*="transcriptAuditor.queue"]';

describe('queues', { timeout: 300_000 }, () => {
  let bench: Workbench;
  const rowOf = async () => (await bench.window.treeRows('Queues')).find(({ label }) => label === NAME);

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    await bench.execute('transcriptAuditor.import', {
      paths: [join(bench.workspace, 'synthetic_results.csv')],
      preview: false,
    });
  });
  after(() => bench.close());

  it('draws a stratified, blind sample of 20 with nothing but keys', async () => {
    const { window } = bench;
    await drawSample(window, { design: 'By the judge’s verdict, in proportion', n: 20 });
    const queue = await waitUntil('it is there', 30_000, async () => (await queues(bench))[0]);
    assert.deepEqual([queue.name, queue.items, queue.purpose], [NAME, 20, 'sample']);
    assert.deepEqual(queue.blind, { judge: true, model: true, group: true, condition: true });
    assert.deepEqual(queue.design, { strata: { by: 'verdict' }, allocation: 'proportional', n: 20 });
    assert.match(await window.notification(/has 20 transcripts/), /audit of 20/);
    await window.clearNotifications();
  });

  it('opens it from the palette; the status bar says how far it is and the view that it is open', async () => {
    const { window } = bench;
    await window.runCommand('Transcript Auditor: Open or Resume Queue…');
    await asked(window, /Which queue/);
    await window.pick(NAME);
    const page = await transcriptPage(window);
    await keyboardIn(page);
    await waitUntil('the status bar speaks of it', 15_000, async () =>
      /audit sample 0\/20/.test(await window.page.locator(STATUS).first().innerText()),
    );
    await focusView(window, 'Queues');
    const row = await walkTo(window, new RegExp(`^${NAME}$`), 'Queues');
    assert.match(row.description, /^0\/20 · 0 % · judge, model, group and condition hidden · open$/);
  });

  it('lists its items by place, with nothing of what the judge said', async () => {
    const { window } = bench;
    await unfold(window, new RegExp(`^${NAME}$`), 'Queues');
    const rows = (await window.treeRows('Queues')).filter(({ level }) => level === 2);
    assert.ok(rows.length > 3);
    assert.match(rows[0]?.label ?? '', /^1 “/);
    for (const { description, ariaLabel } of rows)
      assert.doesNotMatch(
        `${description} ${ariaLabel.replace(/“.*”/, '')}`,
        /aligned|incoherent|missing|people/,
      );
  });

  it('counts an answer in the row, at the item and in the status bar', async () => {
    const { window } = bench;
    await window.pressIn('transcript', '1');
    await waitUntil('the row counts it', 15_000, async () =>
      (await rowOf())?.description.startsWith('1/20 · 5 %') === true ? true : undefined,
    );
    await waitUntil('the item says so', 15_000, async () => {
      const item = (await window.treeRows('Queues')).find(({ label }) => label.startsWith('1 “'));
      return item?.description === 'answered' ? true : undefined;
    });
    await waitUntil('the status bar counts it', 15_000, async () =>
      /audit sample 1\/20/.test(await window.page.locator(STATUS).first().innerText()),
    );
  });

  it('stays open and blind over a reload, and lets go when it is paused', async () => {
    const { window } = bench;
    await window.reload();
    await focusView(window, 'Queues');
    await waitUntil('it is still open', 30_000, async () =>
      (await rowOf())?.description.endsWith('hidden · open') === true ? true : undefined,
    );
    await window.runCommand('Transcript Auditor: Pause Queue');
    await waitUntil('it is paused', 15_000, async () =>
      (await rowOf())?.description.endsWith('hidden') === true ? true : undefined,
    );
    assert.equal(await window.page.locator(STATUS).count(), 0);
  });

  it('is put away and brought back by key and palette', async () => {
    const { window } = bench;
    await focusView(window, 'Queues');
    await walkTo(window, new RegExp(`^${NAME}$`), 'Queues');
    // Moving the focus selects nothing in a tree of VS Code; Enter does.
    await window.page.keyboard.press('Enter');
    await waitUntil('it is selected', 10_000, async () =>
      (await rowOf())?.selected === true ? true : undefined,
    );
    await window.page.keyboard.press('Delete');
    assert.match(await window.dialog(), /Delete the queue “audit of 20”\?/);
    await window.answerDialog('Delete');
    await waitUntil('it is gone', 15_000, async () =>
      (await queues(bench)).length === 0 ? true : undefined,
    );
    await window.runCommand('Transcript Auditor: Restore Deleted Queue');
    await waitUntil('it is back, with its answer', 15_000, async () =>
      (await queues(bench))[0]?.progress.answered === 1 ? true : undefined,
    );
  });
});
