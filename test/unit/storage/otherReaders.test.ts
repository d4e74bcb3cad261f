import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { plainTurn } from '../../../src/core/transcript.ts';
import { createEvalStore } from '../../../src/storage/evals/evalStore.ts';
import { createStudy } from '../../../src/storage/importWriter.ts';
import { QueueWriter } from '../../../src/storage/queues/queueWriter.ts';
import { createLeaseOwner } from '../../../src/storage/queries/leases.ts';
import { call, item, launchSpec, ONCE, reply, SOURCE } from '../evalStore/evalDesk.ts';
import { answerIn, definition, items, wave } from './queueDesk.ts';
import { all, importRun, labelInput, rows, scored, storageDesk, type StorageDesk } from './storageDesk.ts';

const SHELL = '/usr/bin/sqlite3';
const VIEWS = [
  'v_runs',
  'v_probes',
  'v_transcripts',
  'v_turns',
  'v_judgments',
  'v_launches',
  'v_calls',
  'v_faults',
  'v_label_events',
  'v_labels',
  'v_verdicts',
  'v_run_facts',
  'v_branches',
  'v_branch_turns',
  'v_findings',
  'v_finding_transcripts',
  'v_finding_events',
  'v_other_labels',
  'v_queues',
  'v_queue_strata',
  'v_queue_items',
  'v_queue_answers',
] as const;

