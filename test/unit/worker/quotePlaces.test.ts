import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { citedPassages } from '../../../src/host/transcript/citedPassages.ts';
import { transcriptView } from '../../../src/host/transcript/transcriptView.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { planOf, workerDesk } from './workerDesk.ts';

const AUDIT = fileURLToPath(new URL('../../fixtures/importers/petri/audit.json', import.meta.url));
const LABELS = {
  annotator: 'kim',
  mine: { answer: null, scores: {}, note: '', flagged: false },
  others: [],
  history: [],
  progress: { labelled: 0, total: 1 },
  canUndo: false,
  canRedo: false,
};

test('an audit of Petri’s comes to the page with branches, quotes and their places; the worker finds the same', async (t) => {
  const { worker, folder, databasePath } = await workerDesk(t);
  const path = join(folder, 'audit.json');
  await copyFile(AUDIT, path);
  await worker.run('import', { files: await planOf(worker, [path]) });
  const host = await openDatabase(databasePath, { role: 'host' });
  const store = createAuditStore(host);
  t.after(() => store.close());
  const transcript = store.transcript(1);
  assert.ok(transcript !== undefined);
  const view = transcriptView({
    transcript,
    turns: store.turns(1, 0, 30),
    answerTurn: store.answerTurn(1),
    position: { index: 0, of: 1 },
    labels: LABELS,
    branches: store.branches(1),
    findings: store.findings(1),
  });
  assert.ok((view.branches?.length ?? 0) > 0);
  const quotes = view.judgments.map(({ quotes: cited = [] }) => cited);
  assert.ok(quotes.flat().some(({ places }) => places.length > 0));
  // What isn't in the transcript's own turns may be in a branch: the worker looks there.
  assert.ok(quotes.flat().every(({ places, pending }) => (places.length === 0) === (pending === true)));
  const found = await worker.run('quotePlaces', {
    transcriptId: 1,
    quotes: transcript.judgments.map((judgment) => citedPassages(judgment).map(({ quote }) => quote)),
  });
  for (const [judgment, cited] of quotes.entries()) {
    for (const [index, { places, quote }] of cited.entries()) {
      const there = found[judgment]?.[index];
      if (places.length > 0) assert.deepEqual(there, { places });
      else if (/We sold/.test(quote)) assert.deepEqual([there?.branch, there?.places.length], [1, 2]);
      else assert.deepEqual(there, { places: [] });
    }
  }
  const [first] = store.branches(1);
  assert.ok(first !== undefined);
  const own = store.branchTurns(1, first.index, first.shared, 1)[0]?.parts[0]?.text ?? '';
  const matches = await worker.run('findInTranscript', {
    transcriptId: 1,
    text: own.slice(0, 30),
    branch: first.index,
  });
  assert.ok(matches.some(({ turn }) => turn === first.shared));
});
