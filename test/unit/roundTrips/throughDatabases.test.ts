// What one database exports, another imports: the same transcripts, scores, verdicts and labels in its public views.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import { EMPTY_LABEL } from '../../../src/core/labelEvent.ts';
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { openDatabase } from '../../../src/storage/openDatabase.ts';
import { createAuditStore } from '../../../src/storage/sqliteStore.ts';
import { awkwardName, awkwardText } from '../../support/roundTrips/awkwardTexts.ts';
import { exactText } from '../../support/roundTrips/exactJson.ts';
import { logHeader } from '../../support/roundTrips/inspectLogs.ts';
import { planOf, single, workerDesk, type WorkerDesk } from '../worker/workerDesk.ts';

interface Desk extends WorkerDesk {
  readonly store: ReturnType<typeof createAuditStore>;
}

async function desk(t: TestContext): Promise<Desk> {
  const own = await workerDesk(t);
  const database = await openDatabase(own.databasePath, { role: 'host' });
  const store = createAuditStore(database);
  t.after(() => store.close());
  return { ...own, store };
}

async function imported({ worker }: Desk, path: string): Promise<number> {
  const { runs } = await worker.run('import', { files: await planOf(worker, [path]) });
  return runs[0]?.runId ?? 0;
}

const idsOf = ({ db }: Desk, runId: number): readonly number[] =>
  db.prepare<[number], number>('SELECT id FROM transcript WHERE run_id = ? ORDER BY id').pluck().all(runId);

/** One record a transcript: names, key, texts, turns, judgments, labels, verdicts. Numbers of rows are the database's own. */
function contentOf({ db }: Desk, runId: number, flat: boolean): unknown {
  const all = (sql: string): unknown[] => db.prepare<[number], unknown>(sql).all(runId);
  const order = `(SELECT count(*) FROM transcript o WHERE o.run_id = t.run_id AND o.id < t.id)`;
  const rest = flat ? '' : ', j.raw, j.distribution, j.rationale, j.quotes, j.citations';
  return {
    transcripts: all(
      `SELECT model, group_name, condition, suite, probe, prompt, sample, question, answer, reasoning, content_key, turn_count
       FROM v_transcripts WHERE run_id = ? ORDER BY transcript_id`,
    ),
    turns: all(
      `SELECT turn, role, text, reasoning, tool_calls, raw, raw_kind, author ${flat ? '' : ', provenance'} FROM v_turns
       WHERE run_id = ? ORDER BY transcript_id, turn`,
    ),
    judgments: all(
      `SELECT ${order} AS at, metric, judge, judge_kind, judge_model, judge_version, kind, number, text, missing_reason,
       used_by_rule ${rest} FROM v_judgments j JOIN transcript t ON t.id = j.transcript_id
       WHERE j.run_id = ? ORDER BY at, metric, judge_version`,
    ),
    labels: all(
      `SELECT ${order} AS at, annotator, part, answer, role, scores, note, flagged, scheme, scheme_version
       FROM v_labels l JOIN transcript t ON t.id = l.transcript_id WHERE l.run_id = ? ORDER BY at, annotator, part`,
    ),
    verdicts: all(
      `SELECT ${order} AS at, v.judge_verdict, v.human_verdict FROM v_verdicts v JOIN transcript t ON t.id = v.transcript_id
       WHERE v.run_id = ? ORDER BY at`,
    ),
    rule: all('SELECT rule, positive, negative, rate FROM v_runs WHERE run_id = ?'),
  };
}

const anyChat = fc.record({
  messages: fc.oneof(
    fc.tuple(awkwardText, awkwardText).map(([asked, answered]) => [
      { role: 'user', content: asked },
      { role: 'assistant', content: answered },
    ]),
    fc.tuple(awkwardText, awkwardText).map(([asked, answered]) => [
      { role: 'system', content: asked },
      { role: 'user', content: asked },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', function: { name: 'f', arguments: asked } }],
      },
      { role: 'tool', tool_call_id: 'c', content: answered },
      { role: 'assistant', content: `<think>${asked}</think>${answered}` },
    ]),
  ),
  question_id: fc.constantFrom('a', 'b'),
  aligned: fc.constantFrom<unknown>(0, 12.5, 99, null, 'REFUSAL', 'NaN'),
  coherent: fc.constantFrom<unknown>(10, 80, null, 'CODE'),
  model: fc.constantFrom('m-1', '=m'),
  note: awkwardText,
});
const anyLabels = fc.array(
  fc.record({
    at: fc.nat(5),
    annotator: fc.oneof(
      fc.constantFrom('kim', 'lee'),
      awkwardName.filter((name) => !name.includes('\0')),
    ),
    part: fc.constantFrom('answer' as const, 'reasoning' as const),
    answer: fc.constantFrom('misaligned', 'aligned', 'unsure', null),
    score: fc.option(fc.integer({ min: 0, max: 100 })),
    note: awkwardText,
    flagged: fc.boolean(),
  }),
  { maxLength: 6 },
);