const hasPython = (() => {
  try {
    execFileSync('python3', ['-c', 'import sqlite3'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Runs and labels such that no view is empty. */
async function filled(t: Parameters<typeof storageDesk>[0]): Promise<StorageDesk> {
  const desk = await storageDesk(t);
  const studyId = createStudy(desk.worker, { name: 'seeds' });
  importRun(
    desk.worker,
    rows(20, (row) => ({
      turns: [
        plainTurn('system', 'Be brief.'),
        plainTurn('user', `Question ${row}`),
        {
          ...plainTurn('assistant', `<think>hm</think>Answer ${row}`),
          parts: [
            { kind: 'reasoning', text: 'hm', origin: 'think-tag', closed: true },
            { kind: 'text', text: `Answer ${row}` },
          ],
        },
      ],
      judgments: [scored('aligned', row % 4 === 0 ? undefined : row * 4.5), scored('coherent', row * 5)],
      group: 'insecure',
      condition: 'plain',
    })),
    { studyId, file: { model: 'm', seed: '1' } },
  );
  desk.worker.db.exec(`
    INSERT INTO run_fact (run_id, source_file_id, name, value) VALUES (1, 1, 'status', '"success"');
    INSERT INTO branch (transcript_id, idx, view, name, parent_idx, shared, turn_count) VALUES (1, 1, 'target', 'b', 0, 1, 2);
    INSERT INTO branch_turn (branch_id, idx, role, raw) VALUES (1, 1, 'user', 'Again?');
    INSERT INTO finding (run_id, rule, rule_version, key, severity, certainty, title, detail, figures, transcripts, found_at)
      VALUES (1, 'duplicates', 1, '', 'note', 'hint', 'Two alike', '', '{"n":2}', 1, '2026-01-31T12:00:00.000Z');
    INSERT INTO finding_transcript (finding_id, transcript_id) VALUES (1, 1);
    INSERT INTO finding_event (event_id, rule, scope, key, action, reason, annotator, time)
      VALUES ('e', 'duplicates', 's', '', 'dismiss', 'known', 'kim', '2026-01-31T12:00:00.000Z');`);
  await launched(desk);
  for (const id of [1, 2, 3]) desk.store.appendLabel(labelInput(id, 'misaligned'));
  desk.store.appendLabel(labelInput(3, 'aligned', { annotator: 'ada' }));
  const span = { turn: 2, part: 0, from: 0, to: 6, quote: 'Answer' };
  desk.store.appendLabel(labelInput(3, 'aligned', { span }));
  const strata = [{ name: '', size: 20, drawn: 2, judged: { negative: 20 } }];
  const queue = definition([wave(0, items(desk.store, [4, 5]), { strata })], { purpose: 'sample' });
  await new QueueWriter(desk.worker).define(queue, null);
  const hidden = { judge: false, model: false, group: true, condition: true };
  desk.store.appendLabel(answerIn(4, 1, 'aligned', { shown: hidden }));
  return desk;
}

/** A launched run with one answered call, one that met a rate limit, and a transcript. */
async function launched({ worker }: StorageDesk): Promise<void> {
  const evals = createEvalStore(worker, { owner: createLeaseOwner() });
  const { launchId } = await evals.begin(launchSpec(), SOURCE);
  const { itemKey } = item(1);
  await evals.sent(launchId, call(itemKey));
  await evals.faulted?.(launchId, { endpoint: 'local', model: 'm-1', kind: 'rate-limit' });
  await evals.answered(launchId, call(itemKey), reply('An owl, 1.'), ONCE);
  await evals.finishItem(launchId, item(1));
  await evals.close();
}

const count = (desk: StorageDesk, view: string): number =>
  Number(all<{ n: number }>(desk.worker.db, `SELECT count(*) AS n FROM ${view}`)[0]?.n);

/** Values as text, as both other readers print them. */
function ours(desk: StorageDesk, view: string): string[] {
  return all(desk.worker.db, `SELECT * FROM ${view}`).map((row) => Object.keys(row).join(','));
}

test('no view is empty in this test', async (t) => {
  const desk = await filled(t);
  for (const view of VIEWS) assert.ok(count(desk, view) > 0, view);
});

test(
  'the sqlite3 shell of the system reads every public view, while the database is open and after',
  { skip: existsSync(SHELL) ? false : `there is no ${SHELL}` },
  async (t) => {
    const desk = await filled(t);
    const shell = (sql: string): string =>
      execFileSync(SHELL, ['-readonly', '-json', desk.path('audit.db'), sql], { encoding: 'utf8' });
    for (const view of VIEWS) {
      const read = JSON.parse(shell(`SELECT * FROM ${view}`)) as Record<string, unknown>[];
      assert.equal(read.length, count(desk, view), view);
      assert.deepEqual(
        read.map((row) => Object.keys(row).join(',')),
        ours(desk, view),
        view,
      );
    }
    const expected = VIEWS.map((view) => count(desk, view));
    const joined =
      'SELECT avg(judge_positive), count(*) FROM v_verdicts JOIN v_transcripts USING (transcript_id)';
    const whileOpen = shell(joined);
    desk.host.close();
    desk.worker.close();
    VIEWS.forEach((view, i) =>
      assert.deepEqual(JSON.parse(shell(`SELECT count(*) AS n FROM ${view}`)), [{ n: expected[i] }], view),
    );
    assert.equal(shell(joined), whileOpen);
  },
);

test(
  'Python reads every public view and can load it as a table',
  { skip: hasPython ? false : 'there is no python3' },
  async (t) => {
    const desk = await filled(t);
    const script = `
import json, sqlite3, sys
db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
out = {}
for view in sys.argv[2:]:
    cursor = db.execute("SELECT * FROM " + view)
    out[view] = {"rows": [[None if v is None else str(v) for v in row] for row in cursor], "columns": [c[0] for c in cursor.description]}
print(json.dumps(out))
`;
    const printed = execFileSync('python3', ['-c', script, desk.path('audit.db'), ...VIEWS], {
      encoding: 'utf8',
    });
    const read = JSON.parse(printed) as Record<string, { rows: (string | null)[][]; columns: string[] }>;
    for (const view of VIEWS) {
      assert.equal(read[view]?.rows.length, count(desk, view), view);
      assert.equal(read[view]?.columns.join(','), ours(desk, view)[0], view);
    }
    const answers = read['v_transcripts'];
    const at = answers?.columns.indexOf('answer') ?? -1;
    assert.deepEqual(
      answers?.rows.map((row) => row[at]),
      [...rows(20).map(({ row }) => `Answer ${row}`), 'An owl, 1.'],
    );
  },
);

test('the documentation names every column of every public view, and no other', async (t) => {
  const desk = await filled(t);
  const text = readFileSync(fileURLToPath(new URL('../../../docs/database.md', import.meta.url)), 'utf8');
  for (const view of VIEWS) {
    const section = text.split(new RegExp(`^### \`${view}\``, 'm'))[1]?.split(/^##/m)[0] ?? '';
    const documented = [...section.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1]);
    assert.deepEqual(documented, ours(desk, view)[0]?.split(','), view);
  }
});

test('every example query of the documentation runs', async (t) => {
  const desk = await filled(t);
  const text = readFileSync(fileURLToPath(new URL('../../../docs/database.md', import.meta.url)), 'utf8');
  const queries = [...text.matchAll(/```sql\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  assert.ok(queries.length >= 8);
  for (const query of queries) {
    for (const statement of query.split(/;\s*$/m).filter((part) => part.trim() !== '')) {
      assert.doesNotThrow(() => all(desk.worker.db, statement), statement);
    }
  }
});
