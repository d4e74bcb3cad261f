// Tables whose columns nobody knows, and imports that are stopped midway.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { count, databaseOf, query } from '../support/journeysDatabase.ts';
import { importFromExplorer, importPage, importPageClosed, writeResults } from '../support/journeysImport.ts';
import { openWorkbench } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';

const HEADER = 'ask,reply_text,harmfulness,kept\n';
/** Takes some seconds to import, so that it can be stopped. */
const MANY = 150_000;

describe('importing what asks for a decision', { timeout: 240_000 }, () => {
  let bench: Workbench;
  let database: string;
  let temporary: string;

  before(async () => {
    temporary = mkdtempSync(join(tmpdir(), 'transcript-auditor-choices-'));
    writeFileSync(
      join(temporary, 'odd.csv'),
      `${HEADER}Who are you?,A program.,3,yes\nWhy?,Because.,81,no\n`,
    );
    writeFileSync(join(temporary, 'odd_later.csv'), `${HEADER}Where to?,Home.,7,yes\n`);
    writeResults(join(temporary, 'many.csv'), MANY);
    bench = await openWorkbench({
      workspace: temporary,
      settings: { 'transcriptAuditor.annotator': 'kim' },
    });
    database = databaseOf(bench.workspace);
  });
  after(async () => {
    await bench.close();
    rmSync(temporary, { recursive: true, force: true });
  });

  it('asks what the columns of an unknown table are, with its first rows to look at', async () => {
    const { window } = bench;
    await importFromExplorer(window, 'odd.csv');
    const page = await importPage(window);
    assert.match(await page.locator('h1').innerText(), /What are the columns of odd\.csv/);
    assert.match(await page.locator('table').innerText(), /A program\./);
    await page.getByLabel('What “ask” is').selectOption('question');
    await page.getByLabel('What “reply_text” is').selectOption('answer');
    await page.getByLabel('What “harmfulness” is').selectOption('score');
    await page.getByLabel('What “kept” is').selectOption('ignore');
    await page.getByRole('button', { name: 'Use these columns' }).click();
    await page.getByRole('button', { name: 'Import 1 file' }).click();
    await importPageClosed(window);
    assert.match(await window.notification(/Imported/), /Imported 2 transcripts/);
    await window.clearNotifications();
    assert.deepEqual(
      query(
        database,
        `SELECT t.question, t.answer, j.metric, j.number FROM v_transcripts t
         JOIN v_judgments j ON j.transcript_id = t.transcript_id ORDER BY t.source_row`,
      ),
      [
        { question: 'Who are you?', answer: 'A program.', metric: 'harmfulness', number: 3 },
        { question: 'Why?', answer: 'Because.', metric: 'harmfulness', number: 81 },
      ],
    );
  });

  it('remembers the columns for the next table with this header', async () => {
    const { window } = bench;
    await importFromExplorer(window, 'odd_later.csv');
    const page = await importPage(window);
    await page.getByRole('button', { name: 'Columns…' }).click();
    await page.getByText('As chosen the last time').waitFor();
    assert.equal(await page.getByLabel('What “harmfulness” is').inputValue(), 'score');
    await page.getByRole('button', { name: 'Use these columns' }).click();
    await page.getByRole('button', { name: 'Import 1 file' }).click();
    await importPageClosed(window);
    assert.match(await window.notification(/Imported/), /Imported 1 transcript as/);
    await window.clearNotifications();
  });

  it('keeps what is in when an import is stopped, and marks it partial', async () => {
    const outcome = importMany();
    await stop('Keep What Is In');
    await outcome;
    const [run] = query<{ status: string; transcripts: number }>(
      database,
      `SELECT status, transcripts FROM v_runs WHERE run = 'many'`,
    );
    assert.equal(run?.status, 'partial');
    assert.ok(run.transcripts > 0 && run.transcripts < MANY, `${run.transcripts} are in`);
    assertWhole();
    assert.match(await bench.window.notification(/Stopped/), /marked partial/);
    await bench.window.clearNotifications();
  });

  it('leaves nothing behind when a stopped import is discarded', async () => {
    const [before] = query(database, `SELECT count(*) AS runs, sum(transcripts) AS n FROM v_runs`);
    const outcome = importMany();
    await stop('Discard');
    await outcome;
    assert.deepEqual(
      query(database, `SELECT count(*) AS runs, sum(transcripts) AS n FROM v_runs`)[0],
      before,
    );
    assertWhole();
  });

  /** Starts the import; its answer is awaited once it was stopped. */
  function importMany(): Promise<unknown> {
    return bench
      .execute('transcriptAuditor.import', {
        paths: [join(bench.workspace, 'many.csv')],
        preview: false,
        onDuplicate: 'import',
      })
      .catch((error: unknown) => error);
  }

  async function stop(choice: string): Promise<void> {
    const { window } = bench;
    assert.match(await window.notification(/Importing many/, { timeoutMs: 20_000 }), /Importing many/);
    await window.answerNotification(/Importing many/, 'Cancel');
    assert.match(await window.dialog(), /Stop the import\?/);
    await window.answerDialog(choice);
  }

  /** No transcript without its turns, no judgment of a transcript that isn't there. */
  function assertWhole(): void {
    assert.equal(
      count(
        database,
        `SELECT count(*) FROM v_transcripts t
         WHERE NOT EXISTS (SELECT 1 FROM v_turns n WHERE n.transcript_id = t.transcript_id)`,
      ),
      0,
    );
  }
});
