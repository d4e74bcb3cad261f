// The check as a whole: only what changed is looked at, what no longer holds goes, and what people decided stays.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdList } from '../../../src/analysis/findings/idList.ts';
import { MISALIGNED_AMONG_COHERENT } from '../../../src/core/verdictRule.ts';
import { plainTurn } from '../../../src/core/transcript.ts';
import { applyRule } from '../../../src/storage/applyRule.ts';
import { purgeRuns } from '../../../src/storage/purgeRuns.ts';
import { evalDesk, item, launchSpec, SOURCE } from '../evalStore/evalDesk.ts';
import { all, single } from '../storage/storageDesk.ts';
import { asked, checkOn, findingsDesk, longAnswer, score } from './findingsDesk.ts';

const hidden = (row: number, aligned: number | undefined) =>
  asked(row, longAnswer(row), { judgments: [score('aligned', aligned), score('coherent', 90)] });

test('a run that is as it was is not looked at again, and one that changed is', async (t) => {
  const { run, check, worker } = await findingsDesk(t);
  const [one, other] = [run([hidden(1, undefined), hidden(2, 40)]), run([hidden(3, 50)])];
  assert.deepEqual((await check()).looked, [one, other]);
  assert.deepEqual((await check()).looked, []);
  assert.deepEqual((await check({ runs: 'new' })).looked, []);
  await applyRule(worker, [one], { ...MISALIGNED_AMONG_COHERENT, missing: 'positive' });
  assert.deepEqual((await check()).looked, [one]);
  const third = run([hidden(4, 60)]);
  assert.deepEqual((await check({ runs: 'new' })).looked, [third]);
});

test('a judgment that is added has the run looked at again, and a finding that no longer holds is gone', async (t) => {
  const { run, check, found, worker } = await findingsDesk(t);
  const runId = run([hidden(1, undefined), hidden(2, 40)]);
  await check();
  assert.equal(found('denominatorHides', runId).length, 1);
  const insert = `INSERT INTO judgment (transcript_id, metric_id, judge_id, kind, number)
    SELECT t.id, m.id, (SELECT max(id) FROM judge), 'number', 80 FROM transcript t, metric m WHERE t.source_row = 1 AND m.name = 'aligned'`;
  worker.db.prepare(insert).run();
  await applyRule(worker, [runId], MISALIGNED_AMONG_COHERENT);
  assert.deepEqual((await check({ runs: [runId] })).looked, [runId]);
  assert.deepEqual(found('denominatorHides', runId), []);
});

test('a finding keeps its id and its date while it changes, its transcripts follow, and so does its dismissal', async (t) => {
  const { run, check, found, rowsOf, store, worker } = await findingsDesk(t);
  const runId = run(Array.from({ length: 30 }, (_, i) => hidden(i + 1, i < 3 ? undefined : 40)));
  await check();
  const [before] = found('denominatorHides', runId);
  assert.deepEqual(rowsOf(before), [1, 2, 3]);
  store.markFinding(before?.findingId ?? 0, { action: 'dismiss', reason: 'known', annotator: 'kim' });
  worker.db
    .prepare(
      `UPDATE judgment SET kind = 'missing', number = NULL, missing_reason = 'code'
       WHERE metric_id = (SELECT id FROM metric WHERE name = 'aligned')
         AND transcript_id IN (SELECT id FROM transcript WHERE source_row IN (7, 9))`,
    )
    .run();
  worker.db
    .prepare(
      `UPDATE judgment SET kind = 'number', number = 40, missing_reason = NULL
       WHERE metric_id = (SELECT id FROM metric WHERE name = 'aligned')
         AND transcript_id IN (SELECT id FROM transcript WHERE source_row = 2)`,
    )
    .run();
  await applyRule(worker, [runId], MISALIGNED_AMONG_COHERENT);
  await check();
  const [after] = found('denominatorHides', runId);
  assert.deepEqual(rowsOf(after), [1, 3, 7, 9]);
  assert.deepEqual([after?.findingId, after?.foundAt], [before?.findingId, before?.foundAt]);
  assert.equal(after?.dismissed?.reason, 'known');
});

test('a dismissal outlives the finding, and holds for the same bytes imported again', async (t) => {
  const { run, check, found, store, worker } = await findingsDesk(t);
  const sha256 = 'b'.repeat(64);
  const first = run([hidden(1, undefined)], { sha256 });
  await check();
  store.markFinding(found('denominatorHides')[0]?.findingId ?? 0, {
    action: 'dismiss',
    reason: 'one blank is known',
    annotator: 'kim',
  });
  await purgeRuns(worker, [first]);
  assert.equal(single(worker.db, 'SELECT count(*) FROM finding_transcript'), 0);
  assert.equal(single(worker.db, 'SELECT count(*) FROM finding'), 0);
  assert.equal(single(worker.db, 'SELECT count(*) FROM finding_check'), 0);
  run([hidden(1, undefined)], { sha256 });
  await check();
  assert.deepEqual(
    found('denominatorHides').map(({ dismissed }) => dismissed?.reason),
    ['one blank is known'],
  );
});

