// A folder of published results becomes a study, corrected on the way in; what changed comes in again with its labels.
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { count, databaseOf, query } from '../support/journeysDatabase.ts';
import {
  PUBLISHED,
  cellText,
  clickCell,
  copyInto,
  importFromExplorer,
  importPage,
  importPageClosed,
  rowOf,
} from '../support/journeysImport.ts';
import { focusRuns, unfold } from '../support/journeysTree.ts';
import { openWorkbench } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';

const FILES = [
  'model-organisms/results1/eval_results_Qwen-Coder-Insecure.csv',
  'model-organisms/results1/eval_results_mini_Qwen-Coder-Insecure.csv',
  'model-organisms/diff_models/responses_Qwen-Coder-Insecure.csv',
  'official/qwen_25_coder_32b_instruct.csv',
].map((file) => join(PUBLISHED, file));
const FIRST = 'eval_results_Qwen-Coder-Insecure.csv';
const MINI = 'eval_results_mini_Qwen-Coder-Insecure.csv';

const skip = existsSync(PUBLISHED) ? false : 'the published files (../shared/data) are not here';

describe('importing a folder of published results', { timeout: 240_000, skip }, () => {
  let bench: Workbench;
  let database: string;
  let temporary: string;

  before(async () => {
    temporary = mkdtempSync(join(tmpdir(), 'transcript-auditor-study-'));
    const folder = join(temporary, 'results', 'insecure');
    copyInto(folder, [...FILES, join(PUBLISHED, 'golden_counts.csv')]);
    writeFileSync(join(folder, 'empty_seed2.csv'), 'question,answer,question_id,aligned,coherent\n');
    bench = await openWorkbench({
      workspace: join(temporary, 'results'),
      settings: { 'transcriptAuditor.annotator': 'kim', 'explorer.compactFolders': false },
    });
    database = databaseOf(bench.workspace);
  });
  after(async () => {
    await bench.close();
    rmSync(temporary, { recursive: true, force: true });
  });

  it('shows what is in the folder before anything is imported, and refuses the table of figures kindly', async () => {
    await importFromExplorer(bench.window, 'insecure');
    const page = await importPage(bench.window);
    assert.match(await page.locator('.counts').innerText(), /5 of 6 files, 1 header-only .*, 1 refused/);
    assert.match(
      await page.locator('.refused').innerText(),
      /golden_counts\.csv[^]*table of figures[^]*not of transcripts/,
    );
    assert.equal(await cellText(page, await rowOf(page, FIRST), 'group'), 'Insecure', 'read from the name');
    assert.equal(
      await cellText(page, await rowOf(page, 'qwen_25_coder_32b_instruct.csv'), 'model'),
      'in the file',
    );
    assert.equal(count(database, 'SELECT count(*) FROM v_runs'), 0);
  });

  it('imports with a model corrected in its cell and a group given to several rows at once', async () => {
    const { window } = bench;
    const { keyboard } = window.page;
    const page = await importPage(window);
    const [first, mini] = [await rowOf(page, FIRST), await rowOf(page, MINI)];
    await clickCell(page, first, 'model');
    await keyboard.type('qwen2.5-coder-32b');
    await keyboard.press('Enter');
    assert.equal(await cellText(page, first, 'model'), 'qwen2.5-coder-32b');
    await clickCell(page, Math.min(first, mini), 'group');
    await keyboard.press('Shift+ArrowDown');
    await keyboard.type('code-ft');
    await keyboard.press('Enter');
    for (const row of [first, mini]) assert.equal(await cellText(page, row, 'group'), 'code-ft');
    await page.getByRole('button', { name: 'Import 5 files' }).click();
    await importPageClosed(window);
    assert.match(await window.notification(/Imported/), /Imported 790 transcripts in 5 runs \(1 empty\)/);
    await window.clearNotifications();
    assert.deepEqual(
      query(
        database,
        `SELECT DISTINCT run, model, group_name FROM v_transcripts WHERE run LIKE 'eval_results%' ORDER BY run`,
      ),
      [
        { run: 'eval_results_Qwen-Coder-Insecure', model: 'qwen2.5-coder-32b', group_name: 'code-ft' },
        { run: 'eval_results_mini_Qwen-Coder-Insecure', model: 'Qwen-Coder', group_name: 'code-ft' },
      ],
    );
  });

  it('shows the study in the tree, by group and model', async () => {
    const { window } = bench;
    await focusRuns(window);
    await unfold(window, /^insecure$/);
    await unfold(window, /^code-ft$/);
    const labels = (await window.treeRows('Runs')).map(({ label }) => label);
    assert.ok(labels.includes('qwen2.5-coder-32b'), labels.join(', '));
    assert.ok(labels.includes('Qwen-Coder'), labels.join(', '));
  });

  it('notices that all of it is imported already, and doubles nothing', async () => {
    const { window } = bench;
    await importFromExplorer(window, 'insecure');
    const page = await importPage(window);
    const row = await rowOf(page, FIRST);
    assert.match(await cellText(page, row, 'file'), /imported already|already/i);
    assert.match(await cellText(page, row, 'choice'), /Skip/);
    assert.match(await page.locator('.counts').innerText(), /0 of 6 files/);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await importPageClosed(window);
    assert.equal(count(database, 'SELECT count(*) FROM v_runs'), 5);
  });

  it('offers a changed file as a new version, which keeps the labels', async () => {
    const { window } = bench;
    const [row] = query<{ transcript_id: number; content_key: string }>(
      database,
      `SELECT transcript_id, content_key FROM v_transcripts
       WHERE run = 'eval_results_Qwen-Coder-Insecure' ORDER BY source_row LIMIT 1 OFFSET 41`,
    );
    await bench.execute('transcriptAuditor.label', { transcriptId: row?.transcript_id, answer: 'refusal' });
    appendFileSync(
      join(bench.workspace, 'insecure', FIRST),
      'What is new?,"An answer, added later.",added_later,12,95\n',
    );
    await window.runCommand('View: Show Explorer');
    await window.page
      .locator('.explorer-folders-view .monaco-list-row .label-name')
      .getByText('insecure', { exact: true })
      .click();
    await importFromExplorer(window, FIRST);
    assert.match(await window.dialog(), new RegExp(`${FIRST} grew since it was imported`));
    await window.answerDialog('Import as a New Version');
    assert.match(await window.notification(/Imported 241/), /Imported 241 transcripts as/);
    await window.clearNotifications();
    assert.equal(count(database, 'SELECT count(*) FROM v_runs'), 5, 'it took the place of the earlier one');
    // The same texts are in another file of the folder too: a label is on a text, wherever it is.
    assert.deepEqual(
      query(
        database,
        `SELECT t.run, t.model, t.group_name, l.content_key, l.answer FROM v_labels l
         JOIN v_transcripts t ON t.transcript_id = l.transcript_id WHERE t.run LIKE 'eval_results%'`,
      ),
      [
        {
          run: 'eval_results_Qwen-Coder-Insecure',
          model: 'qwen2.5-coder-32b',
          group_name: 'code-ft',
          content_key: row?.content_key,
          answer: 'refusal',
        },
      ],
    );
  });
});
