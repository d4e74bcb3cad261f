// Folders of six formats come in as they are dropped, and the page shows of each what only that format has.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { databaseOf, query } from '../support/journeysDatabase.ts';
import { transcriptPage } from '../support/journeysPage.ts';
import { waitUntil } from '../support/waitUntil.ts';
import { openWorkbench, REPOSITORY } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';

/** A folder of fixtures, what comes of it, the transcript to open (first in SQL's order), and what is special on its page. */
interface Format {
  readonly folder: string;
  readonly imported: RegExp;
  readonly where: string;
  readonly special: readonly (readonly [css: string, text: RegExp])[];
}

interface Imported {
  readonly runs: readonly { readonly runId: number }[];
}

const FORMATS: readonly Format[] = [
  {
    folder: 'inspect',
    imported: /Imported 6 transcripts in 2 runs/,
    where: `turn_count > 3`,
    special: [['.turns', /calls /]],
  },
  {
    folder: 'petri',
    imported: /Imported 5 transcripts/,
    where: `transcript_id IN (SELECT transcript_id FROM v_branches WHERE branch = 1)`,
    special: [
      ['.branch-strip', /main[^]*rolled back at turn 5/],
      ['[aria-label="Judge"]', /turn 5 of branch 1, rolled back[^]*not in the transcript/],
      ['.turns', /failed: timeout/],
    ],
  },
  {
    folder: 'oracles',
    imported: /Imported 6 transcripts in 3 runs/,
    where: `run LIKE 'records%'`,
    special: [['.strip', /^3 tokens, activations read at 3 of them[^]*position 0 · id 1 · read here/]],
  },
  {
    folder: 'truthfulQa',
    imported: /Imported 9 transcripts in 3 runs/,
    where: `run LIKE '%human%'`,
    special: [['[aria-label="People"]', /annotator 1\s+truthful/]],
  },
  {
    folder: 'training',
    imported: /Imported 8 transcripts in 2 runs/,
    where: `run = 'completions'`,
    special: [
      ['.page-header', /training data/],
      ['[aria-label="Judge"]', /no judge is asked about/],
    ],
  },
  {
    folder: 'agentic',
    imported: /Imported 5 transcripts as “agentic”; 1 row not read/,
    where: `probe = 'blackmail' AND sample = 1`,
    special: [['[aria-label="Judge"]', /harmful[^]*It threatens to tell/]],
  },
];

describe('folders of six formats', { timeout: 240_000 }, () => {
  const source = mkdtempSync(join(tmpdir(), 'every-format-'));
  let bench: Workbench;

  before(async () => {
    for (const { folder } of FORMATS) {
      cpSync(join(REPOSITORY, 'test/fixtures/importers', folder), join(source, folder), { recursive: true });
    }
    bench = await openWorkbench({ workspace: source, settings: { 'transcriptAuditor.annotator': 'kim' } });
  });
  after(async () => {
    await bench.close();
    rmSync(source, { recursive: true, force: true });
  });

  for (const { folder, imported, where, special } of FORMATS) {
    it(`${folder}: is imported whole, and read`, async () => {
      const { window } = bench;
      // The folder dialog of VS Code has journeys of its own; a folder that is dropped comes in by these arguments.
      const paths = [join(bench.workspace, folder)];
      const { runs } = (await bench.execute('transcriptAuditor.import', {
        paths,
        preview: false,
      })) as Imported;
      await window.notification(imported);
      await window.clearNotifications();
      const [row] = query<{ id: number }>(
        databaseOf(bench.workspace),
        `SELECT transcript_id AS id FROM v_transcripts WHERE run_id IN (${runs.map(({ runId }) => runId).join()}) AND ${where} ORDER BY 1 LIMIT 1`,
      );
      assert.ok(row !== undefined, where);
      await bench.execute('transcriptAuditor.openTranscript', { transcriptId: row.id });
      const page = await transcriptPage(window);
      for (const [css, text] of special) {
        await waitUntil(`${css} says ${String(text)}`, 10_000, async () =>
          text.test(await page.locator(css).first().innerText()),
        );
      }
      assert.deepEqual(await window.axe('transcript'), []);
    });
  }
});
