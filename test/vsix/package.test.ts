// What a user gets: the packaged extension, checked, installed into a VS Code and started there.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkPackage, zipNames } from '../../scripts/checkPackage.js';
import { packageExtension } from '../../scripts/package.js';
import { openWorkbench } from '../support/workbench.ts';
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
});
