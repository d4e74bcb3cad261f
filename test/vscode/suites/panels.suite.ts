import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { freshDatabase, run, type ImportAnswer } from './commands.ts';

const SAMPLE = join(process.env['TA_TEST_WORKSPACE'] ?? '', 'synthetic_results.csv');

function transcriptTabs(): number {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      (tab) =>
        tab.input instanceof vscode.TabInputWebview && tab.input.viewType.includes('transcriptAuditor'),
    ).length;
}

/** The transcript tab: one is reused, and nothing of a closed one stays behind. */
export function panelsSuite(): void {
  describe('the transcript tab', function () {
    this.timeout(120_000);

    it('is reused, can be opened to the side, and leaves nothing behind when closed 50 times', async () => {
      await freshDatabase('panels');
      const answer = await run<ImportAnswer>('import', { paths: [SAMPLE], preview: false });
      const ids = await run<number[]>('listTranscripts', { runId: answer.runs[0]?.runId, limit: 3 });
      for (const transcriptId of ids) {
        const drawn = await run<{ transcriptId: number }>('openTranscript', { transcriptId });
        assert.equal(drawn.transcriptId, transcriptId);
      }
      assert.equal(transcriptTabs(), 1);
      await run('openTranscriptToSide', { transcriptId: ids[0] });
      assert.equal(transcriptTabs(), 2);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      for (let round = 0; round < 50; round++) {
        await run('openTranscript', { transcriptId: ids[round % ids.length] });
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
      assert.equal(transcriptTabs(), 0);
      assert.equal((await run<{ panels: number }>('diagnostics')).panels, 0);
    });
  });
}
