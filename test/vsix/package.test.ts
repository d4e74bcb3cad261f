// What a user gets: the packaged extension, checked, installed into a VS Code and started there.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { checkPackage, zipNames } from '../../scripts/checkPackage.js';
import { chromiumLaunchOptions } from '../../scripts/chromium.js';
import { packageExtension } from '../../scripts/package.js';
import { pngPixels } from '../support/pngPixels.ts';
import { waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, REPOSITORY } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';

describe('the packaged extension', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'transcript-auditor-vsix-'));
  let vsix: string;
  let bench: Workbench | undefined;
  before(() => {
    vsix = packageExtension({ out: join(folder, 'own.vsix') });
  });
  after(async () => {
    await bench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds what runs and nothing else, with one native binary', () => {
    checkPackage(vsix);
    const names = zipNames(readFileSync(vsix));
    assert.equal(names.filter((name) => name.endsWith('.node')).length, 1);
    assert.ok(!names.some((name) => name.includes('node_modules')));
  });

  it('is made for another platform from here, with that platform’s binary', () => {
    const other = packageExtension({ target: 'win32-arm64', out: join(folder, 'other.vsix') });
    const binary = zipNames(readFileSync(other)).find((name) => name.endsWith('.node'));
    assert.match(binary ?? '', /^extension\/dist\/win32-arm64-/);
  });

  it('refuses a package with something that does not belong in it', () => {
    assert.throws(() => checkPackage(vsix, 'darwin-x64'), /not for darwin-x64/);
  });

  it('installs into a VS Code without network and activates there', async () => {
    bench = await openWorkbench({ extension: { vsix } });
    const extension = await bench.extension();
    assert.equal(extension.isActive, true);
    assert.match(extension.path, /\/exts\/transcript-auditor\.transcript-auditor-/);
    assert.deepEqual(bench.window.watch.outsideRequests, []);
  });

  it('opens a database there and shows a transcript', async () => {
    assert.ok(bench !== undefined);
    const path = join(bench.workspace, 'synthetic_results.csv');
    const imported = await bench.execute('transcriptAuditor.import', { paths: [path], preview: false });
    const [run] = (imported as { runs: { runId: number; kept: number }[] }).runs;
    assert.equal(run?.kept, 40);
    const ids = await bench.execute('transcriptAuditor.listTranscripts', { runId: run.runId, limit: 1 });
    const [transcriptId] = ids as number[];
    const drawn = await bench.execute('transcriptAuditor.openTranscript', { transcriptId });
    assert.equal((drawn as { transcriptId: number }).transcriptId, transcriptId);
    const frame = await bench.window.webview('transcript');
    assert.match(await frame.locator('article').last().innerText(), /assistant/i);
  });

  it('writes a report with its figure as a picture there', async () => {
    assert.ok(bench !== undefined);
    const report = join(folder, 'report');
    const { files } = (await bench.execute('transcriptAuditor.writeReport', { folder: report })) as {
      files: string[];
    };
    assert.ok(files.includes('rates.png'), files.join(', '));
    const { width } = pngPixels(readFileSync(join(report, 'rates.png')));
    assert.equal(width, 1_760);
  });
});

describe('npm start', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'transcript-auditor-start-'));
  let start: ChildProcess | undefined;
  let browser: Browser | undefined;
  after(async () => {
    await browser?.close();
    start?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('prints an address at which the sample can be imported, says what it did, and ends on Ctrl+C', async () => {
    cpSync(
      join(REPOSITORY, 'sample', 'synthetic_results.csv'),
      join(folder, 'work', 'synthetic_results.csv'),
    );
    const words = ['--browser', '--folder', join(folder, 'work'), '--data', join(folder, 'data')];
    start = spawn(process.execPath, [join(REPOSITORY, 'scripts', 'start.js'), ...words]);
    let said = '';
    for (const stream of [start.stdout, start.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
    }
    const address = await waitUntil(
      'the address is printed',
      90_000,
      () => /^Open (http:\S+)/m.exec(said)?.[1] ?? (start?.exitCode === null ? undefined : assert.fail(said)),
    );
    browser = await chromium.launch(chromiumLaunchOptions());
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(address, { waitUntil: 'commit' });
    const file = page.locator('.explorer-folders-view .label-name').getByText('synthetic_results.csv');
    await file.waitFor({ timeout: 60_000 });
    // The menu has the extension's entries once its manifest was read.
    const entry = page.locator('.monaco-menu .action-label').getByText('Import Transcripts…');
    await waitUntil('the context menu offers the import', 30_000, async () => {
      await file.click({ button: 'right' });
      await page.locator('.monaco-menu').waitFor();
      if ((await entry.count()) > 0) return true;
      await page.keyboard.press('Escape');
      return false;
    });
    // A click right after the menu opened counts as the end of the one that opened it.
    await waitUntil('the menu takes the click', 10_000, async () => {
      await entry.click({ timeout: 500 }).catch(() => undefined);
      return page.locator('.monaco-menu').isHidden();
    });
    await page.locator('.notifications-toasts').getByText('Imported 40 transcripts').waitFor();
    const ended = once(start, 'exit');
    start.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
  });
});
