// Label files and chat lines: what is written is read back equal, whatever is in it and however much there is.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { contentKeyInput } from '../../../src/core/contentKey.ts';
import { EMPTY_LABEL } from '../../../src/core/labelEvent.ts';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { chatLines } from '../../../src/exporters/chatLines.ts';
import { besideMessages } from '../../../src/exporters/recordedTurns.ts';
import { writeExport } from '../../../src/exporters/writeExport.ts';
import { chatJsonl } from '../../../src/importers/chatJsonl.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import { transcript } from '../../support/exportedTranscripts.ts';
import { anyTranscripts } from '../../support/roundTrips/anyTranscripts.ts';
import { awkwardName, awkwardText } from '../../support/roundTrips/awkwardTexts.ts';
import { readAll, temporaryFolder } from '../importers/readAll.ts';
import { planOf, workerDesk } from '../worker/workerDesk.ts';

const NOTHING = { metrics: [], annotators: [] };

describe('chat lines', () => {
  it('are read back to the same texts, structured messages too', async (t) => {
    const path = join(await temporaryFolder(t), 'chats.jsonl');
    // What no chat's message can say (a row of a table) is written as the text that is read of it.
    const chats = anyTranscripts.map((rows) =>
      rows.filter(({ turns }) => besideMessages(turns).recorded === undefined),
    );
    await fc.assert(
      fc.asyncProperty(chats, async (rows) => {
        const { count } = await writeExport(
          path,
          chatLines.chunks({ columns: NOTHING, rows }, { neutralise: false }),
        );
        assert.equal(count, rows.length);
        if (rows.length === 0) return;
        const { transcripts } = await readAll(chatJsonl, path);
        assert.deepEqual(
          transcripts.map(({ turns }) => contentKeyInput(turns)),
          rows.map(({ turns }) => contentKeyInput(turns)),
        );
        assert.deepEqual(
          transcripts.map(({ turns }) => turns.map(({ parts }) => parts)),
          rows.map(({ turns }) => turns.map(({ parts }) => parts)),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('by the thousand, one of megabytes, are the same', async (t) => {
    const path = join(await temporaryFolder(t), 'chats.jsonl');
    const rows = Array.from({ length: 5_000 }, (_, index) =>
      transcript({
        turns: [
          plainTurn('user', `q ${index}`),
          plainTurn('assistant', index === 77 ? '“a”\n'.repeat(1_000_000) : `a ${index}`),
        ],
      }),
    );
    await writeExport(path, chatLines.chunks({ columns: NOTHING, rows }, { neutralise: false }));
    const { transcripts } = await readAll(chatJsonl, path);
    assert.ok(transcripts.every(({ turns }, index) => turns[1]?.raw === rows[index]?.turns[1]?.raw));
    assert.equal(transcripts.length, rows.length);
  });
});

const anyAct = fc.record({
  at: fc.nat(3),
  annotator: fc.oneof(fc.constantFrom('kim', 'lee'), awkwardName),
  part: fc.constantFrom('answer' as const, 'reasoning' as const),
  answer: fc.constantFrom('misaligned', 'aligned', 'refusal', null),
  note: awkwardText,
  flagged: fc.boolean(),
  seconds: fc.double({ min: 0, max: 1e4, noNaN: true }),
});

describe('a label file', () => {
  it('brings every act into another database, from where the same file is written, byte by byte', async (t) => {
    const [here, there] = [await workerDesk(t), await workerDesk(t)];
    const database = await openDatabase(here.databasePath, { role: 'host' });
    const store = createAuditStore(database);
    t.after(() => store.close());
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyAct, { maxLength: 12 }), async (acts) => {
        round += 1;
        const source = join(here.folder, `chats${round}.jsonl`);
        const chats = ['a', 'b', 'c', 'd'].map(
          (word) =>
            `{"messages":[{"role":"user","content":"${word} ${round}"},{"role":"assistant","content":"x"}]}\n`,
        );
        await writeFile(source, chats.join(''));
        const { runs } = await here.worker.run('import', { files: await planOf(here.worker, [source]) });
        const runIds = [runs[0]?.runId ?? 0];
        const ids = here.db
          .prepare<[number], number>('SELECT id FROM transcript WHERE run_id = ? ORDER BY id')
          .pluck()
          .all(runIds[0] ?? 0);
        for (const { at, annotator, part, answer, note, flagged, seconds } of acts) {
          store.appendLabel({
            transcriptId: ids[at] ?? 0,
            part,
            annotator,
            action: answer === null ? 'note' : 'answer',
            state: { ...EMPTY_LABEL, answer, note, flagged },
            scheme: DEFAULT_LABEL_SCHEME,
            secondsSpent: seconds,
            judgeVisible: flagged,
          });
        }
        const [one, two] = [join(here.folder, 'one.jsonl'), join(here.folder, 'two.jsonl')];
        const written = await here.worker.run('exportLabels', { path: one, runIds });
        const merged = await there.worker.run('mergeLabels', { path: one });
        assert.deepEqual([merged.added, merged.unread, merged.problems], [written.count, 0, []]);
        // The other database needs the texts to know which labels are of this run.
        const copy = await there.worker.run('import', { files: await planOf(there.worker, [source]) });
        await there.worker.run('exportLabels', { path: two, runIds: [copy.runs[0]?.runId ?? 0] });
        assert.equal(await readFile(two, 'utf8'), await readFile(one, 'utf8'));
        const again = await there.worker.run('mergeLabels', { path: one });
        assert.deepEqual([again.added, again.present], [0, written.count]);
      }),
      { numRuns: 12 },
    );
  });
});