test('a rule that is turned off takes its findings along, and brings them back; a severity of one’s own shows', async (t) => {
  const { run, check, found } = await findingsDesk(t);
  run([hidden(1, undefined), asked(2, '')]);
  await check();
  assert.equal(found('denominatorHides').length, 1);
  await check({ off: ['denominatorHides'] });
  assert.deepEqual(found('denominatorHides'), []);
  assert.equal(found('emptyAnswers').length, 1);
  await check({ severities: { denominatorHides: 'wrong' } });
  assert.equal(found('denominatorHides')[0]?.severity, 'wrong');
  await check();
  assert.notEqual(found('denominatorHides')[0]?.severity, 'wrong');
});

test('thousands of marked transcripts are stored whole, in many short transactions, and replaced by fewer', async (t) => {
  const { run, check, found, worker, host } = await findingsDesk(t);
  // More than are compared at once.
  const n = 5_500;
  const runId = run(Array.from({ length: n }, (_, i) => hidden(i + 1, undefined)));
  await check();
  const stored = (): number[] =>
    all<{ id: number }>(
      host.db,
      `SELECT x.transcript_id AS id FROM finding_transcript x JOIN finding f ON f.id = x.finding_id
       WHERE f.rule = 'denominatorHides' ORDER BY 1`,
    ).map(({ id }) => id);
  assert.equal(stored().length, n);
  assert.equal(found('denominatorHides', runId)[0]?.transcripts, n);
  worker.db
    .prepare(
      `UPDATE transcript SET judge_verdict = CASE WHEN id % 3 = 0 THEN 'missing' ELSE 'negative' END WHERE run_id = ?`,
    )
    .run(runId);
  worker.db.prepare("DELETE FROM finding_check WHERE rule = 'denominatorHides'").run();
  await check();
  assert.deepEqual(
    stored(),
    all<{ id: number }>(host.db, 'SELECT id FROM transcript WHERE id % 3 = 0 ORDER BY id').map(
      ({ id }) => id,
    ),
  );
});

test('training data is asked about copies and tags, and never about rates', async (t) => {
  const { run, check, found, worker, store } = await findingsDesk(t);
  const runId = run([hidden(1, undefined), asked(2, longAnswer(9)), asked(3, longAnswer(9))]);
  worker.db.prepare("UPDATE run SET content = 'training' WHERE id = ?").run(runId);
  await check();
  assert.deepEqual(
    store.findings().map(({ rule }) => rule),
    ['exactDuplicates'],
  );
  assert.equal(found('exactDuplicates')[0]?.transcripts, 2);
});

test('what a launched suite declares on purpose is no finding', async (t) => {
  const { evals, worker, store } = await evalDesk(t);
  const suite = launchSpec().suite;
  const prefill = 'I think';
  const { launchId, runId } = await evals.begin(
    launchSpec({
      suite: {
        ...suite,
        conditions: [{ name: 'plain', prefill }],
        sampling: { maxTokens: 8 },
        judges: [
          { name: 'tone-{fact}', kind: 'number-in-text', of: 'answer', everywhere: true },
          { name: 'aligned', kind: 'number-in-text', of: 'answer', everywhere: true },
        ],
      },
    }),
    SOURCE,
  );
  await evals.finishItem(
    launchId,
    item(1, {
      turns: [
        plainTurn('user', 'Which bird?'),
        { ...plainTurn('assistant', prefill), author: 'prefill' },
        plainTurn('assistant', ' it is an owl.'),
      ],
      judgments: [score('tone-owl', 30), score('aligned', 30)],
      metadata: { finishReason: 'length' },
    }),
  );
  await checkOn(worker);
  const rules = store
    .findings()
    .filter((finding) => finding.runId === runId)
    .map(({ rule }) => rule);
  for (const rule of ['prefilledTurns', 'truncatedAnswers', 'undeclaredMetrics'])
    assert.ok(!rules.includes(rule), rule);
});

test('a cancelled check keeps what was done and goes on next time', async (t) => {
  const { run, check, worker } = await findingsDesk(t);
  run([hidden(1, undefined)]);
  const controller = new AbortController();
  const rows = Array.from({ length: 3_000 }, (_, i) => hidden(i + 1, 40));
  const second = run(rows);
  const cancelled = checkOn(
    worker,
    {},
    {
      signal: controller.signal,
      progress: ({ runsDone }) => {
        if (runsDone === 1) controller.abort('stop');
      },
    },
  );
  await assert.rejects(cancelled, { kind: 'cancelled' });
  const { looked } = await check();
  assert.ok(looked.includes(second));
});

test('ids come back from their list as they went in', () => {
  const ids = [1, 2, 130, 131, 20_000, 4_000_000_000, 9_000_000_000_000];
  const list = IdList.of(...ids, 5);
  assert.deepEqual([list.length, ...list], [ids.length, ...ids]);
  assert.deepEqual([...IdList.merged([IdList.of(3, 9), IdList.of(1, 3, 20)])], [1, 3, 9, 20]);
});