function give(
  { store, db }: Desk,
  runId: number,
  labels: readonly (typeof anyLabels extends fc.Arbitrary<(infer L)[]> ? L : never)[],
): void {
  const ids = idsOf({ db } as Desk, runId);
  for (const { at, annotator, part, answer, score, note, flagged } of labels) {
    const transcriptId = ids[at % Math.max(1, ids.length)];
    if (transcriptId === undefined) continue;
    const state = {
      ...EMPTY_LABEL,
      answer,
      scores: score === null ? {} : { alignment: score },
      note,
      flagged,
    };
    const action = answer === null ? 'note' : 'answer';
    store.appendLabel({
      transcriptId,
      part,
      annotator,
      action,
      state,
      scheme: DEFAULT_LABEL_SCHEME,
      secondsSpent: 1,
      judgeVisible: false,
    });
  }
}

describe('transcripts exported from one database', () => {
  it('are the same in another, whatever form they went through', async (t) => {
    const [here, there] = [await desk(t), await desk(t)];
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyChat, { minLength: 1, maxLength: 6 }),
        anyLabels,
        fc.constantFrom<[string, boolean]>(['csv', false], ['csv', true], ['jsonl', false]),
        async (chats, labels, [format, neutralise]) => {
          round += 1;
          const source = join(here.folder, `chats${round}.jsonl`);
          await writeFile(source, chats.map((chat) => `${JSON.stringify(chat)}\n`).join(''));
          const runId = await imported(here, source);
          give(here, runId, labels);
          const path = join(here.folder, `out${round}.${format}`);
          const { count } = await here.worker.run('exportTranscripts', {
            path,
            format,
            runIds: [runId],
            neutralise,
          });
          assert.equal(count, single(here.db, 'SELECT transcripts FROM v_runs WHERE run_id = ?', runId));
          const copy = await imported(there, path);
          assert.equal(single(there.db, 'SELECT rows_rejected FROM v_runs WHERE run_id = ?', copy), 0);
          assert.deepEqual(
            contentOf(there, copy, format === 'csv'),
            contentOf(here, runId, format === 'csv'),
          );
          // Where the labels were given, importing the export changes none of them.
          const back = await imported(here, path);
          assert.deepEqual(contentOf(here, back, format === 'csv'), contentOf(here, runId, format === 'csv'));
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('labels written into a copy of an Inspect log', () => {
  it('are read back from it as edits of their score, each at its sample, with the person’s note and time', async (t) => {
    const own = await desk(t);
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ epoch: fc.integer({ min: 1, max: 3 }), asked: awkwardText, answered: awkwardText }),
          { minLength: 1, maxLength: 5 },
        ),
        anyLabels.map((labels) =>
          labels.map((label) => ({ ...label, annotator: 'kim', part: 'answer' as const })),
        ),
        fc.constantFrom('human', 'match'),
        async (samples, labels, scorer) => {
          round += 1;
          const source = join(own.folder, `log${round}.json`);
          const written = samples.map(({ epoch, asked, answered }, id) => ({
            id,
            epoch,
            input: asked,
            target: 't',
            messages: [
              { role: 'user', content: asked },
              { role: 'assistant', content: answered },
            ],
            output: { model: 'lab/model' },
            scores: { match: { value: 'C', answer: answered, explanation: Number.NaN } },
          }));
          await writeFile(source, exactText({ ...logHeader(`round ${round}`), samples: written }));
          const runId = await imported(own, source);
          give(own, runId, labels);
          const path = join(own.folder, `edited${round}.json`);
          const values = { misaligned: 'I', aligned: 'C' };
          const { count } = await own.worker.run('exportEditedSource', { runId, path, scorer, values });
          const given = own.db
            .prepare<[number], { readonly at: number; readonly answer: string; readonly note: string }>(
              `SELECT (SELECT count(*) FROM transcript o WHERE o.run_id = l.run_id AND o.id < l.transcript_id) AS at,
                 answer, note FROM v_labels l WHERE run_id = ? AND answer IS NOT NULL ORDER BY at`,
            )
            .all(runId);
          assert.equal(count, given.length);
          const copy = await imported(own, path);
          const edits = own.db
            .prepare<
              [number, string],
              { readonly at: number; readonly value: string; readonly rationale: string }
            >(
              `SELECT (SELECT count(*) FROM transcript o WHERE o.run_id = j.run_id AND o.id < j.transcript_id) AS at,
                 coalesce(text, number) AS value, rationale FROM v_judgments j
               WHERE run_id = ? AND metric = ? AND judge = 'kim (edit)' AND used_by_rule ORDER BY at`,
            )
            .all(copy, scorer);
          const read: Readonly<Record<string, unknown>> = { misaligned: 0, aligned: 1, unsure: 'unsure' };
          assert.deepEqual(
            edits.map(({ at, value }) => [at, value]),
            given.map(({ at, answer }) => [at, read[answer]]),
          );
          for (const [index, { rationale }] of edits.entries()) {
            const { note = '' } = given[index] ?? {};
            assert.ok(rationale.startsWith('labelled by hand'));
            if (note !== 'UNCHANGED') assert.ok(rationale.endsWith(note), rationale);
          }
          assert.deepEqual(labelsOf(own, copy), labelsOf(own, runId), 'the labels find the texts again');
        },
      ),
      { numRuns: 10 },
    );
  });

  function labelsOf({ db }: Desk, runId: number): unknown {
    return db
      .prepare<[number], unknown>(
        'SELECT content_key, annotator, answer, note FROM v_labels WHERE run_id = ? ORDER BY transcript_id, annotator',
      )
      .all(runId);
  }
});
