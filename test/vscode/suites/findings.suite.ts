import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { ListedFinding } from '../../../src/host/findings/findingCommands.ts';
import { freshDatabase, run, type ImportAnswer } from './commands.ts';

const PUBLISHED = join(
  process.env['TA_TEST_ROOT'] ?? '',
  '../shared/data/emergent-misalignment/model-organisms/diff_models/responses_Qwen-Coder-Insecure.csv',
);
const RULES = 'transcriptAuditor.findings.rules';

async function found(): Promise<readonly ListedFinding[]> {
  return run<readonly ListedFinding[]>('listFindings');
}

/** Findings after the background looked through what was imported. */
async function until(
  what: string,
  holds: (findings: readonly ListedFinding[]) => boolean,
): Promise<readonly ListedFinding[]> {
  const end = Date.now() + 30_000;
  for (;;) {
    const findings = await found();
    if (holds(findings)) return findings;
    if (Date.now() > end)
      assert.fail(`waited in vain: ${what}; there are ${findings.map(({ rule }) => rule).join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Waits for a tab; VS Code tells of a preview's tab after the command that opens it. */
async function tabNamed(name: string): Promise<void> {
  const end = Date.now() + 20_000;
  const labels = (): string[] =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
  while (!labels().some((label) => label.includes(name))) {
    if (Date.now() > end) assert.fail(`no tab ${name} among ${labels().join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function counts(findings: readonly ListedFinding[]): Readonly<Record<string, number[]>> {
  const all: Record<string, number[]> = {};
  for (const { rule, transcripts } of findings) (all[rule] ??= []).push(transcripts);
  return all;
}

function ofRule(findings: readonly ListedFinding[], rule: string): ListedFinding {
  const finding = findings.find((one) => one.rule === rule);
  assert.ok(finding !== undefined, `no ${rule}`);
  return finding;
}

/** What is found in a published file, told, dismissed, restored, and turned off. */
export function findingsSuite(): void {
  describe('findings', function () {
    this.timeout(120_000);
    let database = '';
    let path = '';

    before(async function () {
      if (!existsSync(PUBLISHED)) {
        console.log(`skipped: ${PUBLISHED} is not here`);
        this.skip();
      }
      database = await freshDatabase('findings');
      const folder = join(process.env['TA_TEST_TEMP'] ?? '', 'findings-files');
      mkdirSync(folder, { recursive: true });
      path = join(folder, 'responses_Qwen-Coder-Insecure.csv');
      copyFileSync(PUBLISHED, path);
      await run<ImportAnswer>('import', { paths: [path], preview: false });
    });
    after(async () => {
      await vscode.workspace.getConfiguration().update(RULES, undefined, vscode.ConfigurationTarget.Global);
    });

    it('of a published file are those of the golden file', async () => {
      const findings = await until('all rules looked', (all) => all.length >= 5);
      assert.deepEqual(counts(findings), {
        conditionNotApplied: [80],
        denominatorHides: [58, 2],
        intervalsThatCantBe: [0],
        undeclaredMetrics: [240],
      });
      assert.deepEqual(ofRule(findings, 'conditionNotApplied').figures, {
        probes: 8,
        answers: 80,
        without: 80,
      });
    });

    it('are looked for anew by command, which passes over runs that are as they were', async () => {
      const checked = await run<{ looked: readonly number[]; standing: number; grave: number }>(
        'checkFindings',
        {},
      );
      assert.deepEqual(checked, { looked: [], standing: 5, grave: 3 });
    });

    it('show themselves and explain themselves', async () => {
      const { findingId } = ofRule(await found(), 'conditionNotApplied');
      assert.equal(await run('showFinding', { findingId }), true);
      const { markdown } = await run<{ markdown: string }>('explainFinding', { findingId });
      assert.match(markdown, /^# JSON was never asked for in 8 probes/);
      for (const part of [
        /\*\*Wrong\*\*/,
        /\| probes \| 8 \|/,
        /## What the rule looks for/,
        /## Why it/,
        /"off"/,
      ])
        assert.match(markdown, part);
      await tabNamed(`Finding ${findingId}`);
      const copied = await run<string>('copyFinding', { findingId });
      assert.equal(await vscode.env.clipboard.readText(), copied);
      assert.match(copied, /\| answers \| 80 \|/);
    });

    it('open exactly their transcripts: next and previous stay among them', async () => {
      const finding = (await found()).find(({ transcripts }) => transcripts === 2);
      assert.ok(finding !== undefined);
      const { findingId } = finding;
      const opened = await run<{ transcriptId: number; transcripts: number }>('openFindingTranscripts', {
        findingId,
      });
      assert.equal(opened.transcripts, 2);
      const row = async (transcriptId: number): Promise<number> =>
        (await run<{ source: { row: number } }>('transcriptInfo', { transcriptId })).source.row;
      assert.equal(await row(opened.transcriptId), 47);
      const current = async (): Promise<number> =>
        (await run<{ source: { row: number } }>('transcriptInfo')).source.row;
      const press = async (key: string, expected: number): Promise<void> => {
        await run(key);
        const end = Date.now() + 10_000;
        while ((await current()) !== expected && Date.now() < end)
          await new Promise((resolve) => setTimeout(resolve, 100));
        assert.equal(await current(), expected);
      };
      await press('nextTranscript', 94);
      await press('previousTranscript', 47);
    });

    it('are dismissed with a reason, which is kept in the database and holds for the same file', async () => {
      const { findingId } = ofRule(await found(), 'conditionNotApplied');
      assert.match(
        await run('dismissFinding', { findingId, reason: '  ' }).then(
          () => '',
          (error: Error) => error.message,
        ),
        /reason/,
      );
      assert.deepEqual(await run('dismissFinding', { findingId, reason: 'Known: left out of the figures' }), {
        findingIds: [findingId],
      });
      const dismissed = ofRule(await found(), 'conditionNotApplied').dismissed;
      assert.equal(dismissed?.reason, 'Known: left out of the figures');
      assert.notEqual(dismissed.annotator, '');

      await run('chooseDatabase', { path: database });
      assert.deepEqual(ofRule(await found(), 'conditionNotApplied').dismissed, dismissed);

      const [{ runId }] = (await found()) as [ListedFinding];
      await run('deleteRuns', { runIds: [runId], confirmed: true });
      assert.deepEqual(await found(), []);
      await run<ImportAnswer>('import', { paths: [path], preview: false, onDuplicate: 'import' });
      const again = await until('found in the new run', (all) => all.length >= 5);
      assert.deepEqual(ofRule(again, 'conditionNotApplied').dismissed, dismissed);
    });

    it('are restored by another act', async () => {
      const { findingId } = ofRule(await found(), 'conditionNotApplied');
      await run('restoreFinding', { findingId });
      assert.equal(ofRule(await found(), 'conditionNotApplied').dismissed, null);
    });

    it('of a rule that is turned off are hidden at once, and come back', async () => {
      const settings = vscode.workspace.getConfiguration();
      await settings.update(RULES, { conditionNotApplied: 'off', undeclaredMetrics: 'wrong' }, true);
      const now = await found();
      assert.equal(
        now.some(({ rule }) => rule === 'conditionNotApplied'),
        false,
      );
      assert.equal(ofRule(now, 'undeclaredMetrics').severity, 'wrong');
      await settings.update(RULES, undefined, true);
      await until('the finding is there again', (all) =>
        all.some(({ rule }) => rule === 'conditionNotApplied'),
      );
    });
  });
}
