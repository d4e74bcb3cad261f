// What two annotators disagree about is decided by a third, by keyboard: with both labels beside, and for good.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { databaseOf, query } from '../support/journeysDatabase.ts';
import { answer, goOn, keyboardIn, transcriptPage } from '../support/journeysPage.ts';
import { asked } from '../support/journeysQueues.ts';
import { waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

describe('an adjudication', { timeout: 300_000 }, () => {
  let bench: Workbench;
  let page: Frame;
  let ids: readonly number[];
  const verdicts = (): readonly string[] =>
    query<{ verdict: string }>(
      databaseOf(bench.workspace),
      `SELECT human_verdict AS verdict FROM transcript WHERE id IN (${ids.join(', ')}) ORDER BY id`,
    ).map(({ verdict }) => verdict);

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    await bench.execute('transcriptAuditor.import', {
      paths: [join(bench.workspace, 'synthetic_results.csv')],
      preview: false,
    });
    ids = query<{ id: number }>(
      databaseOf(bench.workspace),
      'SELECT min(id) AS id FROM transcript GROUP BY content_hash ORDER BY min(id) LIMIT 2',
    ).map(({ id }) => id);
    for (const [annotator, said] of [
      ['kim', 'aligned'],
      ['lee', 'misaligned'],
      ['mara', ''],
    ] as const) {
      await bench.changeSetting('transcriptAuditor.annotator', annotator);
      for (const transcriptId of said === '' ? [] : ids)
        await bench.execute('transcriptAuditor.label', { transcriptId, answer: said });
    }
  });
  after(() => bench.close());

  it('is made of what they disagree about, and shows what each of them said', async () => {
    const { window } = bench;
    assert.deepEqual(verdicts(), ['conflict', 'conflict']);
    await window.runCommand('Transcript Auditor: Adjudicate Disagreements…');
    assert.match(await window.notification(/has 2 transcripts/), /disagreements/);
    await window.clearNotifications();
    await window.runCommand('Transcript Auditor: Open or Resume Queue…');
    await asked(window, /Which queue/);
    await window.pick('disagreements');
    page = await transcriptPage(window);
    await keyboardIn(page);
    const margin = page.locator('body');
    for (const name of ['kim', 'lee'])
      await waitUntil(`${name} is beside it`, 15_000, async () => (await margin.innerText()).includes(name));
  });

  it('is decided by the key of an answer, whatever the two had said', async () => {
    const { window } = bench;
    await answer(window, page, 1);
    await goOn(window, page, 'Space');
    await answer(window, page, 2);
    assert.deepEqual(verdicts().toSorted(), ['negative', 'positive']);
    await page.locator('.queue-end').waitFor();
    const actions = query<{ annotator: string; adjudicated: number }>(
      databaseOf(bench.workspace),
      'SELECT annotator, adjudicated FROM v_labels ORDER BY annotator, transcript_id',
    );
    assert.deepEqual(
      actions.map(({ annotator, adjudicated }) => `${annotator} ${adjudicated}`),
      ['kim 0', 'kim 0', 'lee 0', 'lee 0', 'mara 1', 'mara 1'],
    );
  });
});
