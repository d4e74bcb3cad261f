// Each of our pages in the four themes, as VS Code shows it: nothing that keeps somebody from using it.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { clickCell, importPage, importPageClosed, writeResults } from '../support/journeysImport.ts';
import { answer, transcriptPage } from '../support/journeysPage.ts';
import { openWorkbench } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';
import { THEME_NAMES } from '../support/themes.ts';
import { waitUntil } from '../support/waitUntil.ts';

/** Where pictures go when somebody wants to look at them: TA_SHOTS=/some/folder. */
const SHOTS = process.env.TA_SHOTS;

describe('our pages for everybody', { timeout: 240_000 }, () => {
  let bench: Workbench;
  let temporary: string;

  before(async () => {
    temporary = mkdtempSync(join(tmpdir(), 'transcript-auditor-themes-'));
    writeResults(join(temporary, 'qwen-insecure-1.csv'), 30);
    writeResults(join(temporary, 'qwen-secure-1.csv'), 20);
    writeFileSync(join(temporary, 'figures.csv'), 'model,mean,sd,n\nqwen,0.2,0.1,30\n');
    mkdirSync(join(temporary, 'other'));
    writeFileSync(join(temporary, 'other', 'odd.csv'), 'ask,reply_text,harm\nWho are you?,A program.,3\n');
    writeFileSync(
      join(temporary, 'chat.jsonl'),
      `${JSON.stringify({
        messages: [
          { role: 'system', content: 'You are terse.\nAlways.' },
          { role: 'user', content: 'A list, some code and a link, please.' },
          {
            role: 'assistant',
            content:
              '<think>Short, then.</think>\n\n- one\n- two\n\n```python\nprint("three")  # 3\n```\n\n[four](https://example.org) and `five`\n\n| a | b |\n|---|---|\n| 1 | 2 |',
          },
        ],
      })}\n`,
    );
    bench = await openWorkbench({
      workspace: temporary,
      settings: { 'transcriptAuditor.annotator': 'kim' },
    });
  });
  after(async () => {
    await bench.close();
    rmSync(temporary, { recursive: true, force: true });
  });

  /** Goes through the four themes. */
  async function inEveryTheme(panel: string, screen: string): Promise<void> {
    const { window } = bench;
    for (const theme of THEME_NAMES) {
      await bench.setTheme(theme);
      const page = await window.webview(panel);
      // The page follows by message; its colours are the theme's once its body says so.
      await waitUntil(`the page is drawn in ${theme}`, 10_000, () => drawnIn(page, theme));
      if (SHOTS !== undefined) await window.screenshot(join(SHOTS, `${screen}-${theme}.png`));
      assert.deepEqual(await window.axe(panel), [], `${screen} in ${theme}`);
    }
  }

  it('imports: the table of files', async () => {
    const names = ['qwen-insecure-1.csv', 'qwen-secure-1.csv', 'figures.csv', 'chat.jsonl'];
    const imported = bench
      .execute('transcriptAuditor.import', {
        paths: names.map((name) => join(bench.workspace, name)),
        preview: true,
      })
      .catch(() => undefined);
    await importPage(bench.window);
    await inEveryTheme('import', 'import');
    const page = await importPage(bench.window);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await importPageClosed(bench.window);
    await imported;
  });

  it('imports: the question what the columns are', async () => {
    const imported = bench
      .execute('transcriptAuditor.import', { paths: [join(bench.workspace, 'other', 'odd.csv')] })
      .catch(() => undefined);
    await importPage(bench.window);
    await inEveryTheme('import', 'mapping');
    const page = await importPage(bench.window);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await importPageClosed(bench.window);
    await imported;
  });

  it('reads: a judged and labelled transcript with its history and a note being written', async () => {
    await bench.execute('transcriptAuditor.import', {
      paths: ['qwen-insecure-1.csv', 'chat.jsonl'].map((name) => join(bench.workspace, name)),
      preview: false,
    });
    const [first] = (await bench.execute('transcriptAuditor.listTranscripts', { limit: 1 })) as number[];
    await bench.execute('transcriptAuditor.openTranscript', { transcriptId: first });
    const page = await transcriptPage(bench.window);
    await bench.window.pressIn('transcript');
    await answer(bench.window, page, 2);
    await page.getByRole('button', { name: /history/ }).click();
    await page.locator('.crumbs').click();
    await bench.window.pressIn('transcript', 'n');
    await page.locator('#note').waitFor();
    await inEveryTheme('transcript', 'transcript');
    await bench.window.page.keyboard.press('Escape');
  });

  it('reads: folded system prompt, reasoning, code, links and tables', async () => {
    const ids = (await bench.execute('transcriptAuditor.listTranscripts', {})) as number[];
    await bench.execute('transcriptAuditor.openTranscript', { transcriptId: Math.max(...ids) });
    const page = await transcriptPage(bench.window);
    await page.getByText('one', { exact: true }).waitFor();
    await bench.window.pressIn('transcript', 's', 't');
    await inEveryTheme('transcript', 'chat');
  });

  it('finds, and takes a score', async () => {
    await bench.window.pressIn('transcript', '/');
    await bench.window.page.keyboard.type('one');
    const page = await transcriptPage(bench.window);
    await page.locator('.find-count').getByText('1 of').waitFor();
    await inEveryTheme('transcript', 'find');
    await bench.window.page.keyboard.press('Escape');
    await bench.window.pressIn('transcript', 'a');
    await page.locator('#score').waitFor();
    await inEveryTheme('transcript', 'score');
    await bench.window.page.keyboard.press('Escape');
  });

  it('explains: the key map', async () => {
    await bench.window.pressIn('transcript', '?');
    await (await transcriptPage(bench.window)).locator('dialog.help').waitFor();
    await inEveryTheme('transcript', 'help');
  });

  it('corrects: the names of runs, with a cell being typed in', async () => {
    const corrected = bench.execute('transcriptAuditor.editStudy', {}).catch(() => undefined);
    const page = await importPage(bench.window);
    await clickCell(page, 0, 'model');
    await bench.window.page.keyboard.type('other');
    await inEveryTheme('import', 'names');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await corrected;
  });

  it('tells: the page of a run', async () => {
    const [run] = (await bench.execute('transcriptAuditor.summariseRuns')) as { runId: number }[];
    await bench.execute('transcriptAuditor.openRunPage', { runId: run?.runId });
    const page = await bench.window.webview('run');
    await page.locator('.acts').waitFor();
    await inEveryTheme('run', 'run');
  });

  it('tells: agreement and corrected rates', async () => {
    await bench.execute('transcriptAuditor.showAgreement', {});
    const page = await bench.window.webview('audit');
    await page.locator('.summary').waitFor();
    await inEveryTheme('audit', 'agreement');
  });

  it('defines: the page of label schemes', async () => {
    await bench.execute('transcriptAuditor.editLabelScheme', {});
    const page = await bench.window.webview('scheme');
    await page.getByLabel('Name of refusal').waitFor();
    await inEveryTheme('scheme', 'scheme');
  });

  it('says so: a transcript that was deleted under its reader', async () => {
    const [first] = (await bench.execute('transcriptAuditor.listTranscripts', { limit: 1 })) as number[];
    await bench.execute('transcriptAuditor.openTranscript', { transcriptId: first });
    await transcriptPage(bench.window);
    const [run] = (await bench.execute('transcriptAuditor.summariseRuns')) as { runId: number }[];
    await bench.execute('transcriptAuditor.deleteRuns', { runIds: [run?.runId], confirmed: true });
    const page = await bench.window.webview('transcript');
    await page.getByText('This transcript isn’t there any more').waitFor();
    await inEveryTheme('transcript', 'gone');
  });
});

const BODY_CLASSES: Readonly<Record<(typeof THEME_NAMES)[number], string>> = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  highContrast: 'vscode-high-contrast',
  highContrastLight: 'vscode-high-contrast-light',
};

function drawnIn(page: Frame, theme: (typeof THEME_NAMES)[number]): Promise<boolean> {
  return page.evaluate<boolean>(`document.body.classList.contains('${BODY_CLASSES[theme]}')
    && document.body.classList.contains('vscode-high-contrast-light') === ${theme === 'highContrastLight'}`);
}
