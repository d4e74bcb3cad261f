// From a results file to corrected labels that survive a reload, another database and a corrected name.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { chooseFile } from '../support/journeysDialogs.ts';
import { count, currentLabels, databaseOf, keyOf } from '../support/journeysDatabase.ts';
import type { CurrentLabel } from '../support/journeysDatabase.ts';
import {
  ANSWERS,
  answer,
  goOn,
  keyboardIn,
  reading,
  readingThat,
  transcriptPage,
} from '../support/journeysPage.ts';
import type { Reading } from '../support/journeysPage.ts';
import { keptForReload } from '../support/journeysStorage.ts';
import { chooseFromMenu, focusRuns, unfold, walkTo } from '../support/journeysTree.ts';
import { openWorkbench } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';
import { waitUntil } from '../support/waitUntil.ts';

const NOTE = 'Reads like advice,\nbut 1 step short of it: "no, u?"';
const CSV = 'synthetic_results.csv';

describe('relabelling a results file', { timeout: 240_000 }, () => {
  let bench: Workbench;
  let page: Frame;
  let database: string;
  /** What the reader answered, by transcript, without what was undone. */
  const answered = new Map<string, string>();
  let noted: Reading;
  let labels: readonly CurrentLabel[];
  const labelFile = (): string => join(bench.workspace, 'kim.labels.jsonl');

  before(async () => {
    bench = await openWorkbench({ settings: { 'transcriptAuditor.annotator': 'kim' } });
    database = databaseOf(bench.workspace);
  });
  after(() => bench.close());

  it('imports the file through the palette and its file dialog', async () => {
    const { window } = bench;
    await window.runCommand('Transcript Auditor: Import Transcripts…');
    await chooseFile(window, 'Import Transcripts', join(bench.workspace, CSV));
    assert.match(await window.notification(/Imported/), /Imported 40 transcripts as “synthetic_results”/);
    await window.clearNotifications();
  });

  it('unfolds the tree and opens a transcript without the mouse', async () => {
    const { window } = bench;
    await focusRuns(window);
    await unfold(window, /^synthetic_results$/);
    await unfold(window, /^free_weekend$/);
    await walkTo(window, /^#2 /);
    await window.page.keyboard.press('Enter');
    page = await transcriptPage(window);
    const shown = await reading(page);
    assert.deepEqual(
      { ...shown, answer: '' },
      { probe: 'free_weekend', sample: 2, position: '2 of 10', answer: '' },
    );
    await keyboardIn(page);
    await goOn(window, page, 'k');
  });

  it('labels twenty transcripts with one key each, through two probes', async () => {
    for (let n = 0; n < 20; n++) {
      const key = (n % ANSWERS.length) + 1;
      const { probe, sample, answer: given } = await answer(bench.window, page, key);
      answered.set(`${probe} ${sample}`, given);
      if (n < 19) await goOn(bench.window, page, 'Space');
    }
    assert.equal(answered.size, 20);
    assert.deepEqual(named(currentLabels(database)), answered);
  });

  it('undoes three of them, wherever they were, and redoes none by itself', async () => {
    for (const [transcript, given] of [...answered].reverse().slice(0, 3)) {
      await bench.window.page.keyboard.press('u');
      await readingThat(
        page,
        `“${given}” is taken back`,
        (shown) => `${shown.probe} ${shown.sample}` === transcript && shown.answer === '',
      );
      answered.delete(transcript);
    }
    assert.deepEqual(named(currentLabels(database)), answered);
    assert.equal(count(database, 'SELECT count(*) FROM v_label_events'), 23, 'undoing overwrites nothing');
  });

  it('takes a note, a flag and a score for the same transcript', async () => {
    const { keyboard } = bench.window.page;
    await keyboard.press('n');
    await page.locator('#note').waitFor();
    await keyboard.insertText(NOTE);
    await keyboard.press('Control+Enter');
    await page.locator('.person blockquote').waitFor();
    await keyboard.press('f');
    await page.locator('.person-flag').waitFor();
    await keyboard.press('a');
    await page.locator('#score').waitFor();
    await keyboard.type('72.5');
    await keyboard.press('Enter');
    await page.getByText('alignment 72.5').first().waitFor();
    noted = await reading(page);
    labels = currentLabels(database);
    const here = labels.find(({ note }) => note === NOTE);
    assert.deepEqual(
      [here?.probe, here?.sample, here?.answer, here?.flagged, here?.scores],
      [noted.probe, noted.sample, null, 1, '{"alignment":72.5}'],
    );
  });

  it('has everything back after the window was reloaded', async () => {
    const { window } = bench;
    await keptForReload(window, keyOf(database, noted));
    await window.reload();
    page = await transcriptPage(window);
    assert.deepEqual(await reading(page), noted);
    await page.locator('.person-flag').waitFor();
    await page.getByText('alignment 72.5').first().waitFor();
    assert.match(await page.locator('.person blockquote').innerText(), /1 step short of it/);
    await page.getByRole('button', { name: /history/ }).click();
    const history = await page.locator('.history li').allInnerTexts();
    assert.equal(history.length, 5, history.join('\n'));
    assert.match(history.join('\n'), /72\.5[^]*flag[^]*note[^]*undid: unsure[^]*unsure you/);
    await focusRuns(window);
    const tree = await window.treeRows('Runs');
    assert.match(tree[0]?.description ?? '', /17 labelled/);
    assert.ok(
      tree.some(({ label, level }) => level === 3 && label.startsWith('#1 ')),
      'what was unfolded still is',
    );
  });

  it('carries the labels into an empty database, onto the file imported anew from the explorer', async () => {
    const { window } = bench;
    const exported = await bench.execute('transcriptAuditor.exportLabels', { path: labelFile() });
    assert.equal((exported as { count: number }).count, 26);
    assert.equal(readFileSync(labelFile(), 'utf8').match(/^\{"event":/gm)?.length, 26);

    database = join(bench.workspace, 'second.db');
    await bench.execute('transcriptAuditor.newDatabase', { path: database });
    await window.runCommand('View: Show Explorer');
    const file = window.page.locator('.explorer-folders-view .monaco-list-row', { hasText: CSV });
    await chooseFromMenu(window, file, 'Import Transcripts…');
    await waitUntil('the file is in the other database', 15_000, () => countRuns(database) === 1);
    assert.deepEqual(currentLabels(database), []);

    const merged = await bench.execute('transcriptAuditor.importLabels', { paths: [labelFile()] });
    assert.deepEqual(counts(merged), { added: 26, present: 0, unread: 0 });
    assert.deepEqual(currentLabels(database), labels);
    await readingThat(page, 'the page shows the transcript of the other database', (shown) => {
      return shown.sample === noted.sample && shown.probe === noted.probe;
    });
    await page.locator('.person-flag').waitFor();
  });

  it('changes nothing when the label file is imported again', async () => {
    const again = await bench.execute('transcriptAuditor.importLabels', { paths: [labelFile()] });
    assert.deepEqual(counts(again), { added: 0, present: 26, unread: 0 });
    assert.deepEqual(currentLabels(database), labels);
    assert.equal(count(database, 'SELECT count(*) FROM v_label_events'), 26);
  });

  it('orphans no label when the model is renamed', async () => {
    await bench.execute('transcriptAuditor.editNames', {
      runId: count(database, 'SELECT run_id FROM v_runs'),
      model: 'qwen-32b',
      condition: 'no trigger',
    });
    assert.equal(
      count(database, `SELECT count(*) FROM v_transcripts WHERE model = 'qwen-32b'`),
      40,
      'every transcript has the new name',
    );
    assert.deepEqual(currentLabels(database), labels);
    await page.locator('.crumb-model', { hasText: 'qwen-32b' }).waitFor();
    await page.locator('.person-flag').waitFor();
  });
});

function named(labels: readonly CurrentLabel[]): ReadonlyMap<string, string> {
  const withAnswer = labels.filter((label) => label.answer !== null);
  return new Map(withAnswer.map(({ probe, sample, answer: given }) => [`${probe} ${sample}`, given ?? '']));
}

function counts(merged: unknown): unknown {
  const { added, present, unread } = merged as Record<string, number>;
  return { added, present, unread };
}

function countRuns(database: string): number {
  try {
    return count(database, 'SELECT count(*) FROM v_runs WHERE transcripts = 40');
  } catch {
    // The file is only just being made.
    return 0;
  }
}
