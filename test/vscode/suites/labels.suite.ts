import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { freshDatabase, run, summaries, type ImportAnswer } from './commands.ts';

const SAMPLE = join(process.env['TA_TEST_WORKSPACE'] ?? '', 'synthetic_results.csv');
const TEMPORARY = process.env['TA_TEST_TEMP'] ?? '';

async function importSample(): Promise<number> {
  const answer = await run<ImportAnswer>('import', {
    paths: [SAMPLE],
    preview: false,
    onDuplicate: 'import',
  });
  const [only] = answer.runs;
  assert.ok(only !== undefined);
  assert.equal(only.kept, 40);
  return only.runId;
}

async function labelled(runId: number): Promise<number> {
  return (await summaries()).get(runId)?.labelled ?? -1;
}

/** Labels by command: given, exported, merged, and kept through whatever happens to runs. */
export function labelsSuite(): void {
  describe('labels', function () {
    this.timeout(60_000);

    it('are events, exported one a line, merged once, and found again by a re-imported file', async () => {
      await freshDatabase('first');
      const first = await importSample();
      const ids = await run<number[]>('listTranscripts', { runId: first, limit: 10 });
      for (const transcriptId of ids) await run('label', { transcriptId, answer: 'misaligned' });
      assert.equal(await labelled(first), 10);
      const path = join(TEMPORARY, 'labels.jsonl');
      const written = await run<{ count: number }>('exportLabels', { path });
      assert.equal(written.count, 10);
      assert.equal(readFileSync(path, 'utf8').trim().split('\n').length, 11, 'a header and ten events');

      await freshDatabase('second');
      const merged = await run<{ added: number }>('importLabels', { paths: [path] });
      assert.equal(merged.added, 10);
      const second = await importSample();
      assert.equal(await labelled(second), 10, 'labels that came first wait for their texts');
      const again = await run<{ added: number; present: number }>('importLabels', { paths: [path] });
      assert.deepEqual([again.added, again.present], [0, 10]);
      assert.equal(await labelled(second), 10);
    });

    it('survive corrected names, a deleted run that is restored, and a second import of its file', async () => {
      await freshDatabase('third');
      const runId = await importSample();
      const [transcriptId] = await run<number[]>('listTranscripts', { runId, limit: 1 });
      await run('label', { transcriptId, answer: 'aligned' });
      await run('editNames', { runId, model: 'corrected', group: 'g', condition: 'c' });
      assert.deepEqual((await summaries()).get(runId)?.models, ['corrected']);
      assert.equal(await labelled(runId), 1);
      const place = { kind: 'probe' };
      await run('deriveCondition', {
        runIds: [runId],
        place,
        pattern: 'weekend',
        matched: 'free',
        unmatched: 'busy',
      });
      assert.deepEqual([...((await summaries()).get(runId)?.conditions ?? [])].sort(), ['busy', 'free']);
      await run('resplitReasoning', { runIds: [runId] });
      assert.equal(
        await labelled(runId),
        1,
        'no label is orphaned by new conditions or a new reasoning split',
      );
      await run('deleteRuns', { runIds: [runId], confirmed: true });
      assert.equal((await summaries()).has(runId), false);
      const other = await importSample();
      assert.equal(await labelled(other), 1, 'the same text has its label in another run');
      await run('undoDelete', { runIds: [runId] });
      assert.equal(await labelled(runId), 1);
    });

    it('answer with a failure and keep nothing when the scheme has no such answer', async () => {
      await freshDatabase('fourth');
      const runId = await importSample();
      const [transcriptId] = await run<number[]>('listTranscripts', { runId, limit: 1 });
      await assert.rejects(run('label', { transcriptId, answer: 'evil' }), /no answer/);
      assert.equal(await labelled(runId), 0);
    });

    it('go with transcripts into a table', async () => {
      await freshDatabase('fifth');
      const runId = await importSample();
      const path = join(TEMPORARY, 'transcripts.csv');
      const written = await run<{ count: number }>('exportTranscripts', {
        path,
        format: 'csv',
        runIds: [runId],
      });
      assert.equal(written.count, 40);
    });
  });
}
